#include "portfolio/redmine_text.hpp"

#include <algorithm>

namespace klik::portfolio {

namespace {

constexpr std::string_view joiner = "\u2060";

bool is_digit(char each) {
    return each >= '0' && each <= '9';
}

bool is_latin(char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
}

bool is_blank(char each) {
    return each == ' ' || (each >= '\t' && each <= '\r');
}

bool is_any_of(char each, std::string_view set) {
    return set.find(each) != std::string_view::npos;
}

/// Of Redmine's names, all of which are ASCII.
bool is_of_name(char each) {
    return is_latin(each) || is_digit(each) || each == '_' || each == '-';
}

/// Whether text[at] and what stands before it mean something to Redmine. Nothing is said of a
/// character behind one that is not ASCII, such as the joiner: so there is at most one of ours at
/// each joiner that the text has of its own, and `given_back` can tell them apart.
bool means_something(std::string_view text, std::size_t at) {
    const auto back = [&](std::size_t by) { return at < by ? '\n' : text[at - by]; };
    const char before = back(1);
    const char here = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\n';
    const bool is_ascii = static_cast<unsigned char>(before) < 0x80;
    if (here == '!') { // an image, where it begins a word
        return is_ascii && !is_of_name(before) && !is_blank(next);
    }
    switch (before) {
    case '@': // a mention; behind a word it is an address of mail
        return (is_of_name(here) || is_any_of(here, ".@")) &&
               (!is_of_name(back(2)) || back(2) == '-');
    case '#': // an issue, and with a word before it something else
        return is_latin(here) || is_digit(here);
    case '{': // a macro
        return here == '{';
    case '!': // an image in Markdown
    case '[': // a page of the wiki
        return here == '[';
    case ']': // a link in Markdown, or the address of one
        return is_any_of(here, "([:") || is_latin(here);
    case '"': // a link in Textile
        return here == ':';
    case ':': // `user:hanne`, `source:/x`, but neither `http://` nor 10:30
        return is_of_name(back(2)) && !is_blank(here) && !(here == '/' && next == '/') &&
               !(is_digit(back(2)) && is_digit(here));
    case 'r': // a revision
        return is_digit(here) && (is_blank(back(2)) || is_any_of(back(2), "(,-[>|:"));
    default:
        return false;
    }
}

} // namespace

std::string shown_as_it_is(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_own = text.substr(at).starts_with(joiner);
        if (is_own || means_something(text, at)) {
            shown += joiner; // its own are there twice
        }
        shown += text[at];
    }
    return shown;
}

std::string given_back(std::string_view text) {
    std::string was;
    while (!text.empty()) {
        std::size_t joiners = 0;
        for (; text.starts_with(joiner); text.remove_prefix(joiner.size())) {
            ++joiners;
        }
        for (std::size_t i = 0; i < joiners / 2; ++i) {
            was += joiner;
        }
        const auto end = std::min(text.find(joiner), text.size());
        was += text.substr(0, end);
        text.remove_prefix(end);
    }
    return was;
}

} // namespace klik::portfolio
