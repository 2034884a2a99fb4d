#include "daemon/name_search.hpp"

#include "codec/utf8.hpp"
#include "domain/person_name.hpp"

#include <algorithm>
#include <sstream>

namespace klik::daemon {

namespace {

constexpr std::size_t most_bytes_of_a_line = 200;

/// Whether the byte belongs to a word: other letters than those of ASCII have bytes above 127.
bool of_a_word(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z') || code > 127;
}

bool has_words(std::string_view text, std::string_view wanted) {
    for (auto at = text.find(wanted); at != std::string_view::npos;
         at = text.find(wanted, at + 1)) {
        const auto end = at + wanted.size();
        if ((at == 0 || !of_a_word(text[at - 1])) &&
            (end == text.size() || !of_a_word(text[end]))) {
            return true;
        }
    }
    return false;
}

/// Bytes of the sign that the text begins with and that belongs to no word, 0 where it is part of
/// one. Signs that are no letters have C2 or E2 for their first byte, ’ “ » and – among them.
std::size_t sign_size(std::string_view text) {
    constexpr char two_bytes = '\xC2';
    constexpr char three_bytes = '\xE2';
    if (text.front() == two_bytes || text.front() == three_bytes) {
        return std::min<std::size_t>(text.size(), text.front() == two_bytes ? 2 : 3);
    }
    return of_a_word(text.front()) ? 0 : 1;
}

/// `anna.holm` is two words, and so is `Ærø-Østergård`.
std::vector<std::string> folded_words(std::string_view text) {
    std::vector<std::string> words{""};
    const std::string folded = domain::folded_name(text);
    for (std::string_view rest = folded; !rest.empty();) {
        const std::size_t sign = sign_size(rest);
        if (sign == 0) {
            words.back() += rest.front();
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
        rest.remove_prefix(std::max<std::size_t>(sign, 1));
    }
    if (words.back().empty()) {
        words.pop_back();
    }
    return words;
}

} // namespace

NameSearch::NameSearch(std::string_view name, std::string_view email) {
    add(name, email);
}

void NameSearch::add(std::string_view name, std::string_view email) {
    for (const std::string_view text : {name, email}) {
        if (std::string folded = domain::folded_name(text); !folded.empty()) {
            wanted_.push_back(std::move(folded));
        }
    }
    for (std::string& word : folded_words(name)) {
        name_parts_.insert(word + "s"); // of hers, in Danish
        name_parts_.insert(std::move(word));
    }
}

bool NameSearch::in_bytes(std::string_view bytes) const {
    const std::string folded = domain::folded_name(bytes);
    return std::ranges::any_of(wanted_, [&](const std::string& wanted) {
        return folded.find(wanted) != std::string::npos;
    });
}

bool NameSearch::in_prose(const domain::Task& task) const {
    const bool in_unknown_keys = std::ranges::any_of(
        task.unknown, [&](const auto& entry) { return in_bytes(entry.second); });
    return in_unknown_keys ||
           std::ranges::any_of(domain::field_descriptions(), [&](const auto& description) {
               if (description.shape != domain::FieldShape::text) {
                   return false;
               }
               const std::string folded = domain::folded_name(task.text(description.field));
               return std::ranges::any_of(
                   wanted_, [&](const std::string& wanted) { return has_words(folded, wanted); });
           });
}

std::string NameSearch::taken_out_of(std::string_view text) const {
    if (name_parts_.empty()) {
        return {};
    }
    std::istringstream words{codec::printable(text, 10 * most_bytes_of_a_line)};
    std::string line;
    for (std::string word; words >> word;) {
        const bool personal = word.find('@') != std::string::npos ||
                              std::ranges::any_of(folded_words(word), [&](const std::string& part) {
                                  return name_parts_.contains(part);
                              });
        if (!personal && line.size() + word.size() < most_bytes_of_a_line) {
            line += (line.empty() ? "" : " ") + word;
        }
    }
    return line;
}

} // namespace klik::daemon
