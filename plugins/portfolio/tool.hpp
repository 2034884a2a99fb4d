#pragma once

#include "common/clock.hpp"
#include "portfolio/field.hpp"

#include <klik/error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace klik::portfolio {

/// Somebody in the tool. What the tool does not tell is empty.
struct ToolPerson {
    std::string id;
    std::string login{};
    std::string name{};
    std::string email{};
};

/// A sentence that an operator reads.
struct Sentence {
    std::string danish;
    std::string english;
};

/// What a project of the tool offers to a mapping, in the tool's own words.
struct Offer {
    std::vector<std::string> statuses;
    std::vector<std::string> closed_statuses; ///< those of them that end an item
    std::vector<std::string> priorities;
    std::vector<std::string> phases;
    std::vector<std::string> themes;
    std::vector<ToolPerson> people;
    std::vector<Field> fields; ///< what an item can hold, and this key may write
    /// What the tool lacks for what the configuration asks of this project, each with what to do.
    std::vector<Sentence> missing;
    std::string own_id{}; ///< the person whom the key belongs to, where the tool tells
    /// The tool closes no item that waits for an open one.
    bool prerequisites_hold_open = false;
};

/// A change in an item's own history.
struct Edit {
    std::string id;     ///< unique in the tool
    std::string author; ///< id of a person
    common::Time time{};
    std::vector<Field> fields;
    std::string author_name{}; ///< empty where the tool does not tell
};

/// An issue, card or row of the tool.
struct Item {
    std::string id;
    std::string project;
    std::optional<std::int64_t> number; ///< the KLIK number that it carries
    /// The number stands in a text that anybody may write: it is believed of items that are ours.
    bool number_is_loose = false;
    /// The number stands where the configuration has it no more: `carry` moves it.
    bool number_is_to_move = false;
    Fields fields;
    std::string author{}; ///< id of who made it, where the tool tells
    /// Changes with each write of `fields`, as far as the tool tells; to be compared alone.
    std::string version;
    common::Time changed{}; ///< as precise as the tool has it
    /// Statuses that this key may give it now; from `read` alone.
    std::vector<std::string> next_statuses{};
    /// From `read` alone, oldest first; empty where the tool keeps none.
    std::vector<Edit> edits{};
    /// From `read` alone: people keep something in it that neither `fields` nor `edits` tell of,
    /// such as hours.
    bool holds_more = false;
    /// From `read` alone: fields that the tool gives values by itself, as a parent has the dates of
    /// its parts, and whose value nobody has given it.
    std::set<Field> worked_out{};
    /// From `read` alone: its parts (subtasks) that are open, each in words, where the tool closes
    /// nothing that has an open part.
    std::vector<std::string> open_parts{};
    /// From `read` alone: others that are no tasks' and hold it open, each in words.
    std::vector<std::string> open_blockers{};
    /// `next_statuses` may lack steps that others have, such as those that close it while something
    /// holds it open.
    bool next_is_partial = false;
    /// What ties it to others beside prerequisites, where `version` does not tell; to be compared
    /// alone.
    std::string ties{};
    /// Somebody made another kind of thing of it, which this configuration does not keep in step:
    /// what it is, in words, such as "it is a `Bug` and no `Task`".
    std::string other_kind{};
    /// The tool moves its dates when those of what it waits for move.
    bool moves_along = false;
};

/// One portfolio tool: the narrow place where all that is the tool's own ends. An adapter holds no
/// state but its connection and what names mean in the tool.
///
/// Errors of all functions: `unreachable` and `busy` (try again later; what was asked may have been
/// done), `unauthorised` (the key is wrong), `forbidden` (the key may not), `closed` (nobody may
/// write to the project, until somebody opens it again), `gone` (item or project is not there, or
/// archived), `unknown_value` (a name of the mapping that the tool does not have, such as a status
/// that was renamed), `stale` (the item is another than `known`), `refused` (the tool's rules say
/// no, or it said yes and did not do it), `makes_none` (of `create`: it would refuse every new item
/// of the project, as it wants a value that no task has), `unreadable`. Each has a sentence.
class Tool {
  public:
    virtual ~Tool() = default;

    [[nodiscard]] virtual Result<Offer> offer(const std::string& project) = 0;

