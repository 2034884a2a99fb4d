#pragma once

#include "klik/event.hpp"
#include "klik/value.hpp"

#include <string>

namespace klik::ctl {

enum class JsonForm {
    indented, ///< for a document that people may read
    one_line  ///< for a line of a stream
};

/// The value as JSON, keys in their order. Bytes become text of hexadecimal digits. Ends without a
/// line feed.
[[nodiscard]] std::string to_json(const Value& value, JsonForm form = JsonForm::indented);

/// The event's envelope as it is on the wire, sequences as text of 20 digits.
[[nodiscard]] Value envelope_of(const Event& event);

} // namespace klik::ctl
