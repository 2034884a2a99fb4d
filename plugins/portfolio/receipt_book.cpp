#include "portfolio/receipt_book.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::portfolio {

bool holds(const Item& item, Field field, const std::string& value) {
    const auto found = item.fields.find(field);
    return found != item.fields.end() && same_in_tool(field, found->second, value);
}

std::string value_of(const Fields& fields, Field field) {
    const auto found = fields.find(field);
    return found == fields.end() ? std::string{} : found->second;
}

std::string own_edit_since(const Bench& bench, const Item& item, const std::string& seen,
                           const std::function<bool(const Edit&)>& fits) {
    const auto self = bench.store.said("author");
    auto edit = item.edits.begin();
    if (!seen.empty()) {
        const auto last = std::ranges::find(item.edits, seen, &Edit::id);
        edit = last == item.edits.end() ? last : last + 1;
    }
    const auto found = std::find_if(edit, item.edits.end(), [&](const Edit& each) {
        return !self.empty() && each.author == self && !bench.ledger.wrote(each.id) && fits(each);
    });
    return found == item.edits.end() ? std::string{} : found->id;
}

bool nobody_else_was_at(const Bench& bench, const Item& item) {
    const auto self = bench.store.said("author");
    return !item.holds_more && std::ranges::all_of(item.edits, [&](const Edit& each) {
        return each.author == self || bench.ledger.wrote(each.id);
    });
}

Receipt ReceiptBook::intend(const Matter& matter, Deed deed, std::vector<Written> fields) {
    Receipt receipt;
    receipt.run = bench_.run();
    receipt.number = matter.bond.number;
    receipt.deed = deed;
    receipt.item = matter.bond.item;
    receipt.project = deed == Deed::create ? matter.bond.project : "";
    receipt.seen = matter.item && !matter.item->edits.empty() ? matter.item->edits.back().id : "";
    receipt.at = bench_.klik.now();
    receipt.fields = std::move(fields);
    auto whole = bench_.store.transaction();
    receipt.id = bench_.ledger.intend(receipt);
    whole.commit();
    bench_.failpoint(fmt::format("before_{}", name_of(deed)));
    return receipt;
}

void ReceiptBook::finish(Receipt& receipt, Outcome outcome, const std::string& problem) {
    receipt.outcome = outcome;
    receipt.problem = problem;
    bench_.ledger.finish(receipt);
}

std::vector<Written> ReceiptBook::written(const Matter& matter, const Known& known,
                                          const Goal& goal) const {
    const auto base = bench_.store.base(matter.bond.number);
    const auto klik = values_in_klik(bench_.settings.mapping, *matter.task);
    const auto shown = shown_in_tool(bench_.settings.mapping, *matter.task, known);
    std::vector<Written> list;
    for (const auto& [field, value] : goal.fields) {
        Written each{field,
                     matter.item ? value_of(matter.item->fields, field) : std::string{},
                     value,
                     value_of(klik, field),
                     value_of(shown, field),
                     {}};
        if (!goal.in_the_end.empty() && goal.in_the_end != value) {
            // Not agreed before the end of the way: a way that was cut off is gone on with.
            each.klik.clear();
            each.shown = value;
        }
        if (const auto found = base.find(field); found != base.end()) {
            each.base_before = found->second;
        }
        list.push_back(std::move(each));
    }
    return list;
}

void ReceiptBook::agree(const Matter& matter, const Receipt& receipt,
                        const std::set<Field>& fields) {
    for (const auto& each : receipt.fields) {
        if (fields.contains(each.field)) {
            bench_.store.agree(matter.bond.number, each.field,
                               {each.klik, value_of(matter.item->fields, each.field), each.shown});
            bench_.store.forget_refusal(matter.bond.number, each.field);
            bench_.store.was_put_back(matter.bond.number, each.field);
        }
    }
}

void ReceiptBook::was_said(const Matter& matter, const std::string& comment) {
    for (const auto& [field, put_back] : bench_.store.to_put_back(matter.bond.number)) {
        if (!put_back.comment.empty() && comment.contains(put_back.comment)) {
            bench_.store.was_said(matter.bond.number, field);
        }
    }
}

void ReceiptBook::keep_refused(const Matter& matter) {
    if (matter.refusals.empty() || !matter.item || !matter.task) {
        return;
    }
    const auto now = circumstances_of(*matter.task, *matter.item);
    for (auto [field, refusal] : bench_.store.refusals(matter.bond.number)) {
        const auto times = matter.refusals.find(field);
        if (times != matter.refusals.end() && times->second > 1 &&
            refusal.refused.circumstances != now) {
            refusal.refused.circumstances = now;
            bench_.store.refuse(matter.bond.number, field, refusal);
        }
    }
}

void ReceiptBook::refuse(Matter& matter, Field field, const std::string& wanted,
                         const std::string& rule) {
    const Refusal refusal{{wanted, circumstances_of(*matter.task, *matter.item)}, rule};
    ++matter.refusals[field];
    const auto before = bench_.store.refusals(matter.bond.number);
    const auto found = before.find(field);
    if (found == before.end() || found->second.rule != rule) {
        spdlog::warn("[F231] {}: #{}: the tool does not take {}: {}", bench_.klik.municipality(),
                     matter.bond.number, name_of(field), rule);
    }
    bench_.store.refuse(matter.bond.number, field, refusal);
}

} // namespace klik::portfolio
