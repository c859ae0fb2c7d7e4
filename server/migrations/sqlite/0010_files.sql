-- Files come with messages. Their bytes are kept elsewhere, under their hash; the same bytes once.

CREATE TABLE blobs (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    size INTEGER NOT NULL,
    -- Of a picture, once it was looked at.
    width INTEGER,
    height INTEGER,
    has_preview INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX blobs_by_size ON blobs (size);

-- Bytes that may be needed by nobody: those of files that were deleted, and those that are just coming in.
CREATE TABLE released (
    hash BLOB PRIMARY KEY REFERENCES blobs (hash)
) WITHOUT ROWID, STRICT;

CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash BLOB NOT NULL REFERENCES blobs (hash),
    room INTEGER NOT NULL REFERENCES rooms (id),
    user INTEGER NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    -- What the bytes are, whatever somebody said they were; the name can only make them less.
    mime TEXT NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Of a text: its first lines, as JSON of the typed nodes.
    lines TEXT,
    -- The message that it came with, and its place there; none while that is not sent.
    msg_no INTEGER,
    place INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX attachments_by_message ON attachments (room, msg_no);
CREATE INDEX attachments_by_blob ON attachments (hash);
CREATE INDEX attachments_by_user ON attachments (user);
CREATE INDEX attachments_unsent ON attachments (at) WHERE msg_no IS NULL;
