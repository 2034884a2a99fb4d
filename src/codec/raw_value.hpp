#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace klik::codec {

/// What the first bytes of a msgpack value say about the rest of it.
struct ValueHead {
    enum class Family {
        scalar,
        text,
        bytes,
        array,
        map,
        unsupported, ///< extension types and the byte that msgpack never uses
    };
    Family family{};
    std::size_t head_bytes = 0; ///< type and length
    std::size_t body_bytes = 0; ///< of a scalar, text or bytes
    std::size_t children = 0;   ///< values inside an array or map, a map's keys included
};

/// `read_head` of a type that has more than its first byte, or a fixed length.
[[nodiscard]] std::optional<ValueHead> read_longer_head(std::string_view bytes);

/// Reads the head of the value at the start of `bytes`; empty when the bytes end within it. Most
/// values have their length in their first byte.
[[nodiscard]] inline std::optional<ValueHead> read_head(std::string_view bytes) {
    using Family = ValueHead::Family;
    if (bytes.empty()) {
        return std::nullopt;
    }
    const auto first = static_cast<unsigned char>(bytes.front());
    if (first <= 0x7F || first >= 0xE0) {
        return ValueHead{Family::scalar, 1, 0, 0};
    }
    if (first <= 0x8F) {
        return ValueHead{Family::map, 1, 0, 2 * std::size_t{first & 0x0FU}};
    }
    if (first <= 0x9F) {
        return ValueHead{Family::array, 1, 0, std::size_t{first & 0x0FU}};
    }
    if (first <= 0xBF) {
        return ValueHead{Family::text, 1, std::size_t{first & 0x1FU}, 0};
    }
    return read_longer_head(bytes);
}

/// A whole number as msgpack has it, in whichever of its forms.
struct WholeNumber {
    bool negative = false;
    std::uint64_t bits = 0; ///< of a negative one those of its two's complement
};
/// Empty where the value in `checked` is none.
[[nodiscard]] std::optional<WholeNumber> whole_number(std::string_view checked);
/// Empty where the value in `checked` is no floating-point number.
[[nodiscard]] std::optional<double> real_number(std::string_view checked);

/// The bytes of the first value in `checked`, which went through `check_bounds`.
[[nodiscard]] std::string_view first_value(std::string_view checked);

/// Calls `visit(key, value)` with the bytes of each entry of the map in `checked`; a key that is
/// text comes without its head, any other as it stands. Does nothing where the value is no map.
template <class Visit>
void each_entry(std::string_view checked, Visit visit) {
    const std::optional<ValueHead> map = read_head(checked);
    if (!map || map->family != ValueHead::Family::map) {
        return;
    }
    checked.remove_prefix(map->head_bytes);
    for (std::size_t left = map->children; left > 0; left -= 2) {
        std::string_view key = first_value(checked);
        checked.remove_prefix(key.size());
        const std::optional<ValueHead> head = read_head(key);
        if (head && head->family == ValueHead::Family::text) {
            key.remove_prefix(head->head_bytes);
        }
        const std::string_view value = first_value(checked);
        checked.remove_prefix(value.size());
        visit(key, value);
    }
}

/// The bytes of the value under `key`, empty where there is none.
[[nodiscard]] std::string_view raw_value(std::string_view checked_map, std::string_view key);

} // namespace klik::codec
