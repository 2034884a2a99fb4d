#include "chat/office.hpp"

#include "chat/harmless_text.hpp"
#include "chat/reports.hpp"
#include "chat/routing.hpp"
#include "chat/settings_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace klik::chat {

namespace {

constexpr std::chrono::seconds between_reports{1};
constexpr std::chrono::seconds after_a_refusal{60};

} // namespace

Office::Office(const Settings& settings, const common::Municipality& municipality,
               const Store& store, const KlikdStream& stream)
    : settings_{settings}, store_{store}, klik_{settings, municipality, stream}, outbox_{store},
      clerk_{settings, klik_, store}, serves_{stream.serves} {}

Wording Office::wording_for(const Room& room) {
    Wording wording;
    wording.language = room.language;
    wording.link = settings_.link;
    wording.municipality = klik_.municipality();
    wording.names = room.names;
    wording.title_of = [this, &room](std::int64_t number) {
        const auto seen = store_.seen(klik_.municipality(), number);
        return seen && is_about(room, *seen) ? seen->title : std::string{};
    };
    return wording;
}

void Office::tell(const std::vector<Change>& changes) {
    for (const auto& change : changes) {
        for (const auto& room : settings_.rooms) {
            if (goes_into(room, change, klik_.municipality())) {
                outbox_.add(room, change, line_of(change, wording_for(room)), klik_.now());
            }
        }
    }
}

void Office::tell_about_tasks(std::vector<Change> changes) {
    for (auto& change : changes) {
        if (change.number != 0) {
            change.task = store_.seen(klik_.municipality(), change.number).value_or(Seen{});
        }
    }
    tell(changes);
}

void Office::look_at_title(std::int64_t number, const std::string& title) const {
    if (serves_ && would_act(title)) {
        spdlog::info("[H110] {}: the title of #{} has a mention, a link or characters that hide "
                     "something; rooms are shown others that look alike",
                     klik_.municipality(), number);
    }
}

void Office::note(std::int64_t number, const std::optional<Seen>& now, const std::string& event) {
    const auto& municipality = klik_.municipality();
    const auto before = store_.seen(municipality, number);
    if (now) {
        if (!before || before->title != now->title) {
            look_at_title(number, now->title);
        }
        store_.see(municipality, number, *now);
    } else {
        store_.forget(municipality, number);
    }
    tell(changes_between(number, before, now, event));
}

/// A journal that was restored from a copy may have the same epoch; its sequences tell it.
bool Office::goes_on_from(const Place& place) {
    const auto& tasks = klik_.desk().tasks();
    if (place.epoch != tasks.epoch() || place.sequence > tasks.up_to()) {
        return false;
    }
    return std::ranges::all_of(tasks.all(), [&](const auto& each) {
        const auto& [number, known] = each;
        if (known.sequence > place.sequence) {
            return true;
        }
        const auto seen = store_.seen(klik_.municipality(), number);
        return seen && seen->sequence == known.sequence;
    });
}

bool Office::look() {
    auto& desk = klik_.desk();
    if (!desk.listens() || !desk.look()) {
        return false;
    }
    const auto& municipality = klik_.municipality();
    const auto& tasks = desk.tasks();
    const auto place = store_.place(municipality);
    looked_ = true;
    check_settings();
    if (place && goes_on_from(*place)) {
        return true; // what has changed since comes as events
    }
    auto whole = store_.transaction();
    outbox_.forget_ids_of_events();
    for (const auto number : store_.numbers(municipality)) {
        if (!tasks.all().contains(number)) {
            note(number, std::nullopt, fmt::format("{}.{}", tasks.epoch(), tasks.up_to()));
        }
    }
    for (const auto& [number, known] : tasks.all()) {
        const auto seen = seen_in(known.state, known.sequence);
        if (place) {
            note(number, seen, fmt::format("{}.{}", tasks.epoch(), known.sequence));
        } else {
            look_at_title(number, seen.title);
            store_.see(municipality, number, seen); // where rooms begin is no news
        }
    }
    store_.set_place(municipality, {tasks.epoch(), tasks.up_to()});
    whole.commit();
    if (!serves_) {
        return true;
    }
    if (place) {
        spdlog::info("[H105] {}: klikd has another journal; rooms hear of what is another there",
                     municipality);
    } else {
        spdlog::info("[H104] {}: rooms hear of what changes from now on; {} tasks are known",
                     municipality, tasks.all().size());
    }
    return true;
}

