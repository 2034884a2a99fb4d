#include "codec/deadline_data.hpp"

namespace klik::codec {

void write_status_taken(MapWriter& map, const engine::StatusTaken& taken) {
    map.text("from", taken.from);
    map.text("to", domain::canonical(taken.to));
    map.text("fact", taken.fact);
    map.time("at", taken.at);
    map.texts("by", taken.by, [](const domain::PersonId& person) { return person.value; });
}

engine::StatusTaken read_status_taken(const Value& value) {
    engine::StatusTaken taken;
    MapReader map{value};
    taken.from = map.required("from").text();
    taken.to = map.required("to").word(status_word);
    taken.fact = map.required("fact").text();
    taken.at = map.required("at").time();
    map.required("by").each(
        [&](const Value& person) { taken.by.insert({std::string{person.text()}}); });
    map.close();
    return taken;
}

} // namespace klik::codec
