#pragma once

#include "codec/payload_reader.hpp"
#include "codec/payload_writer.hpp"
#include "domain/task.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// In our own messages a person is the id as text; none is nil, whatever the field's shape.
void write_field_value(MapWriter& map, std::string_view key, const domain::FieldValueView& value);

/// What a list of task numbers may hold.
struct NumberList {
    std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    std::size_t most = std::numeric_limits<std::size_t>::max();
};
/// From the platform, whose numbers lie above zero.
inline constexpr NumberList platform_numbers{.lowest = 1, .most = 1000};

/// The inverse of `write_field_value` for a field of this shape.
[[nodiscard]] domain::FieldValue read_field_value(const Value& value, domain::FieldShape shape,
                                                  NumberList numbers = {}, TextLength text = {});

/// Names of fields in a list, such as those that a fact set.
void write_field_names(MapWriter& map, std::string_view key,
                       const std::vector<domain::TaskField>& fields);
[[nodiscard]] std::vector<domain::TaskField> read_field_names(const Value& value);

/// Keys of later platforms, each with its value's bytes in a `bin`: for what is stored.
template <class Unknown>
void write_unknown(MapWriter& map, std::string_view key, const Unknown& unknown) {
    map.map(key, [&](MapWriter& inner) {
        for (const auto& [name, bytes] : unknown) {
            inner.bytes(name, bytes);
        }
    });
}
[[nodiscard]] std::map<std::string, std::string> read_unknown(const Value& value);

} // namespace klik::codec
