-- People come back to things: messages that they keep, what they typed and did not send, and what is to be said later.

CREATE TABLE saved (
    -- Also the order, the newest last; a reminder that rings puts its message there again.
    id INTEGER PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (id),
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    remind_at INTEGER,
    -- Whether the person is reminded now.
    rings INTEGER NOT NULL DEFAULT 0,
    UNIQUE (user, room, msg_no)
) STRICT;

CREATE INDEX saved_by_age ON saved (user, id);
CREATE INDEX saved_by_message ON saved (room, msg_no);
CREATE INDEX saved_to_ring ON saved (remind_at) WHERE remind_at IS NOT NULL AND rings = 0;
CREATE INDEX saved_that_ring ON saved (user) WHERE rings = 1;

CREATE TABLE drafts (
    user INTEGER NOT NULL REFERENCES users (id),
    room INTEGER NOT NULL REFERENCES rooms (id),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user, room)
) WITHOUT ROWID, STRICT;

CREATE TABLE scheduled (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user INTEGER NOT NULL REFERENCES users (id),
    room INTEGER NOT NULL REFERENCES rooms (id),
    cid BLOB NOT NULL CHECK (length(cid) = 16),
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Why it was not said by then; nothing more happens with it until its author sees to it.
    problem TEXT,
    UNIQUE (cid, user)
) STRICT;

CREATE INDEX scheduled_by_user ON scheduled (user, at);
CREATE INDEX scheduled_to_say ON scheduled (at) WHERE problem IS NULL;
