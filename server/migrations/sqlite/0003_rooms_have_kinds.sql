-- Rooms are open to everyone, closed to all but the invited, or of a few people alone.
--
-- A direct room has no name. In `name_folded`, which is unique, it has the ids of its people in order: the same people
-- always meet in the same room. No name that is typed can look like that, because it begins with a control character.
ALTER TABLE rooms ADD COLUMN kind TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'closed', 'direct'));
