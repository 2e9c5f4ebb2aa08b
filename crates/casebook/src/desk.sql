-- What a team does at its desk: readings corrected, decisions taken back, reports that not everybody may
-- see; and each incident at a glance, so that lists and maps need not open it. All is taken from the ledger anew.
CREATE TABLE corrections (
    act INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, report TEXT NOT NULL, correction TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_by_report ON corrections (report);
CREATE TABLE withdrawals (
    withdrawn INTEGER NOT NULL, act INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (withdrawn, act)
) STRICT, WITHOUT ROWID;
CREATE TABLE restrictions (
    report TEXT PRIMARY KEY, act INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE affiliations (
    publisher TEXT PRIMARY KEY, act INTEGER NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, affiliation TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE glances (
    id TEXT PRIMARY KEY, first_day TEXT, last_day TEXT, place TEXT NOT NULL, country TEXT, lat REAL, lon REAL,
    precision TEXT, killed_min INTEGER, killed_max INTEGER, injured_min INTEGER, injured_max INTEGER,
    grade TEXT NOT NULL, status TEXT NOT NULL, actors TEXT NOT NULL, methods TEXT NOT NULL, positions TEXT NOT NULL, named INTEGER NOT NULL,
    reports INTEGER NOT NULL, origins INTEGER NOT NULL, lowest REAL, conflict INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Without its mark the file is taken for that of another program, and all rows are computed anew.
DELETE FROM meta;
