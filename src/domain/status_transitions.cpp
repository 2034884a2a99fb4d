#include "domain/status_transitions.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::domain {

namespace {

constexpr std::array<std::pair<Status, Status>, 8> transitions{{
    {Status::not_started, Status::in_progress},
    {Status::not_started, Status::completed},
    {Status::not_started, Status::not_relevant},
    {Status::in_progress, Status::completed},
    {Status::in_progress, Status::not_started},
    {Status::in_progress, Status::not_relevant},
    {Status::completed, Status::in_progress},
    {Status::not_relevant, Status::not_started},
}};

} // namespace

bool transition_allowed(Status from, Status to) {
    return from == to || from == Status::unknown || to == Status::unknown ||
           std::ranges::find(transitions, std::pair{from, to}) != transitions.end();
}

bool transition_allowed(Status from, Status to, const RuleSet& rules) {
    if (from == to || from == Status::unknown || to == Status::unknown) {
        return true;
    }
    const auto targets = rules.transitions.find(from);
    return transition_allowed(from, to) && targets != rules.transitions.end() &&
           std::ranges::find(targets->second, to) != targets->second.end();
}

} // namespace klik::domain
