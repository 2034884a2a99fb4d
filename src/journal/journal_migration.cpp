#include "journal/journal_migration.hpp"

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

constexpr std::array<Step, 1> steps{{
    // A durable name belongs to a key. Until now everybody was `local`.
    {2, "ALTER TABLE cursor RENAME TO cursor_of_format_1;"
        "CREATE TABLE cursor (municipality TEXT NOT NULL, name TEXT NOT NULL, "
        "owner TEXT NOT NULL, sequence INTEGER NOT NULL, "
        "PRIMARY KEY (municipality, name)) STRICT, WITHOUT ROWID;"
        "INSERT INTO cursor (municipality, name, owner, sequence) "
        "SELECT municipality, name, 'local', sequence FROM cursor_of_format_1;"
        "DROP TABLE cursor_of_format_1;"
        "CREATE INDEX cursor_by_owner ON cursor (municipality, owner);"},
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
    return database.execute(script);
}

} // namespace klik::journal
