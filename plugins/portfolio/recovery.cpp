#include "portfolio/recovery.hpp"

#include "portfolio/receipt_book.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace klik::portfolio {

namespace {

bool holds(const Item& item, const Written& written) {
    const auto found = item.fields.find(written.field);
    return found != item.fields.end() &&
           same_in_tool(written.field, found->second, written.becomes);
}

/// Of a receipt of links one is enough for it to be taken back one day.
bool has_some(const Item& item, const Written& written) {
    if (written.field != Field::prerequisites) {
        return holds(item, written);
    }
    const auto found = item.fields.find(written.field);
    return found != item.fields.end() && numbers_in(found->second) != numbers_in(written.was);
}

} // namespace

bool is_surely_ours(const Bench& bench, const Item& item) {
    return !item.number_is_loose ||
           (!item.author.empty() && item.author == bench.store.said("author"));
}

bool is_of_another(const Bench& bench, const std::string& project) {
    return std::ranges::any_of(bench.settings.mapping.projects_of, [&](const auto& each) {
        const auto& [code, projects] = each;
        return code != bench.klik.municipality() &&
               std::ranges::any_of(projects,
                                   [&](const auto& pair) { return pair.second == project; });
    });
}

void take_over(const Store& store, Bond& bond, const Item& item) {
    bond.item = item.id;
    bond.gone = false;
    bond.version.clear();
    store.save(bond);
}

void forget_removed(Bench& bench, std::int64_t number) {
    for (auto& receipt : bench.ledger.open_of(number)) {
        if (receipt.deed == Deed::remove) {
            receipt.outcome = Outcome::done;
            bench.ledger.finish(receipt);
        }
    }
    bench.store.forget(number);
}

Result<void> Recovery::settle(Bond& bond) {
    std::optional<Item> item;
    bool read = false;
    for (auto& receipt : bench_.ledger.open_of(bond.number)) {
        if (receipt.deed == Deed::create) {
            if (auto settled = settle_create(bond, receipt); !settled) {
                return settled;
            }
        } else {
            auto now = read ? Result<Item>{} : bench_.tool.read(bond.item);
            if (!now && now.error().code != "gone") {
                return std::unexpected(now.error());
            }
            if (!std::exchange(read, true) && now) {
                item = *std::move(now);
            }
            receipt.deed == Deed::remove ? settle_removal(bond, receipt, !item)
                                         : settle_write(receipt, item);
        }
        spdlog::info("[F225] {}: #{}: a {} had been broken off; it was {}",
                     bench_.klik.municipality(), bond.number, name_of(receipt.deed),
                     receipt.outcome == Outcome::done ? "done" : "not done");
    }
    return {};
}

bool Recovery::confirmed_by(const Bond& bond, const Item& listed) {
    auto receipts = bench_.ledger.open_of(bond.number);
    std::map<Field, const Written*> last;
    for (const auto& receipt : receipts) {
        if (receipt.item != listed.id || receipt.deed == Deed::create ||
            receipt.deed == Deed::remove) {
            return false;
        }
        for (const auto& each : receipt.fields) {
            last[each.field] = &each;
        }
    }
    for (const auto& [field, written] : last) {
        if (!holds(listed, *written)) {
            return false;
        }
    }
    auto whole = bench_.store.transaction();
    for (auto& receipt : receipts) {
        for (const auto& each : receipt.fields) {
            agree(receipt, each);
        }
        store_outcome(receipt, true);
    }
    whole.commit();
    for (const auto& receipt : receipts) {
        bench_.failpoint(receipt.deed == Deed::write ? "stored_write" : "stored_link");
    }
    return true;
}

void Recovery::agree(const Receipt& receipt, const Written& written) {
    bench_.store.agree(receipt.number, written.field,
                       {written.klik, written.becomes, written.shown});
    bench_.store.forget_refusal(receipt.number, written.field);
    bench_.store.was_put_back(receipt.number, written.field);
}

