#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace klik::domain {

/// A date, a time or a number as text, which needs no memory of its own.
class ShortText {
  public:
    // The same as `iso_date`, `rfc3339` and `to_string` write.
    explicit ShortText(Date date);
    explicit ShortText(UtcTime time);
    explicit ShortText(Sequence sequence);

    [[nodiscard]] std::string_view view() const { return {characters_.data(), size_}; }

  private:
    std::array<char, 32> characters_{}; ///< no time is longer, in whichever year
    std::size_t size_ = 0;
};

} // namespace klik::domain
