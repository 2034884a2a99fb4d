#include "codec/page_text.hpp"

#include "codec/page_furniture.hpp"
#include "codec/utf8.hpp"
#include "domain/status.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace klik::codec {

namespace {

/// What is written for a character that has several spellings. Longer ones stand before their
/// parts.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> spellings{{
    {"a\xCC\x8A", "å"},    {"A\xCC\x8A", "Å"}, // combining ring above
    {"o\xCC\xB8", "ø"},    {"O\xCC\xB8", "Ø"}, // combining long solidus
    {"o\xCC\xB7", "ø"},    {"O\xCC\xB7", "Ø"}, // combining short solidus
    {"e\xCC\x81", "é"},    {"E\xCC\x81", "É"}, // combining acute accent
    {"a\xCC\x88", "ä"},    {"A\xCC\x88", "Ä"}, // combining diaeresis
    {"o\xCC\x88", "ö"},    {"O\xCC\x88", "Ö"},    {"u\xCC\x88", "ü"},
    {"U\xCC\x88", "Ü"},    {"\xE2\x84\xAB", "Å"}, // the unit ångström
    {"\xC2\xA0", " "},                            // no-break space
    {"\xE2\x80\x87", " "}, {"\xE2\x80\xAF", " "}, // figure space, narrow no-break space
    {"\t", " "},           {"\xC2\xAD", ""},      // soft hyphen
    {"\xE2\x80\x8B", ""},                         // zero-width space
    {"\xEF\xBB\xBF", ""},                         // byte order mark
}};

std::string in_one_spelling(std::string_view line) {
    std::string text;
    text.reserve(line.size());
    while (!line.empty()) {
        const auto* found = std::ranges::find_if(
            spellings, [&](const auto& spelling) { return line.starts_with(spelling.first); });
        if (found == spellings.end()) {
            text += line.front();
            line.remove_prefix(1);
        } else {
            text += found->second;
            line.remove_prefix(found->first.size());
        }
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

/// Cuts the first line off `text`; ends are \n, \r\n and \r.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
    } else if (!text.empty()) {
        text.remove_prefix(1);
    }
    return line;
}

bool ends_a_sentence(std::string_view text) {
    return text.empty() || std::string_view(".:;!?").contains(text.back());
}

/// `KLIK-` and `opgaver` belong together, `ind-` and `og udgang` do not.
bool is_cut_word(std::string_view line, std::string_view next) {
    if (line.size() < 2 || line[line.size() - 2] == ' ' ||
        (line.back() != '-' && line.back() != '/')) {
        return false;
    }
    const std::string_view word = next.substr(0, next.find(' '));
    return word != "og" && word != "eller" && word != "samt";
}

std::size_t common_indentation(std::span<const PageLine> lines) {
    std::size_t least = std::string::npos;
    for (const auto& line : lines) {
        if (!line.text.empty()) {
            least = std::min(least, line.text.find_first_not_of(' '));
        }
    }
    return least;
}

void append_after_page_break(std::string& text, std::string_view next) {
    if (!ends_a_sentence(text) && starts_in_lower_case(next)) {
        append_wrapped(text, next);
        return;
    }
    text += starts_an_item(next) ? "\n" : "\n\n";
    text += next;
}

} // namespace

domain::Result<std::vector<PageLine>> page_lines(std::string_view text) {
    std::vector<std::vector<PageLine>> sheets(1);
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = take_line(text);
        if (!is_utf8(line)) {
            return domain::malformed(
                line_path(number), "expected text in UTF-8; save the page as UTF-8 text or as PDF");
        }
        for (auto feed = line.find('\f'); feed != std::string_view::npos; feed = line.find('\f')) {
            sheets.back().push_back({in_one_spelling(line.substr(0, feed)), number});
            sheets.emplace_back();
            line.remove_prefix(feed + 1);
        }
        sheets.back().push_back({in_one_spelling(line), number});
    }
    remove_page_furniture(sheets);
    std::vector<PageLine> lines;
    for (auto sheet = sheets.begin(); sheet != sheets.end(); ++sheet) {
        if (sheet != sheets.begin() && !sheet->empty()) {
            sheet->front().after_page_break = true;
        }
        std::ranges::move(*sheet, std::back_inserter(lines));
    }
    return lines;
}

std::string prose(std::span<const PageLine> lines) {
    const std::size_t indentation = common_indentation(lines);
    std::string text;
    std::size_t line_ends = 0; // since the last line with words
    bool page_break = false;
    for (const auto& line : lines) {
        page_break = page_break || line.after_page_break;
        if (line.text.empty()) {
            ++line_ends;
            continue;
        }
        const auto words = std::string_view(line.text).substr(indentation);
        if (text.empty()) {
            text = words;
        } else if (page_break) {
            append_after_page_break(text, trimmed(words));
        } else {
            text.append(line_ends, '\n');
            text += words;
        }
        line_ends = 1;
        page_break = false;
    }
    return text;
}

std::string one_line(std::span<const PageLine> lines) {
    std::string text;
    for (const auto& line : lines) {
        append_wrapped(text, plain(line.text));
    }
    return text;
}

std::string plain(std::string_view text) {
    std::string words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("**")) {
            ++i;
        } else if (text[i] != ' ' || (!words.empty() && words.back() != ' ')) {
            words += text[i];
        }
    }
    return std::string(trimmed(words));
}

void append_wrapped(std::string& text, std::string_view next) {
    if (!text.empty() && !next.empty() && !is_cut_word(text, next)) {
        text += ' ';
    }
    text += next;
}

bool starts_an_item(std::string_view line) {
    if (line.starts_with("- ") || line.starts_with("• ") || line.starts_with("* ")) {
        return true;
    }
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    return digits > 0 && (line.substr(digits).starts_with(". ") || line.substr(digits) == ".");
}

bool starts_in_lower_case(std::string_view text) {
    for (const std::string_view letter : {"æ", "ø", "å", "é", "ä", "ö", "ü"}) {
        if (text.starts_with(letter)) {
            return true;
        }
    }
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z';
}

std::size_t title_number_position(std::string_view title) {
    const auto digits = title.find_last_not_of("0123456789");
    const bool found =
        digits != std::string_view::npos && digits + 1 < title.size() && title[digits] == '#';
    return found ? digits : std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string line_path(std::size_t number) {
    return "line " + std::to_string(number);
}

} // namespace klik::codec