void Recovery::store_outcome(Receipt& receipt, bool done) {
    receipt.outcome = done ? Outcome::done : Outcome::undone;
    bench_.ledger.finish(receipt);
}

/// Of those that carry the number, also in the project that the task had when it was begun.
Result<std::vector<Item>> Recovery::made_by(const Receipt& create, const Bond& bond) {
    auto found = bench_.tool.carrying(bond.project, bond.number);
    if (!found || create.project.empty() || create.project == bond.project) {
        return found;
    }
    if (is_of_another(bench_, create.project)) {
        spdlog::warn("[F258] {}: #{}: its item was to be made in {}, and whether it was is not "
                     "known; that project is another municipality's now: look there for a second "
                     "item with its number, and delete it",
                     bench_.klik.municipality(), bond.number, create.project);
        return found;
    }
    auto there = bench_.tool.carrying(create.project, bond.number);
    if (there) {
        std::ranges::move(*there, std::back_inserter(*found));
        return found;
    }
    if (there.error().code == "gone") {
        return found; // with all that was in it
    }
    if (!is_about_the_place(there.error())) {
        return there;
    }
    return std::unexpected(
        Error{"refused", fmt::format("its item was to be made in project {}, and whether it was "
                                     "cannot be seen there, so that none is made in {}: {}",
                                     create.project, bond.project, there.error().text)});
}

Result<void> Recovery::settle_create(Bond& bond, Receipt& receipt) {
    auto found = made_by(receipt, bond);
    if (!found) {
        return std::unexpected(found.error());
    }
    std::erase_if(*found, [&](const Item& item) { return !is_surely_ours(bench_, item); });
    auto whole = bench_.store.transaction();
    if (!found->empty()) {
        const auto& item = found->front();
        take_over(bench_.store, bond, item);
        receipt.item = bond.item;
        // What the tool filled in by itself gives way to KLIK.
        for (const auto& [field, rule] : bench_.settings.mapping.fields) {
            if (const auto is = item.fields.find(field); is != item.fields.end()) {
                bench_.store.agree(bond.number, field, {"", is->second, is->second});
            }
        }
        for (const auto& each : receipt.fields) {
            bench_.store.agree(bond.number, each.field, {each.klik, each.becomes, each.shown});
        }
    }
    store_outcome(receipt, !found->empty());
    whole.commit();
    return {};
}

/// The task is as one that never had an item where it was done: no person deleted it.
void Recovery::settle_removal(Bond& bond, Receipt& receipt, bool is_gone) {
    auto whole = bench_.store.transaction();
    store_outcome(receipt, is_gone);
    if (is_gone) {
        forget_removed(bench_, bond.number);
        bond = {.number = bond.number, .project = bond.project};
        bench_.store.save(bond);
    }
    whole.commit();
}

void Recovery::settle_write(Receipt& receipt, const std::optional<Item>& item) {
    auto whole = bench_.store.transaction();
    bool any = false;
    const bool said = item && !own_edit_since(bench_, *item, receipt.seen, [](const Edit&) {
                                   return true;
                               }).empty();
    for (const auto& each : receipt.fields) {
        if (!item) {
            break;
        }
        if (said) {
            bench_.store.was_said(receipt.number, each.field);
        }
        // It was done, and perhaps changed by somebody since.
        const auto edit = own_edit_since(bench_, *item, receipt.seen, [&](const Edit& one) {
            return std::ranges::find(one.fields, each.field) != one.fields.end();
        });
        const bool is_of_links = each.field == Field::prerequisites;
        if (holds(*item, each) || (!edit.empty() && !is_of_links)) {
            agree(receipt, each);
        }
        any = any || has_some(*item, each) || !edit.empty();
        receipt.edit = receipt.edit.empty() ? edit : receipt.edit;
    }
    store_outcome(receipt, any);
    whole.commit();
}

} // namespace klik::portfolio
