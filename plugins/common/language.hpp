#pragma once

#include <optional>
#include <string_view>

namespace klik::common {

enum class Language { danish, english };

/// None for what is neither `da` nor `en`.
[[nodiscard]] inline std::optional<Language> language_named(std::string_view code) {
    if (code == "da") {
        return Language::danish;
    }
    return code == "en" ? std::optional{Language::english} : std::nullopt;
}

/// `da` or `en`; anything else is `otherwise`.
[[nodiscard]] inline Language language_of(std::string_view code, Language otherwise) {
    return language_named(code).value_or(otherwise);
}

/// The sentence of the two that is in that language.
[[nodiscard]] constexpr std::string_view in(Language language, std::string_view danish,
                                            std::string_view english) {
    return language == Language::danish ? danish : english;
}

} // namespace klik::common
