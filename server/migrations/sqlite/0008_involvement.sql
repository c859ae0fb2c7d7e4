-- What of a room reaches a person, and whether they keep it at the top.
ALTER TABLE memberships ADD COLUMN involvement TEXT NOT NULL DEFAULT 'everything'
    CHECK (involvement IN ('everything', 'mentions', 'nothing', 'hidden'));
ALTER TABLE memberships ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
