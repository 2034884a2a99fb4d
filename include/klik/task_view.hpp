#pragma once

#include "klik/error.hpp"
#include "klik/event.hpp"
#include "klik/keys.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace klik {

struct TaskViewOptions {
    std::string control = "tcp://127.0.0.1:7511"; ///< klikd's control endpoint
    std::string name{};                           ///< durable: klikd keeps the place of this name
    std::chrono::milliseconds beat{
        1000}; ///< klikd's; after three silent ones a new connection is made
    std::chrono::milliseconds timeout{5000}; ///< for each answer
    std::optional<CurveKeys> keys{};         ///< where klikd has CURVE on
};

/// All tasks as they are, and every change from there on: a snapshot joined with a durable stream,
/// without hole or overlap. Each event is acknowledged when `next` has returned it; a program that
/// starts again takes a new snapshot.
///
/// As with a durable stream, call `next` at least every ten seconds, and from one thread.
class TaskView {
  public:
    /// Errors are those of `Client::snapshot` and `DurableStream::open`.
    [[nodiscard]] static Result<TaskView> open(TaskViewOptions options);
    TaskView(TaskView&&) noexcept;
    TaskView& operator=(TaskView&&) noexcept;
    ~TaskView();

    /// The latest `dk.klik.task.state.v1` of each task, by number.
    [[nodiscard]] const std::map<std::int64_t, Event>& tasks() const;
    [[nodiscard]] const std::string& epoch() const;

    /// The next change, already made in `tasks`: a task's new state, or
    /// `dk.klik.task.removed.v1`. None when `timeout` has passed. Errors are those of
    /// `DurableStream::next`; after `wrong_epoch` or `gone` open a new view.
    [[nodiscard]] Result<std::optional<Event>> next(std::chrono::milliseconds timeout);

  private:
    class Joined;
    explicit TaskView(std::unique_ptr<Joined> joined);
    std::unique_ptr<Joined> joined_;
};

} // namespace klik
