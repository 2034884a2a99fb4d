#include "common/database.hpp"

#include "common/text.hpp"

#include <sqlite3.h>

namespace klik::common {

namespace {

constexpr int patience_ms = 5000;

/// What SQLite says of its last failure. It quotes the file, and of a damaged one that can be any
/// bytes.
std::string words_of(sqlite3* database) {
    constexpr std::size_t longest_bytes = 1000;
    return cut_to_bytes(readable(sqlite3_errmsg(database)), longest_bytes);
}

sqlite3* opened(const std::filesystem::path& path, int flags) {
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_EXRESCODE, nullptr) !=
        SQLITE_OK) {
        const std::string why = database == nullptr ? "no memory" : words_of(database);
        sqlite3_close(database);
        throw DatabaseFailure{path.native() + " cannot be opened: " + why};
    }
    sqlite3_busy_timeout(database, patience_ms);
    return database;
}

void carry_out(sqlite3* database, const std::string& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw DatabaseFailure{"the state file cannot be used: " + words_of(database)};
    }
}

} // namespace

Statement::Statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &made, nullptr) !=
        SQLITE_OK) {
        throw DatabaseFailure{"the state file cannot be asked: " + words_of(database)};
    }
    statement_.reset(made);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Statement::fail() const {
    throw DatabaseFailure{"the state file cannot be read or written: " +
                          words_of(sqlite3_db_handle(statement_.get()))};
}

Statement& Statement::bind(int position, std::string_view text) {
    if (sqlite3_bind_text64(statement_.get(), position, text.data(), text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8) != SQLITE_OK) {
        fail();
    }
    return *this;
}

Statement& Statement::bind(int position, std::int64_t number) {
    if (sqlite3_bind_int64(statement_.get(), position, number) != SQLITE_OK) {
        fail();
    }
    return *this;
}

bool Statement::step() {
    switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
        return true;
    case SQLITE_DONE:
        return false;
    default:
        fail();
    }
}

std::string Statement::text(int column) const {
    const auto* bytes = sqlite3_column_blob(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return bytes == nullptr ? std::string{} : std::string{static_cast<const char*>(bytes), size};
}

std::int64_t Statement::whole(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

void Database::Close::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Database Database::open(const std::filesystem::path& path, const std::string& schema) {
    Database database{opened(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)};
    carry_out(database.database_.get(),
              "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
              "PRAGMA secure_delete = ON;");
    carry_out(database.database_.get(), schema);
    return database;
}

Database Database::copy_of(const std::filesystem::path& path, const std::string& schema) {
    Database copy{opened(":memory:", SQLITE_OPEN_READWRITE)};
    std::error_code failure;
    if (std::filesystem::exists(path, failure)) {
        const Database original{opened(path, SQLITE_OPEN_READONLY)};
        auto* backup =
            sqlite3_backup_init(copy.database_.get(), "main", original.database_.get(), "main");
        const int copied = sqlite3_backup_step(backup, -1);
        if (sqlite3_backup_finish(backup) != SQLITE_OK || copied != SQLITE_DONE) {
            throw DatabaseFailure{path.native() + " cannot be read"};
        }
    }
    carry_out(copy.database_.get(), schema);
    return copy;
}

void Database::leave_no_trace() const {
    carry_out(database_.get(), "PRAGMA wal_checkpoint(TRUNCATE);");
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(database_.get());
}

Transaction::Transaction(const Database& database) : database_{database} {
    database_.run("BEGIN IMMEDIATE");
}

void Transaction::commit() {
    database_.run("COMMIT");
    open_ = false;
}

Transaction::~Transaction() {
    if (open_) {
        try {
            database_.run("ROLLBACK");
        } catch (const DatabaseFailure&) {
            // SQLite undoes it when the file is opened again.
            open_ = false;
        }
    }
}

} // namespace klik::common
