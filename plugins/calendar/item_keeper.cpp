#include "calendar/item_keeper.hpp"

#include "calendar/own_notes.hpp"
#include "calendar/todo.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::calendar {

namespace {

using Deed = Collections::Deed;

constexpr int most_tries = 4; // of an item that others write at the same time

} // namespace

bool ItemKeeper::is_wanted(const Item& item) {
    const auto* known = desk_.tasks().find(item.number);
    return known != nullptr && !store_.is_erased(item.person) &&
           belongs(item, common::keeper_of(known->state), known->state["status"].text(),
                   settings_.keep_closed, desk_.clock().now());
}

bool ItemKeeper::may_be_tried(const Item& item) {
    return waits_.may_be_tried(item) && collections_.open(item.person, Deed::write);
}

void ItemKeeper::write() {
    auto items = store_.dirty_items();
    // One that fails must not be in the way of the others each time.
    std::ranges::stable_partition(items,
                                  [&](const Item& item) { return !waits_.has_failed(item); });
    // Taken away first: a server may want a task's UID to be in one place.
    for (const bool wanted : {false, true}) {
        for (const auto& item : items) {
            if (may_be_tried(item) && is_wanted(item) == wanted) {
                settle(item, wanted);
            }
        }
    }
    collections_.end_round();
    store_.drop_collections_of_erased();
}

void ItemKeeper::settle(Item item, bool wanted) {
    for (int i = 0; i < most_tries; ++i) {
        const auto outcome = wanted ? put(item) : remove(item);
        if (outcome == Outcome::done) {
            waits_.settled(item);
        }
        if (outcome != Outcome::again) {
            return;
        }
    }
    waits_.failed(item,
                  {"stale", fmt::format("each time it is another by now, says the server{}",
                                        item.etag.starts_with("W/")
                                            ? "; its ETags are weak, and CalDAV needs strong ones"
                                            : "")});
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
    return item.etag.empty() ? put_text(item, *collection, *made)
                             : put_over(item, *collection, *made);
}

ItemKeeper::Outcome ItemKeeper::put_over(Item& item, const Collection& collection,
                                         Presentation made) {
    const auto stored = server_.get(collections_.item_path(collection, item.number));
    if (!stored) {
        return failed(stored.error(), item, Deed::write);
    }
    if (!*stored) {
        take_deletion(item);
        return Outcome::again;
    }
    if (!(*stored)->etag.empty() && (*stored)->etag != item.etag) {
        take_edit(item, **stored);
        return item.dirty ? Outcome::again : Outcome::done;
    }
    made.text = with_own_notes(made.text, (*stored)->text);
    return put_text(item, collection, made);
}

ItemKeeper::Outcome ItemKeeper::put_text(Item& item, const Collection& collection,
                                         const Presentation& made) {
    const auto path = collections_.item_path(collection, item.number);
    const auto etag = server_.put(path, made.text, item.etag);
    if (!etag) {
        const auto outcome = after(etag.error(), item, collection);
        if (outcome == Outcome::rejected) {
            spdlog::warn("[C222] {}: the server does not take #{}, which stays away until the "
                         "task changes: {}",
                         desk_.municipality(), item.number, etag.error().text);
            rejected_[{item.person, item.number}] = made.hash;
        }
        return outcome;
    }
    collections_.worked(item.person, Deed::write);
    remember_written(item, made, *etag);
    return etag->empty() ? read_what_was_made(item, collection, made) : Outcome::done;
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
        const auto changed = common::in_ms(known->changed);
        item.closed_ms = !closed ? 0 : item.closed_ms == 0 ? changed : item.closed_ms;
    }
    store_.save(item);
}

ItemKeeper::Outcome ItemKeeper::remove(Item& item) {
    const auto collection = store_.collection(item.person);
    if (!collection) {
        store_.forget(item); // it was never written anywhere
        return Outcome::done;
    }
    const auto was_there =
        server_.remove(collections_.item_path(*collection, item.number), item.etag);
    if (!was_there) {
        const auto outcome = after(was_there.error(), item, *collection);
        if (outcome == Outcome::rejected) {
            waits_.failed(item, was_there.error());
        }
        return outcome;
    }
    if (!*was_there) {
        // A proxy whose server is away says that of everything.
        const auto exists = server_.exists(collection->path);
        if (!exists) {
            return failed(exists.error(), item, Deed::write);
        }
        if (!*exists) {
            waits_.failed_with_its_collection(item);
            return Outcome::later;
        }
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
        return look_for(collection, item);
    }
    return failed(error, item, Deed::write);
}

ItemKeeper::Outcome ItemKeeper::failed(const Error& error, const Item& item, Deed deed) {
    const bool alone = !is_about_the_server(error) && waits_.has_failed(item) &&
                       !collections_.in_trouble(item.person, deed);
    if (alone) {
        waits_.failed(item, error);
        return Outcome::later;
    }
    if (!is_about_the_server(error)) {
        waits_.failed_with_its_collection(item);
    }
    collections_.failed(item.person, deed, error);
    return Outcome::later;
}

ItemKeeper::Outcome ItemKeeper::look_for(const Collection& collection, const Item& item) {
    const auto exists = server_.exists(collection.path);
    if (!exists) {
        return failed(exists.error(), item, Deed::write);
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
        return failed(stored.error(), item, Deed::write);
    }
    if (*stored) {
        take_edit(item, **stored);
    } else {
        take_deletion(item);
    }
    return item.dirty ? Outcome::again : Outcome::done;
}

ItemKeeper::Outcome ItemKeeper::read_what_was_made(Item& item, const Collection& collection,
                                                   const Presentation& made) {
    const auto stored = server_.get(collections_.item_path(collection, item.number));
    if (!stored) {
        return failed(stored.error(), item, Deed::write);
    }
    const auto seen = *stored ? read_todo((*stored)->text) : std::nullopt;
    // A server may write a text in a way of its own; only what people do is looked for.
    if (seen && (seen->shown.empty() || seen->shown == made.status) &&
        !wish_of(seen->status, made.status)) {
        remember_written(item, made, (*stored)->etag);
        return Outcome::done;
    }
    if (*stored) {
        take_edit(item, **stored);
    } else {
        take_deletion(item);
    }
    return item.dirty ? Outcome::again : Outcome::done;
}

} // namespace klik::calendar
