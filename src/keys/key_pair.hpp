#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace klik::keys {

/// Characters of a CURVE key in Z85, and the bytes that they stand for.
inline constexpr std::size_t key_characters = 40;
inline constexpr std::size_t key_bytes = 32;

/// A CURVE key pair, both in Z85.
struct KeyPair {
    std::string public_key;
    std::string secret_key;
    friend bool operator==(const KeyPair&, const KeyPair&) = default;
};

/// Throws std::runtime_error where ZeroMQ was built without CURVE.
[[nodiscard]] KeyPair make_key_pair();

/// 40 characters of Z85 that stand for 32 bytes.
[[nodiscard]] bool is_key(std::string_view text);

/// A text for which `is_key` holds.
[[nodiscard]] std::optional<std::string> key_in(std::string_view text);

/// The public key that goes with a secret one, for which `is_key` holds.
[[nodiscard]] std::string public_key_of(const std::string& secret_key);

/// A key's 32 bytes as Z85; empty for any other number of bytes.
[[nodiscard]] std::string key_from_bytes(std::string_view bytes);

} // namespace klik::keys
