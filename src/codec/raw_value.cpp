#include "codec/raw_value.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace klik::codec {
namespace {

using Family = ValueHead::Family;

/// Of the types 0xC0 to 0xDF: a length field of so many bytes, or a body of fixed length.
struct TypeForm {
    Family family;
    std::uint8_t length_bytes;
    std::uint8_t body_bytes;
};

constexpr std::array<TypeForm, 32> type_forms{{
    {Family::scalar, 0, 0},      // nil
    {Family::unsupported, 0, 0}, // never used
    {Family::scalar, 0, 0},      // false
    {Family::scalar, 0, 0},      // true
    {Family::bytes, 1, 0},       // bin 8, 16, 32
    {Family::bytes, 2, 0},       {Family::bytes, 4, 0},
    {Family::unsupported, 0, 0}, // ext 8, 16, 32
    {Family::unsupported, 0, 0}, {Family::unsupported, 0, 0},
    {Family::scalar, 0, 4},                              // float 32, 64
    {Family::scalar, 0, 8},      {Family::scalar, 0, 1}, // uint 8, 16, 32, 64
    {Family::scalar, 0, 2},      {Family::scalar, 0, 4},
    {Family::scalar, 0, 8},      {Family::scalar, 0, 1}, // int 8, 16, 32, 64
    {Family::scalar, 0, 2},      {Family::scalar, 0, 4},
    {Family::scalar, 0, 8},      {Family::unsupported, 0, 0}, // fixext 1, 2, 4, 8, 16
    {Family::unsupported, 0, 0}, {Family::unsupported, 0, 0},
    {Family::unsupported, 0, 0}, {Family::unsupported, 0, 0},
    {Family::text, 1, 0}, // str 8, 16, 32
    {Family::text, 2, 0},        {Family::text, 4, 0},
    {Family::array, 2, 0},                            // array 16, 32
    {Family::array, 4, 0},       {Family::map, 2, 0}, // map 16, 32
    {Family::map, 4, 0},
}};

constexpr ValueHead head_of(Family family, std::size_t head_bytes, std::size_t length) {
    switch (family) {
    case Family::array:
        return {family, head_bytes, 0, length};
    case Family::map:
        return {family, head_bytes, 0, 2 * length};
    default:
        return {family, head_bytes, length, 0};
    }
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

} // namespace

std::optional<WholeNumber> whole_number(std::string_view checked) {
    constexpr unsigned char uint8 = 0xCC;
    constexpr unsigned char int8 = 0xD0;
    constexpr unsigned char int64 = 0xD3;
    const auto type = static_cast<unsigned char>(checked.front());
    if (type <= 0x7F) {
        return WholeNumber{false, type};
    }
    if (type >= 0xE0) {
        return WholeNumber{true, ~std::uint64_t{0xFF} | type};
    }
    if (type < uint8 || type > int64) {
        return std::nullopt;
    }
    const std::size_t size = std::size_t{1} << ((type - uint8) % 4U);
    std::uint64_t bits = big_endian(checked.substr(1, size));
    const bool negative = type >= int8 && (bits >> (8 * size - 1)) != 0;
    if (negative && size < sizeof bits) {
        bits |= ~std::uint64_t{0} << (8 * size);
    }
    return WholeNumber{negative, bits};
}

std::optional<double> real_number(std::string_view checked) {
    constexpr unsigned char float32 = 0xCA;
    constexpr unsigned char float64 = 0xCB;
    const auto type = static_cast<unsigned char>(checked.front());
    if (type == float32) {
        const auto bits = static_cast<std::uint32_t>(big_endian(checked.substr(1, 4)));
        return std::bit_cast<float>(bits);
    }
    if (type == float64) {
        return std::bit_cast<double>(big_endian(checked.substr(1, 8)));
    }
    return std::nullopt;
}

std::optional<ValueHead> read_longer_head(std::string_view bytes) {
    const TypeForm& form = type_forms[static_cast<unsigned char>(bytes.front()) - 0xC0U];
    if (bytes.size() - 1 < form.length_bytes) {
        return std::nullopt;
    }
    std::size_t length = form.body_bytes;
    for (const char byte : bytes.substr(1, form.length_bytes)) {
        length = length << 8U | static_cast<unsigned char>(byte);
    }
    return head_of(form.family, 1U + form.length_bytes, length);
}

std::string_view first_value(std::string_view checked) {
    std::size_t size = 0;
    for (std::size_t values_left = 1; values_left > 0; --values_left) {
        const std::optional<ValueHead> head = read_head(checked.substr(size));
        if (!head) {
            break;
        }
        size += head->head_bytes + head->body_bytes;
        values_left += head->children;
    }
    return checked.substr(0, size);
}

std::string_view raw_value(std::string_view checked_map, std::string_view key) {
    std::string_view found;
    each_entry(checked_map, [&](std::string_view name, std::string_view value) {
        if (found.empty() && name == key) {
            found = value;
        }
    });
    return found;
}

} // namespace klik::codec
