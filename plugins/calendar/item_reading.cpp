#include "calendar/item_keeper.hpp"
#include "calendar/todo.hpp"

#include <spdlog/spdlog.h>

namespace klik::calendar {

using Deed = Collections::Deed;

namespace {

std::optional<std::string> wish_in(const TodoSeen& seen, const Item& item,
                                   const std::optional<Wish>& pending) {
    const auto wish = wish_of(seen.status, seen.shown.empty() ? item.shown : seen.shown);
    // What they wanted was taken from the item and not written there yet: by now it is as before.
    const bool taken_back = pending && !seen.shown.empty() && seen.shown != pending->status;
    return !wish && taken_back ? seen.shown : wish;
}

} // namespace

void ItemKeeper::read() {
    collections_.look_up_people();
    for (auto& collection : store_.collections()) {
        if (collection.ready && !store_.is_erased(collection.person) &&
            collections_.open(collection.person, Deed::read)) {
            read(std::move(collection));
        }
    }
    collections_.end_round();
}

void ItemKeeper::read(Collection collection) {
    auto changes = server_.changes(collection.path, collection.token);
    if (!changes && changes.error().code == "unknown_token") {
        spdlog::info("[C228] {}: the server no longer knows what was seen of the collection of {}; "
                     "all of it is compared",
                     desk_.municipality(), collection.person);
        collection.token.clear();
        changes = server_.changes(collection.path, collection.token);
    }
    if (!changes) {
        if (changes.error().code == "missing") {
            store_.begin_anew(collection);
        } else {
            collections_.failed(collection.person, Deed::read, changes.error());
        }
        return;
    }
    collections_.worked(collection.person, Deed::read);
    if (take(*changes, collection.token.empty(), collection)) {
        collection.token = changes->token;
        store_.save(collection);
    }
}

bool ItemKeeper::take(const Changes& changes, bool all, const Collection& collection) {
    std::map<std::string, std::string> etags;
    for (const auto& member : changes.members) {
        etags[member.name] = member.etag;
    }
    bool all_taken = true;
    for (auto& item : store_.items_of(collection.person)) {
        const auto found = etags.find(file_name(desk_.municipality(), item.number));
        if (found != etags.end()) {
            all_taken = take_member(found->second, std::move(item), collection) && all_taken;
        } else if (all && !item.etag.empty()) {
            take_deletion(item);
        }
    }
    return all_taken;
}

bool ItemKeeper::take_member(const std::string& etag, Item item, const Collection& collection) {
    if (etag == item.etag) {
        return true; // as it was written
    }
    if (!waits_.may_be_tried(item) || !collections_.open(item.person, Deed::read)) {
        return false;
    }
    if (etag.empty()) {
        take_deletion(item);
        return true;
    }
    const auto stored = server_.get(collections_.item_path(collection, item.number));
    if (!stored) {
        static_cast<void>(failed(stored.error(), item, Deed::read));
        return false;
    }
    if (*stored) {
        take_edit(item, **stored);
    } else {
        take_deletion(item);
    }
    if (!item.dirty) {
        waits_.settled(item);
    }
    return true;
}

void ItemKeeper::take_deletion(Item& item) {
    if (!item.etag.empty()) {
        spdlog::info("[C227] {}: #{} was deleted in the calendar of {}", desk_.municipality(),
                     item.number, item.person);
    }
    item.etag.clear();
    item.hash.clear();
    item.dirty = true;
    store_.save(item);
}

void ItemKeeper::take_edit(Item& item, const StoredItem& stored) {
    item.etag = stored.etag;
    item.hash.clear();
    item.dirty = true;
    const auto seen = read_todo(stored.text);
    const auto collection = store_.collection(item.person);
    const auto pending = store_.latest_wish(item.person, item.number);
    const auto wish = seen ? wish_in(*seen, item, pending) : std::nullopt;
    const auto made =
        collection ? presentation_of(item, *collection) : std::optional<Presentation>{};
    if (wish && !(made && made->status == *wish)) {
        const auto* known = desk_.tasks().find(item.number);
        if (pending && !pending->sent && known != nullptr &&
            known->state["status"].text() == *wish) {
            take_back(item, *pending);
        } else {
            note_wish(item, *wish,
                      seen->revision ? static_cast<std::int64_t>(*seen->revision) : item.revision);
        }
        return;
    }
    const auto ours = made ? read_todo(made->text) : std::nullopt;
    if (seen && ours && seen->content == ours->content) {
        remember_written(item, *made, stored.etag);
        return;
    }
    store_.save(item);
}

void ItemKeeper::note_wish(Item& item, const std::string& status, std::int64_t revision) {
    item.comment.clear();
    auto whole = store_.transaction();
    Wish wish;
    wish.person = item.person;
    wish.number = item.number;
    wish.status = status;
    wish.base_revision = revision;
    wish.asked_ms = common::in_ms(desk_.clock().now());
    store_.add(wish);
    store_.save(item);
    whole.commit();
    spdlog::info("[C226] {}: {} gave #{} the status {} in their calendar; klikd is asked",
                 desk_.municipality(), item.person, item.number, status);
}

void ItemKeeper::take_back(Item& item, const Wish& wish) {
    item.comment.clear();
    auto whole = store_.transaction();
    store_.drop(wish);
    store_.save(item);
    whole.commit();
    spdlog::info("[C246] {}: {} took back the status {} of #{} before klikd was asked",
                 desk_.municipality(), item.person, wish.status, item.number);
}

} // namespace klik::calendar
