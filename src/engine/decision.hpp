#pragma once

#include "engine/pending_item.hpp"
#include "engine/state.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::engine {

/// What a key says of the fact that caused a notice: an id is unique within its source only. URIs
/// have no `|`.
[[nodiscard]] std::string key_part(const FactIdentity& fact);

/// Whether the run of the moment's date is over or comes in that moment.
[[nodiscard]] bool run_passed(const State& state, const domain::Moment& at);
/// The first date whose run has not passed by then.
[[nodiscard]] domain::Date first_run_ahead(const State& state, const domain::Moment& at);
/// The working day of the next run.
[[nodiscard]] domain::Date next_run(const State& state, const domain::Moment& at);

/// Whom the rules name for a kind of notice; empty for one that goes to certain people.
[[nodiscard]] const std::vector<domain::Role>& roles_of(const domain::RuleSet& rules,
                                                        domain::NotificationKind kind);

/// The events that one input leads to, each evolved into the state as it is decided.
class Decision {
  public:
    Decision(State& state, const Input& input) : state_(state), at_(input.at), via_(input.via) {
        constexpr std::size_t usual_events = 4; // they are large, and would be moved as they grow
        events_.reserve(usual_events);
    }

    [[nodiscard]] const State& state() const { return state_; }
    [[nodiscard]] const domain::Moment& at() const { return at_; }
    [[nodiscard]] domain::Date today() const { return at_.date(); }
    [[nodiscard]] const std::string& via() const { return via_; }
    [[nodiscard]] bool run_passed() const { return engine::run_passed(state_, at_); }
    [[nodiscard]] domain::Date first_run_ahead() const {
        return engine::first_run_ahead(state_, at_);
    }
    [[nodiscard]] domain::Date next_run() const { return engine::next_run(state_, at_); }
    /// Whom the rules name for a kind of notice; empty for one that goes to certain people.
    [[nodiscard]] const std::vector<domain::Role>& roles_of(domain::NotificationKind kind,
                                                            const domain::Task& task) const {
        return engine::roles_of(rules_of(task), kind);
    }
    /// Those of the task's project, or the municipality's.
    [[nodiscard]] const domain::RuleSet& rules_of(const domain::Task& task) const {
        return state_.rules.of(task);
    }
    /// The input that everything here follows from.
    [[nodiscard]] domain::Sequence cause() const { return cause_; }

    void emit(EventBody body);
    /// Makes room for so many more.
    void expect(std::size_t events) { events_.reserve(events_.size() + events); }

    /// Publishes the task's state if it is another than was published last. `finish` is its latest
    /// safe finish where that moved.
    void publish_state(domain::TaskNumber number, std::optional<domain::SafeFinish> finish = {});

    /// Whether somebody was told of the occasion.
    [[nodiscard]] bool was_told(const TaskEntry& entry, const Occasion& occasion) const;

    [[nodiscard]] std::vector<Event> take() { return std::move(events_); }

  private:
    State& state_;
    domain::Moment at_;
    std::string via_;
    domain::Sequence cause_{};
    std::vector<Event> events_;
};

} // namespace klik::engine
