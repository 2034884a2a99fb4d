#include "domain/notice_words.hpp"

#include "domain/deadline_colour.hpp"
#include "domain/status.hpp"

namespace klik::domain {

std::string NoticeWords::fact(const std::string& key) const {
    const auto found = facts_.find(key);
    return found == facts_.end() ? std::string{} : found->second;
}

std::string NoticeWords::in_language(const std::string& key) const {
    return fact(key + std::string(say("_da", "_en")));
}

std::string NoticeWords::date(const std::string& key) const {
    const auto value = date_from_iso(fact(key));
    return value ? long_date(*value, language_) : std::string(say("ingen frist", "no due date"));
}

std::string NoticeWords::colour(const std::string& key) const {
    const std::string words = in_language(key);
    if (!words.empty()) {
        return lower_case(words);
    }
    const auto code = colour_from_label(fact(key));
    return code ? lower_case(label(*code, language_)) : fact(key);
}

std::string NoticeWords::status(const std::string& key) const {
    return status_words(fact(key), language_);
}

std::string NoticeWords::counted(const std::string& key, std::string_view one,
                                 std::string_view many) const {
    const std::string count = fact(key);
    return count.empty() ? count : (count + ' ').append(count == "1" ? one : many);
}

std::string NoticeWords::in_quotes(std::string_view words) const {
    return std::string(say("»", "“")).append(words).append(say("«", "”"));
}

std::string NoticeWords::task() const {
    const std::string text = std::string(say("Opgave #", "Task #")) + fact("number");
    return has("title") ? text + ' ' + in_quotes(fact("title")) : text;
}

} // namespace klik::domain
