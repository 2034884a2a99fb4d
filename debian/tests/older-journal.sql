-- Turns a journal of format 5 into one of format 1, as klikd 0.0.1 wrote it (docs/journal.md, "Versions").
DROP VIEW log;
ALTER TABLE record RENAME TO record_of_now;
CREATE TABLE record (municipality TEXT NOT NULL, sequence INTEGER NOT NULL, previous INTEGER NOT NULL,
    cause INTEGER NOT NULL, utc_ms INTEGER NOT NULL, local_ms INTEGER NOT NULL, kind INTEGER NOT NULL,
    type TEXT NOT NULL, subject TEXT NOT NULL, task INTEGER, data BLOB NOT NULL,
    PRIMARY KEY (municipality, sequence)) STRICT;
INSERT INTO record SELECT printf('%04d', key / 100000000000000), key % 100000000000000, previous, cause, utc_ms, local_ms,
    kind, type, subject, task, data FROM record_of_now ORDER BY key;
DROP TABLE record_of_now;
DROP TABLE era;
CREATE INDEX record_by_kind ON record (municipality, kind, sequence);
CREATE INDEX record_by_task ON record (municipality, task, sequence) WHERE task IS NOT NULL;
ALTER TABLE input RENAME TO input_of_now;
CREATE TABLE input (municipality TEXT NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY (municipality, source, id)) STRICT, WITHOUT ROWID;
INSERT INTO input SELECT municipality, name, id, sequence FROM input_of_now JOIN source ON number = source;
DROP TABLE input_of_now;
DROP TABLE source;
DROP INDEX cursor_by_owner;
ALTER TABLE cursor DROP COLUMN owner;
DROP TABLE quarantine;
DROP TABLE quarantine_total;
DROP INDEX person_by_given_id;
ALTER TABLE person DROP COLUMN given_id;
ALTER TABLE person DROP COLUMN language;
ALTER TABLE person DROP COLUMN email;
PRAGMA user_version = 1;
