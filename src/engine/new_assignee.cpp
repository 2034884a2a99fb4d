#include "engine/new_assignee.hpp"

namespace klik::engine {

std::optional<domain::PersonId> present_assignee(const State& state, const domain::Task& task) {
    const auto named = task.person(domain::TaskField::assignee);
    return named ? std::optional{state.gallery.in_place_of(*named)} : std::nullopt;
}

Occasion assigned_occasion(const domain::PersonId& to, const std::optional<domain::PersonId>& from,
                           const std::string& cause) {
    return {domain::NotificationKind::assigned,
            "assigned" + cause,
            std::nullopt,
            "7.assigned",
            {{"assignee", to.value}, {"from", from ? from->value : ""}}};
}

} // namespace klik::engine
