#pragma once

#include "common/task.hpp"
#include "portfolio/field.hpp"
#include "portfolio/tool.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klik::portfolio {

enum class Direction { out, in, both };
/// Who is right about a field that changed on both sides.
enum class Conflict { klik_wins, tool_wins, newest, ask };

struct FieldRule {
    Direction direction = Direction::out;
    Conflict conflict = Conflict::klik_wins;
};

/// A task that has not begun and waits for another, as if it were a status.
constexpr std::string_view blocked = "blocked";

/// How tasks in KLIK and items in the tool correspond: docs/portfolio.md. Checked when read, but
/// for what only the live tool knows (missing.hpp).
struct Mapping {
    std::map<std::string, std::string> projects; ///< KLIK's to the tool's; others stay out of it
    /// Likewise, of each municipality that has its own.
    std::map<std::string, std::map<std::string, std::string>> projects_of;
    std::map<Field, FieldRule> fields;           ///< a field that is not in it is left alone
    std::map<std::string, std::string> statuses; ///< canonical, or `blocked`, to the tool's
    /// Tool's statuses beside these, for the way in, to canonical ones.
    std::map<std::string, std::string> statuses_in;
    std::map<std::string, std::string> priorities; ///< KLIK's to the tool's
    std::map<std::string, std::string> people;     ///< id in KLIK to id or login in the tool
    /// Characters that a title may have in the tool; a longer one is cut there.
    std::size_t longest_title = 255;
    /// A task whose item was deleted in the tool gets a new one; else it is left without.
    bool makes_deleted_again = false;
};

/// With the projects of one municipality alone: its own, else those that are nobody's own.
[[nodiscard]] Mapping mapping_of(const Mapping& mapping, const std::string& municipality);

/// What is known beside a task and its item.
struct Known {
    std::vector<ToolPerson> people;            ///< the tool's
    std::map<std::string, std::string> emails; ///< id in KLIK to mail address
    /// Numbers of the tasks that have an item, or are to have one.
    std::set<std::int64_t> numbers;
};

/// The values of the mapping's fields in KLIK's own words; a status may be `blocked`.
[[nodiscard]] Fields values_in_klik(const Mapping& mapping, const common::Task& task);
/// The values that the tool should show. A field is missing where the mapping has no word for
/// KLIK's value. Somebody who is in neither table nor, by mail address, in the tool is nobody
/// there; prerequisites without an item are left out.
[[nodiscard]] Fields shown_in_tool(const Mapping& mapping, const common::Task& task,
                                   const Known& known);
/// KLIK's word for a value of the tool, as a request to KLIK asks for it; none where the mapping
/// has no word for it or KLIK cannot be asked for that field.
[[nodiscard]] std::optional<std::string> asked_of_klik(const Mapping& mapping, Field field,
                                                       const std::string& tool_value,
                                                       const Known& known);
/// Fields of which KLIK can be asked for another value.
[[nodiscard]] bool can_be_asked(Field field);
/// Whether the tool holds the same in both: line ends and blanks at the ends of a text count for
/// nothing.
[[nodiscard]] bool same_in_tool(Field field, std::string_view one, std::string_view other);

/// By the mapping's table, else by mail address. None for nobody and for somebody unknown.
[[nodiscard]] std::optional<std::string>
tool_person_of(const Mapping& mapping, const std::string& klik_id, const Known& known);
[[nodiscard]] std::optional<std::string>
klik_person_of(const Mapping& mapping, const std::string& tool_id, const Known& known);

} // namespace klik::portfolio
