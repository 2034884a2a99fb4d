#include "portfolio/bench.hpp"

#include <algorithm>
#include <ranges>

namespace klik::portfolio {

namespace {

bool is_of_dates_and_links(const Edit& edit) {
    return std::ranges::all_of(edit.fields, [](Field field) {
        return field == Field::start_date || field == Field::due_date ||
               field == Field::prerequisites;
    });
}

/// A link that is made moves the dates in the same record; a receipt has the link alone.
bool is_moved_along(const Bench& bench, const Edit& edit) {
    return is_of_dates_and_links(edit) &&
           (std::ranges::find(edit.fields, Field::prerequisites) != edit.fields.end() ||
            !bench.ledger.wrote(edit.id));
}

} // namespace

void note_what_we_moved(const Bench& bench, Item& item) {
    const auto self = bench.store.said("author");
    if (!item.moves_along || self.empty()) {
        return;
    }
    std::set<Field> last_is_known;
    for (const auto& edit : std::views::reverse(item.edits)) {
        const bool is_moved = edit.author == self && is_moved_along(bench, edit);
        for (const auto field : edit.fields) {
            if (last_is_known.insert(field).second && is_moved && field != Field::prerequisites) {
                item.worked_out.insert(field);
            }
        }
    }
}

Result<Item> read_item(Bench& bench, const std::string& id) {
    auto item = bench.tool.read(id);
    if (item) {
        note_what_we_moved(bench, *item);
    }
    return item;
}

Result<void> read_whole(Bench& bench, Matter& matter) {
    auto read = read_item(bench, matter.bond.item);
    if (!read) {
        return std::unexpected(read.error());
    }
    matter.item = *std::move(read);
    matter.listed = false;
    matter.just_made = false;
    return {};
}

bool may_have_been_done(const Error& error) {
    return error.code == "unreachable" || error.code == "busy" || error.code == "unreadable" ||
           error.code == "interrupted";
}

bool is_about_the_tool(const Error& error) {
    return may_have_been_done(error) || error.code == "unauthorised";
}

bool is_about_the_place(const Error& error) {
    return error.code == "gone" || error.code == "forbidden" || error.code == "closed" ||
           error.code == "unknown_value" || error.code == "refused" || error.code == "makes_none" ||
           error.code == "stale";
}

bool is_about_this_item(Bench& bench, const Error& error) {
    return may_have_been_done(error) && error.code != "interrupted" &&
           bench.tool.can_be_used_otherwise();
}

} // namespace klik::portfolio
