-- Messages can be searched. All of this is filled behind the writer, in the order of the messages; what is newer than the
-- last span is looked through without it.

-- The terms of each message, under its id. The program makes them from the text (see `server/src/search`), and makes
-- everything anew when it would make other ones.
CREATE VIRTUAL TABLE search USING fts5 (terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

CREATE TABLE search_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- By which rules the terms were made.
    version INTEGER NOT NULL,
    -- How many times terms were taken away that are still in the file, marked as gone.
    removals INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO search_state (id, version) VALUES (1, 0);

-- Which messages have been indexed, from one id to another without a hole, and when they were said: ids are in the
-- order of the log, times are those of a clock that can be set back.
CREATE TABLE search_spans (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL
) STRICT;

-- Messages whose text was changed or deleted since, and the terms that they are still indexed under.
CREATE TABLE search_stale (
    message INTEGER PRIMARY KEY REFERENCES messages (id),
    terms TEXT NOT NULL
) STRICT;
