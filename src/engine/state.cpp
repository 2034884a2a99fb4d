#include "engine/state.hpp"

#include <algorithm>

namespace klik::engine {

const std::set<RequestKey>& State::accepted_on(domain::TaskNumber number) const {
    static const std::set<RequestKey> none;
    const auto found = accepted.find(number);
    return found == accepted.end() ? none : found->second;
}

const domain::Task* State::task(domain::TaskNumber number) const {
    const auto found = tasks.find(number);
    return found == tasks.end() ? nullptr : &found->second.task;
}

NextDue next_due(const State& state) {
    NextDue next;
    const auto consider = [&next](domain::LocalTime time) {
        next.local = next.local ? std::min(*next.local, time) : time;
    };
    if (!state.colour_changes.empty()) {
        consider(state.colour_changes.begin()->first);
    }
    if (!state.runs.empty()) {
        consider(state.runs.begin()->first + state.rules.run_at);
    }
    if (!state.unanswered_at.empty()) {
        next.utc = state.unanswered_at.begin()->first;
    }
    return next;
}

} // namespace klik::engine
