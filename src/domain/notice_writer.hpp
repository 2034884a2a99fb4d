#pragma once

#include "domain/civil_time.hpp"

#include <map>
#include <string>
#include <string_view>

namespace klik::domain {

/// What the texts of notices are made of: words in Danish or English, chosen once per text, and
/// facts. It does not outlive these.
class NoticeWriter {
  public:
    NoticeWriter(const std::map<std::string, std::string>& facts, Language language)
        : facts_(facts), language_(language) {}

    [[nodiscard]] std::string_view say(std::string_view danish, std::string_view english) const {
        return language_ == Language::danish ? danish : english;
    }
    [[nodiscard]] std::string fact(const std::string& key) const {
        const auto found = facts_.find(key);
        return found == facts_.end() ? std::string{} : found->second;
    }
    [[nodiscard]] bool has(const std::string& key) const { return !fact(key).empty(); }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string date(const std::string& key) const {
        const auto value = date_from_iso(fact(key));
        return value ? long_date(*value, language_)
                     : std::string(say("ingen frist", "no due date"));
    }
    /// »quoted« or "quoted"
    [[nodiscard]] std::string quoted(const std::string& key) const {
        return std::string(say("»", "“")) + fact(key) + std::string(say("«", "”"));
    }
    [[nodiscard]] std::string task() const {
        std::string text = std::string(say("Opgave #", "Task #")) + fact("number");
        return has("title") ? text + ' ' + quoted("title") : text;
    }
    [[nodiscard]] std::string days(const std::string& key, std::string_view danish_one,
                                   std::string_view danish_many, std::string_view english_one,
                                   std::string_view english_many) const {
        const bool one = fact(key) == "1";
        return fact(key) + ' ' +
               std::string(one ? say(danish_one, english_one) : say(danish_many, english_many));
    }

  private:
    const std::map<std::string, std::string>& facts_;
    Language language_;
};

[[nodiscard]] inline std::string operator+(std::string text, std::string_view more) {
    return text.append(more);
}

} // namespace klik::domain
