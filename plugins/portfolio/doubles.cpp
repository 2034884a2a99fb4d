#include "portfolio/doubles.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace klik::portfolio {

void Doubles::note(const Bond& bond, const Item& item) {
    if (bench_.ledger.given_up_create(bond.number)) {
        perhaps_own_.emplace(item.id, bond.number);
    } else {
        say(bond.number, item.id);
    }
}

void Doubles::say(std::int64_t number, const std::string& id, const std::string& why) {
    const auto bond = bench_.store.bond(number);
    if (bond && told_.insert(id).second) {
        spdlog::warn("[F229] {}: #{} has the item {}, and the item {} carries its number as well; "
                     "that one is left alone: take the number out of it, or delete it{}{}",
                     bench_.klik.municipality(), number, bond->item, id, why.empty() ? "" : ". ",
                     why);
    }
}

Result<void> Doubles::remove_own() {
    while (!perhaps_own_.empty()) {
        const auto [id, number] = *perhaps_own_.begin();
        if (auto done = remove_own(number, id); !done) {
            return done;
        }
        perhaps_own_.erase(id);
    }
    return {};
}

/// As it was to be made, by us, and as it was made.
bool Doubles::is_of(const Receipt& create, const Item& item) const {
    return item.number == create.number && !item.author.empty() &&
           item.author == bench_.store.said("author") && item.edits.empty() && !item.holds_more &&
           value_of(item.fields, Field::prerequisites).empty() &&
           std::ranges::all_of(create.fields, [&](const Written& each) {
               return holds(item, each.field, each.becomes);
           });
}

Result<void> Doubles::remove_own(std::int64_t number, const std::string& id) {
    auto create = bench_.ledger.given_up_create(number);
    const auto bond = bench_.store.bond(number);
    if (!create || !bond || bond->item == id) {
        return {};
    }
    const auto item = bench_.tool.read(id);
    if (!item && is_about_the_tool(item.error())) {
        return std::unexpected(item.error());
    }
    if (!item || !is_of(*create, *item)) {
        say(number, id);
        return {};
    }
    Matter matter;
    matter.bond = {.number = number, .project = bond->project, .item = id};
    matter.item = *item;
    auto receipt = book_.intend(matter, Deed::remove, {});
    const auto done = bench_.tool.remove(*item);
    bench_.failpoint("after_remove");
    if (!done && may_have_been_done(done.error())) {
        return done;
    }
    auto whole = bench_.store.transaction();
    book_.finish(receipt, done ? Outcome::done : Outcome::refused, done ? "" : done.error().text);
    if (done) {
        book_.finish(*create, Outcome::undone, "made too late as " + id + ", and removed again");
    }
    whole.commit();
    if (!done) {
        say(number, id, done.error().text);
        return is_about_the_tool(done.error()) ? done : Result<void>{};
    }
    spdlog::info("[F236] {}: #{} has the item {}; the item {}, which the tool made of a request of "
                 "ours after it had been given up, is removed",
                 bench_.klik.municipality(), number, bond->item, id);
    return {};
}

} // namespace klik::portfolio
