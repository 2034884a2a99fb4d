#pragma once

#include "common/language.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace klik::common {

/// A code and what it means to a person.
struct CodedWords {
    std::string_view code;
    std::string_view danish;
    std::string_view english;
};

/// `otherwise` for a code that is not among them.
template <std::size_t size>
[[nodiscard]] std::string_view words_for(const std::array<CodedWords, size>& words,
                                         std::string_view code, Language language,
                                         std::string_view otherwise) {
    const auto found = std::ranges::find(words, code, &CodedWords::code);
    return found == words.end() ? otherwise : in(language, found->danish, found->english);
}

} // namespace klik::common
