#pragma once

#include <cstddef>
#include <string_view>

namespace klik::domain {

/// How many letters must be changed, put in or left out to make one text of the other; a letter of
/// two bytes counts as two.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

} // namespace klik::domain
