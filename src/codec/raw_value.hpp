#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace klik::codec {

/// What the first bytes of a msgpack value say about the rest of it.
struct ValueHead {
    enum class Family : std::uint8_t {
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

/// What a value's first byte says about it.
struct FirstByte {
    ValueHead::Family family{};
    std::uint8_t length_bytes = 0; ///< of the length that follows; 0 where there is none
    std::uint8_t body_bytes = 0;   ///< of what has no length behind it
    std::uint8_t children = 0;     ///< the same
    /// It has neither a length behind it nor values in it, as most: its body is all that follows.
    bool plain = false;
};
extern const std::array<FirstByte, 256> first_bytes;

[[nodiscard]] inline const FirstByte& first_byte_of(std::string_view bytes) {
    return first_bytes[static_cast<unsigned char>(bytes.front())];
}

[[nodiscard]] std::uint64_t big_endian(std::string_view bytes);

/// Reads the head of the value at the start of `bytes`; empty when the bytes end within it.
[[nodiscard]] inline std::optional<ValueHead> read_head(std::string_view bytes) {
    if (bytes.empty()) {
        return std::nullopt;
    }
    const FirstByte& first = first_byte_of(bytes);
    ValueHead head{first.family, 1U + first.length_bytes, first.body_bytes, first.children};
    if (first.length_bytes != 0) {
        if (bytes.size() < head.head_bytes) {
            return std::nullopt;
        }
        const std::size_t length = big_endian(bytes.substr(1, first.length_bytes));
        const bool holds_values =
            first.family == ValueHead::Family::array || first.family == ValueHead::Family::map;
        head.body_bytes = holds_values ? 0 : length;
        head.children = !holds_values                            ? 0
                        : first.family == ValueHead::Family::map ? 2 * length
                                                                 : length;
    }
    return head;
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

/// `first_value` of one that is not plain.
[[nodiscard]] std::string_view first_longer_value(std::string_view checked);

/// The bytes of the first value in `checked`, which went through `check_bounds`.
[[nodiscard]] inline std::string_view first_value(std::string_view checked) {
    if (!checked.empty()) {
        if (const FirstByte& first = first_byte_of(checked); first.plain) {
            return checked.substr(0, 1U + first.body_bytes);
        }
    }
    return first_longer_value(checked);
}

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
