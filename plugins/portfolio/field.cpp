#include "portfolio/field.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::portfolio {

namespace {

constexpr std::array<std::pair<Field, std::string_view>, 10> names{{
    {Field::title, "title"},
    {Field::description, "description"},
    {Field::status, "status"},
    {Field::priority, "priority"},
    {Field::start_date, "start_date"},
    {Field::due_date, "due_date"},
    {Field::assignee, "assignee"},
    {Field::phase, "phase"},
    {Field::theme, "theme"},
    {Field::prerequisites, "prerequisites"},
}};

} // namespace

std::string_view name_of(Field field) {
    return std::ranges::find(names, field, &decltype(names)::value_type::first)->second;
}

std::optional<Field> field_named(std::string_view name) {
    const auto* found = std::ranges::find(names, name, &decltype(names)::value_type::second);
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

} // namespace klik::portfolio
