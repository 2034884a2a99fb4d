#pragma once

#include <string_view>

namespace klik::common {

enum class Language { danish, english };

/// `da` or `en`; anything else is `otherwise`.
[[nodiscard]] inline Language language_of(std::string_view code, Language otherwise) {
    if (code == "da") {
        return Language::danish;
    }
    return code == "en" ? Language::english : otherwise;
}

/// The sentence of the two that is in that language.
[[nodiscard]] constexpr std::string_view in(Language language, std::string_view danish,
                                            std::string_view english) {
    return language == Language::danish ? danish : english;
}

} // namespace klik::common
