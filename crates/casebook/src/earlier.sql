-- Readings that later ones took the place of, by their acts; what they found stands in the ledger, from which all is
-- taken anew.
CREATE TABLE earlier_readings (
    report INTEGER NOT NULL, act INTEGER NOT NULL, PRIMARY KEY (report, act)
) STRICT, WITHOUT ROWID;
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
DELETE FROM glances;
DELETE FROM members;
DELETE FROM aliases;
DELETE FROM lists;
DELETE FROM person_judgements;
DELETE FROM corrections;
DELETE FROM withdrawals;
DELETE FROM restrictions;
DELETE FROM affiliations;
DELETE FROM stirred;
