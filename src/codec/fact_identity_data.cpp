#include "codec/fact_identity_data.hpp"

#include "codec/field_values.hpp"

namespace klik::codec {
namespace {

std::optional<engine::SourcePosition> read_recorded_position(MapReader& map) {
    const auto epoch = map.optional("sourceepoch");
    if (!epoch) {
        return std::nullopt;
    }
    return engine::SourcePosition{.epoch = std::string{epoch->text()},
                                  .sequence = map.required("sequence").sequence()};
}

} // namespace

void write_fact(MapWriter& map, const engine::FactIdentity& fact, std::string_view via) {
    map.text("source", fact.source);
    map.text("id", fact.id);
    map.time("time", fact.time);
    map.text("via", via);
    if (fact.position) {
        map.text("sourceepoch", fact.position->epoch);
        map.sequence("sequence", fact.position->sequence);
    }
}

engine::FactIdentity read_fact(MapReader& map) {
    return {.source = std::string{map.required("source").text()},
            .id = std::string{map.required("id").text()},
            .time = map.required("time").time(),
            .position = read_recorded_position(map)};
}

void write_unknown_if_any(MapWriter& map, std::string_view key,
                          const engine::UnknownKeys& unknown) {
    if (!unknown.empty()) {
        write_unknown(map, key, unknown);
    }
}

engine::UnknownKeys read_unknown_if_any(MapReader& map, std::string_view key) {
    const auto value = map.optional(key);
    return value ? read_unknown(*value) : engine::UnknownKeys{};
}

} // namespace klik::codec
