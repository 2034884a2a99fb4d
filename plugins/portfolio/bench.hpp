#pragma once

#include "portfolio/failpoint.hpp"
#include "portfolio/klik_side.hpp"
#include "portfolio/ledger.hpp"
#include "portfolio/settings.hpp"

#include <map>

namespace klik::portfolio {

/// What all that is done for one municipality is done with.
struct Bench {
    const Settings& settings;
    KlikSide& klik;
    const Store& store;
    const Ledger& ledger;
    Tool& tool;
    Failpoint failpoint;
    /// Of the run that is under way, begun when there is something to write.
    std::function<std::int64_t()> run;
};

/// One task and its item while they are worked on.
struct Matter {
    Bond bond;
    std::optional<common::Task> task{};
    std::string unmapped_project{}; ///< KLIK's, of a task that is not in a mapped one
    std::optional<Item> item{};
    bool listed = false; ///< the item is as a list gave it, without its history
    /// This pass has made the item, so that nobody is at work on it.
    bool just_made = false;
    /// A list did not show what was written to the item: each write is read back at once.
    bool careful = false;
    /// Something was written that a list is to show; the receipts are open until then.
    bool unread = false;
    /// How often the tool has refused a field in this pass.
    std::map<Field, int> refusals{};
};

/// A write of ours to what comes before an item may move its dates, and the tool has it as a change
/// of ours that no receipt knows: they are `worked_out` then. `item` has its history.
void note_what_we_moved(const Bench& bench, Item& item);
/// The item with its history. A date that moved along with what we wrote is `worked_out`.
[[nodiscard]] Result<Item> read_item(Bench& bench, const std::string& id);
/// Reads the item anew, for what lists leave out.
[[nodiscard]] Result<void> read_whole(Bench& bench, Matter& matter);
/// The tool itself cannot be used now, in contrast to one of its projects or items.
[[nodiscard]] bool is_about_the_tool(const Error& error);
/// Neither the tool nor klikd is away, but this project or item cannot be done.
[[nodiscard]] bool is_about_the_place(const Error& error);
/// The tool fails at this item, and can be used otherwise.
[[nodiscard]] bool is_about_this_item(Bench& bench, const Error& error);
/// What was asked of the tool may have been done.
[[nodiscard]] bool may_have_been_done(const Error& error);

} // namespace klik::portfolio