    /// All items that this plugin made or took over, open and closed: each with a KLIK number.
    [[nodiscard]] virtual Result<std::vector<Item>> items(const std::string& project) = 0;
    /// Those that changed at `since` or later, by the tool's own clock. Deleted ones are not in it.
    /// Where the tool cannot tell, all.
    [[nodiscard]] virtual Result<std::vector<Item>> changed_since(const std::string& project,
                                                                  common::Time since) = 0;
    [[nodiscard]] virtual Result<Item> read(const std::string& id) = 0;
    /// Those of them that are there, in any order, without what `read` alone gives; a tool may have
    /// a cheaper way than to read one after the other.
    [[nodiscard]] virtual Result<std::vector<Item>> read_many(const std::vector<std::string>& ids) {
        std::vector<Item> items;
        for (const auto& id : ids) {
            auto item = read(id);
            if (item) {
                items.push_back(*std::move(item));
            } else if (item.error().code != "gone") {
                return std::unexpected(item.error());
            }
        }
        return items;
    }
    /// Every item that carries the number, oldest first: for a create of which nobody knows whether
    /// it was done.
    [[nodiscard]] virtual Result<std::vector<Item>> carrying(const std::string& project,
                                                             std::int64_t number) = 0;

    /// The new item as it was read back; without the number, or of another kind, where the tool
    /// left these out: then it is removed again. Refused with all that a task has it is tried with
    /// fewer fields, and with the texts alone in the end. A status in `fields` is the one that it
    /// is to begin with; where the tool does not let a new item begin there, it has the one that
    /// the tool begins with. `fields` has no prerequisites.
    [[nodiscard]] virtual Result<Item> create(const std::string& project, std::int64_t number,
                                              const Fields& fields) = 0;
    /// Writes `fields` (of which a status is one legal step), if the item is still as `known`, and
    /// gives it as it was read back. What the tool left undone is `refused`, with the rule where
    /// the tool tells it. Prerequisites are not in `fields`. A text that carries the number goes on
    /// to carry that of `known`.
    [[nodiscard]] virtual Result<Item> write(const Item& known, const Fields& fields,
                                             const std::string& comment) = 0;
    /// Gives the item the number in the place that the configuration has for it, and takes it out
    /// of any other; gives the item as it was read back. For tools whose items can lose it.
    [[nodiscard]] virtual Result<Item> carry(const Item& known, std::int64_t /*number*/) {
        return known;
    }
    /// One legal step of status for an item that was just made: as `write`, but a tool may leave
    /// out reading it back, for which `read_many` is cheaper. Gives the item as it is to be.
    [[nodiscard]] virtual Result<Item> step(const Item& known, const std::string& status) {
        return write(known, {{Field::status, status}}, "");
    }
    /// `before` has to be closed before `after` can be. Done twice it is done once.
    [[nodiscard]] virtual Result<void> link(const Item& before, const Item& after) = 0;
    /// `link` for each of `befores`; a tool may have a cheaper way, which needs not be read back.
    /// Where one is refused, the others are there.
    [[nodiscard]] virtual Result<void> link_all(const std::vector<Item>& befores,
                                                const Item& after) {
        Result<void> all;
        for (const auto& before : befores) {
            auto done = link(before, after);
            if (!done && done.error().code != "refused") {
                return done;
            }
            if (!done && all) {
                all = std::move(done); // the others are linked all the same
            }
        }
        return all;
    }
    [[nodiscard]] virtual Result<void> unlink(const Item& before, const Item& after) = 0;
    /// That the item is this task's, also where it does not carry the number any more. For what
    /// `prerequisites` says of those that wait for it.
    virtual void remember(const std::string& /*id*/, std::int64_t /*number*/) {}

    /// How long the tool asked to be left in peace (429, Retry-After), from its last answer on.
    [[nodiscard]] virtual std::optional<std::chrono::seconds> asks_to_wait() const = 0;
    /// Asked after an error about one item: whether the tool can be used all the same, so that the
    /// error is about that item. False where it cannot tell.
    [[nodiscard]] virtual bool can_be_used_otherwise() { return false; }
    /// For `undo` of a create, if the item is still as `known`. `forbidden` where the key may not.
    [[nodiscard]] virtual Result<void> remove(const Item& known) = 0;
    /// How often the tool was asked over a network so far.
    [[nodiscard]] virtual std::uint64_t requests() const { return 0; }
};

} // namespace klik::portfolio
