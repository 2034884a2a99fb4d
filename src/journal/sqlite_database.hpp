#pragma once

#include "domain/problem.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace klik::journal {

/// Bytes to be bound as a BLOB, where a plain string is TEXT.
struct Blob {
    std::string_view bytes;
};

/// The `damaged` problem of a journal file, with the way out.
[[nodiscard]] domain::Problem damaged(const std::string& file, const std::string& reason);

class Database;

/// A statement that runs for each fact or record: what was prepared of it is found without a search
/// for its text. It belongs to one database.
class Statement {
  public:
    explicit Statement(std::string sql) : sql_{std::move(sql)} {}

  private:
    friend class Database;
    std::string sql_;
    sqlite3_stmt* prepared_ = nullptr; ///< the database's
};

/// One run of a cached statement: bind, step, read columns; the end of its life resets the
/// statement. At most one run of the same statement text at a time.
class Query {
  public:
    Query(Database& database, std::string_view sql);
    Query(Database& database, Statement& statement);
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    /// Values for `?1`, `?2`, ... in order. Texts and blobs must outlive the run.
    template <class... Values>
    Query& bind(const Values&... values) {
        return bind_behind(0, values...);
    }
    /// The same for the values behind `?position`.
    template <class... Values>
    Query& bind_behind(int position, const Values&... values) {
        (bind_at(++position, values), ...);
        return *this;
    }

    /// True when there is a row to read.
    [[nodiscard]] domain::Result<bool> step();
    /// For statements without rows.
    [[nodiscard]] domain::Result<void> run();
    /// `read(*this)` gives a `Result<void>` for every row; its first problem ends the run.
    template <class Read>
    [[nodiscard]] domain::Result<void> for_each_row(Read read) {
        for (;;) {
            const auto row = step();
            if (!row) {
                return std::unexpected(row.error());
            }
            if (!*row) {
                return {};
            }
            if (auto taken = read(*this); !taken) {
                return taken;
            }
        }
    }

    /// Columns count from 0.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string bytes(int column) const; ///< of TEXT or BLOB; empty for NULL
    /// The same where they lie, until the next step.
    [[nodiscard]] std::string_view view(int column) const;
    [[nodiscard]] bool is_null(int column) const;

  private:
    void bind_at(int position, std::int64_t value);
    void bind_at(int position, std::optional<std::int64_t> value);
    void bind_at(int position, std::string_view value);
    void bind_at(int position, Blob value);
    void keep(int status);

    Database& database_;
    sqlite3_stmt* statement_ = nullptr;
    int status_; ///< the first that went wrong before `step`
};

enum class CheckpointMode {
    passive, ///< as much as readers allow
    truncate ///< all of it, and the write-ahead log has no bytes left
};

/// A connection to one SQLite file, with its cache of prepared statements. One thread owns it.
class Database {
  public:
    /// The file exists; an empty one is a database without tables.
    [[nodiscard]] static domain::Result<std::unique_ptr<Database>> open(const std::string& file);
    /// It can be read alone, also while another process writes it.
    [[nodiscard]] static domain::Result<std::unique_ptr<Database>>
    open_for_reading(const std::string& file);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] Query query(std::string_view sql) { return {*this, sql}; }
    [[nodiscard]] Query query(Statement& statement) { return {*this, statement}; }
    /// Statements without values, separated by semicolons.
    [[nodiscard]] domain::Result<void> execute(const std::string& script);
    /// Writes a table anew, so that no piece of a removed row is left in its pages.
    [[nodiscard]] domain::Result<void> rewrite(const std::string& table);
    [[nodiscard]] domain::Result<std::int64_t> pragma(const std::string& name);
    /// The blob in a row that has it, without the copy that a query would keep beside.
    [[nodiscard]] domain::Result<std::string> blob(const char* table, const char* column,
                                                   std::int64_t row);

    [[nodiscard]] bool in_transaction() const;
    /// Pages that stood in the write-ahead log after the last commit.
    [[nodiscard]] int log_pages() const { return *log_pages_; }
    /// How long a write waits for another program that holds the file, such as a backup or a shell;
    /// two seconds unless told otherwise.
    void wait_for_locks(std::chrono::milliseconds at_most);
    /// False when another connection's reading was in the way.
    [[nodiscard]] domain::Result<bool> checkpoint(CheckpointMode mode);

    /// What a status of SQLite means to the user: `damaged` for the file's content, `unusable` for
    /// the rest (disk, permissions, another program's lock).
    [[nodiscard]] domain::Problem problem(int status) const;

  private:
    friend class Query;
    struct CloseDatabase {
        void operator()(sqlite3* handle) const;
    };
    struct FinalizeStatement {
        void operator()(sqlite3_stmt* statement) const;
    };
    using StatementPointer = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

    struct HashText {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    Database(std::string file, sqlite3* handle);
    [[nodiscard]] static domain::Result<std::unique_ptr<Database>> open(const std::string& file,
                                                                        int mode);
    [[nodiscard]] int prepare(std::string_view sql, sqlite3_stmt*& prepared);
    [[nodiscard]] int prepare(Statement& statement, sqlite3_stmt*& prepared);

    std::string file_;
    std::chrono::milliseconds lock_patience_{2000};
    std::unique_ptr<int> log_pages_ = std::make_unique<int>(0);
    std::unique_ptr<sqlite3, CloseDatabase> handle_;
    std::unordered_map<std::string, StatementPointer, HashText, std::equal_to<>> statements_;
};

} // namespace klik::journal
