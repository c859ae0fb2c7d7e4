-- Everything Snug keeps. Times are milliseconds since 1970 in UTC; they are shown, never an
-- order. Positions (seq, msg_no, user_seq) begin at 1 and have no gaps.

-- One row: two first runs at the same moment cannot make two workspaces.
CREATE TABLE workspace (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    epoch TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The name in lower case by the rules of Unicode, which SQLite does not know: lists sort by it.
    name_folded TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
    password_hash TEXT NOT NULL,
    user_seq INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX users_one_owner ON users (role) WHERE role = 'owner';

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the token: who steals the database cannot act with it.
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    made_by INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- One live join link.
CREATE UNIQUE INDEX invitations_one_live ON invitations ((revoked_at IS NULL)) WHERE revoked_at IS NULL;

-- What throttles guessing. Rows live for an hour.
CREATE TABLE login_attempts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sign_in', 'sign_up')),
    address TEXT NOT NULL,
    -- SHA-256 of what was typed as the account: people type passwords into the wrong field.
    account BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX login_attempts_by_address ON login_attempts (kind, address, at);
CREATE INDEX login_attempts_by_age ON login_attempts (at);

CREATE TABLE rooms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL UNIQUE,
    topic TEXT NOT NULL,
    -- The newest position of the room's log, and its newest message.
    seq INTEGER NOT NULL DEFAULT 0,
    msg_no INTEGER NOT NULL DEFAULT 0,
    made_by INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX rooms_by_maker ON rooms (made_by, created_at);

CREATE TABLE memberships (
    room INTEGER NOT NULL REFERENCES rooms (id),
    user INTEGER NOT NULL REFERENCES users (id),
    -- The newest message this person has read; unread is derived from it, never counted.
    read_no INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) WITHOUT ROWID, STRICT;

CREATE INDEX memberships_by_user ON memberships (user);

-- The only place of the text. Appended by rowid, so that a commit touches few pages.
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    author INTEGER NOT NULL REFERENCES users (id),
    cid BLOB NOT NULL CHECK (length(cid) = 16),
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (room, msg_no),
    -- A cid begins with the time: new ones share a page, whoever their authors are.
    UNIQUE (cid, author)
) STRICT;

-- The log of a room, the only source of delivery. It names a message and never repeats its text.
CREATE TABLE events (
    room INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- With message.new: which message.
    msg_no INTEGER,
    -- With everything else: whom it is about, or who did it.
    user INTEGER REFERENCES users (id),
    -- What more there is to say, as JSON.
    data TEXT,
    PRIMARY KEY (room, seq),
    CHECK ((msg_no IS NULL) <> (user IS NULL))
) WITHOUT ROWID, STRICT;

-- A message that is stored is in the log, moves its room on and is read by its author, whatever
-- statement stores it. Here and not in the program, because one statement is one trip to the
-- database's thread, and there are thousands a second.
CREATE TRIGGER messages_are_logged
AFTER INSERT ON messages
BEGIN
    UPDATE rooms
    SET seq = NEW.seq, msg_no = NEW.msg_no
    WHERE id = NEW.room;
    INSERT INTO events (room, seq, kind, msg_no)
    VALUES (NEW.room, NEW.seq, 'message.new', NEW.msg_no);
    UPDATE memberships
    SET read_no = NEW.msg_no
    WHERE room = NEW.room AND user = NEW.author;
END;
