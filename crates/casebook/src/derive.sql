-- By what accounts are found and what ties them together, so that one report more costs what it touches. An account's
-- number is that of its report's row times 65,536, and its place among those of its report. All is derived anew.
CREATE TABLE entries (
    key INTEGER NOT NULL, first INTEGER NOT NULL, account INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (key, first, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_of_many_days ON entries (key, first) WHERE last - first >= 16;
-- The entries of each account, by which they are taken out again.
CREATE TABLE traces (account INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
CREATE TABLE bonds (
    a INTEGER NOT NULL, b INTEGER NOT NULL, bits INTEGER NOT NULL, PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE TABLE statements (account INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE INDEX statements_by_day ON statements (first);
-- What words are rare in the archive.
CREATE TABLE archive (reports INTEGER NOT NULL, words BLOB NOT NULL) STRICT;
-- Reports of which accounts or judgements changed since incidents were derived; 1 where accounts may differ.
CREATE TABLE stirred (report INTEGER PRIMARY KEY, anew INTEGER NOT NULL) STRICT;
DROP TABLE members;
CREATE TABLE members (
    report INTEGER NOT NULL, nth INTEGER NOT NULL, anchor INTEGER NOT NULL, incident TEXT NOT NULL,
    mention INTEGER NOT NULL, PRIMARY KEY (report, nth)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_incident ON members (incident);
DROP TABLE doubts;
CREATE TABLE doubts (
    a TEXT NOT NULL, b TEXT NOT NULL, statement TEXT, doubt TEXT NOT NULL, PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubts_by_other ON doubts (b);
DELETE FROM meta WHERE name IN ('resolved', 'queued');
