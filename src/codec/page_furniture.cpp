#include "codec/page_furniture.hpp"

#include "codec/klik_page_headings.hpp"
#include "domain/civil_time.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace klik::codec {

namespace {

/// So many lines with words at either end of a sheet are looked at.
constexpr std::size_t furniture_depth = 3;

using Sheet = std::vector<PageLine>;

/// The line without its digits' values and its spacing.
std::string pattern_of(const PageLine& line) {
    std::string pattern = plain(line.text);
    std::ranges::replace_if(pattern, [](char c) { return c >= '0' && c <= '9'; }, '0');
    // `Side 9 af 12` and `Side 10 af 12`
    const auto repeated =
        std::ranges::unique(pattern, [](char a, char b) { return a == '0' && b == '0'; });
    pattern.erase(repeated.begin(), repeated.end());
    return pattern;
}

/// A dash or a date can well be a value that two sheets end with; a line with a task's number can
/// be the title itself.
bool may_be_furniture(const PageLine& line) {
    const std::string text = plain(line.text);
    const bool says_something = std::ranges::any_of(text, [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c >= 0x80;
    });
    const auto hash = text.rfind('#');
    const bool has_number =
        hash != std::string::npos && text.find_first_of("0123456789", hash) == hash + 1;
    return says_something && !has_number && !domain::date_from_danish(text);
}

/// Positions of the outermost lines with words, from the edge inwards up to the first heading.
std::vector<std::size_t> edge(const Sheet& sheet, bool top) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < sheet.size() && positions.size() < furniture_depth; ++i) {
        const std::size_t position = top ? i : sheet.size() - 1 - i;
        if (!headings_only(sheet[position].text).empty()) {
            break;
        }
        if (!sheet[position].text.empty()) {
            positions.push_back(position);
        }
    }
    return positions;
}

/// Patterns that come back at this edge: on every sheet but one, and on two at least.
std::set<std::string> furniture_at(const std::vector<Sheet>& sheets, bool top) {
    std::map<std::string, std::size_t> sheets_with;
    std::size_t used_sheets = 0;
    for (const auto& sheet : sheets) {
        std::set<std::string> here;
        for (const std::size_t position : edge(sheet, top)) {
            if (may_be_furniture(sheet[position])) {
                here.insert(pattern_of(sheet[position]));
            }
        }
        used_sheets += here.empty() ? 0U : 1U;
        for (const auto& pattern : here) {
            ++sheets_with[pattern];
        }
    }
    const std::size_t enough = std::max<std::size_t>(2, used_sheets > 0 ? used_sheets - 1 : 0);
    std::set<std::string> furniture;
    for (const auto& [pattern, count] : sheets_with) {
        if (count >= enough) {
            furniture.insert(pattern);
        }
    }
    return furniture;
}

void clear_edge(Sheet& sheet, bool top, const std::set<std::string>& furniture) {
    for (const std::size_t position : edge(sheet, top)) {
        if (may_be_furniture(sheet[position]) && furniture.contains(pattern_of(sheet[position]))) {
            sheet[position].text.clear();
        }
    }
}

} // namespace

void remove_page_furniture(std::vector<Sheet>& sheets) {
    for (const bool top : {true, false}) {
        const auto furniture = furniture_at(sheets, top);
        for (auto& sheet : sheets) {
            clear_edge(sheet, top, furniture);
        }
    }
}

} // namespace klik::codec
