#include "engine/decision.hpp"

#include "engine/evolve.hpp"
#include "engine/task_view.hpp"
#include "engine/unroutable.hpp"

namespace klik::engine {

std::string key_part(const FactIdentity& fact) {
    return fact.source + '|' + fact.id;
}

bool run_passed(const State& state, const domain::Moment& at) {
    return at.local >= at.date() + state.rules.run_at ||
           (state.run_passed && *state.run_passed >= at.date());
}

domain::Date first_run_ahead(const State& state, const domain::Moment& at) {
    return run_passed(state, at) ? at.date() + std::chrono::days{1} : at.date();
}

domain::Date next_run(const State& state, const domain::Moment& at) {
    return state.rules.calendar.on_or_after(first_run_ahead(state, at));
}

const std::vector<domain::Role>& roles_of(const domain::RuleSet& rules,
                                          domain::NotificationKind kind) {
    static const std::vector<domain::Role> none;
    const auto found = rules.recipients.find(kind);
    return found == rules.recipients.end() ? none : found->second;
}

void Decision::emit(EventBody body) {
    const domain::Sequence sequence{state_.head.value + 1};
    if (events_.empty()) {
        cause_ = sequence;
    }
    const domain::Sequence previous = state_.head_of(kind_of(body));
    events_.push_back(Event{sequence, previous, cause_, at_, std::move(body)});
    evolve(state_, events_.back());
    if (const auto* notified = std::get_if<Notified>(&events_.back().body)) {
        if (auto report = unroutable(state_, notified->notification)) {
            emit(*std::move(report));
        }
    }
}

void Decision::publish_state(domain::TaskNumber number, std::optional<domain::SafeFinish> finish) {
    const auto found = state_.tasks.find(number);
    if (found == state_.tasks.end()) {
        return;
    }
    const TaskEntry& entry = found->second;
    TaskStanding standing = standing_of(state_, entry.task, today());
    standing.latest_safe_finish = finish.value_or(entry.standing.latest_safe_finish);
    if (entry.published.value == 0 || PublishedStanding{standing} != entry.standing) {
        emit(TaskStateChanged{view_of(entry.task, std::move(standing))});
    }
}

bool Decision::was_told(const TaskEntry& entry, const Occasion& occasion) const {
    const std::string stem = key_stem(state_.municipality, entry.task.number, occasion);
    const auto key = entry.told.lower_bound(stem);
    return key != entry.told.end() && key->starts_with(stem);
}

} // namespace klik::engine
