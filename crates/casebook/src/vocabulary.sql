-- The words of each report as hashes, by which reports that share rare ones are found. They are taken from the
-- reports, so that everything is computed from the ledger anew.
ALTER TABLE reports ADD COLUMN vocabulary BLOB NOT NULL DEFAULT x'';
DELETE FROM meta;
DELETE FROM reports;
DELETE FROM receipts;
DELETE FROM readings;
DELETE FROM anchors;
DELETE FROM judgements;
DELETE FROM positions;
DELETE FROM gazetteers;
DELETE FROM releases;
INSERT INTO words (words) VALUES ('delete-all');
DELETE FROM incidents;
DELETE FROM members;
DELETE FROM aliases;
