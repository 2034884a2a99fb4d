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
    /// What KLIK's value was in the tool's words (`shown_in_tool`). The tool may hold it in another
    /// form, or in another status that means the same.
    std::string shown;
    friend bool operator==(const Agreed&, const Agreed&) = default;
};
using Base = std::map<Field, Agreed>;

enum class Side { klik, tool };

/// Why a field is to change, or is left as it is though the sides differ.
enum class Why {
    not_there_yet, ///< the task has no item
    klik_changed,
    tool_changed,
    klik_wins, ///< both changed, or both have the field for the first time
    tool_wins,
    newest_wins,
    put_back,        ///< the tool changed what only goes out, or KLIK has it already
    refused_by_klik, ///< KLIK was asked for it and said no
    asks,            ///< both changed: a person has to decide
    waits_for_klik,  ///< a request is on its way
    no_word,         ///< the mapping has no word for the value
    outside,         ///< prerequisites that have no item in the tool
    only_comes_in,   ///< KLIK changed a field that does not go out
    refused_by_tool, ///< tried, and the tool's rules said no
    worked_out,      ///< nobody changed it: the tool works it out by itself
};

/// What somebody did in the tool is undone there.
[[nodiscard]] constexpr bool sets_back(Why why) {
    return why == Why::put_back || why == Why::refused_by_klik;
}

struct Change {
    std::int64_t number = 0;
    std::string item;       ///< id in the tool; empty: to be made
    Side side = Side::tool; ///< which is to change, or to stay
    Field field = Field::title;
    std::string from; ///< in the words of the side that changes
    std::string to;   ///< likewise; where there is no word for it, in the other side's words
    Why why = Why::klik_changed;
    /// Of a status that the tool refused: the tasks that hold the item open there. Not by
    /// `plan_of`.
    std::set<std::int64_t> held_open_by{};
    std::vector<std::string> open_parts{}; ///< likewise: what keeps it open, in words
    std::string rule{}; ///< of what the tool refused, in its own words. Not by `plan_of`
};

/// A value that the tool's rules did not let it have.
struct Refused {
    std::string wanted;
    std::string circumstances; ///< `circumstances_of`, when it had been tried
};

/// A task and its item.
struct Pair {
    const common::Task* task = nullptr; ///< null: KLIK has it no more, or not in a mapped project
    const Item* item = nullptr;         ///< null: there is none, or it was deleted
    const Base* base = nullptr;         ///< null: the two never agreed
    std::set<Field> waiting{};          ///< asked of KLIK, not decided yet
    std::map<Field, Refused> refused_by_tool{};
    /// The tool's value that KLIK was asked for and did not take: the tool is put back.
    std::map<Field, std::string> refused_by_klik{};
    /// KLIK's project of a task that is not in a mapped one.
    std::string unmapped_project{};
};

/// Why nothing at all is done about a pair.
enum class Aside {
    no,
    task_gone,  ///< the item stays as it is
    not_mapped, ///< the task's project is not in the mapping any more; the item stays as it is
    deleted,    ///< somebody deleted the item, and the mapping leaves it so
    moved,      ///< the item stands in another project than the mapping says
    other_kind, ///< somebody made another kind of thing of the item
};

struct Plan {
    Aside aside = Aside::no;
    /// Of `not_mapped` KLIK's project; of `moved` the tool's in which the item stands, empty where
    /// the key cannot see it.
    std::string aside_project{};
    std::string wanted_project{}; ///< of `moved`: the tool's in which it is to stand
    /// For a new item those of all its fields that have a value, the title always.
    std::vector<Change> changes;
    std::vector<Change> left; ///< differences that stay, and why
    /// Fields on which the two agree as they are: the base to keep. The others keep what they had.
    Base agreed;
};

/// What is to be done so that both sides agree. A pure function: nothing is asked and nothing done.
/// `newest` wants an item with its `edits`; without them its last change is that of each field.
[[nodiscard]] Plan plan_of(const Mapping& mapping, const Pair& pair, const Known& known);

/// The base of fields that were just written to the tool, whatever form it gave their values.
/// `read_back` is the item after the write.
[[nodiscard]] Base base_after_write(const Mapping& mapping, const common::Task& task,
                                    const Item& read_back, const Known& known,
                                    const std::set<Field>& written);

/// The base of an item that was just made, by this run or by one that ended before it could keep
/// the receipt: what the tool has otherwise than KLIK is KLIK's to change, whatever the policy.
[[nodiscard]] Base base_after_create(const Mapping& mapping, const common::Task& task,
                                     const Item& read_back, const Known& known);

/// All that may let the tool take a value that it refused: to be kept with the refusal, of the item
/// as it was read after it. The same value is tried again when these are others.
[[nodiscard]] std::string circumstances_of(const common::Task& task, const Item& item);

} // namespace klik::portfolio
