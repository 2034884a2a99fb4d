#include "journal/journal_format.hpp"

#include "journal/journal_migration.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace klik::journal {

namespace {

using domain::Problem;
using domain::Result;

struct SchemaObject {
    std::string_view name;
    std::string_view sql; ///< as SQLite keeps it, so that a file's schema can be compared
};

constexpr std::array<SchemaObject, 16> schema{{
    {"meta", "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) "
             "STRICT, WITHOUT ROWID"},
    {"record", "CREATE TABLE record (key INTEGER NOT NULL PRIMARY KEY, "
               "previous INTEGER NOT NULL, cause INTEGER NOT NULL, utc_ms INTEGER NOT NULL, "
               "local_ms INTEGER NOT NULL, kind INTEGER NOT NULL, type TEXT NOT NULL, "
               "subject TEXT NOT NULL, task INTEGER, data BLOB NOT NULL) STRICT"},
    {"era", "CREATE TABLE era (key INTEGER NOT NULL PRIMARY KEY, kinds BLOB NOT NULL, "
            "tasks BLOB NOT NULL) STRICT"},
    // For people alone: what is worked out for each record costs time at each of them.
    {"log", "CREATE VIEW log AS SELECT printf('%04d', key / 100000000000000) AS municipality, "
            "key % 100000000000000 AS sequence, previous, cause, utc_ms, local_ms, kind, type, "
            "subject, task, data, key FROM record"},
    {"source", "CREATE TABLE source (number INTEGER NOT NULL PRIMARY KEY, "
               "municipality TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (municipality, name)) "
               "STRICT"},
    {"input", "CREATE TABLE input (source INTEGER NOT NULL, id TEXT NOT NULL, "
              "sequence INTEGER NOT NULL, PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID"},
    {"cursor", "CREATE TABLE cursor (municipality TEXT NOT NULL, name TEXT NOT NULL, "
               "owner TEXT NOT NULL, sequence INTEGER NOT NULL, "
               "PRIMARY KEY (municipality, name)) STRICT, WITHOUT ROWID"},
    {"cursor_by_owner", "CREATE INDEX cursor_by_owner ON cursor (municipality, owner)"},
    {"person", "CREATE TABLE person (municipality TEXT NOT NULL, number INTEGER NOT NULL, "
               "name TEXT, folded_name TEXT, email TEXT, language TEXT, given_id TEXT, "
               "PRIMARY KEY (municipality, number)) STRICT, WITHOUT ROWID"},
    {"person_by_name", "CREATE UNIQUE INDEX person_by_name ON person (municipality, folded_name)"},
    {"person_by_given_id",
     "CREATE UNIQUE INDEX person_by_given_id ON person (municipality, given_id)"},
    {"snapshot", "CREATE TABLE snapshot (municipality TEXT NOT NULL PRIMARY KEY, "
                 "sequence INTEGER NOT NULL, state BLOB NOT NULL) STRICT"},
    // The payload stands last, so that a list does not read it.
    {"quarantine",
     "CREATE TABLE quarantine (municipality TEXT NOT NULL, number INTEGER NOT NULL, "
     "fingerprint INTEGER NOT NULL, topic BLOB NOT NULL, frames INTEGER NOT NULL, "
     "code TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL, platform TEXT NOT NULL, "
     "received_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, times INTEGER NOT NULL, "
     "payload BLOB NOT NULL, PRIMARY KEY (municipality, number)) STRICT"},
    {"quarantine_by_content",
     "CREATE INDEX quarantine_by_content ON quarantine (municipality, fingerprint)"},
    {"quarantine_by_time",
     "CREATE INDEX quarantine_by_time ON quarantine (municipality, received_ms)"},
    {"quarantine_total", "CREATE TABLE quarantine_total (municipality TEXT NOT NULL PRIMARY KEY, "
                         "last_number INTEGER NOT NULL, messages INTEGER NOT NULL, "
                         "bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
}};

constexpr mode_t new_file_mode = 0600;
constexpr std::uintmax_t smallest_page_bytes = 512;
/// Of a new journal. In the write-ahead log each page has a head of its own, so that it lies across
/// pages of the system, and each write touches one more than it fills.
constexpr int page_bytes = 8192;

/// A new journal comes into being under another name, so that a `journal.db` is always a whole one.
Result<void> make_journal_file(const JournalFolder& folder) {
    const std::string file = folder.file("journal.db.new");
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    std::filesystem::remove(file + "-journal", ignored);
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, new_file_mode);
    if (descriptor < 0) {
        return std::unexpected(unusable(file, "the journal cannot be made", errno));
    }
    close(descriptor);

    auto database = Database::open(file);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    std::string script = fmt::format("PRAGMA page_size={}; PRAGMA synchronous=FULL; BEGIN; "
                                     "PRAGMA application_id={}; PRAGMA user_version={};",
                                     page_bytes, application_id, format_version);
    for (const SchemaObject& object : schema) {
        script.append(object.sql).append(";");
    }
    script += "INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(16)))); COMMIT";
    if (auto done = (*database)->execute(script); !done) {
        return done;
    }
    database->reset();

    std::error_code error;
    std::filesystem::rename(file, folder.file("journal.db"), error);
    if (error) {
        return std::unexpected(unusable(file, "the new journal cannot be renamed", error.value()));
    }
    return folder.sync();
}

Result<void> check_file(const JournalFolder& folder) {
    const std::string file = folder.file("journal.db");
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        // SQLite would take the left-over log for that of the new file.
        if (std::filesystem::exists(file + "-wal", error)) {
            return std::unexpected(
                damaged(file, "journal.db is gone, its log journal.db-wal is there"));
        }
        return make_journal_file(folder);
    }
    if (!std::filesystem::is_regular_file(status)) {
        return std::unexpected(unusable(file, "the journal is not a file", EINVAL));
    }
    // SQLite takes less than a page for the beginning of a new file.
    if (const auto size = std::filesystem::file_size(file, error); size < smallest_page_bytes) {
        return std::unexpected(damaged(file, fmt::format("only {} bytes of it are left", size)));
    }
    // A restored copy comes with the rights of whoever restored it.
    using std::filesystem::perms;
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write, error);
    if (error) {
        return std::unexpected(unusable(file, "the journal is not klikd's own", error.value()));
    }
    return {};
}

