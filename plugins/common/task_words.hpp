#pragma once

#include "common/language.hpp"
#include "common/task.hpp"

#include <string>
#include <string_view>

namespace klik::common {

/// `4. marts 2024`, `4 March 2024`.
[[nodiscard]] std::string date_in_words(Date date, Language language);
/// Of a canonical word; empty for `none`.
[[nodiscard]] std::string_view colour_in_words(std::string_view colour, Language language);
[[nodiscard]] std::string_view status_in_words(std::string_view status, Language language);

} // namespace klik::common
