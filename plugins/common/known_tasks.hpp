#pragma once

#include "common/task.hpp"

#include <klik/client.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::common {

/// All tasks of a municipality as klikd last told them.
class KnownTasks {
  public:
    struct Known {
        Value state; ///< `data` of the event
        Sequence sequence = 0;
        Time changed{};
        std::optional<Task> whole; ///< with what klikd was asked beside the event
    };

    void replace(const Snapshot& snapshot);
    /// klikd has another journal by now, perhaps one that was restored and has the same epoch:
    /// `current` is false until the next snapshot.
    void outdated() { current_ = false; }
    [[nodiscard]] bool current() const { return current_; }
    /// A state event. Gives the numbers of the tasks that look otherwise from now on.
    [[nodiscard]] std::set<std::int64_t> take(const Event& event);
    /// What klikd answered about a task; it lasts until the next event about it.
    const Task& complete(Known& known, const Value& row);
    /// Everything is to be asked again.
    void forget_answers();

    [[nodiscard]] Known* find(std::int64_t number);
    [[nodiscard]] const std::map<std::int64_t, Known>& all() const { return tasks_; }
    /// Numbers of those in the project.
    [[nodiscard]] std::vector<std::int64_t> in_project(std::string_view project) const;
    /// Names of all projects.
    [[nodiscard]] std::set<std::string> projects() const;
    [[nodiscard]] const std::string& epoch() const { return epoch_; }
    /// The journal's head when the snapshot was taken.
    [[nodiscard]] Sequence up_to() const { return up_to_; }

  private:
    void put(const Event& event);
    std::map<std::int64_t, Known> tasks_;
    std::string epoch_;
    bool current_ = false;
    Sequence up_to_ = 0; ///< what is older was in the snapshot
};

} // namespace klik::common