Result<void> check_format(Database& database) {
    const auto application = database.pragma("application_id");
    if (!application) {
        return std::unexpected(application.error());
    }
    if (*application != application_id) {
        return std::unexpected(Problem{
            "unusable", database.file(),
            "this is a SQLite file of another application; move it away or name another data "
            "folder"});
    }
    const auto version = database.pragma("user_version");
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version > format_version) {
        return std::unexpected(Problem{
            "newer_format", database.file(),
            fmt::format("the journal has format {}, this klikd knows formats up to {}; install "
                        "the newer klikd that wrote it, or restore a backup of before",
                        *version, format_version)});
    }
    if (*version < 1) {
        return std::unexpected(
            damaged(database.file(), fmt::format("format {} was never in use", *version)));
    }
    return {};
}

Result<void> check_schema(Database& database) {
    for (const SchemaObject& object : schema) {
        auto found = database.query("SELECT sql FROM sqlite_schema WHERE name = ?1");
        const auto row = found.bind(object.name).step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row || found.bytes(0) != object.sql) {
            return std::unexpected(
                damaged(database.file(), fmt::format("'{}' is {} in its schema", object.name,
                                                     *row ? "not as expected" : "missing")));
        }
    }
    return {};
}

/// A file of an earlier format becomes one of this format, or stays as it is.
Result<void> bring_up_to_date(Database& database) {
    const auto version = database.pragma("user_version");
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version == format_version) {
        return {};
    }
    if (auto migrated = migrate_from(database, *version); !migrated) {
        return migrated;
    }
    // What is left open here is rolled back when the file is closed.
    if (auto sound = check_schema(database); !sound) {
        return sound;
    }
    return database.execute("COMMIT");
}

Result<void> configure(Database& database) {
    auto mode = database.query("PRAGMA journal_mode=WAL");
    const auto row = mode.step();
    if (!row) {
        return std::unexpected(row.error());
    }
    const std::string now = mode.bytes(0);
    // The file is changed behind the row; what goes wrong there is told by the next step alone.
    if (auto changed = mode.step(); !changed) {
        return std::unexpected(changed.error());
    }
    if (now != "wal") {
        return std::unexpected(Problem{
            "unusable", database.file(),
            "the file system offers no shared memory, which the write-ahead log needs; put the "
            "data folder on a local disk"});
    }
    // A log that a long reader made grow goes back to 64 MiB.
    return database.execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; "
                            "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; "
                            "PRAGMA cell_size_check=ON; PRAGMA journal_size_limit=67108864");
}

Result<void> refuse_older_format(Database& database) {
    const auto version = database.pragma("user_version");
    if (!version) {
        return std::unexpected(version.error());
    }
    if (*version < format_version) {
        return std::unexpected(Problem{
            "older_format", database.file(),
            fmt::format(
                "the journal has format {}, this program reads format {}; start the klikd of "
                "this version on it once, which brings it up to date, or use the klikctl "
                "of the version that wrote it",
                *version, format_version)});
    }
    return {};
}

Result<std::unique_ptr<Database>>
checked(Result<std::unique_ptr<Database>> database,
        std::initializer_list<Result<void> (*)(Database&)> steps) {
    if (!database) {
        return database;
    }
    for (const auto& step : steps) {
        if (auto done = step(**database); !done) {
            return std::unexpected(std::move(done.error()));
        }
    }
    return database;
}

Result<void> check_is_there(const std::string& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return std::unexpected(
            Problem{"unusable", file, "there is no journal; name klikd's data folder"});
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Database>> open_journal_file(const JournalFolder& folder) {
    if (auto ready = check_file(folder); !ready) {
        return std::unexpected(std::move(ready.error()));
    }
    return checked(Database::open(folder.file("journal.db")),
                   {check_format, bring_up_to_date, check_schema, configure});
}

Result<std::unique_ptr<Database>> open_journal_file_for_reading(const std::string& file) {
    if (auto there = check_is_there(file); !there) {
        return std::unexpected(std::move(there.error()));
    }
    return checked(Database::open_for_reading(file),
                   {check_format, refuse_older_format, check_schema});
}

Result<std::unique_ptr<Database>> open_any_journal_for_reading(const std::string& file) {
    if (auto there = check_is_there(file); !there) {
        return std::unexpected(std::move(there.error()));
    }
    return checked(Database::open_for_reading(file), {check_format});
}

} // namespace klik::journal
