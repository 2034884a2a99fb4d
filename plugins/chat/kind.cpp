#include "chat/kind.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace klik::chat {

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 17> names{{
    {Kind::added, "added"},
    {Kind::removed, "removed"},
    {Kind::status_changed, "status_changed"},
    {Kind::due_date_moved, "due_date_moved"},
    {Kind::assigned, "assigned"},
    {Kind::colour_changed, "colour_changed"},
    {Kind::blocked, "blocked"},
    {Kind::unblocked, "unblocked"},
    {Kind::overdue, "overdue"},
    {Kind::knock_on, "knock_on"},
    {Kind::date_conflict, "date_conflict"},
    {Kind::prerequisite_cycle, "prerequisite_cycle"},
    {Kind::rule_violation, "rule_violation"},
    {Kind::colour_disagrees, "colour_disagrees"},
    {Kind::vacant_role, "vacant_role"},
    {Kind::request, "request"},
    {Kind::system, "system"},
}};

constexpr std::array by_weight{
    Kind::system,           Kind::overdue,     Kind::rule_violation, Kind::prerequisite_cycle,
    Kind::date_conflict,    Kind::request,     Kind::blocked,        Kind::knock_on,
    Kind::due_date_moved,   Kind::vacant_role, Kind::colour_changed, Kind::status_changed,
    Kind::unblocked,        Kind::assigned,    Kind::added,          Kind::removed,
    Kind::colour_disagrees,
};
static_assert(by_weight.size() == names.size());

} // namespace

std::string_view name_of(Kind kind) {
    const auto* const found =
        std::ranges::find(names, kind, [](const auto& each) { return each.first; });
    return found == names.end() ? std::string_view{} : found->second;
}

std::optional<Kind> kind_named(std::string_view name) {
    const auto* const found =
        std::ranges::find(names, name, [](const auto& each) { return each.second; });
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::string names_of_kinds() {
    std::string words;
    for (const auto& [kind, name] : names) {
        words += fmt::format("{}{}", words.empty() ? "" : ", ", name);
    }
    return words;
}

std::span<const Kind> kinds_by_weight() {
    return by_weight;
}

std::set<Kind> usual_kinds() {
    return {Kind::added,          Kind::removed,        Kind::status_changed,
            Kind::due_date_moved, Kind::assigned,       Kind::blocked,
            Kind::unblocked,      Kind::colour_changed, Kind::overdue};
}

} // namespace klik::chat
