-- Turns a journal of format 3 into one of format 1, as klikd 0.0.1 wrote it (docs/journal.md, "Versions").
DROP INDEX cursor_by_owner;
ALTER TABLE cursor DROP COLUMN owner;
DROP TABLE quarantine;
DROP TABLE quarantine_total;
DROP INDEX person_by_given_id;
ALTER TABLE person DROP COLUMN given_id;
ALTER TABLE person DROP COLUMN language;
ALTER TABLE person DROP COLUMN email;
PRAGMA user_version = 1;
