#pragma once

#include "domain/civil_time.hpp"

#include <cstddef>
#include <optional>
#include <ostream>
#include <string_view>

namespace klik::ctl {

/// Where a command writes, and how.
struct Console {
    std::ostream& out;
    std::ostream& err;
    domain::Language language = domain::Language::danish;
    bool json = false;                          ///< one JSON document in place of text
    bool colour = false;                        ///< `out` shows ANSI colours
    bool progress = false;                      ///< `err` is a terminal
    std::optional<std::size_t> width_columns{}; ///< of the terminal behind `out`

    /// The text in the reader's language.
    [[nodiscard]] std::string_view say(std::string_view danish, std::string_view english) const {
        return language == domain::Language::danish ? danish : english;
    }
};

} // namespace klik::ctl
