#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace klik::common {

/// What stands for what in a template, such as `{"number", "130101"}`.
using PlaceHolders = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// The template with each `{name}` replaced by its value, the bytes of which that have a meaning in
/// a URL are written as `%` and two digits.
[[nodiscard]] std::string filled_in(std::string_view text, PlaceHolders values);

/// Whether each brace of the template belongs to one of the names.
[[nodiscard]] bool has_only_place_holders(std::string_view text,
                                          std::initializer_list<std::string_view> names);

/// Bytes that a path may not hold as they are, written as `%` and two digits; and back.
[[nodiscard]] std::string percent_encoded(std::string_view text);
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// A link with at most {number} and {municipality} in it, to a task's page.
[[nodiscard]] std::optional<std::string> link_template(std::string_view text);

} // namespace klik::common
