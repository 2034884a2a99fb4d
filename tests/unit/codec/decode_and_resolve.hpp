#pragma once

#include "codec/control_message.hpp"
#include "codec/fact.hpp"

namespace klik::test {

/// Both steps of what klikd does with a fact.
inline domain::Result<codec::Fact> decode_and_resolve(std::string_view bytes,
                                                      const codec::PersonResolver& resolve) {
    auto fact = codec::decode_fact(bytes);
    if (fact) {
        codec::resolve_names(*fact, resolve);
    }
    return fact;
}

/// The same with a client's message.
inline std::expected<codec::ClientMessage, codec::RefusedMessage>
decode_and_resolve(std::string_view verb, std::string_view payload,
                   const codec::PersonResolver& resolve) {
    auto message = codec::decode_client_message(verb, payload);
    if (message) {
        codec::resolve_names(*message, resolve);
    }
    return message;
}

} // namespace klik::test
