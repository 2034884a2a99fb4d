// The checked view of msgpack (docs/protocol.md 4), and the SDK's values.

#include "client/value_bytes.hpp"
#include "codec/payload_reader.hpp"
#include "codec/raw_value.hpp"
#include "fuzz/fuzz.hpp"

#include <charconv>

namespace klik::fuzz {

namespace {

using codec::ValueHead;

/// The size of a value, and at most how deep and wide it is, by its heads alone.
void check_heads(std::string_view bytes) {
    std::size_t values = 1;
    std::size_t at = 0;
    for (; values > 0; --values) {
        const auto head = codec::read_head(bytes.substr(at));
        require(head.has_value(), "a value that was accepted is whole");
        require(head->family != ValueHead::Family::unsupported, "no extension type was accepted");
        at += head->head_bytes + head->body_bytes;
        values += head->children;
    }
    require(at == bytes.size(), "nothing stands behind the value that was accepted");
    require(codec::first_value(bytes) == bytes, "the first value is all of it");
}

void check_place(std::string_view input, const domain::Problem& problem) {
    require_sentence(problem);
    if (problem.code == "too_large") {
        return;
    }
    require(problem.code == "malformed", "a payload is malformed or too large", problem.code);
    constexpr std::string_view byte = "byte ";
    require(problem.path.starts_with(byte), "the refusal names the byte", problem.path);
    std::size_t offset = 0;
    std::from_chars(problem.path.data() + byte.size(), problem.path.data() + problem.path.size(),
                    offset);
    require(offset <= input.size(), "the byte that is named is one of the payload's");
}

void check_value(std::string_view input) {
    const auto value = client::from_bytes(input);
    if (!value) {
        require_sentence(value.error().text);
        return;
    }
    const auto bytes = client::to_bytes(*value);
    const auto again = client::from_bytes(bytes);
    require(again.has_value(), "what the SDK wrote it can read");
    require(client::to_bytes(*again) == bytes, "a value has one way to be written");
}

} // namespace

void read_input(std::string_view input) {
    const auto checked = codec::check_payload(input);
    if (checked) {
        check_heads(input);
        codec::each_entry(input, [](std::string_view, std::string_view value) {
            require(codec::check_bounds(value).has_value(), "a value within it is one itself");
        });
        codec::Reading reading;
        codec::Value{reading, *checked}.check_content();
        if (reading.problem()) {
            require_sentence(*reading.problem());
        }
    } else {
        check_place(input, checked.error());
    }
    check_value(input);
}

} // namespace klik::fuzz
