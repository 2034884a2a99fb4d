#include "codec/record.hpp"

#include "codec/gallery_records.hpp"
#include "codec/journal_data.hpp"
#include "codec/notification_data.hpp"
#include "codec/outbox_data.hpp"
#include "codec/person_records.hpp"
#include "codec/request_data.hpp"
#include "codec/task_view_data.hpp"
#include "codec/utf8.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {
namespace {

using domain::MunicipalityCode;
using engine::EventBody;

/// The names under which records lie in the journal and events go out, in the order of `EventBody`.
constexpr std::array<std::string_view, std::variant_size_v<EventBody>> type_names{
    "dk.klik.journal.task_observed.v1",
    "dk.klik.journal.task_removal_observed.v1",
    "dk.klik.journal.set_started.v1",
    "dk.klik.journal.set_ended.v1",
    "dk.klik.journal.fact_repeated.v1",
    "dk.klik.journal.change_asked.v1",
    "dk.klik.journal.moment_passed.v1",
    "dk.klik.journal.rules_loaded.v1",
    "dk.klik.journal.service_started.v1",
    "dk.klik.task.state.v1",
    "dk.klik.task.removed.v1",
    "dk.klik.journal.deadline_scheduled.v1",
    "dk.klik.notification.v1",
    "dk.klik.task.change_requested.v1",
    "dk.klik.request.outcome.v1",
    "dk.klik.system.v1",
    "dk.klik.journal.local_edge_changed.v1",
    "dk.klik.journal.role_assigned.v1",
    "dk.klik.journal.role_ended.v1",
    "dk.klik.journal.gallery_loaded.v1",
    "dk.klik.journal.notice_gathered.v1",
    "dk.klik.journal.outbox_scheduled.v1",
    "dk.klik.journal.outbox_emptied.v1",
    "dk.klik.journal.run_missed.v1",
    "dk.klik.journal.runs_caught_up.v1",
    "dk.klik.journal.condition_settled.v1",
    "dk.klik.journal.person_replaced.v1",
    "dk.klik.journal.person_erased.v1",
    "dk.klik.journal.delivery_reported.v1",
};

struct WriteBody {
    const MunicipalityCode& municipality;
    MapWriter& map;

