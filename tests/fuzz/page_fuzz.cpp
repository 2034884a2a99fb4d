// The text of a KLIK page, as import reads it.

#include "codec/klik_page.hpp"
#include "codec/utf8.hpp"
#include "fuzz/fuzz.hpp"

#include <charconv>

namespace klik::fuzz {

namespace {

std::size_t lines_in(std::string_view text) {
    return 1 + static_cast<std::size_t>(std::ranges::count_if(
                   text, [](char c) { return c == '\n' || c == '\r' || c == '\f'; }));
}

/// `line 12` or `line 12: ...`, of a line that is there.
void check_line(std::string_view path, std::size_t lines) {
    constexpr std::string_view line = "line ";
    require(path.starts_with(line), "what is said of a page names the line", path);
    std::size_t number = 0;
    std::from_chars(path.data() + line.size(), path.data() + path.size(), number);
    require(number >= 1 && number <= lines, "the line that is named is there", path);
}

void check_text(std::string_view text) {
    require(codec::is_utf8(text), "what was read is UTF-8", text);
}

} // namespace

void read_input(std::string_view input) {
    const auto page = codec::parse_klik_page(input);
    if (!page) {
        require_sentence(page.error());
        if (!page.error().path.empty()) {
            check_line(page.error().path, lines_in(input));
        }
        return;
    }
    require(page->observation.number.value > 0, "a page has the number of a task");
    check_text(page->municipality_name);
    for (const auto& description : domain::field_descriptions()) {
        const auto* value = page->observation[description.field];
        if (const auto* text = value ? std::get_if<std::string>(&*value) : nullptr) {
            check_text(*text);
        }
    }
    for (const auto& person : {page->responsible, page->assignee}) {
        if (const auto* name = person ? std::get_if<std::string>(&*person) : nullptr) {
            check_text(*name);
        }
    }
    for (const auto& warning : page->warnings) {
        require_sentence(warning);
    }
}

} // namespace klik::fuzz
