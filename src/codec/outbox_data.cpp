#include "codec/outbox_data.hpp"

#include "codec/deadline_data.hpp"
#include "codec/stored_time.hpp"

namespace klik::codec {
namespace {

using domain::PersonId;
using engine::PendingItem;

void write_waiting(MapWriter& map, const engine::Waiting& waiting) {
    if (waiting.until) {
        write_instant(map, "until_ms", *waiting.until);
    }
    if (waiting.run_on) {
        map.date("run_on", waiting.run_on);
    }
}

engine::Waiting read_waiting(MapReader& map) {
    engine::Waiting waiting;
    if (const auto until = map.optional("until_ms")) {
        waiting.until = read_instant(*until);
    }
    if (const auto run_on = map.optional("run_on")) {
        waiting.run_on = run_on->reckoned_date();
    }
    return waiting;
}

void write_occasion(MapWriter& map, const engine::Occasion& occasion) {
    map.text("kind", canonical(occasion.kind));
    map.text("name", occasion.name);
    map.date("due", occasion.due);
    map.text("rule", occasion.rule);
    map.texts_by_name("facts", occasion.facts);
}

engine::Occasion read_occasion(MapReader& map) {
    engine::Occasion occasion;
    occasion.kind = map.required("kind").word(domain::notification_kind);
    occasion.name = map.required("name").text();
    occasion.due = read_reckoned_date(map.required("due"));
    occasion.rule = map.required("rule").text();
    MapReader facts{map.required("facts")};
    facts.each_unread([&](std::string_view name, const Value& fact) {
        occasion.facts.emplace(name, fact.text());
    });
    return occasion;
}

/// What is most often empty is left out.
void write_pending_item(MapWriter& map, const PendingItem& item) {
    map.number("number", item.number);
    write_occasion(map, item.occasion);
    map.text("role", item.role.name);
    if (item.asked_on) {
        map.number("asked_on", *item.asked_on);
    }
    if (item.person) {
        map.text("person", item.person->value);
    }
    if (!item.except.empty()) {
        map.texts("except", item.except,
                  [](const PersonId& person) { return std::string_view(person.value); });
    }
    if (!item.withdraws.empty()) {
        map.text("withdraws", item.withdraws);
    }
    map.count("cause", item.cause.value);
    if (item.late) {
        map.flag("late", true);
    }
    if (item.for_a_run) {
        map.flag("for_a_run", true);
    }
}

PendingItem read_pending_item(const Value& value) {
    MapReader map{value};
    PendingItem item;
    item.number = map.required("number").number();
    item.occasion = read_occasion(map);
    item.role = map.required("role").word(domain::role);
    if (const auto number = map.optional("asked_on")) {
        item.asked_on = number->number();
    }
    if (const auto person = map.optional("person")) {
        item.person = PersonId{std::string{person->text()}};
    }
    if (const auto except = map.optional("except")) {
        except->each(
            [&](const Value& person) { item.except.insert({std::string{person.text()}}); });
    }
    if (const auto key = map.optional("withdraws")) {
        item.withdraws = key->text();
    }
    item.cause.value = map.required("cause").count();
    if (const auto late = map.optional("late")) {
        item.late = late->flag();
    }
    if (const auto for_a_run = map.optional("for_a_run")) {
        item.for_a_run = for_a_run->flag();
    }
    map.close();
    return item;
}

PersonId read_person_id(MapReader& map) {
    return PersonId{std::string{map.required("person").text()}};
}

} // namespace

void write_gathered(MapWriter& map, const engine::NoticeGathered& gathered) {
    map.text("person", gathered.person.value);
    map.map("item", [&](MapWriter& inner) { write_pending_item(inner, gathered.item); });
    write_waiting(map, gathered.waiting);
}

engine::NoticeGathered read_gathered(MapReader& map) {
    return {read_person_id(map), read_pending_item(map.required("item")), read_waiting(map)};
}

void write_outbox_scheduled(MapWriter& map, const engine::OutboxScheduled& scheduled) {
    map.text("person", scheduled.person.value);
    write_waiting(map, scheduled.waiting);
    map.flag("late", scheduled.late);
}

engine::OutboxScheduled read_outbox_scheduled(MapReader& map) {
    return {read_person_id(map), read_waiting(map), map.required("late").flag()};
}

void write_outbox_emptied(MapWriter& map, const engine::OutboxEmptied& emptied) {
    map.text("person", emptied.person.value);
    map.maps("dropped", emptied.dropped, [](MapWriter& inner, const auto& dropped) {
        inner.number("number", dropped.number);
        inner.text("kind", canonical(dropped.kind));
        inner.text("occasion", dropped.occasion);
    });
}

engine::OutboxEmptied read_outbox_emptied(MapReader& map) {
    engine::OutboxEmptied emptied{read_person_id(map), {}};
    map.required("dropped").each([&](const Value& value) {
        MapReader dropped{value};
        emptied.dropped.push_back({dropped.required("number").number(),
                                   dropped.required("kind").word(domain::notification_kind),
                                   std::string{dropped.required("occasion").text()}});
        dropped.close();
    });
    return emptied;
}

void write_outboxes(MapWriter& map, const engine::Outboxes& outboxes) {
    map.maps("outboxes", outboxes.all(), [](MapWriter& inner, const auto& entry) {
        inner.text("person", entry.first.value);
        inner.maps("items", entry.second.items, write_pending_item);
        write_waiting(inner, entry.second.waiting);
    });
    map.maps("notices_of_day", outboxes.told(), [](MapWriter& inner, const auto& told) {
        inner.text("person", told.first.value);
        inner.date("day", told.second.day);
        inner.integer("count", told.second.count);
    });
}

engine::Outboxes read_outboxes(MapReader& map) {
    engine::Outboxes outboxes;
    map.required("outboxes").each([&](const Value& value) {
        MapReader inner{value};
        const PersonId person = read_person_id(inner);
        engine::Outbox box;
        inner.required("items").each(
            [&](const Value& item) { box.items.push_back(read_pending_item(item)); });
        box.waiting = read_waiting(inner);
        inner.close();
        outboxes.put(person, std::move(box));
    });
    map.required("notices_of_day").each([&](const Value& value) {
        MapReader inner{value};
        const PersonId person = read_person_id(inner);
        const domain::Date day = inner.required("day").reckoned_date();
        outboxes.put(person, {day, static_cast<int>(inner.required("count").integer())});
        inner.close();
    });
    return outboxes;
}

void write_told_condition(MapWriter& map, const engine::ToldCondition& told) {
    map.text("person", told.person.value);
    map.text("role", told.role.name);
    map.text("kind", canonical(told.kind));
    map.text("key", told.key);
    map.text("occasion", told.occasion);
    map.date("due", told.due);
    map.numbers("yours", told.yours);
    map.flag("settled", told.settled);
}

engine::ToldCondition read_told_condition(const Value& value) {
    MapReader map{value};
    engine::ToldCondition told;
    told.person = read_person_id(map);
    told.role = map.required("role").word(domain::role);
    told.kind = map.required("kind").word(domain::notification_kind);
    told.key = map.required("key").text();
    told.occasion = map.required("occasion").text();
    told.due = read_reckoned_date(map.required("due"));
    told.yours = map.required("yours").numbers();
    told.settled = map.required("settled").flag();
    map.close();
    return told;
}

} // namespace klik::codec