void Office::check_settings() {
    if (!serves_ || std::exchange(checked_, true)) {
        return;
    }
    const auto& municipality = klik_.municipality();
    for (const auto& sentence :
         names_of_no_task(settings_, municipality, klik_.desk().tasks().all())) {
        spdlog::warn("[H108] {}: {}", municipality, sentence);
    }
    for (const auto& sentence : ids_of_nobody(
             settings_, municipality, [this](const auto& id) { return klik_.is_person(id); })) {
        spdlog::warn("[H109] {}: {}", municipality, sentence);
    }
}

void Office::take_state(const Event& event) {
    const auto number = event.data["number"].whole().value_or(0);
    static_cast<void>(klik_.desk().tasks().take(event));
    note(number,
         event.type == "dk.klik.task.removed.v1"
             ? std::nullopt
             : std::optional{seen_in(event.data, event.sequence)},
         event.id);
}

void Office::take_request(const Event& event) {
    if (event.type == "dk.klik.task.change_requested.v1") {
        store_.note_wish(klik_.municipality(), event, klik_.now());
        return;
    }
    auto change = change_in_outcome(event);
    if (event.type == "dk.klik.request.outcome.v1" && !clerk_.take_outcome(event) && change) {
        store_.recall_wish(klik_.municipality(), std::string{event.data["request"].text()},
                           *change);
        tell_about_tasks({*std::move(change)});
    }
}

void Office::take(const Event& event) {
    if (event.kind == "state") {
        take_state(event);
    } else if (event.kind == "notification") {
        tell_about_tasks(changes_in_notification(event));
    } else if (event.kind == "request") {
        take_request(event);
    } else if (event.kind == "system") {
        const auto what = event.data["kind"].text();
        if (what == "person_erased") {
            forget(std::string{event.data["person"].text()});
        }
        if (what == "person_erased" || what == "person_replaced" || what == "roles_loaded") {
            klik_.forget_names();
        }
        if (const auto change = change_in_system_event(event)) {
            tell({*change});
        }
    }
}

void Office::forget(const std::string& person) {
    const auto& municipality = klik_.municipality();
    const CommandLog log{store_};
    log.forget_person(municipality, person);
    store_.note_erased(municipality, person);
    for (const auto& [channel, by_municipality] : settings_.people) {
        const auto people = by_municipality.find(municipality);
        if (people == by_municipality.end()) {
            continue;
        }
        for (const auto& [address, id] : people->second) {
            if (id == person) {
                log.forget_address(channel, address);
            }
        }
    }
    leaves_traces_ = true;
}

bool Office::take_events() {
    auto& desk = klik_.desk();
    std::optional<Event> last;
    auto whole = store_.transaction();
    auto place = store_.place(klik_.municipality()).value_or(Place{});
    while (auto event = desk.next()) {
        if (event->epoch != desk.tasks().epoch()) {
            looked_ = false; // the snapshot that is taken next has all of it
            break;
        }
        if (event->sequence > place.sequence) {
            take(*event);
            place.sequence = event->sequence;
        } else if (event->kind == "state") {
            static_cast<void>(desk.tasks().take(*event));
        }
        last = std::move(event);
    }
    if (last) {
        store_.set_place(klik_.municipality(), place);
    }
    whole.commit();
    if (std::exchange(leaves_traces_, false)) {
        store_.database().leave_no_trace();
    }
    if (last) {
        desk.acknowledge(*last);
    }
    return looked_;
}

bool Office::hear() {
    heard_ = hear_klikd();
    return heard_;
}

bool Office::hear_klikd() {
    if (looked_ && !klik_.desk().tasks().current()) {
        looked_ = false;
        // A restored journal may have the same epoch; all tasks are compared.
        if (auto place = store_.place(klik_.municipality())) {
            place->epoch.clear();
            store_.set_place(klik_.municipality(), *place);
        }
    }
    return (looked_ || look()) && take_events();
}

void Office::report() {
    const auto now = std::chrono::steady_clock::now();
    if (now < report_again_ || !heard_ || !klik_.answers()) {
        return;
    }
    const auto done = report_outcomes(klik_, outbox_);
    report_again_ = now + between_reports;
    if (done) {
        no_reports_.is_over("klikd takes reports");
    } else if (done.error().code != "no_answer") {
        report_again_ = now + after_a_refusal;
        no_reports_.lasts(
            klik_.municipality(),
            fmt::format("klikd does not take reports of what rooms were told ({}{}); they wait",
                        done.error().code == "forbidden" ? "this key lacks the right `report`: "
                                                         : "",
                        done.error().text));
    }
}

} // namespace klik::chat
