#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace klik::portfolio {

/// What a task in KLIK and its item in the tool have in common.
enum class Field {
    title,
    description,
    status,
    priority,
    start_date,
    due_date,
    assignee,
    phase,
    theme,
    prerequisites,
};

/// As the configuration, `plan` and the receipts write it, such as `due_date`.
[[nodiscard]] std::string_view name_of(Field field);
[[nodiscard]] std::optional<Field> field_named(std::string_view name);

/// Values in the words of one side; an empty one is none, a missing one is unknown or not kept.
/// Dates are `YYYY-MM-DD`, people are ids, prerequisites are numbers of tasks in rising order with
/// a space between, on both sides.
using Fields = std::map<Field, std::string>;

} // namespace klik::portfolio
