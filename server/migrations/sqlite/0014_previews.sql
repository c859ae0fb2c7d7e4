-- What the page behind the first link of a message says of itself.
CREATE TABLE previews (
    room INTEGER NOT NULL REFERENCES rooms (id),
    msg_no INTEGER NOT NULL,
    url TEXT NOT NULL,
    site TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (room, msg_no)
) WITHOUT ROWID, STRICT;
