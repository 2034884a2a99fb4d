#pragma once

#include "engine/state.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::engine {

using Facts = std::map<std::string, std::string>;

/// A reason to tell somebody something about a task.
struct Occasion {
    domain::NotificationKind kind{};
    std::string name;                ///< ladder step or occasion; part of the key
    std::optional<domain::Date> due; ///< part of the key where the occasion belongs to a due date
    std::string rule;                ///< clause of docs/rules.md
    Facts facts;                     ///< beside number, title and due date, which are always there
};

/// What tells the occasions of one task apart: in the keys of notices and in
/// `Deadline::conditions`.
[[nodiscard]] std::string occasion_id(const Occasion& occasion);

/// What a key says of the fact that caused a notice: an id is unique within its source only. URIs
/// have no `|`.
[[nodiscard]] std::string key_part(const FactIdentity& fact);

/// The events that one input leads to, each evolved into the state as it is decided.
class Decision {
  public:
    Decision(State& state, const Input& input) : state_(state), at_(input.at), via_(input.via) {}

    [[nodiscard]] const State& state() const { return state_; }
    [[nodiscard]] const domain::Moment& at() const { return at_; }
    [[nodiscard]] domain::Date today() const { return at_.date(); }
    [[nodiscard]] const std::string& via() const { return via_; }
    /// Whether today's run is over or has come now.
    [[nodiscard]] bool run_passed() const;

    void emit(EventBody body);

    /// Publishes the task's state if it is another than was published last. `finish` is its latest
    /// safe finish where that moved.
    void publish_state(domain::TaskNumber number, std::optional<domain::SafeFinish> finish = {});

    void tell(const domain::Task& task, const Occasion& occasion,
              const domain::Recipient& recipient);
    /// Tells the holders of the roles along the chain, each person once and none of `except`.
    void tell_roles(const domain::Task& task, const Occasion& occasion,
                    const std::vector<domain::Role>& roles,
                    const std::set<domain::PersonId>& except = {});
    [[nodiscard]] bool was_told(const TaskEntry& entry, const Occasion& occasion) const;

    void mark_late() { late_ = true; }
    [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

  private:
    State& state_;
    domain::Moment at_;
    std::string via_;
    bool late_ = false;
    domain::Sequence cause_{};
    std::vector<Event> events_;
};

} // namespace klik::engine
