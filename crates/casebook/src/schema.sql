CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE reports (
    row INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, format TEXT NOT NULL,
    options TEXT NOT NULL, title TEXT, published TEXT, publisher TEXT, url TEXT, language TEXT,
    bytes INTEGER NOT NULL, sketch BLOB NOT NULL
) STRICT;
CREATE INDEX reports_by_id ON reports (id);
CREATE TABLE receipts (
    act INTEGER PRIMARY KEY, report INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, name TEXT NOT NULL,
    line INTEGER, notes TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_by_report ON receipts (report);
CREATE TABLE readings (
    report INTEGER PRIMARY KEY, act INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL,
    basis TEXT NOT NULL, reading TEXT NOT NULL
) STRICT;
-- The account of each key that was ever current, and so of each key that a judgement may name.
CREATE TABLE anchors (
    report INTEGER NOT NULL, anchor INTEGER NOT NULL, PRIMARY KEY (report, anchor)
) STRICT, WITHOUT ROWID;
CREATE TABLE judgements (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, verdict TEXT NOT NULL, why TEXT NOT NULL
) STRICT;
CREATE TABLE positions (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, report TEXT NOT NULL, position TEXT NOT NULL
) STRICT;
CREATE INDEX positions_by_report ON positions (report);
CREATE TABLE gazetteers (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, blob TEXT NOT NULL, layer TEXT NOT NULL
) STRICT;
CREATE TABLE releases (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, release TEXT NOT NULL
) STRICT;
-- The text is not kept here: it is made from the blob when it is shown.
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='', tokenize="unicode61 remove_diacritics 0"
);
-- What follows is derived from the tables above.
CREATE TABLE incidents (
    id TEXT PRIMARY KEY, first_day TEXT, last_day TEXT, grade TEXT NOT NULL, places TEXT NOT NULL,
    actors TEXT NOT NULL, incident TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
    report INTEGER NOT NULL, anchor INTEGER NOT NULL, incident TEXT NOT NULL, PRIMARY KEY (report, anchor)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_incident ON members (incident);
CREATE TABLE aliases (alias TEXT PRIMARY KEY, incident TEXT NOT NULL) STRICT, WITHOUT ROWID;
