#include "keys/key_pair.hpp"

#include <zmq.hpp>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace klik::keys {

namespace {

/// Room for the text and the zero that ZeroMQ puts behind it.
using KeyText = std::array<char, key_characters + 1>;

} // namespace

KeyPair make_key_pair() {
    KeyText public_key{};
    KeyText secret_key{};
    if (zmq_curve_keypair(public_key.data(), secret_key.data()) != 0) {
        throw std::runtime_error("this machine's ZeroMQ has no CURVE");
    }
    return {public_key.data(), secret_key.data()};
}

bool is_key(std::string_view text) {
    if (text.size() != key_characters) {
        return false;
    }
    std::array<std::uint8_t, key_bytes> bytes{};
    return zmq_z85_decode(bytes.data(), std::string{text}.c_str()) != nullptr;
}

std::optional<std::string> key_in(std::string_view text) {
    return is_key(text) ? std::optional{std::string{text}} : std::nullopt;
}

std::string public_key_of(const std::string& secret_key) {
    KeyText public_key{};
    if (zmq_curve_public(public_key.data(), secret_key.c_str()) != 0) {
        throw std::runtime_error("this machine's ZeroMQ has no CURVE");
    }
    return public_key.data();
}

std::string key_from_bytes(std::string_view bytes) {
    if (bytes.size() != key_bytes) {
        return {};
    }
    std::array<std::uint8_t, key_bytes> raw{};
    bytes.copy(reinterpret_cast<char*>(raw.data()), raw.size());
    KeyText text{};
    zmq_z85_encode(text.data(), raw.data(), raw.size());
    return text.data();
}

} // namespace klik::keys
