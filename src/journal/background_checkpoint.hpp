#pragma once

#include "journal/sqlite_database.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace klik::journal {

/// Moves the pages of a file's write-ahead log into the file while batches go on being written: in
/// a thread of its own, over a connection of its own. What is asked of it comes from one thread.
///
/// SQLite starts the log anew only when all of it was moved, and what is written meanwhile is not:
/// the few pages that are left are for the writer's own checkpoint.
class BackgroundCheckpoint {
  public:
    /// The file is a journal that is open already.
    [[nodiscard]] static domain::Result<std::unique_ptr<BackgroundCheckpoint>>
    open(const std::string& file);
    /// Waits for what is under way.
    ~BackgroundCheckpoint();
    BackgroundCheckpoint(const BackgroundCheckpoint&) = delete;
    BackgroundCheckpoint& operator=(const BackgroundCheckpoint&) = delete;

    /// Begins to move what is in the log now; nothing after a failure.
    void start();
    [[nodiscard]] bool under_way() const;
    void wait() const;
    /// The first that went wrong, as `Database::problem`; nothing is moved any more.
    [[nodiscard]] std::optional<domain::Problem> failure() const;

  private:
    enum class State : int { idle, under_way, failed, ending };

    explicit BackgroundCheckpoint(std::unique_ptr<Database> database);
    void serve();

    std::unique_ptr<Database> database_;
    std::optional<domain::Problem> failure_; ///< written before `State::failed`
    std::atomic<State> state_ = State::idle;
    std::jthread thread_;
};

} // namespace klik::journal
