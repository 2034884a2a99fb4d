#include "journal/journal_migration.hpp"

#include "journal/era_table.hpp"
#include "journal/journal_format.hpp"

#include <fmt/core.h>

#include <array>
#include <string_view>

namespace klik::journal {

namespace {

struct Step {
    std::int64_t to; ///< the format that it leads to, from the one before
    std::string_view script;
};

constexpr std::array<Step, 4> steps{{
    // A durable name belongs to a key; until now everybody was `local`. There is a quarantine.
    {2, "ALTER TABLE cursor RENAME TO cursor_of_format_1;"
        "CREATE TABLE cursor (municipality TEXT NOT NULL, name TEXT NOT NULL, "
        "owner TEXT NOT NULL, sequence INTEGER NOT NULL, "
        "PRIMARY KEY (municipality, name)) STRICT, WITHOUT ROWID;"
        "INSERT INTO cursor (municipality, name, owner, sequence) "
        "SELECT municipality, name, 'local', sequence FROM cursor_of_format_1;"
        "DROP TABLE cursor_of_format_1;"
        "CREATE INDEX cursor_by_owner ON cursor (municipality, owner);"
        "CREATE TABLE quarantine (municipality TEXT NOT NULL, number INTEGER NOT NULL, "
        "fingerprint INTEGER NOT NULL, topic BLOB NOT NULL, frames INTEGER NOT NULL, "
        "code TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, platform TEXT NOT NULL, "
        "received_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, times INTEGER NOT NULL, "
        "payload BLOB NOT NULL, PRIMARY KEY (municipality, number)) STRICT;"
        "CREATE INDEX quarantine_by_content ON quarantine (municipality, fingerprint);"
        "CREATE INDEX quarantine_by_time ON quarantine (municipality, received_ms);"
        "CREATE TABLE quarantine_total (municipality TEXT NOT NULL PRIMARY KEY, "
        "last_number INTEGER NOT NULL, messages INTEGER NOT NULL, "
        "bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;"},
    // People have addresses, and ids that others gave them. No row moves, so that no name is left
    // behind in a free page.
    {3, "ALTER TABLE person ADD COLUMN email TEXT;"
        "ALTER TABLE person ADD COLUMN language TEXT;"
        "ALTER TABLE person ADD COLUMN given_id TEXT;"
        "CREATE UNIQUE INDEX person_by_given_id ON person (municipality, given_id);"},
    // One number is the key of a record, and what is added to the index by task lies together.
    {4, "ALTER TABLE record RENAME TO record_of_format_3;"
        "CREATE TABLE record (key INTEGER NOT NULL PRIMARY KEY, "
        "previous INTEGER NOT NULL, cause INTEGER NOT NULL, utc_ms INTEGER NOT NULL, "
        "local_ms INTEGER NOT NULL, kind INTEGER NOT NULL, type TEXT NOT NULL, "
        "subject TEXT NOT NULL, task INTEGER, data BLOB NOT NULL, "
        "municipality TEXT AS (printf('%04d', key / 100000000000000)), "
        "sequence INTEGER AS (key % 100000000000000)) STRICT;"
        "INSERT INTO record (key, previous, cause, utc_ms, local_ms, kind, type, subject, task, "
        "data) SELECT municipality * 100000000000000 + sequence, previous, cause, utc_ms, "
        "local_ms, kind, type, subject, task, data FROM record_of_format_3 "
        "ORDER BY municipality, sequence;"
        "DROP TABLE record_of_format_3;"
        "CREATE TABLE source (number INTEGER NOT NULL PRIMARY KEY, "
        "municipality TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (municipality, name)) STRICT;"
        "INSERT INTO source (municipality, name) SELECT DISTINCT municipality, source FROM input;"
        "ALTER TABLE input RENAME TO input_of_format_3;"
        "CREATE TABLE input (source INTEGER NOT NULL, id TEXT NOT NULL, "
        "sequence INTEGER NOT NULL, PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;"
        "INSERT INTO input (source, id, sequence) SELECT number, id, sequence "
        "FROM source JOIN input_of_format_3 AS old ON old.municipality = source.municipality "
        "AND old.source = source.name ORDER BY number, id;"
        "DROP TABLE input_of_format_3;"},
    // What was generated lies in no row, so that no record is written anew.
    {5, "DROP INDEX IF EXISTS record_by_kind;"
        "DROP INDEX IF EXISTS record_by_task;"
        "ALTER TABLE record DROP COLUMN municipality;"
        "ALTER TABLE record DROP COLUMN sequence;"
        "CREATE TABLE era (key INTEGER NOT NULL PRIMARY KEY, kinds BLOB NOT NULL, "
        "tasks BLOB NOT NULL) STRICT;"
        "CREATE VIEW log AS SELECT printf('%04d', key / 100000000000000) AS municipality, "
        "key % 100000000000000 AS sequence, previous, cause, utc_ms, local_ms, kind, type, "
        "subject, task, data, key FROM record;"},
}};
static_assert(steps.back().to == format_version, "each format needs the step that leads to it");

} // namespace

domain::Result<void> migrate_from(Database& database, std::int64_t format) {
    std::string script = "PRAGMA synchronous=FULL; BEGIN IMMEDIATE;";
    for (const Step& step : steps) {
        if (step.to > format) {
            script.append(step.script);
        }
    }
    script += fmt::format("PRAGMA user_version={}", format_version);
    if (auto done = database.execute(script); !done) {
        return done;
    }
    constexpr std::int64_t first_with_eras = 5;
    return format < first_with_eras ? EraTable{database}.add(all_keys) : domain::Result<void>{};
}

} // namespace klik::journal
