#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace klik::common {

/// The state file cannot be read or written. A plugin ends then: what it had not stored it has told
/// nobody either, and does again when it is started anew.
class DatabaseFailure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A prepared statement with its values bound, which gives row after row.
class Statement {
  public:
    Statement(sqlite3* database, std::string_view sql);

    Statement& bind(int position, std::string_view text);
    Statement& bind(int position, std::int64_t number);
    Statement& bind_all() { return *this; }
    template <class... Values>
    Statement& bind_all(const Values&... values) {
        int position = 0;
        (bind(++position, values), ...);
        return *this;
    }
    /// True when there is a row.
    [[nodiscard]] bool step();
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::int64_t whole(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    [[noreturn]] void fail() const;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A SQLite file. What was committed is on the disk.
class Database {
  public:
    /// `schema` is carried out where the file is new: `CREATE TABLE IF NOT EXISTS`.
    [[nodiscard]] static Database open(const std::filesystem::path& path,
                                       const std::string& schema);
    /// A copy in memory of the file as it is; empty where there is none.
    [[nodiscard]] static Database copy_of(const std::filesystem::path& path,
                                          const std::string& schema);

    [[nodiscard]] Statement prepare(std::string_view sql) const {
        return Statement{database_.get(), sql};
    }
    /// For what gives no rows.
    template <class... Values>
    void run(std::string_view sql, const Values&... values) const {
        while (prepare(sql).bind_all(values...).step()) {
        }
    }
    [[nodiscard]] std::int64_t last_row() const;
    /// What was deleted is in no file any more. Not within a transaction.
    void leave_no_trace() const;

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    explicit Database(sqlite3* database) : database_{database} {}
    std::unique_ptr<sqlite3, Close> database_;
};

/// All of it or nothing: undone unless committed.
class Transaction {
  public:
    explicit Transaction(const Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    const Database& database_;
    bool open_ = true;
};

} // namespace klik::common
