-- People have a name to call them by, and what they have not read is known exactly.

-- One word. The program gives one to accounts that were made before; it folds names by the rules of Unicode.
ALTER TABLE users ADD COLUMN handle TEXT;
CREATE UNIQUE INDEX users_by_handle ON users (handle);

-- The newest message when the person last marked the room as unread: only up to here can messages of their own
-- be above read_no.
ALTER TABLE memberships ADD COLUMN marked_no INTEGER NOT NULL DEFAULT 0;

-- Deleted messages do not wait for anybody.
CREATE INDEX messages_deleted ON messages (room, msg_no) WHERE deleted_at IS NOT NULL;

-- Who is called in which message: each of them, also when all of a room were.
CREATE TABLE mentions (
    user INTEGER NOT NULL REFERENCES users (id),
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    -- The id of the message: the order over all rooms.
    message INTEGER NOT NULL REFERENCES messages (id),
    PRIMARY KEY (user, room, msg_no)
) WITHOUT ROWID, STRICT;

CREATE INDEX mentions_by_message ON mentions (room, msg_no);
CREATE INDEX mentions_by_age ON mentions (user, message);
