#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace klik::common {

/// Which of the words somebody most likely meant who wrote another one; none where none is near.
[[nodiscard]] std::optional<std::string_view> nearest_word(std::string_view written,
                                                           std::span<const std::string_view> words);

/// `; did you mean "WORD"?`, or nothing.
[[nodiscard]] std::string guess_at(std::string_view written,
                                   std::span<const std::string_view> words);

} // namespace klik::common
