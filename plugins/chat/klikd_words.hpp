#pragma once

#include "chat/change.hpp"
#include "common/language.hpp"

#include <string>
#include <string_view>

namespace klik::chat {

/// What klikd tells an operator, of a change of kind `system`: a sentence, and its details.
[[nodiscard]] std::string system_words(const Change& change, common::Language language);

/// `ønsket om »Fuldført«`, `ønsket om en anden frist`; what was wished for is in the details.
[[nodiscard]] std::string wish_words(const Change& change, common::Language language);

/// A colour as the platform says it, in the language of the room where it is one that is known.
[[nodiscard]] std::string platform_colour_words(std::string_view shown, common::Language language);

/// A status that is canonical or a word of the platform's that is known, in the room's language.
[[nodiscard]] std::string any_status_words(std::string_view status, common::Language language);

} // namespace klik::chat
