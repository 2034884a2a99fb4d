#include "portfolio/lost_items.hpp"

#include "portfolio/recovery.hpp"

#include <spdlog/spdlog.h>

#include <ranges>
#include <utility>

namespace klik::portfolio {

/// With its place, such as a row of another file: the item is the same, and all that is stored of
/// it counts.
bool LostItems::took_another_id(Bond& bond, const Item& item) {
    if (bond.item.empty() || bond.gone || !bench_.ledger.open_of(bond.number).empty() ||
        bench_.ledger.given_up_create(bond.number)) {
        return false;
    }
    const auto before = bench_.tool.read(bond.item);
    if (before || before.error().code != "gone") {
        return false;
    }
    spdlog::info("[F242] {}: #{} has the item {} now; {} is no longer there",
                 bench_.klik.municipality(), bond.number, item.id, bond.item);
    take_over(bench_.store, bond, item);
    return true;
}

/// A list does not have the item: it was deleted, or it stands in another project.
Result<void> LostItems::look_for(Bond bond, const std::vector<const Item*>& with_its_number) {
    const auto read = bench_.tool.read(bond.item);
    if (read) {
        numbers_.note(bond, *read);
    } else if (read.error().code == "forbidden" || read.error().code == "unknown_value") {
        hidden_.insert(bond.number);
    } else if (read.error().code == "gone") {
        note_deleted(bond, with_its_number);
    } else if (!is_about_this_item(bench_, read.error())) {
        return std::unexpected(read.error());
    }
    return {};
}

Result<std::map<std::int64_t, Item>> LostItems::look_for(const std::string& project,
                                                         const std::vector<Item>& items) {
    std::set<std::string> ids;
    std::map<std::int64_t, std::vector<const Item*>> by_number;
    for (const auto& item : items) {
        ids.insert(item.id);
        if (item.number) {
            by_number[*item.number].push_back(&item);
        }
    }
    std::map<std::string, Bond> missed;
    for (auto& bond : bench_.store.bonds()) {
        if (bond.project != project || bond.item.empty() || ids.contains(bond.item)) {
            continue;
        }
        if (bond.gone) {
            note_deleted(bond, by_number[bond.number]);
        } else {
            hidden_.erase(bond.number);
            missed.emplace(bond.item, bond);
        }
    }
    const auto keys = missed | std::views::keys;
    const std::vector<std::string> missed_ids{keys.begin(), keys.end()};
    auto there =
        missed_ids.empty() ? Result<std::vector<Item>>{} : bench_.tool.read_many(missed_ids);
    if (!there && !is_about_the_place(there.error())) {
        return std::unexpected(there.error());
    }
    std::map<std::int64_t, Item> found;
    for (auto& item : there ? *there : std::vector<Item>{}) {
        if (auto node = missed.extract(item.id); node) {
            numbers_.note(node.mapped(), item);
            found.insert_or_assign(node.mapped().number, std::move(item));
        }
    }
    for (const auto& [id, bond] : missed) {
        if (auto looked = look_for(bond, by_number[bond.number]); !looked) {
            return std::unexpected(looked.error());
        }
    }
    return found;
}

/// The one item that carries the number is mostly a copy that somebody kept in its place, or the
/// item itself with another id, as a row has it in another file.
void LostItems::note_deleted(Bond& bond, const std::vector<const Item*>& with_its_number) {
    const auto base = bench_.store.base(bond.number);
    const auto is_as_agreed = [&](const Item& item, Field field) {
        const auto agreed = base.find(field);
        return agreed != base.end() && value_of(item.fields, field) == agreed->second.tool;
    };
    const auto is_it = [&](const Item& item) { // the number in a text alone may be anything's
        return !item.number_is_loose || is_as_agreed(item, Field::title);
    };
    if (with_its_number.size() == 1 && is_it(*with_its_number.front())) {
        const auto& item = *with_its_number.front();
        const bool begins_anew = !is_as_agreed(item, Field::status);
        auto whole = bench_.store.transaction();
        for (const auto& [field, agreed] : base) {
            if (begins_anew) { // what it has is no person's change
                bench_.store.disagree(bond.number, field);
            }
        }
        spdlog::info("[{}] {}: #{} has the item {} now; {} is no longer there{}",
                     begins_anew ? "F254" : "F242", bench_.klik.municipality(), bond.number,
                     item.id, bond.item,
                     begins_anew ? ", and what is copied of it begins anew" : "");
        take_over(bench_.store, bond, item);
        whole.commit();
    } else if (!bond.gone) {
        bond.gone = true;
        bench_.store.save(bond);
        spdlog::warn("[F230] {}: #{}: somebody deleted its item {} in the tool; {}{}",
                     bench_.klik.municipality(), bond.number, bond.item,
                     bench_.settings.mapping.makes_deleted_again ? "it gets a new one"
                                                                 : "it is left without",
                     with_its_number.size() < 2
                         ? ""
                         : ". Several others carry its number: take it out of all but one, which "
                           "becomes its item");
    }
}

} // namespace klik::portfolio
