#include "calendar/dry_run.hpp"

#include "calendar/collections.hpp"
#include "calendar/presentation.hpp"
#include "common/place_holders.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

/// Where the item is, or would be.
Result<std::string> url_of(const Settings& settings, KlikdDesk& desk, const Item& item) {
    const auto reader = desk.reader(item.person);
    if (!reader) {
        return std::unexpected(reader.error());
    }
    const auto path = collection_path(settings, desk.municipality(), item.person, reader->email);
    return path.empty() ? fmt::format("(no address of {} is known)", item.person)
                        : settings.server + path +
                              common::percent_encoded(file_name(desk.municipality(), item.number));
}

Result<void> print_item(const Settings& settings, KlikdDesk& desk, const Store& store, Item item,
                        std::ostream& out) {
    const auto task = desk.task(item.number);
    const auto reader = desk.reader(item.person);
    const auto url = url_of(settings, desk, item);
    if (!task || !reader || !url) {
        return std::unexpected(!task ? task.error() : !reader ? reader.error() : url.error());
    }
    if (*task == nullptr) {
        return {};
    }
    const auto made = present(settings, **task, reader->language,
                              store.latest_wish(item.person, item.number), item);
    if (item.etag.empty() || item.hash != made.hash) {
        out << "PUT " << *url << '\n' << made.text << '\n';
    }
    return {};
}

Result<void> print_removals(const Settings& settings, KlikdDesk& desk, const Store& store,
                            std::ostream& out) {
    for (const auto& collection : store.collections()) {
        for (const auto& item : store.items_of(collection.person)) {
            const auto* known = desk.tasks().find(item.number);
            if (known != nullptr && !store.is_erased(item.person) &&
                belongs(item, common::keeper_of(known->state), known->state["status"].text(),
                        settings.keep_closed, desk.clock().now())) {
                continue;
            }
            const auto url = url_of(settings, desk, item);
            if (!url) {
                return std::unexpected(url.error());
            }
            out << "DELETE " << *url << '\n';
        }
    }
    return {};
}

} // namespace

Result<void> dry_run(const Settings& settings, const common::Municipality& municipality,
                     const Store& store, std::ostream& out) {
    if (settings.server.empty()) {
        return {}; // feeds alone
    }
    KlikdDesk desk{settings, municipality};
    if (!desk.look()) {
        return std::unexpected(
            Error{"no_answer", "klikd does not answer at " + municipality.control});
    }
    if (auto printed = print_removals(settings, desk, store, out); !printed) {
        return printed;
    }
    for (const auto& wish : store.wishes_to_send()) {
        out << fmt::format("REQUEST #{} {} by {}\n", wish.number, wish.status, wish.person);
    }
    for (const auto& [number, known] : desk.tasks().all()) {
        Item item;
        item.person = common::keeper_of(known.state);
        item.number = number;
        item = store.item(item.person, number).value_or(item);
        if (item.person.empty() || store.is_erased(item.person) ||
            !belongs(item, item.person, known.state["status"].text(), settings.keep_closed,
                     desk.clock().now())) {
            continue;
        }
        if (auto printed = print_item(settings, desk, store, std::move(item), out); !printed) {
            return printed;
        }
    }
    return {};
}

} // namespace klik::calendar
