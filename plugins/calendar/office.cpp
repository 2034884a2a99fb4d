#include "calendar/office.hpp"

#include <fmt/core.h>

namespace klik::calendar {

namespace {

/// Another one means that items look otherwise although no task has changed.
std::string form_of(const Settings& settings) {
    constexpr int version = 1;
    return fmt::format("{} {}", version, settings.link);
}

} // namespace

Office::Office(const Settings& settings, const common::Municipality& municipality, Store store,
               CalDavServer& server, ServerGate& gate)
    : settings_{settings}, store_{std::move(store)}, desk_{settings, municipality}, gate_{gate},
      keeper_{settings, desk_, store_, server, gate}, wishes_{settings, desk_, store_},
      feeds_{settings, desk_, store_} {}

bool Office::look() {
    if (!desk_.listens() || !desk_.look()) {
        return false;
    }
    auto whole = store_.transaction();
    const auto& epoch = desk_.tasks().epoch();
    if (store_.said("epoch") != epoch) {
        store_.drop_sent_wishes(); // another journal does not know them
        store_.mark_all();
        store_.say("epoch", epoch);
    }
    if (store_.said("form") != form_of(settings_)) {
        store_.mark_all();
        store_.say("form", form_of(settings_));
    }
    compare_all();
    whole.commit();
    feeds_.mark_all();
    looked_ = true;
    return true;
}

void Office::compare_all() {
    for (const auto& [number, known] : desk_.tasks().all()) {
        const auto keeper = common::keeper_of(known.state);
        if (!keeper.empty() && !common::is_closed(known.state["status"].text())) {
            store_.want(keeper, number);
        }
        store_.mark_unless_of(number, static_cast<std::int64_t>(known.sequence));
        wishes_.look_at(number);
    }
    for (const auto number : store_.numbers()) {
        if (desk_.tasks().find(number) == nullptr) {
            store_.mark(number);
        }
    }
}

bool Office::take_events() {
    std::optional<Event> last;
    auto whole = store_.transaction();
    while (auto event = desk_.next()) {
        if (event->epoch != desk_.tasks().epoch()) {
            looked_ = false; // the snapshot that is taken next has all of it
            break;
        }
        if (!take(*event)) {
            break;
        }
        last = std::move(event);
    }
    whole.commit();
    if (last) {
        desk_.acknowledge(*last);
    }
    return looked_;
}

bool Office::take(const Event& event) {
    if (event.kind == "state") {
        take_state(event);
    } else if (event.type == "dk.klik.request.outcome.v1") {
        wishes_.take_outcome(event);
    } else if (event.kind == "system" && event.data["kind"].text() == "rules_loaded") {
        desk_.tasks().forget_answers(); // other days of reminder
        store_.mark_all();
        feeds_.mark_all();
    } else if (event.kind == "system" && event.data["kind"].text() == "person_erased") {
        store_.mark_erased(std::string{event.data["person"].text()});
    }
    return true;
}

void Office::take_state(const Event& event) {
    const auto mark_project_of = [&](std::int64_t number) {
        const auto* known = desk_.tasks().find(number);
        if (known != nullptr) {
            feeds_.mark(std::string{known->state["project"].text()});
        }
    };
    mark_project_of(event.data["number"].whole().value_or(0));
    for (const auto number : desk_.tasks().take(event)) {
        store_.mark(number);
        wishes_.look_at(number);
        mark_project_of(number);
        const auto* known = desk_.tasks().find(number);
        if (known != nullptr && !common::is_closed(known->state["status"].text())) {
            if (const auto keeper = common::keeper_of(known->state); !keeper.empty()) {
                store_.want(keeper, number);
            }
        }
    }
}

void Office::keep_collections() {
    if (std::chrono::steady_clock::now() >= read_again_ && gate_.open()) {
        read_again_ = std::chrono::steady_clock::now() + settings_.poll;
        keeper_.read();
    }
    // klikd is asked when the item says so: until then what was done in it can be taken back.
    keeper_.write();
    wishes_.send();
}

void Office::work() {
    if (looked_ && !desk_.tasks().current()) {
        looked_ = false;
        store_.say("epoch", ""); // a restored journal may have the same
    }
    if ((!looked_ && !look()) || !take_events()) {
        return;
    }
    wishes_.send();
    if (!settings_.server.empty()) {
        store_.mark_closed_before(desk_.clock().now() - settings_.keep_closed);
        keep_collections();
    }
    if (settings_.feed_folder) {
        feeds_.write();
    }
}

} // namespace klik::calendar
