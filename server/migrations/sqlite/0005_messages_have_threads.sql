-- A message can have a thread beneath it: a room of the kind `thread`, whose members are those who follow it. Whoever is
-- in the room of the message may read and write there.

-- The constraint of a column can only be changed in the text of the schema; see “Making Other Kinds Of Table Schema
-- Changes” in the documentation of SQLite, which says that this one is safe: what is stored stays as it is.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (kind IN (''open'', ''closed'', ''direct''))', 'CHECK (kind IN (''open'', ''closed'', ''direct'', ''thread''))')
WHERE type = 'table' AND name = 'rooms';
PRAGMA writable_schema = RESET;

-- The room of the message, and its number there. A thread has no name. In `name_folded`, which is unique, it has both
-- behind a control character.
ALTER TABLE rooms ADD COLUMN parent INTEGER REFERENCES rooms (id);
ALTER TABLE rooms ADD COLUMN root_no INTEGER;

CREATE UNIQUE INDEX rooms_by_root ON rooms (parent, root_no) WHERE parent IS NOT NULL;
