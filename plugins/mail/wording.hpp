#pragma once

#include "mail/notice.hpp"

#include <string>
#include <string_view>

namespace klik::mail {

enum class Language { danish, english };

/// Danish for all but those who are known to read English.
[[nodiscard]] Language language_of(std::string_view code);

/// A text in both.
struct Words {
    std::string_view danish;
    std::string_view english;
    [[nodiscard]] std::string_view in(Language language) const {
        return language == Language::danish ? danish : english;
    }
};

/// What a kind of notice is called, in a subject: `Påmindelse`.
[[nodiscard]] Words name_of(std::string_view kind);
/// What the reader can do about it, in one sentence, where the item says nothing else.
[[nodiscard]] Words what_to_do(std::string_view kind);
/// The word for a colour; empty for none.
[[nodiscard]] Words colour_word(std::string_view colour);

[[nodiscard]] std::string subject_of(const Notice& notice, Language language);
/// The text of the item as klikd worded it, or of the trial.
[[nodiscard]] std::string text_of(const Item& item, Language language);

inline constexpr Words late_words{
    "Forsinket: klikd var standset, da beskeden skulle have været sendt.",
    "Late: klikd was stopped when this was due."};
inline constexpr Words put_back_words{"udskudt", "put back"};
inline constexpr Words do_words{"Det kan du gøre: ", "What you can do: "};
inline constexpr Words automatic_words{"Sendt automatisk. Hver besked siger, hvorfor du får den.",
                                       "Sent automatically. Each notice says why you get it."};

} // namespace klik::mail
