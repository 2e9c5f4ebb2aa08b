-- What needs a person's eyes, the lowest rank first: the urgency below zero, then the id. A change remakes the items of the
-- incidents that it concerns, by the ids kept in `unqueued`.
DROP TABLE review;
DROP TABLE reviewed;
CREATE TABLE review (
    id TEXT PRIMARY KEY, rank REAL NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL
) STRICT;
CREATE INDEX review_by_rank ON review (rank, id);
CREATE INDEX review_by_kind ON review (kind);
CREATE TABLE reviewed (
    incident TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (incident, item)
) STRICT, WITHOUT ROWID;
-- The last act by which anything changed of an incident that is shown; of the empty id, of any.
CREATE TABLE touched (incident TEXT PRIMARY KEY, act INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX touched_by_act ON touched (act);
CREATE TABLE unqueued (incident TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
DELETE FROM meta WHERE name = 'queued';
