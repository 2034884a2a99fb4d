#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "codec/stored_time.hpp"
#include "codec/words.hpp"
#include "engine/event.hpp"

#include <optional>

namespace klik::codec {

/// Nil where there is none, in the reading as in the writing.
[[nodiscard]] inline std::optional<domain::Date> read_reckoned_date(const Value& value) {
    return value.is_nil() ? std::nullopt : std::optional{value.reckoned_date()};
}

void write_status_taken(MapWriter& map, const engine::StatusTaken& taken);
[[nodiscard]] engine::StatusTaken read_status_taken(const Value& value);

/// What `engine::DeadlineScheduled` and `engine::Deadline` have in common: what comes next. Keys
/// that are most often empty are left out then.
template <class Deadline>
void write_outlook(MapWriter& map, const Deadline& deadline) {
    if (deadline.joins) {
        map.text("joins", *deadline.joins);
    } else {
        map.nil("joins");
    }
    map.text("colour_told", domain::canonical(deadline.colour_told));
    map.date("colour_on", deadline.colour_on);
    map.date("run_on", deadline.run_on);
    if (!deadline.conditions.empty()) {
        map.texts("conditions", deadline.conditions);
    }
    if (deadline.status_taken) {
        map.map("status_taken",
                [&](MapWriter& inner) { write_status_taken(inner, *deadline.status_taken); });
    }
    if (deadline.waiting_since) {
        write_instant(map, "waiting_since_ms", *deadline.waiting_since);
    }
    if (deadline.first_sight) {
        map.flag("first_sight", true);
    }
    if (deadline.missed) {
        map.text("missed", *deadline.missed);
    }
}

template <class Deadline>
void read_outlook(MapReader& map, Deadline& deadline) {
    if (const Value joins = map.required("joins"); !joins.is_nil()) {
        deadline.joins = std::string{joins.text()};
    }
    deadline.colour_told = map.required("colour_told").word(colour_word);
    deadline.colour_on = read_reckoned_date(map.required("colour_on"));
    deadline.run_on = read_reckoned_date(map.required("run_on"));
    if (const auto conditions = map.optional("conditions")) {
        conditions->each([&](const Value& id) { deadline.conditions.emplace(id.text()); });
    }
    if (const auto taken = map.optional("status_taken")) {
        deadline.status_taken = read_status_taken(*taken);
    }
    if (const auto since = map.optional("waiting_since_ms")) {
        deadline.waiting_since = read_instant(*since);
    } else if (map.optional("waiting")) { // engine 1 did not say since when
        deadline.waiting_since = domain::UtcTime{};
    }
    if (const auto first_sight = map.optional("first_sight")) {
        deadline.first_sight = first_sight->flag();
    }
    if (const auto missed = map.optional("missed")) {
        deadline.missed = std::string{missed->text()};
    }
}

} // namespace klik::codec
