-- Messages can be formatted, changed, deleted, answered, reacted to and pinned.

-- What the text means, as JSON of the typed nodes, and by which version of the parser; NULL for words alone.
ALTER TABLE messages ADD COLUMN nodes TEXT;
ALTER TABLE messages ADD COLUMN parser INTEGER NOT NULL DEFAULT 0;
-- How often the text was changed, and when last.
ALTER TABLE messages ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
-- A deleted message has no text and no nodes; its cid still names the attempt.
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;
-- The message of the same room that it answers.
ALTER TABLE messages ADD COLUMN reply_no INTEGER;

-- The texts that a message had before, so that everyone can see what was changed. Gone when it is deleted.
CREATE TABLE revisions (
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (room, msg_no, rev)
) WITHOUT ROWID, STRICT;

CREATE TABLE reactions (
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    user INTEGER NOT NULL REFERENCES users (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (room, msg_no, emoji, user)
) WITHOUT ROWID, STRICT;

CREATE TABLE pins (
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    user INTEGER NOT NULL REFERENCES users (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (room, msg_no)
) WITHOUT ROWID, STRICT;

-- An event may be about a message and a person at once.
DROP TRIGGER messages_are_logged;

CREATE TABLE new_events (
    room INTEGER NOT NULL REFERENCES rooms (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- Which message it is about.
    msg_no INTEGER,
    -- Whom it is about, or who did it; with message.new the message says it.
    user INTEGER REFERENCES users (id),
    -- What more there is to say, as JSON.
    data TEXT,
    PRIMARY KEY (room, seq),
    CHECK (msg_no IS NOT NULL OR user IS NOT NULL)
) WITHOUT ROWID, STRICT;

INSERT INTO new_events (room, seq, kind, msg_no, user, data)
SELECT room, seq, kind, msg_no, user, data FROM events;

DROP TABLE events;
ALTER TABLE new_events RENAME TO events;

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
