#include "codec/klik_page_labelled_line.hpp"

#include "codec/page_text.hpp"
#include "domain/civil_time.hpp"
#include "domain/deadline_colour.hpp"
#include "domain/status.hpp"

#include <algorithm>

namespace klik::codec {

namespace {

using domain::TaskField;

/// More than headings can take that are glued to one value.
constexpr std::size_t longest_headings = 128;

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool all_words(std::string_view text, auto fits) {
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" ,;"), text.size());
        if (end > 0 && !fits(text.substr(0, end))) {
            return false;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return true;
}

std::string_view without_dot(std::string_view colour) {
    constexpr std::string_view dot = "●";
    return colour.starts_with(dot) ? trimmed(colour.substr(dot.size())) : colour;
}

/// The value has the form of that field's values and of nothing else.
bool is_sure_value_of(const PageHeading& heading, std::string_view value) {
    if (value.empty() || !heading.field) {
        return false;
    }
    if (value == "-") {
        return true;
    }
    switch (*heading.field) {
    case TaskField::status:
        return domain::status_from_label(value) != domain::Status::unknown;
    case TaskField::platform_colour:
        return domain::colour_from_label(without_dot(value)).has_value();
    case TaskField::start_date:
    case TaskField::due_date:
        return all_words(value, [](std::string_view word) {
            return word == "-" || domain::date_from_danish(word).has_value();
        });
    case TaskField::prerequisites:
    case TaskField::related:
        return all_words(value, [](std::string_view word) {
            return is_digits(word.starts_with('#') ? word.substr(1) : word);
        });
    case TaskField::files:
        return domain::lower_case(value).starts_with("ingen vedhæftede filer");
    default:
        return false;
    }
}

/// `FASE Fase 1 TEMA Ledelse`: more than one heading, and no telling where each value ends.
bool names_another_heading(std::string_view value) {
    const std::string words = " " + std::string(value) + " ";
    return std::ranges::any_of(page_headings(), [&](const PageHeading& heading) {
        const auto at = words.find(" " + std::string(heading.words));
        const auto end = at + 1 + heading.words.size();
        return at != std::string::npos && (words[end] == ' ' || words[end] == ':');
    });
}

/// `Æ`, `Ø`, `Å` and the like: C3 80 to C3 9E.
bool ends_in_capital(std::string_view text) {
    const auto last = static_cast<unsigned char>(text.back());
    const bool danish = text.size() > 1 && text[text.size() - 2] == '\xC3' && last <= 0x9E;
    return danish || (last >= 'A' && last <= 'Z');
}

/// A heading may be glued to it: it is a value's end and not the beginning of a longer word.
bool ends_a_value(std::string_view text) {
    constexpr std::string_view joins_words = "-/_&+";
    return can_stand_before_heading(text) && !joins_words.contains(text.back()) &&
           !ends_in_capital(text);
}

} // namespace

std::optional<LabelledLine> labelled_line(std::string_view line) {
    const std::string words = plain(line);
    std::string_view rest = words;
    HeadingRun run = take_headings(rest);
    if (run.empty() || rest.empty()) {
        return std::nullopt;
    }
    const bool has_colon = rest.front() == ':';
    const char before = words[words.size() - rest.size() - 1];
    if (!has_colon && before != ' ') {
        return std::nullopt; // `PROJEKTSKABELON`
    }
    return LabelledLine{std::move(run), std::string(trimmed(rest.substr(has_colon ? 1 : 0))),
                        has_colon};
}

bool is_heading_with_value(const LabelledLine& line, LinePlace place) {
    const PageHeading& heading = *line.run.back();
    if (place == LinePlace::title) {
        return line.run.size() == 1 && heading.field == TaskField::title && !line.value.empty();
    }
    if (place == LinePlace::prose) {
        return false;
    }
    if (is_sure_value_of(heading, line.value)) {
        return true;
    }
    if (place == LinePlace::empty_prose || line.run.size() > 1 ||
        names_another_heading(line.value)) {
        return false;
    }
    return line.has_colon || (place == LinePlace::one_line && !has_prose(heading) &&
                              !starts_in_lower_case(line.value));
}

std::vector<LinePiece> value_then_headings(std::string_view line) {
    const std::string text = plain(line);
    const std::string_view words = text;
    const std::size_t first =
        words.size() > longest_headings ? words.size() - longest_headings : std::size_t{1};
    for (std::size_t at = first; at < words.size(); ++at) {
        if (words[at] == ' ') {
            continue;
        }
        if (HeadingRun run = headings_only(words.substr(at)); !run.empty()) {
            const auto value = words.substr(0, at);
            if (!ends_a_value(value)) {
                return {};
            }
            return {{{}, std::string(value)}, {std::move(run), ""}};
        }
    }
    return {};
}

} // namespace klik::codec
