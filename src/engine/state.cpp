#include "engine/state.hpp"

#include <algorithm>
#include <tuple>

namespace klik::engine {

namespace {

/// What a task's deadline has from what was scheduled as it stands there.
auto in_common(auto& of) {
    return std::tie(of.joins, of.colour_told, of.colour_on, of.run_on, of.conditions,
                    of.status_taken, of.waiting_since, of.first_sight, of.missed);
}

} // namespace

void take(Deadline& deadline, const DeadlineScheduled& scheduled) {
    if (scheduled.due) {
        deadline.spent[*scheduled.due] = scheduled.spent;
    }
    in_common(deadline) = in_common(scheduled);
}

bool is_so(const Deadline& deadline, const DeadlineScheduled& scheduled) {
    if (scheduled.due) {
        const auto spent = deadline.spent.find(*scheduled.due);
        if (spent == deadline.spent.end() || spent->second != scheduled.spent) {
            return false;
        }
    }
    return in_common(deadline) == in_common(scheduled);
}

const std::set<RequestKey>& State::accepted_on(domain::TaskNumber number) const {
    static const std::set<RequestKey> none;
    const auto found = accepted.find(number);
    return found == accepted.end() ? none : found->second;
}

const domain::FlatSet<domain::TaskNumber>& State::dependants_of(domain::TaskNumber number) const {
    static const domain::FlatSet<domain::TaskNumber> none;
    if (const auto known = tasks.find(number); known != tasks.end()) {
        return known->second.dependants;
    }
    const auto unknown = dependants_of_unknown.find(number);
    return unknown == dependants_of_unknown.end() ? none : unknown->second;
}

const domain::Task* State::task(domain::TaskNumber number) const {
    const auto found = tasks.find(number);
    return found == tasks.end() ? nullptr : &found->second.task;
}

const domain::FlatSet<std::string>* State::told_of(domain::TaskNumber number) const {
    if (const auto found = tasks.find(number); found != tasks.end()) {
        return &found->second.told;
    }
    const auto gone = removed.find(number);
    return gone == removed.end() ? nullptr : &gone->second.told;
}

const Source* State::source(const std::string& name) const {
    const auto found = sources.find(name);
    return found == sources.end() ? nullptr : &found->second;
}

NextDue next_due(const State& state) {
    NextDue next;
    const auto consider = [&next](domain::LocalTime time) {
        next.local = next.local ? std::min(*next.local, time) : time;
    };
    if (!state.colour_changes.empty()) {
        consider(state.colour_changes.earliest());
    }
    if (!state.runs.empty()) {
        consider(state.runs.earliest() + state.rules.run_at);
    }
    if (!state.outboxes.for_runs().empty()) {
        consider(state.outboxes.for_runs().begin()->first + state.rules.run_at);
    }
    if (!state.unanswered_at.empty()) {
        next.utc = state.unanswered_at.begin()->first;
    }
    if (!state.outboxes.gathering().empty()) {
        const domain::UtcTime until = state.outboxes.gathering().begin()->first;
        next.utc = next.utc ? std::min(*next.utc, until) : until;
    }
    return next;
}

} // namespace klik::engine
