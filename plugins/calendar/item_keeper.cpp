#include "calendar/item_keeper.hpp"

#include "calendar/todo.hpp"

#include <spdlog/spdlog.h>

namespace klik::calendar {

namespace {

using Deed = Collections::Deed;

constexpr int most_tries = 4; // of an item that others write at the same time

} // namespace

bool ItemKeeper::is_wanted(const Item& item) {
    const auto* known = desk_.tasks().find(item.number);
    return known != nullptr &&
           belongs(item, common::keeper_of(known->state), known->state["status"].text(),
                   settings_.keep_closed, desk_.clock().now());
}

void ItemKeeper::write() {
    // Taken away first: a server may want a task's UID to be in one place.
    for (const bool wanted : {false, true}) {
        for (auto& item : store_.dirty_items()) {
            if (collections_.open(item.person, Deed::write) && is_wanted(item) == wanted) {
                settle(std::move(item), wanted);
            }
        }
    }
    collections_.end_round();
}

void ItemKeeper::settle(Item item, bool wanted) {
    for (int i = 0; i < most_tries; ++i) {
        if ((wanted ? put(item) : remove(item)) != Outcome::again) {
            return;
        }
    }
}

std::optional<Presentation> ItemKeeper::presentation_of(Item& item, const Collection& collection) {
    const auto task = desk_.task(item.number);
    if (!task || *task == nullptr) {
        return std::nullopt;
    }
    return present(settings_, **task, language_of(collection.language, settings_.language),
                   store_.latest_wish(item.person, item.number), item);
}

ItemKeeper::Outcome ItemKeeper::put(Item& item) {
    const auto collection = collections_.ready(item.person);
    if (!collection) {
        return Outcome::later;
    }
    if (const auto saved = store_.item(item.person, item.number)) {
        item = *saved; // its collection may have begun anew
    }
    const auto made = presentation_of(item, *collection);
    if (!made || rejected_[{item.person, item.number}] == made->hash) {
        return Outcome::later;
    }
    if (!item.etag.empty() && item.hash == made->hash) {
        remember_written(item, *made, item.etag);
        return Outcome::done;
    }
    return put_text(item, *collection, *made);
}

ItemKeeper::Outcome ItemKeeper::put_text(Item& item, const Collection& collection,
                                         const Presentation& made) {
    const auto path = collections_.item_path(collection, item.number);
    const auto etag = server_.put(path, made.text, item.etag);
    if (!etag) {
        const auto outcome = after(etag.error(), item, collection);
        if (outcome == Outcome::rejected) {
            spdlog::error("[C222] {}: the server does not take #{}, which stays away until the "
                          "task changes: {}",
                          desk_.municipality(), item.number, etag.error().text);
            rejected_[{item.person, item.number}] = made.hash;
        }
        return outcome;
    }
    collections_.worked(item.person, Deed::write);
    remember_written(item, made, *etag);
    // Who says no ETag may have written something else; what is there now is looked at.
    return etag->empty() ? read_again(item, collection) : Outcome::done;
}

void ItemKeeper::remember_written(Item& item, const Presentation& made, const std::string& etag) {
    const auto* known = desk_.tasks().find(item.number);
    item.dirty = false;
    item.etag = etag;
    item.hash = made.hash;
    item.shown = made.status;
    if (known != nullptr) {
        item.sequence = static_cast<std::int64_t>(known->sequence);
        item.revision = known->state["revision"].whole().value_or(0);
        const bool closed = common::is_closed(known->state["status"].text());
        const auto changed = known->changed.time_since_epoch().count();
        item.closed_ms = !closed ? 0 : item.closed_ms == 0 ? changed : item.closed_ms;
    }
    store_.save(item);
}

ItemKeeper::Outcome ItemKeeper::remove(Item& item) {
    const auto collection = store_.collection(item.person);
    if (!collection || !collection->ready) {
        store_.forget(item);
        return Outcome::done;
    }
    const auto removed =
        server_.remove(collections_.item_path(*collection, item.number), item.etag);
    if (!removed) {
        return after(removed.error(), item, *collection);
    }
    collections_.worked(item.person, Deed::write);
    store_.forget(item);
    return Outcome::done;
}

ItemKeeper::Outcome ItemKeeper::after(const Error& error, Item& item,
                                      const Collection& collection) {
    if (error.code == "stale") {
        return read_again(item, collection);
    }
    if (error.code == "rejected") {
        return Outcome::rejected;
    }
    if (error.code == "missing") {
        return look_for(collection);
    }
    collections_.failed(item.person, Deed::write, error);
    return Outcome::later;
}

ItemKeeper::Outcome ItemKeeper::look_for(const Collection& collection) {
    const auto exists = server_.exists(collection.path);
    if (!exists) {
        collections_.failed(collection.person, Deed::write, exists.error());
        return Outcome::later;
    }
    if (*exists) {
        return Outcome::rejected;
    }
    store_.begin_anew(collection);
    return Outcome::again;
}

ItemKeeper::Outcome ItemKeeper::read_again(Item& item, const Collection& collection) {
    const auto stored = server_.get(collections_.item_path(collection, item.number));
    if (!stored) {
        collections_.failed(item.person, Deed::write, stored.error());
        return Outcome::later;
    }
    if (*stored) {
        take_edit(item, **stored);
    } else {
        take_deletion(item);
    }
    return item.dirty ? Outcome::again : Outcome::done;
}

} // namespace klik::calendar
