-- The words of each report as hashes, by which reports that share rare ones are found. They are taken from the
-- reports, so that everything is computed from the ledger anew.
ALTER TABLE reports ADD COLUMN vocabulary BLOB NOT NULL DEFAULT x'';
-- Without its mark the file is taken for that of another program, and all rows are computed anew.
DELETE FROM meta;
