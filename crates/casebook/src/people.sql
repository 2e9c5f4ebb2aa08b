-- Lists of people as they came in. What they tell is not kept here: it is read from the blob when it is needed.
CREATE TABLE lists (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, list TEXT NOT NULL, received TEXT NOT NULL
) STRICT;
CREATE INDEX lists_by_name ON lists (list);
CREATE TABLE person_judgements (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, verdict TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
-- The evidence for pairs of entries, by their numbers in the order of lists and keys, and what it was computed from.
CREATE TABLE ties (a INTEGER NOT NULL, b INTEGER NOT NULL, log_odds REAL NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
CREATE TABLE tied (state TEXT NOT NULL) STRICT;
