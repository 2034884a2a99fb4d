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

} // namespace

NameSearch::NameSearch(std::string_view name, std::string_view email) {
    for (const std::string_view text : {name, email}) {
        if (std::string folded = domain::folded_name(text); !folded.empty()) {
            wanted_.push_back(std::move(folded));
        }
    }
    std::istringstream words{domain::folded_name(name)};
    for (std::string word; words >> word;) {
        name_parts_.push_back(word);
    }
}

bool NameSearch::in_bytes(std::string_view bytes) const {
    const std::string folded = domain::folded_name(bytes);
    return std::ranges::any_of(wanted_, [&](const std::string& wanted) {
        return folded.find(wanted) != std::string::npos;
    });
}

bool NameSearch::in_prose(const domain::Task& task) const {
    return std::ranges::any_of(domain::field_descriptions(), [&](const auto& description) {
        if (description.shape != domain::FieldShape::text) {
            return false;
        }
        const std::string folded = domain::folded_name(task.text(description.field));
        return std::ranges::any_of(
            wanted_, [&](const std::string& wanted) { return has_words(folded, wanted); });
    });
}

std::string NameSearch::taken_out_of(std::string_view text) const {
    std::istringstream words{codec::printable(text, 10 * most_bytes_of_a_line)};
    std::string line;
    for (std::string word; words >> word;) {
        std::string bare = domain::folded_name(word);
        std::erase_if(bare, [](char byte) { return !of_a_word(byte); });
        const bool personal = word.find('@') != std::string::npos ||
                              std::ranges::find(name_parts_, bare) != name_parts_.end();
        if (!personal && line.size() + word.size() < most_bytes_of_a_line) {
            line += (line.empty() ? "" : " ") + word;
        }
    }
    return line;
}

} // namespace klik::daemon
