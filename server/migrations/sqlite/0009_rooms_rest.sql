-- A room can be archived: everything in it stays to be read, and nothing more comes. Its threads carry the same mark.
ALTER TABLE rooms ADD COLUMN archived_at INTEGER;

-- In some rooms only those post who look after them, and the members who were chosen.
ALTER TABLE rooms ADD COLUMN chosen_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE memberships ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0;
