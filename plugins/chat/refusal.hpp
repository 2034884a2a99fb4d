#pragma once

#include "common/language.hpp"

#include <string>
#include <string_view>

namespace klik::chat {

/// A code of docs/protocol.md 3, "Requests", as a clause for a person.
[[nodiscard]] std::string reason_in_words(std::string_view code, common::Language language);

} // namespace klik::chat
