#include "calendar/collections.hpp"

#include "calendar/place_holders.hpp"
#include "calendar/presentation.hpp"

#include <fmt/core.h>

namespace klik::calendar {

std::string collection_path(const Settings& settings, const std::string& municipality,
                            const std::string& person, const std::string& email) {
    if (email.empty() && settings.collection.contains("{email}")) {
        return {};
    }
    return filled_in(settings.collection,
                     {{"person", person}, {"email", email}, {"municipality", municipality}});
}

std::string Collections::item_path(const Collection& collection, std::int64_t number) const {
    return collection.path + percent_encoded(file_name(desk_.municipality(), number));
}

std::optional<Collection> Collections::placed(const std::string& person) {
    const auto reader = desk_.reader(person);
    if (!reader) {
        return std::nullopt;
    }
    const auto path = collection_path(settings_, desk_.municipality(), person, reader->email);
    if (path.empty()) {
        if (without_address_.insert(person).second) {
            spdlog::error(
                "[C223] {}: klikd knows no address of {}, which `collection` needs; their "
                "tasks wait",
                desk_.municipality(), person);
        }
        return std::nullopt;
    }
    if (without_address_.erase(person) > 0) {
        spdlog::info("[C224] {}: klikd knows an address of {}", desk_.municipality(), person);
    }
    const std::string language{in(reader->language, "da", "en")};
    auto collection = store_.collection(person).value_or(Collection{});
    if (collection.path != path) {
        collection = {person, path, language, false, {}};
        store_.begin_anew(collection);
    } else if (collection.language != language) {
        collection.language = language;
        store_.save(collection);
        for (const auto& item : store_.items_of(person)) {
            store_.mark(item.number);
        }
    }
    return collection;
}

bool Collections::make(Collection& collection) {
    const auto exists = server_.exists(collection.path);
    if (!exists) {
        gate_.failed(exists.error());
        return false;
    }
    if (!*exists && !settings_.create) {
        absent_.insert(collection.person);
        if (said_absent_.insert(collection.person).second) {
            spdlog::error("[C229] {}: the collection of {} is not on the server, and `create` is "
                          "false; their tasks wait",
                          desk_.municipality(), collection.person);
        }
        return false;
    }
    if (!*exists) {
        const auto made = server_.create(
            collection.path, std::string{in(language_of(collection.language, settings_.language),
                                            "KLIK-opgaver", "KLIK tasks")});
        if (!made) {
            gate_.failed(made.error());
            return false;
        }
        spdlog::info("[C225] {}: made the collection of {}", desk_.municipality(),
                     collection.person);
    }
    if (said_absent_.erase(collection.person) > 0) {
        spdlog::info("[C230] {}: the collection of {} is there", desk_.municipality(),
                     collection.person);
    }
    collection.ready = true;
    store_.save(collection);
    return true;
}

std::optional<Collection> Collections::ready(const std::string& person) {
    auto collection = absent_.contains(person) ? std::nullopt : placed(person);
    if (!collection || (!collection->ready && !make(*collection))) {
        return std::nullopt;
    }
    return collection;
}

void Collections::look_up_people() {
    desk_.forget_people();
    absent_.clear();
    for (const auto& collection : store_.collections()) {
        static_cast<void>(placed(collection.person));
    }
}

} // namespace klik::calendar
