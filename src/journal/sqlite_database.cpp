#include "journal/sqlite_database.hpp"

#include "codec/utf8.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

namespace klik::journal {

namespace {

using domain::Problem;
using domain::Result;

int primary(int status) {
    return status & 0xFF;
}

/// On one line: SQLite quotes the file, and of a damaged one that can be any bytes.
std::string readable(std::string words) {
    constexpr std::size_t longest_bytes = 1000;
    std::ranges::replace(words, '\n', ' ');
    return codec::printable(words, longest_bytes);
}

} // namespace

Problem damaged(const std::string& file, const std::string& reason) {
    return {
        "damaged", file,
        fmt::format("the journal cannot be used ({}); keep the file for examination, see what "
                    "`klikctl verify {}` says, and put a backup in place with `klikctl restore`",
                    readable(reason), file)};
}

Query::Query(Database& database, std::string_view sql)
    : database_(database), status_(database.prepare(sql, statement_)) {}

Query::Query(Database& database, Statement& statement)
    : database_(database), status_(database.prepare(statement, statement_)) {}

Query::~Query() {
    if (statement_ == nullptr) {
        return; // it could not be prepared
    }
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Query::keep(int status) {
    if (status_ == SQLITE_OK) {
        status_ = status;
    }
}

void Query::bind_at(int position, std::int64_t value) {
    keep(sqlite3_bind_int64(statement_, position, value));
}

void Query::bind_at(int position, std::optional<std::int64_t> value) {
    keep(value ? sqlite3_bind_int64(statement_, position, *value)
               : sqlite3_bind_null(statement_, position));
}

// A null destructor argument is SQLITE_STATIC: the caller's bytes are used where they lie.
void Query::bind_at(int position, std::string_view value) {
    const char* bytes = value.data() == nullptr ? "" : value.data();
    keep(sqlite3_bind_text64(statement_, position, bytes, value.size(), nullptr, SQLITE_UTF8));
}

void Query::bind_at(int position, Blob value) {
    const char* bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
    keep(sqlite3_bind_blob64(statement_, position, bytes, value.bytes.size(), nullptr));
}

Result<bool> Query::step() {
    if (status_ == SQLITE_OK) {
        const int status = sqlite3_step(statement_);
        if (status == SQLITE_ROW || status == SQLITE_DONE) {
            return status == SQLITE_ROW;
        }
        status_ = status;
    }
    if (primary(status_) == SQLITE_CONSTRAINT || primary(status_) == SQLITE_MISUSE ||
        primary(status_) == SQLITE_RANGE) {
        throw std::logic_error(
            fmt::format("{}: {}", database_.file(), sqlite3_errmsg(database_.handle_.get())));
    }
    return std::unexpected(database_.problem(status_));
}

Result<void> Query::run() {
    if (auto stepped = step(); !stepped) {
        return std::unexpected(std::move(stepped.error()));
    }
    return {};
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Query::bytes(int column) const {
    return std::string(view(column));
}

std::string_view Query::view(int column) const {
    const void* start = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return start == nullptr ? std::string_view()
                            : std::string_view(static_cast<const char*>(start), size);
}

bool Query::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

void Database::CloseDatabase::operator()(sqlite3* handle) const {
    sqlite3_close(handle);
}

void Database::FinalizeStatement::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Database::Database(std::string file, sqlite3* handle) : file_(std::move(file)), handle_(handle) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::string& file) {
    return open(file, SQLITE_OPEN_READWRITE);
}

Result<std::unique_ptr<Database>> Database::open_for_reading(const std::string& file) {
    return open(file, SQLITE_OPEN_READONLY);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& file, int mode) {
    sqlite3* handle = nullptr;
    const int status = sqlite3_open_v2(file.c_str(), &handle,
                                       mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    // The handle has to be closed after a failed open as well, and tells why it failed.
    std::unique_ptr<Database> database(new Database(file, handle));
    if (status != SQLITE_OK) {
        return std::unexpected(database->problem(status));
    }
    database->wait_for_locks(database->lock_patience_);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // The hook also takes the place of SQLite's own checkpoints, whose failures nobody would see.
    sqlite3_wal_hook(
        handle,
        [](void* log_pages, sqlite3*, const char*, int pages) {
            *static_cast<int*>(log_pages) = pages;
            return SQLITE_OK;
        },
        database->log_pages_.get());
    return database;
}

int Database::prepare(std::string_view sql, sqlite3_stmt*& prepared) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        prepared = known->second.get();
        return SQLITE_OK;
    }
    const int status = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                          SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (status == SQLITE_OK) {
        statements_.emplace(sql, prepared);
    }
    return status;
}

int Database::prepare(Statement& statement, sqlite3_stmt*& prepared) {
    const int status =
        statement.prepared_ == nullptr ? prepare(statement.sql_, statement.prepared_) : SQLITE_OK;
    prepared = statement.prepared_;
    return status;
}

Result<void> Database::execute(const std::string& script) {
    const int status = sqlite3_exec(handle_.get(), script.c_str(), nullptr, nullptr, nullptr);
    if (status != SQLITE_OK) {
        return std::unexpected(problem(status));
    }
    return {};
}

// secure_delete overwrites the pages that SQLite gives back, but a page that was split or merged
// while the table grew can carry pieces of moved rows in its unused middle. Emptying the table
// gives back all of its pages, so that only what is still valid is written anew. The copy lies in
// memory (temp_store=MEMORY).
Result<void> Database::rewrite(const std::string& table) {
    const std::string rewritten = "main." + table;
    return execute("CREATE TEMP TABLE kept AS SELECT * FROM " + rewritten + "; DELETE FROM " +
                   rewritten + "; INSERT INTO " + rewritten +
                   " SELECT * FROM temp.kept; DROP TABLE temp.kept");
}

Result<std::int64_t> Database::pragma(const std::string& name) {
    auto asked = query("PRAGMA " + name);
    if (auto row = asked.step(); !row) {
        return std::unexpected(std::move(row.error()));
    }
    return asked.integer(0);
}

Result<std::string> Database::blob(const char* table, const char* column, std::int64_t row) {
    sqlite3_blob* opened = nullptr;
    int status = sqlite3_blob_open(handle_.get(), "main", table, column, row, 0, &opened);
    const std::unique_ptr<sqlite3_blob, int (*)(sqlite3_blob*)> held{opened, &sqlite3_blob_close};
    std::string bytes;
    if (status == SQLITE_OK) {
        const int size = sqlite3_blob_bytes(opened);
        bytes.resize_and_overwrite(static_cast<std::size_t>(size), [&](char* to, std::size_t) {
            status = sqlite3_blob_read(opened, to, size, 0);
            return status == SQLITE_OK ? size : 0;
        });
    }
    if (status != SQLITE_OK) {
        return std::unexpected(problem(status));
    }
    return bytes;
}

void Database::wait_for_locks(std::chrono::milliseconds at_most) {
    lock_patience_ = at_most;
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(at_most.count()));
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

Result<bool> Database::checkpoint(CheckpointMode mode) {
    // A checkpoint is tried again later anyway: it does not wait for a reader.
    sqlite3_busy_timeout(handle_.get(), 0);
    const int status = sqlite3_wal_checkpoint_v2(
        handle_.get(), nullptr,
        mode == CheckpointMode::truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
        nullptr, nullptr);
    wait_for_locks(lock_patience_);
    if (primary(status) == SQLITE_BUSY || primary(status) == SQLITE_LOCKED) {
        return false;
    }
    if (status != SQLITE_OK) {
        return std::unexpected(problem(status));
    }
    return true;
}

Problem Database::problem(int status) const {
    const std::string reason =
        readable(handle_ == nullptr ? sqlite3_errstr(status) : sqlite3_errmsg(handle_.get()));
    switch (primary(status)) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(file_, reason);
    case SQLITE_FULL:
        return {"unusable", file_, "the disk is full; free some space and start klikd again"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {
            "unusable", file_,
            "another program, such as a backup or a sqlite3 shell, holds the file's lock; end it "
            "and start klikd again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR: {
        const int error = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_.get());
        const std::string detail =
            error == 0 ? reason : reason + ": " + std::generic_category().message(error);
        return {
            "unusable", file_,
            fmt::format("the disk does not let klikd use the file ({}); check the disk, its free "
                        "space and the rights on the folder, then start klikd again",
                        detail)};
    }
    default:
        return {
            "unusable", file_,
            fmt::format("SQLite refuses ({}); see what `sqlite3 {} 'PRAGMA integrity_check'` says",
                        reason, file_)};
    }
}

} // namespace klik::journal
