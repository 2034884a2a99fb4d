#include "portfolio/held_open.hpp"

#include "portfolio/receipt_book.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klik::portfolio {

namespace {

bool closes(const Offer& offer, const std::string& status) {
    return std::ranges::find(offer.closed_statuses, status) != offer.closed_statuses.end();
}

/// The item shows no step that closes it, and is to take one.
bool is_kept_from(const Offer& offer, const Item& item, const std::string& status) {
    return closes(offer, status) && !closes(offer, value_of(item.fields, Field::status)) &&
           std::ranges::none_of(item.next_statuses,
                                [&](const std::string& each) { return closes(offer, each); });
}

} // namespace

std::vector<std::string> open_parts_of(const Offer& offer, const Item& item,
                                       const std::string& status) {
    return is_kept_from(offer, item, status) ? item.open_parts : std::vector<std::string>{};
}

std::vector<std::string> open_blockers_of(const Offer& offer, const Item& item,
                                          const std::string& status) {
    return is_kept_from(offer, item, status) ? item.open_blockers : std::vector<std::string>{};
}

Result<std::set<std::int64_t>> held_open_by(Bench& bench, const Offer& offer, const Item& item,
                                            const std::string& status) {
    const auto numbers = numbers_in(value_of(item.fields, Field::prerequisites));
    if (!offer.prerequisites_hold_open || !is_kept_from(offer, item, status) || numbers.empty()) {
        return std::set<std::int64_t>{};
    }
    std::vector<std::string> ids;
    for (const auto number : numbers) {
        if (const auto bond = bench.store.bond(number); bond && !bond->item.empty()) {
            ids.push_back(bond->item);
        }
    }
    const auto items = bench.tool.read_many(ids);
    if (!items) {
        return std::unexpected(items.error());
    }
    std::set<std::int64_t> open;
    for (const auto& each : *items) {
        if (each.number && !closes(offer, value_of(each.fields, Field::status))) {
            open.insert(*each.number);
        }
    }
    return open;
}

std::string in_a_list(const std::set<std::int64_t>& numbers) {
    std::string list;
    for (const auto number : numbers) {
        list += fmt::format("{}#{}", list.empty() ? "" : ", ", number);
    }
    return list;
}

} // namespace klik::portfolio
