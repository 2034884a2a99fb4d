#pragma once

#include "common/language.hpp"
#include "portfolio/plan.hpp"

#include <string>
#include <string_view>

namespace klik::portfolio {

[[nodiscard]] std::string_view field_in_words(Field field, common::Language language);
/// The reason of a change, or of a difference that stays, to be read behind the values.
[[nodiscard]] std::string_view why_in_words(Why why, common::Language language);
/// Why nothing is done about a pair, and what somebody may do.
[[nodiscard]] std::string aside_in_words(const Plan& plan, common::Language language);

/// A paragraph about a pair, field by field; empty where there is nothing to tell. Ends with a
/// line feed.
[[nodiscard]] std::string plan_text(const Pair& pair, const Plan& plan, common::Language language);

} // namespace klik::portfolio
