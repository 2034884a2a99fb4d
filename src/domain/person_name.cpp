#include "domain/person_name.hpp"

#include "domain/status.hpp"

namespace klik::domain {

namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";
constexpr std::string_view ascii_blanks = " \t\n\v\f\r";

/// Bytes of the blank at the text's beginning, 0 where there is none.
std::size_t blank_size(std::string_view text) {
    if (text.starts_with(no_break_space)) {
        return no_break_space.size();
    }
    return ascii_blanks.find(text.front()) == std::string_view::npos ? 0 : 1;
}

} // namespace

std::string tidy_name(std::string_view name) {
    std::string tidy;
    bool after_blank = false;
    while (!name.empty()) {
        if (const std::size_t blank = blank_size(name); blank != 0) {
            after_blank = true;
            name.remove_prefix(blank);
            continue;
        }
        if (after_blank && !tidy.empty()) {
            tidy += ' ';
        }
        after_blank = false;
        tidy += name.front();
        name.remove_prefix(1);
    }
    return tidy;
}

std::string folded_name(std::string_view name) {
    return lower_case(tidy_name(name));
}

} // namespace klik::domain
