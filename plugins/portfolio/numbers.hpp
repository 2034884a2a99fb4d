#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace klik::portfolio {

/// Of a list of numbers with a space between, as `Field::prerequisites` has them.
[[nodiscard]] std::set<std::int64_t> numbers_in(std::string_view list);
[[nodiscard]] std::string list_of(const std::set<std::int64_t>& numbers);
[[nodiscard]] std::string with_number(std::string_view list, std::int64_t number);
[[nodiscard]] std::string without_number(std::string_view list, std::int64_t number);

} // namespace klik::portfolio
