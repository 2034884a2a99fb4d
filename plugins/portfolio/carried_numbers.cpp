#include "portfolio/carried_numbers.hpp"

#include <spdlog/spdlog.h>

namespace klik::portfolio {

bool CarriedNumbers::is_in_place(const Bond& bond, const Item& item) {
    return !item.other_kind.empty() || (item.number == bond.number && !item.number_is_to_move);
}

void CarriedNumbers::note(const Bond& bond, const Item& item) {
    if (!is_in_place(bond, item)) {
        to_restore_.insert(bond.number);
    }
}

void CarriedNumbers::is_not_ours(const Bond& bond, const Item& item) {
    if (told_.insert(item.id).second) {
        spdlog::warn("[F257] {}: the text of the item {} carries the number #{}, and this key has "
                     "not made the item: it is left alone, and the task gets one of its own",
                     bench_.klik.municipality(), item.id, bond.number);
    }
}

Result<void> CarriedNumbers::restore() {
    while (!to_restore_.empty()) {
        const auto number = *to_restore_.begin();
        if (auto done = restore(number); !done) {
            return done;
        }
        to_restore_.erase(number);
    }
    return {};
}

Result<void> CarriedNumbers::restore(std::int64_t number) {
    const auto bond = bench_.store.bond(number);
    if (!bond || bond->item.empty() || bond->gone || !bench_.ledger.open_of(number).empty()) {
        return {};
    }
    const auto item = read_item(bench_, bond->item);
    if (!item) {
        const bool is_tools =
            is_about_the_tool(item.error()) && !is_about_this_item(bench_, item.error());
        return is_tools ? std::unexpected(item.error()) : Result<void>{};
    }
    if (is_in_place(*bond, *item)) {
        return {};
    }
    Matter matter;
    matter.bond = *bond;
    matter.item = *item;
    auto receipt = book_.intend(matter, Deed::write, {});
    const auto done = bench_.tool.carry(*item, number);
    bench_.failpoint("after_write");
    if (!done && may_have_been_done(done.error())) {
        return std::unexpected(done.error());
    }
    if (done) {
        receipt.edit = own_edit_since(bench_, *done, receipt.seen,
                                      [](const Edit& edit) { return edit.fields.size() < 2; });
    }
    book_.finish(receipt, done ? Outcome::done : Outcome::refused, done ? "" : done.error().text);
    if (done) {
        spdlog::info("[F255] {}: #{}: its item {} carries its number again, {}",
                     bench_.klik.municipality(), number, bond->item,
                     item->number_is_to_move ? "in the field of the configuration"
                                             : "which somebody had taken away");
    } else if (told_.insert(bond->item).second) {
        spdlog::warn("[F232] {}: #{}: its item {} does not carry its number: {}",
                     bench_.klik.municipality(), number, bond->item, done.error().text);
    }
    if (done || !is_about_the_tool(done.error())) {
        return {};
    }
    return std::unexpected(done.error());
}

} // namespace klik::portfolio
