#pragma once

#include "common/settings.hpp"
#include "common/task.hpp"
#include "portfolio/field.hpp"
#include "portfolio/tool.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klik::portfolio {

enum class Direction { out, in, both };
/// Who is right about a field that changed on both sides.
enum class Conflict { klik_wins, tool_wins, newest, ask };

struct FieldRule {
    Direction direction = Direction::out;
    Conflict conflict = Conflict::klik_wins;
};

/// How tasks in KLIK and items in the tool correspond: docs/portfolio.md. Checked when read, but
/// for what only the live tool knows (`missing_in`).
struct Mapping {
    std::map<std::string, std::string> projects; ///< KLIK's to the tool's; others stay out of it
    std::map<Field, FieldRule> fields;           ///< a field that is not in it is left alone
    /// Canonical status to the tool's. `blocked` is a task that has not begun and waits for
    /// another.
    std::map<std::string, std::string> statuses;
    /// Tool's statuses beside these, for the way in.
    std::map<std::string, std::string> statuses_in;
    std::map<std::string, std::string> priorities; ///< KLIK's to the tool's
    std::map<std::string, std::string> people;     ///< id in KLIK to id or login in the tool
};

/// The value that the tool should show. `people` are the tool's; who is in neither table nor, by
/// mail address, in the tool is nobody there.
[[nodiscard]] Fields shown_in_tool(const Mapping& mapping, const common::Task& task,
                                   const std::vector<ToolPerson>& people);
/// What a request to KLIK would ask for; none where the mapping has no word for it.
[[nodiscard]] std::optional<std::string> asked_of_klik(const Mapping& mapping, Field field,
                                                       const std::string& tool_value);

} // namespace klik::portfolio
