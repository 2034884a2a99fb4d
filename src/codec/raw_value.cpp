#include "codec/raw_value.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace klik::codec {
namespace {

using Family = ValueHead::Family;

/// Of the types 0xC0 to 0xDF.
constexpr std::array<FirstByte, 32> other_types{{
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

constexpr FirstByte first_byte(std::uint8_t first) {
    if (first <= 0x7F || first >= 0xE0) {
        return {Family::scalar, 0, 0};
    }
    if (first <= 0x8F) {
        return {Family::map, 0, 0, static_cast<std::uint8_t>(2 * (first & 0x0FU))};
    }
    if (first <= 0x9F) {
        return {Family::array, 0, 0, static_cast<std::uint8_t>(first & 0x0FU)};
    }
    if (first <= 0xBF) {
        return {Family::text, 0, static_cast<std::uint8_t>(first & 0x1FU), 0};
    }
    return other_types[first - 0xC0U];
}

constexpr std::array<FirstByte, 256> all_first_bytes() {
    std::array<FirstByte, 256> all{};
    for (std::size_t first = 0; first < all.size(); ++first) {
        FirstByte& of = all[first] = first_byte(static_cast<std::uint8_t>(first));
        of.plain =
            of.length_bytes == 0 && (of.family == Family::scalar || of.family == Family::text);
    }
    return all;
}

} // namespace

constexpr std::array<FirstByte, 256> first_bytes = all_first_bytes();

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

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

std::string_view first_longer_value(std::string_view checked) {
    std::size_t size = 0;
    for (std::size_t values_left = 1; values_left > 0 && size < checked.size(); --values_left) {
        const FirstByte& first = first_bytes[static_cast<unsigned char>(checked[size])];
        if (first.length_bytes == 0) {
            size += 1U + first.body_bytes;
            values_left += first.children;
            continue;
        }
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
