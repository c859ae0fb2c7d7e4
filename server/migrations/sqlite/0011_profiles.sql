-- People say more of themselves than a name.

-- The bytes of their picture, and how many they have shown so far: another picture has another number, so that each can be
-- kept for ever by who has seen it. 0 stands for none.
ALTER TABLE users ADD COLUMN picture_hash BLOB REFERENCES blobs (hash);
ALTER TABLE users ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN picture INTEGER NOT NULL AS (IIF(picture_hash IS NULL, 0, pictures)) VIRTUAL;
CREATE INDEX users_by_picture ON users (picture_hash) WHERE picture_hash IS NOT NULL;
ALTER TABLE users ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN zone TEXT NOT NULL DEFAULT '';
-- What they are about, as JSON, until it passes.
ALTER TABLE users ADD COLUMN status TEXT;

-- Who may be seen in rooms that they have left: by what they said there, or beneath it.
CREATE TABLE former_members (
    user INTEGER NOT NULL REFERENCES users (id),
    room INTEGER NOT NULL REFERENCES rooms (id),
    PRIMARY KEY (user, room)
) WITHOUT ROWID, STRICT;

INSERT OR IGNORE INTO former_members (user, room)
SELECT DISTINCT m.author, m.room
FROM messages m
WHERE NOT EXISTS (SELECT 1 FROM memberships s WHERE s.room = m.room AND s.user = m.author);

INSERT OR IGNORE INTO former_members (user, room)
SELECT DISTINCT m.author, t.parent
FROM messages m
JOIN rooms t ON t.id = m.room
WHERE t.parent IS NOT NULL AND NOT EXISTS (SELECT 1 FROM memberships s WHERE s.room = t.parent AND s.user = m.author);

-- In threads one reacts without following them.
CREATE INDEX reactions_by_user ON reactions (user, room);
