#include "codec/stored_time.hpp"

namespace klik::codec {

void write_instant(MapWriter& map, std::string_view key, domain::UtcTime time) {
    map.integer(key, time.time_since_epoch().count());
}

domain::UtcTime read_instant(const Value& value) {
    return domain::UtcTime{std::chrono::milliseconds{value.integer()}};
}

void write_moment(MapWriter& map, std::string_view key, const domain::Moment& moment) {
    map.map(key, [&](MapWriter& inner) {
        write_instant(inner, "utc_ms", moment.utc);
        inner.integer("local_ms", moment.local.time_since_epoch().count());
    });
}

domain::Moment read_moment(const Value& value) {
    MapReader map{value};
    const domain::UtcTime utc = read_instant(map.required("utc_ms"));
    const std::chrono::milliseconds local{map.required("local_ms").integer()};
    map.close();
    return {utc, domain::LocalTime{local}};
}

} // namespace klik::codec
