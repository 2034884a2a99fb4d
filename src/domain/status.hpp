#pragma once

#include "domain/civil_time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace klik::domain {

/// docs/rules.md 3. `unknown` stands for a label that is kept verbatim and counts as open.
enum class Status : std::uint8_t { not_started, in_progress, completed, not_relevant, unknown };

/// From a label of the platform or the canonical word, without regard to case.
[[nodiscard]] Status status_from_label(std::string_view label);
[[nodiscard]] std::string_view canonical(Status status);
[[nodiscard]] std::string_view label(Status status, Language language);
/// What a sentence calls a status that was given in the platform's word or ours: in Danish the
/// platform's word, but never `in_progress`; in English ours, unless the word is not known.
[[nodiscard]] std::string status_words(std::string_view given, Language language);
[[nodiscard]] bool is_closed(Status status);

/// ASCII and the Danish letters in lower case; other bytes stay.
[[nodiscard]] std::string lower_case(std::string_view text);

} // namespace klik::domain
