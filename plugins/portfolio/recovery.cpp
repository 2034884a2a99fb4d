#include "portfolio/recovery.hpp"

#include "portfolio/words.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

/// Tools know whole seconds, and their clock is not ours.
constexpr std::chrono::minutes clocks_differ{2};

bool holds(const Item& item, const Written& written) {
    const auto found = item.fields.find(written.field);
    return found != item.fields.end() &&
           same_in_tool(written.field, found->second, written.becomes);
}

} // namespace

void take_over(const Store& store, Bond& bond, const Item& item) {
    bond.item = item.id;
    bond.gone = false;
    bond.version.clear();
    store.save(bond);
}

Result<void> Recovery::settle(Bond& bond) {
    for (auto& receipt : bench_.ledger.open_of(bond.number)) {
        Result<void> settled;
        switch (receipt.deed) {
        case Deed::create:
            settled = settle_create(bond, receipt);
            break;
        case Deed::write:
            settled = settle_write(bond, receipt);
            break;
        default:
            settled = settle_link(bond, receipt);
        }
        if (!settled) {
            return settled;
        }
        spdlog::info("[F225] {}: #{}: a {} had been broken off; it was {}",
                     bench_.klik.municipality(), bond.number, name_of(receipt.deed),
                     receipt.outcome == Outcome::done ? "done" : "not done");
    }
    return {};
}

void Recovery::store_outcome(Receipt& receipt, bool done) {
    receipt.outcome = done ? Outcome::done : Outcome::undone;
    bench_.ledger.finish(receipt);
}

Result<void> Recovery::settle_create(Bond& bond, Receipt& receipt) {
    const auto found = bench_.tool.carrying(bond.project, bond.number);
    if (!found) {
        return std::unexpected(found.error());
    }
    auto whole = bench_.store.transaction();
    if (!found->empty()) {
        take_over(bench_.store, bond, found->front());
        receipt.item = bond.item;
        for (const auto& each : receipt.fields) {
            bench_.store.agree(bond.number, each.field, {each.klik, each.becomes, each.shown});
        }
    }
    store_outcome(receipt, !found->empty());
    whole.commit();
    return {};
}

bool Recovery::was_done(const Item& item, const Written& written, const Receipt& receipt) const {
    if (holds(item, written)) {
        return true;
    }
    // Done, and changed by somebody since.
    const auto self = bench_.store.said("author");
    return !self.empty() && std::ranges::any_of(item.edits, [&](const Edit& edit) {
        return edit.author == self && edit.time + clocks_differ >= receipt.at &&
               std::ranges::find(edit.fields, written.field) != edit.fields.end() &&
               !bench_.ledger.wrote(edit.id);
    });
}

Result<void> Recovery::settle_write(const Bond& bond, Receipt& receipt) {
    const auto item = bench_.tool.read(bond.item);
    if (!item && item.error().code != "gone") {
        return std::unexpected(item.error());
    }
    auto whole = bench_.store.transaction();
    bool any = false;
    for (const auto& each : receipt.fields) {
        if (item && was_done(*item, each, receipt)) {
            bench_.store.agree(bond.number, each.field, {each.klik, each.becomes, each.shown});
            bench_.store.was_put_back(bond.number, each.field);
            any = true;
        }
    }
    store_outcome(receipt, any);
    whole.commit();
    return {};
}

Result<void> Recovery::settle_link(const Bond& bond, Receipt& receipt) {
    // Done twice it is done once, so that it matters for the record alone.
    const auto item = bench_.tool.read(bond.item);
    if (!item && item.error().code != "gone") {
        return std::unexpected(item.error());
    }
    bool linked = false;
    if (item) {
        const auto value = item->fields.find(Field::prerequisites);
        for (const auto& other : bench_.store.bonds()) {
            linked = linked || (other.item == receipt.other && value != item->fields.end() &&
                                numbers_in(value->second).contains(other.number));
        }
    }
    store_outcome(receipt,
                  receipt.deed == Deed::remove ? !item : linked == (receipt.deed == Deed::link));
    return {};
}

} // namespace klik::portfolio
