#pragma once

#include "common/text.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace klik::portfolio {

using common::cut;
using common::lower_case;
using common::one_line;
using common::tidy;
using common::trimmed;

/// `3 17 120`, as Field::prerequisites has it.
[[nodiscard]] std::string numbers_in_words(const std::set<std::int64_t>& numbers);
/// Words that are no number are passed over.
[[nodiscard]] std::set<std::int64_t> numbers_in(std::string_view words);

} // namespace klik::portfolio
