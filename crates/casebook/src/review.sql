-- Which incidents may be one, and what needs a person's eyes; both are derived with the incidents, which are derived anew.
CREATE TABLE doubts (n INTEGER PRIMARY KEY, doubt TEXT NOT NULL) STRICT;
CREATE TABLE review (
    rank INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL
) STRICT;
CREATE INDEX review_by_id ON review (id);
CREATE TABLE reviewed (
    incident TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (incident, rank)
) STRICT, WITHOUT ROWID;
DELETE FROM meta WHERE name = 'resolved';
