#include "calendar/collections.hpp"

#include "calendar/presentation.hpp"
#include "common/place_holders.hpp"

#include <fmt/core.h>

#include <ranges>

namespace klik::calendar {

namespace {

/// For the log, where nobody's address is to stand.
std::string path_without_address(const Settings& settings, const std::string& municipality,
                                 const std::string& person) {
    return common::filled_in(settings.collection,
                             {{"person", person}, {"municipality", municipality}});
}

/// `.` and `..` mean another place, also where they are percent-encoded.
bool leads_elsewhere(std::string_view path) {
    for (const auto part : std::views::split(path, '/')) {
        const std::string_view segment{part.begin(), part.end()};
        if (segment == "." || segment == "..") {
            return true;
        }
    }
    return false;
}

Error why_not_made(const Error& error) {
    return error.code != "missing"
               ? error
               : Error{error.code, error.text + " when it is to be made; the folder above it is "
                                                "not there"};
}

} // namespace

std::string collection_path(const Settings& settings, const std::string& municipality,
                            const std::string& person, const std::string& email) {
    if (email.empty() && settings.collection.contains("{email}")) {
        return {};
    }
    auto path =
        common::filled_in(settings.collection,
                          {{"person", person}, {"email", email}, {"municipality", municipality}});
    return leads_elsewhere(path) ? std::string{} : path;
}

std::string Collections::item_path(const Collection& collection, std::int64_t number) const {
    return collection.path + common::percent_encoded(file_name(desk_.municipality(), number));
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
                "[C223] {}: klikd knows no address of {}, which `collection` needs, or the id "
                "cannot stand in a path; their tasks wait",
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

bool Collections::is_absent(const std::string& person) {
    absent_.insert(person);
    if (said_absent_.insert(person).second) {
        spdlog::error("[C229] {}: the collection of {} is not on the server, and `create` is "
                      "false; their tasks wait",
                      desk_.municipality(), person);
    }
    return false;
}

bool Collections::make(Collection& collection) {
    const auto exists = server_.exists(collection.path);
    if (!exists) {
        failed(collection.person, Deed::write, exists.error());
        return false;
    }
    if (!*exists && !settings_.create) {
        return is_absent(collection.person);
    }
    if (!*exists) {
        const auto made = server_.create(
            collection.path, std::string{in(language_of(collection.language, settings_.language),
                                            "KLIK-opgaver", "KLIK tasks")});
        if (!made) {
            failed(collection.person, Deed::write, why_not_made(made.error()));
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
    auto collection =
        absent_.contains(person) || !open(person, Deed::write) ? std::nullopt : placed(person);
    if (!collection || (!collection->ready && !make(*collection))) {
        return std::nullopt;
    }
    return collection;
}

ServerGate& Collections::gate_of(const std::string& person, Deed deed) {
    const auto known = gates_.find({person, deed});
    if (known != gates_.end()) {
        return known->second;
    }
    const auto name = fmt::format("{}, the collection of {} ({})", desk_.municipality(), person,
                                  path_without_address(settings_, desk_.municipality(), person));
    const ServerGate::Lines lines =
        deed == Deed::write
            ? ServerGate::Lines{"C240", "C241", "their tasks wait, those of others do not. It"}
            : ServerGate::Lines{"C242", "C243", "what they do there is not seen for now. It"};
    return gates_.try_emplace({person, deed}, name, lines).first->second;
}

bool Collections::open(const std::string& person, Deed deed) {
    const auto known = gates_.find({person, deed});
    return gate_.open() && (known == gates_.end() || known->second.open());
}

void Collections::worked(const std::string& person, Deed deed) {
    gate_.worked();
    slow_in_a_row_ = 0;
    worked_.emplace(person, deed);
}

void Collections::end_round() {
    for (const auto& use : worked_) {
        if (const auto known = gates_.find(use); known != gates_.end()) {
            known->second.worked();
            gates_.erase(known);
        }
    }
    worked_.clear();
}

void Collections::failed(const std::string& person, Deed deed, const Error& error) {
    // One collection can be slow; with the second in a row it is the server.
    slow_in_a_row_ = error.code == "slow" ? slow_in_a_row_ + 1 : 0;
    if (is_about_the_server(error) || slow_in_a_row_ > 1) {
        gate_.failed(error);
        return;
    }
    if (error.code != "slow") {
        gate_.worked(); // it has answered
    }
    worked_.erase({person, deed});
    gate_of(person, deed).failed(error);
}

bool Collections::in_trouble(const std::string& person, Deed deed) const {
    return gates_.contains({person, deed}) && !worked_.contains({person, deed});
}

void Collections::look_up_people() {
    desk_.forget_people();
    absent_.clear();
    look_for_who_is_back();
    for (const auto& collection : store_.collections()) {
        if (!store_.is_erased(collection.person)) {
            static_cast<void>(placed(collection.person));
        }
    }
}

void Collections::look_for_who_is_back() {
    for (const auto& person : store_.erased_people()) {
        const auto reader = desk_.reader(person);
        if (!reader || reader->email.empty()) {
            continue;
        }
        store_.forget_erasure(person);
        for (const auto& [number, known] : desk_.tasks().all()) {
            if (common::keeper_of(known.state) == person &&
                !common::is_closed(known.state["status"].text())) {
                store_.want(person, number);
            }
        }
    }
}

} // namespace klik::calendar
