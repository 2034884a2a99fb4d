#pragma once

#include "portfolio/mapping.hpp"
#include "portfolio/tool.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::portfolio {

/// The values of a field, in each side's words, when both sides last agreed.
struct Agreed {
    std::string klik;
    std::string tool;
    friend bool operator==(const Agreed&, const Agreed&) = default;
};
using Base = std::map<Field, Agreed>;

enum class Side { klik, tool };

/// Why a field is to change, or is left as it is though the sides differ.
enum class Why {
    not_there_yet, ///< the task has no item
    klik_changed,
    tool_changed,
    klik_wins, ///< both changed
    tool_wins,
    newest_wins,
    put_back,        ///< the tool changed a field that only goes out, or KLIK refused
    asks,            ///< both changed: a person has to decide
    waits_for_klik,  ///< a request is on its way
    no_word,         ///< the mapping has no word for the value
    refused_by_tool, ///< tried, and the tool's rules said no
};

struct Change {
    std::int64_t number = 0;
    std::string item;       ///< id in the tool; empty: to be made
    Side side = Side::tool; ///< which is to change
    Field field = Field::title;
    std::string from; ///< in the words of the side that changes
    std::string to;
    Why why = Why::klik_changed;
};

/// A task and its item.
struct Pair {
    const common::Task* task = nullptr; ///< null: KLIK has it no more, or not in a mapped project
    const Item* item = nullptr;         ///< null: there is none, or it was deleted
    const Base* base = nullptr;         ///< null: the two never agreed
    std::set<Field> waiting{};          ///< asked of KLIK, not decided yet
    std::map<Field, std::string> refused{}; ///< tool's value that the tool refused, per field
};

struct Plan {
    std::vector<Change> changes;
    std::vector<Change> left; ///< differences that stay, and why
};

/// What is to be done so that both sides agree. A pure function: nothing is asked and nothing done.
[[nodiscard]] Plan plan_of(const Mapping& mapping, const Pair& pair,
                           const std::vector<ToolPerson>& people);

} // namespace klik::portfolio
