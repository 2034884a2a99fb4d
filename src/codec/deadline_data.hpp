#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "codec/words.hpp"

#include <optional>

namespace klik::codec {

/// Nil where there is none, in the reading as in the writing.
[[nodiscard]] inline std::optional<domain::Date> read_reckoned_date(const Value& value) {
    return value.is_nil() ? std::nullopt : std::optional{value.reckoned_date()};
}

/// What `engine::DeadlineScheduled` and `engine::Deadline` have in common: what comes next.
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
}

template <class Deadline>
void read_outlook(MapReader& map, Deadline& deadline) {
    if (const Value joins = map.required("joins"); !joins.is_nil()) {
        deadline.joins = joins.text();
    }
    deadline.colour_told = map.required("colour_told").word(colour_word);
    deadline.colour_on = read_reckoned_date(map.required("colour_on"));
    deadline.run_on = read_reckoned_date(map.required("run_on"));
}

} // namespace klik::codec
