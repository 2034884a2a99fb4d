#include "journal/background_checkpoint.hpp"

#include <utility>

namespace klik::journal {

domain::Result<std::unique_ptr<BackgroundCheckpoint>>
BackgroundCheckpoint::open(const std::string& file) {
    auto database = Database::open(file);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    if (auto configured = (*database)->execute("PRAGMA synchronous=FULL"); !configured) {
        return std::unexpected(std::move(configured.error()));
    }
    // A connection learns by its first reading that there is a write-ahead log.
    if (auto read = (*database)->pragma("user_version"); !read) {
        return std::unexpected(std::move(read.error()));
    }
    return std::unique_ptr<BackgroundCheckpoint>(new BackgroundCheckpoint(*std::move(database)));
}

BackgroundCheckpoint::BackgroundCheckpoint(std::unique_ptr<Database> database)
    : database_(std::move(database)), thread_([this] { serve(); }) {}

BackgroundCheckpoint::~BackgroundCheckpoint() {
    wait();
    state_ = State::ending;
    state_.notify_all();
}

void BackgroundCheckpoint::start() {
    State expected = State::idle;
    if (state_.compare_exchange_strong(expected, State::under_way)) {
        state_.notify_all();
    }
}

bool BackgroundCheckpoint::under_way() const {
    return state_ == State::under_way;
}

void BackgroundCheckpoint::wait() const {
    state_.wait(State::under_way);
}

std::optional<domain::Problem> BackgroundCheckpoint::failure() const {
    if (state_ != State::failed) {
        return std::nullopt;
    }
    return failure_;
}

void BackgroundCheckpoint::serve() {
    for (;;) {
        state_.wait(State::idle);
        if (state_ != State::under_way) {
            return;
        }
        // Where another program's checkpoint or reading is in the way, the next one does it.
        auto moved = database_->checkpoint(CheckpointMode::passive);
        if (!moved) {
            failure_ = std::move(moved.error());
        }
        state_ = moved ? State::idle : State::failed;
        state_.notify_all();
    }
}

} // namespace klik::journal
