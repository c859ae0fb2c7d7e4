-- People can also be admins, who help the owner, and guests, who are only where they were invited to.

-- As in 0005: only the constraint changes, and it admits more than before.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema
SET sql = replace(sql, 'CHECK (role IN (''owner'', ''member''))', 'CHECK (role IN (''owner'', ''admin'', ''member'', ''guest''))')
WHERE type = 'table' AND name = 'users';
PRAGMA writable_schema = RESET;
