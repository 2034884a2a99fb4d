#include "codec/person_records.hpp"

#include "codec/notification_data.hpp"

namespace klik::codec {
namespace {

constexpr domain::TaskNumber no_task{0}; ///< of a trial, which is about none

domain::PersonId read_id(const Value& value) {
    return domain::PersonId{std::string{value.text()}};
}

} // namespace

void write_person_replaced(MapWriter& map, const engine::PersonReplaced& replaced) {
    map.text("person", replaced.person.value);
    map.text("by", replaced.by.value);
    map.text("via", replaced.via);
}

engine::PersonReplaced read_person_replaced(MapReader& map) {
    return {read_id(map.required("person")), read_id(map.required("by")),
            std::string{map.required("via").text()}};
}

void write_person_erased(MapWriter& map, const engine::PersonErased& erased) {
    map.texts("persons", erased.persons,
              [](const domain::PersonId& person) -> std::string_view { return person.value; });
    map.text("via", erased.via);
}

engine::PersonErased read_person_erased(MapReader& map) {
    engine::PersonErased erased;
    const Value persons = map.required("persons");
    persons.each([&](const Value& person) { erased.persons.push_back(read_id(person)); });
    if (erased.persons.empty()) {
        persons.refuse("an empty list");
    }
    erased.via = map.required("via").text();
    return erased;
}

void write_delivery_reported(MapWriter& map, const engine::DeliveryReported& reported) {
    map.sequence("event", reported.event);
    map.text("item", reported.item);
    map.number("number", reported.number.value_or(no_task));
    map.text("person", reported.person.value);
    map.text("outcome", engine::canonical(reported.outcome));
    map.text("detail", reported.detail);
    if (reported.bounced) {
        map.map("bounced", [&](MapWriter& inner) { write_notification(inner, *reported.bounced); });
    }
    map.text("via", reported.via);
}

engine::DeliveryReported read_delivery_reported(MapReader& map) {
    engine::DeliveryReported reported;
    reported.event = map.required("event").sequence();
    reported.item = map.required("item").text();
    if (const domain::TaskNumber number{map.required("number").integer()}; number != no_task) {
        reported.number = number;
    }
    reported.person = read_id(map.required("person"));
    reported.outcome = map.required("outcome").word(engine::delivery_outcome);
    reported.detail = map.required("detail").text();
    if (const auto bounced = map.optional("bounced")) {
        MapReader notification{*bounced};
        reported.bounced = read_notification(notification);
        notification.close();
    }
    reported.via = map.required("via").text();
    return reported;
}

} // namespace klik::codec
