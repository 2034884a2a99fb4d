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

} // namespace klik::domain
