-- Readings that later ones took the place of, by their acts; what they found stands in the ledger, from which all is
-- taken anew.
CREATE TABLE earlier_readings (
    report INTEGER NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (report, act)
) STRICT, WITHOUT ROWID;
-- Without its mark the file is taken for that of another program, and all rows are computed anew.
DELETE FROM meta;
