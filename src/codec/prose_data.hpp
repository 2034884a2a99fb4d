#pragma once

#include "codec/payload_writer.hpp"

namespace klik::codec {

/// The same in both languages, as `da` and `en`.
inline void write_prose(MapWriter& map, std::string_view key, std::string_view danish,
                        std::string_view english) {
    map.map(key, [&](MapWriter& text) {
        text.text("da", danish);
        text.text("en", english);
    });
}

} // namespace klik::codec