    void operator()(const engine::TaskObserved& body) const { write_observed(map, body); }
    void operator()(const engine::TaskRemovalObserved& body) const {
        write_removal_observed(map, body);
    }
    void operator()(const engine::SetStarted& body) const { write_set_started(map, body); }
    void operator()(const engine::SetEnded& body) const { write_set_ended(map, body); }
    void operator()(const engine::RoleAssigned& body) const { write_role_assigned(map, body); }
    void operator()(const engine::RoleEnded& body) const { write_role_ended(map, body); }
    void operator()(const engine::FactRepeated& body) const { write_fact_repeated(map, body); }
    void operator()(const engine::LocalEdgeChanged& body) const { write_local_edge(map, body); }
    void operator()(const engine::PersonReplaced& body) const { write_person_replaced(map, body); }
    void operator()(const engine::PersonErased& body) const { write_person_erased(map, body); }
    void operator()(const engine::DeliveryReported& body) const {
        write_delivery_reported(map, body);
    }
    void operator()(const engine::GalleryLoaded& body) const { write_gallery_loaded(map, body); }
    void operator()(const engine::ChangeAsked& body) const {
        write_request(map, body.request, body.via);
    }
    void operator()(const engine::MomentPassed& body) const { map.flag("late", body.late); }
    void operator()(const engine::RulesLoaded& body) const { write_rules_loaded(map, body); }
    void operator()(const engine::ServiceStarted& body) const {
        map.text("engine_version", body.engine_version);
    }
    void operator()(const engine::TaskStateChanged& body) const {
        write_task_view(map, municipality, body.view);
    }
    void operator()(const engine::TaskRemoved& body) const {
        map.text("municipality", municipality.value);
        map.number("number", body.number);
    }
    void operator()(const engine::DeadlineScheduled& body) const { write_deadline(map, body); }
    void operator()(const engine::Notified& body) const {
        write_notification(map, body.notification);
    }
    void operator()(const engine::ChangeRequested& body) const {
        write_request(map, body.request, body.via);
    }
    void operator()(const engine::RequestConcluded& body) const { write_conclusion(map, body); }
    void operator()(const engine::SystemReported& body) const {
        map.text("kind", body.kind);
        for (const auto& [name, value] : body.details) {
            map.text(name, value);
        }
    }
    void operator()(const engine::NoticeGathered& body) const { write_gathered(map, body); }
    void operator()(const engine::OutboxScheduled& body) const {
        write_outbox_scheduled(map, body);
    }
    void operator()(const engine::OutboxEmptied& body) const { write_outbox_emptied(map, body); }
    void operator()(const engine::RunMissed& body) const { map.numbers("tasks", body.tasks); }
    void operator()(const engine::RunsCaughtUp&) const {}
    void operator()(const engine::ConditionSettled& body) const {
        map.number("number", body.number);
        map.text("key", body.key);
    }
};

template <class Body>
Body read_body(MapReader& map);

template <>
engine::TaskObserved read_body(MapReader& map) {
    return read_observed(map);
}
template <>
engine::TaskRemovalObserved read_body(MapReader& map) {
    return read_removal_observed(map);
}
template <>
engine::SetStarted read_body(MapReader& map) {
    return read_set_started(map);
}
template <>
engine::SetEnded read_body(MapReader& map) {
    return read_set_ended(map);
}
template <>
engine::RoleAssigned read_body(MapReader& map) {
    return read_role_assigned(map);
}
template <>
engine::RoleEnded read_body(MapReader& map) {
    return read_role_ended(map);
}
template <>
engine::FactRepeated read_body(MapReader& map) {
    return read_fact_repeated(map);
}
template <>
engine::LocalEdgeChanged read_body(MapReader& map) {
    return read_local_edge(map);
}
template <>
engine::PersonReplaced read_body(MapReader& map) {
    return read_person_replaced(map);
}
template <>
engine::PersonErased read_body(MapReader& map) {
    return read_person_erased(map);
}
template <>
engine::DeliveryReported read_body(MapReader& map) {
    return read_delivery_reported(map);
}
template <>
engine::GalleryLoaded read_body(MapReader& map) {
    return read_gallery_loaded(map);
}
template <>
engine::ChangeAsked read_body(MapReader& map) {
    return {read_request(map), std::string{map.required("via").text()}};
}
template <>
engine::MomentPassed read_body(MapReader& map) {
    return {map.required("late").flag()};
}
template <>
engine::RulesLoaded read_body(MapReader& map) {
    return read_rules_loaded(map);
}
template <>
engine::ServiceStarted read_body(MapReader& map) {
    return {std::string{map.required("engine_version").text()}};
}
template <>
engine::TaskStateChanged read_body(MapReader& map) {
    return {read_task_view(map)};
}
template <>
engine::TaskRemoved read_body(MapReader& map) {
    static_cast<void>(map.required("municipality"));
    return {map.required("number").number()};
}
template <>
engine::DeadlineScheduled read_body(MapReader& map) {
    return read_deadline(map);
}
template <>
engine::Notified read_body(MapReader& map) {
    return {read_notification(map)};
}
template <>
engine::ChangeRequested read_body(MapReader& map) {
    return {read_request(map), std::string{map.required("via").text()}};
}
template <>
engine::RequestConcluded read_body(MapReader& map) {
    return read_conclusion(map);
}
template <>
engine::SystemReported read_body(MapReader& map) {
    engine::SystemReported reported{std::string{map.required("kind").text()}, {}};
    map.each_unread([&](std::string_view name, const Value& detail) {
        reported.details.emplace(name, detail.text());
    });
    return reported;
}

template <>
engine::NoticeGathered read_body(MapReader& map) {
    return read_gathered(map);
}
template <>
engine::OutboxScheduled read_body(MapReader& map) {
    return read_outbox_scheduled(map);
}
template <>
engine::OutboxEmptied read_body(MapReader& map) {
    return read_outbox_emptied(map);
}
template <>
engine::RunMissed read_body(MapReader& map) {
    return {map.required("tasks").numbers()};
}
template <>
engine::RunsCaughtUp read_body(MapReader& /*map*/) {
    return {};
}
template <>
engine::ConditionSettled read_body(MapReader& map) {
    return {map.required("number").number(), std::string{map.required("key").text()}};
}

using BodyReader = EventBody (*)(MapReader&);

template <class Body>
EventBody read_as(MapReader& map) {
    return read_body<Body>(map);
}

template <class... Bodies>
constexpr std::array<BodyReader, sizeof...(Bodies)> readers_of(std::variant<Bodies...>* /*of*/) {
    return {&read_as<Bodies>...};
}

constexpr auto body_readers = readers_of(static_cast<EventBody*>(nullptr));

std::unexpected<domain::Problem> damaged(const Record& record, const domain::Problem& problem) {
    return std::unexpected(domain::Problem{"damaged",
                                           "record " + domain::to_string(record.sequence),
                                           printable(record.type) + ": " + problem.sentence()});
}

} // namespace

Record encode_record(const MunicipalityCode& municipality, const engine::Event& event) {
    return {.sequence = event.sequence,
            .previous = event.previous,
            .cause = event.cause,
            .at = event.at,
            .kind = engine::kind_of(event.body),
            .type = std::string{type_names[event.body.index()]},
            .subject = engine::subject_of(event.body),
            .task = engine::task_of(event.body),
            .data = write_map(
                [&](MapWriter& map) { std::visit(WriteBody{municipality, map}, event.body); })};
}

domain::Result<engine::Event> decode_record(const Record& record) {
    const auto type = std::ranges::find(type_names, record.type);
    if (type == type_names.end()) {
        return damaged(record, {"", "", "not a type of record that this version knows"});
    }
    const auto payload = check_payload(record.data, stored_bounds);
    if (!payload) {
        return damaged(record, payload.error());
    }
    Reading reading;
    MapReader map{reading, *payload};
    engine::Event event{.sequence = record.sequence,
                        .previous = record.previous,
                        .cause = record.cause,
                        .at = record.at,
                        .body =
                            body_readers[static_cast<std::size_t>(type - type_names.begin())](map)};
    map.close();
    if (reading.ok() && record.kind != engine::kind_of(event.body)) {
        reading.refuse("", "stored as another kind than its type has");
    }
    if (reading.problem()) {
        return damaged(record, *reading.problem());
    }
    return event;
}

} // namespace klik::codec
