#include "codec/seal.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace klik::codec {

namespace {

constexpr std::size_t mark_bytes = sizeof(std::uint64_t);

std::uint64_t word_at(std::string_view bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), std::min(bytes.size(), mark_bytes));
    return word;
}

/// FNV-1a by words instead of bytes, because a snapshot is large. Each step is one to one, so that
/// another word always gives another mark.
std::uint64_t mark_of(std::string_view bytes) {
    constexpr std::uint64_t prime = 0x100000001B3;
    std::uint64_t mark = 0xCBF29CE484222325 ^ bytes.size();
    while (!bytes.empty()) {
        constexpr int turn = 29; // the product moves nothing downwards
        mark = std::rotl((mark ^ word_at(bytes)) * prime, turn);
        bytes.remove_prefix(std::min(bytes.size(), mark_bytes));
    }
    return mark;
}

} // namespace

std::string sealed(std::string bytes) {
    const std::uint64_t mark = mark_of(bytes);
    bytes.resize(bytes.size() + mark_bytes);
    std::memcpy(bytes.data() + bytes.size() - mark_bytes, &mark, mark_bytes);
    return bytes;
}

domain::Result<std::string_view> unsealed(std::string_view sealed) {
    if (sealed.size() >= mark_bytes) {
        const auto bytes = sealed.substr(0, sealed.size() - mark_bytes);
        if (word_at(sealed.substr(bytes.size())) == mark_of(bytes)) {
            return bytes;
        }
    }
    return std::unexpected(
        domain::Problem{"damaged", "", "these are not the bytes that were stored"});
}

} // namespace klik::codec
