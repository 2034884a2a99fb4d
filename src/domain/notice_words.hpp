#pragma once

#include "domain/civil_time.hpp"

#include <map>
#include <string>
#include <string_view>

namespace klik::domain {

/// What a notice looked at, as the sentences of one language say it. A fact that is not there is
/// empty.
class NoticeWords {
  public:
    using Facts = std::map<std::string, std::string>;

    NoticeWords(const Facts& facts, Language language) : facts_(facts), language_(language) {}

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string_view say(std::string_view danish, std::string_view english) const {
        return language_ == Language::danish ? danish : english;
    }
    [[nodiscard]] bool has(const std::string& key) const { return !fact(key).empty(); }
    [[nodiscard]] std::string fact(const std::string& key) const;
    /// Of two facts that say the same in Danish and in English.
    [[nodiscard]] std::string in_language(const std::string& key) const;
    /// `mandag den 4. marts 2024`, or that there is no due date.
    [[nodiscard]] std::string date(const std::string& key) const;
    /// `gul`, as it stands within a sentence.
    [[nodiscard]] std::string colour(const std::string& key) const;
    [[nodiscard]] std::string status(const std::string& key) const;
    /// `1 dag`, `2 dage`
    [[nodiscard]] std::string counted(const std::string& key, std::string_view one,
                                      std::string_view many) const;
    /// `»quoted«` or `“quoted”`
    [[nodiscard]] std::string in_quotes(std::string_view words) const;
    /// `Opgave #7 »Kursus«`
    [[nodiscard]] std::string task() const;

  private:
    const Facts& facts_;
    Language language_;
};

[[nodiscard]] inline std::string operator+(std::string text, std::string_view more) {
    return text.append(more);
}

} // namespace klik::domain
