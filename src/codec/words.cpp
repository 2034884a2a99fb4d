#include "codec/words.hpp"

#include <initializer_list>

namespace klik::codec {
namespace {

template <class Enumeration>
std::optional<Enumeration> among(std::initializer_list<Enumeration> values, std::string_view word) {
    for (const Enumeration value : values) {
        if (canonical(value) == word) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<domain::Colour> colour_word(std::string_view word) {
    using enum domain::Colour;
    return among({none, green, yellow, red}, word);
}

std::optional<domain::Status> status_word(std::string_view word) {
    using enum domain::Status;
    return among({not_started, in_progress, completed, not_relevant, unknown}, word);
}

std::optional<domain::Policy> policy_word(std::string_view word) {
    using enum domain::Policy;
    return among({off, warn, enforce}, word);
}

std::string_view canonical(domain::Origin origin) {
    return origin == domain::Origin::local ? "local" : "platform";
}

std::optional<domain::Origin> origin_word(std::string_view word) {
    using enum domain::Origin;
    return among({platform, local}, word);
}

std::string_view canonical(domain::Urgency urgency) {
    return urgency == domain::Urgency::high ? "high" : "normal";
}

std::optional<domain::Urgency> urgency_word(std::string_view word) {
    using enum domain::Urgency;
    return among({normal, high}, word);
}

} // namespace klik::codec
