#include "codec/klik_page_headings.hpp"

#include "codec/field_length.hpp"
#include "codec/page_text.hpp"

#include <algorithm>
#include <array>

namespace klik::codec {

namespace {

using domain::TaskField;

constexpr std::array<PageHeading, 26> known_headings{{
    {"Opgave titel", TaskField::title},
    {"OPGAVE TITEL", TaskField::title},
    {"DEADLINE", TaskField::platform_colour},
    {"PRIORITET", TaskField::priority},
    {"STATUS", TaskField::status},
    {"ANSVARLIG", TaskField::responsible},
    {"UDFØRER", TaskField::assignee},
    {"STARTDATO", TaskField::start_date},
    {"SLUTDATO", TaskField::due_date},
    {"MÅL", TaskField::goal},
    {"BESKRIVELSE", TaskField::description},
    {"METODE OG FREMGANGSMÅDE", TaskField::method},
    {"RESULTAT", TaskField::result},
    {"ANBEFALET ANSVARLIG", TaskField::recommended_responsible},
    {"ANBEFALET UDFØRER", TaskField::recommended_assignee},
    {"KVALITETSKRITERIER", TaskField::quality_criteria},
    {"HISTORIK", TaskField::history},
    {"INTERNE NOTER", TaskField::internal_notes},
    {"FORUDSÆTNINGER", TaskField::prerequisites},
    {"OPGAVEN ER TÆT RELATERET TIL", TaskField::related},
    {"PROJEKT", TaskField::project},
    {"FASE", TaskField::phase},
    {"TEMA", TaskField::theme},
    {"KOMMUNE", std::nullopt},
    {"EKSTERNE BILAG", TaskField::external_attachments},
    {"TILFØJEDE FILER", TaskField::files},
}};

constexpr std::string_view opening_brackets = "([{";
/// Each opens a quotation somewhere and closes one elsewhere (»Danish«, «French», „German“).
constexpr std::array<std::string_view, 12> quotation_marks{"\"", "'", "`", "“", "”", "„",
                                                           "‘",  "’", "«", "»", "‹", "›"};

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// A bracket, or a quotation mark where a word begins.
bool ends_in_opening_mark(std::string_view value) {
    if (opening_brackets.contains(value.back())) {
        return true;
    }
    const auto* mark = std::ranges::find_if(
        quotation_marks, [&](std::string_view candidate) { return value.ends_with(candidate); });
    if (mark == quotation_marks.end()) {
        return false;
    }
    value.remove_suffix(mark->size());
    return value.empty() || value.back() == ' ' || opening_brackets.contains(value.back());
}

/// `(Organisation 1) Etabler` and `"Opstart"` too are glued to the heading before them where that
/// heading's value is one line.
bool can_stand_after_heading(const PageHeading& heading, std::string_view value) {
    if (trimmed(value).empty() || trimmed(value) == "-" || is_letter_or_digit(value.front()) ||
        value.front() == '#') {
        return true;
    }
    return !has_prose(heading) &&
           (opening_brackets.contains(value.front()) || (value.front() == '"' && value.size() > 1));
}

std::vector<std::string_view> split_at_bold_marks(std::string_view line) {
    std::vector<std::string_view> chunks;
    for (;;) {
        const auto mark = line.find("**");
        chunks.push_back(line.substr(0, mark));
        if (mark == std::string_view::npos) {
            return chunks;
        }
        line.remove_prefix(mark + 2);
    }
}

/// The chunk and those beside it are a heading and its neighbours rather than a bold word in a
/// sentence.
bool is_heading_chunk(std::span<const std::string_view> chunks, std::size_t position) {
    const HeadingRun run = headings_only(chunks[position]);
    return !run.empty() && (position == 0 || can_stand_before_heading(chunks[position - 1])) &&
           (position + 1 == chunks.size() ||
            can_stand_after_heading(*run.back(), chunks[position + 1]));
}

std::vector<LinePiece> pieces_between_bold_marks(std::string_view line) {
    const auto chunks = split_at_bold_marks(line);
    std::vector<LinePiece> pieces;
    bool text_open = false;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        if (is_heading_chunk(chunks, i)) {
            pieces.push_back({headings_only(chunks[i]), ""});
            text_open = false;
            continue;
        }
        if (text_open) {
            pieces.back().text += "**";
            pieces.back().text += chunks[i];
        } else if (!trimmed(chunks[i]).empty()) {
            pieces.push_back({{}, std::string(chunks[i])});
            text_open = true;
        }
    }
    return pieces;
}

/// `04-03-2024`, also with wrong digits: the date's own check names them.
bool looks_like_a_date(std::string_view text) {
    return text.size() >= 8 && std::ranges::count(text, '-') == 2 &&
           text.find_first_not_of("0123456789-") == std::string_view::npos;
}

/// What follows a heading on its line without bold marks between and can only be its value.
bool is_plain_value_of(const PageHeading& heading, std::string_view text) {
    if (text == "-") {
        return true;
    }
    const std::string_view word = text.substr(0, text.find(' '));
    if (heading.field == TaskField::start_date || heading.field == TaskField::due_date) {
        return looks_like_a_date(word);
    }
    if (heading.field == TaskField::platform_colour) {
        return text.starts_with("●");
    }
    if (heading.field == TaskField::prerequisites || heading.field == TaskField::related) {
        return word.starts_with('#');
    }
    return false;
}

/// `SLUTDATO 04-03-2024`, `UDFØRER -`
std::vector<LinePiece> headings_then_value(std::string_view line) {
    const std::string words = plain(line);
    std::string_view rest = words;
    HeadingRun run = take_headings(rest);
    if (run.empty() || !is_plain_value_of(*run.back(), rest)) {
        return {};
    }
    return {{std::move(run), ""}, {{}, std::string(rest)}};
}

/// `projektorganisation #121850 DEADLINE`: behind its number a title is at its end.
std::vector<LinePiece> title_then_headings(std::string_view line) {
    const auto hash = line.rfind('#');
    if (hash == std::string_view::npos) {
        return {};
    }
    const auto end = line.find_first_not_of("0123456789", hash + 1);
    if (end == std::string_view::npos || end == hash + 1) {
        return {};
    }
    HeadingRun run = headings_only(line.substr(end));
    if (run.empty()) {
        return {};
    }
    return {{{}, std::string(line.substr(0, end))}, {std::move(run), ""}};
}

} // namespace

std::span<const PageHeading> page_headings() {
    return known_headings;
}

bool has_prose(const PageHeading& heading) {
    return heading.field && is_prose(*heading.field);
}

HeadingRun take_headings(std::string_view& words) {
    HeadingRun run;
    for (;;) {
        words = trimmed(words);
        const auto* found = std::ranges::find_if(
            known_headings, [&](const auto& heading) { return words.starts_with(heading.words); });
        if (found == known_headings.end()) {
            return run;
        }
        run.push_back(found);
        words.remove_prefix(found->words.size());
    }
}

bool can_stand_before_heading(std::string_view value) {
    return trimmed(value).empty() || (value.back() != ' ' && !ends_in_opening_mark(value));
}

HeadingRun headings_only(std::string_view text) {
    const std::string words = plain(text);
    std::string_view rest = words;
    HeadingRun run = take_headings(rest);
    return rest.empty() ? run : HeadingRun{};
}

std::vector<LinePiece> line_pieces(std::string_view line, bool in_title) {
    const auto has_headings = [](const std::vector<LinePiece>& pieces) {
        return std::ranges::any_of(pieces,
                                   [](const LinePiece& piece) { return !piece.run.empty(); });
    };
    auto pieces = pieces_between_bold_marks(line);
    if (!has_headings(pieces)) {
        pieces = headings_then_value(line);
    }
    if (pieces.empty() && in_title) {
        pieces = title_then_headings(plain(line));
    }
    return pieces;
}

} // namespace klik::codec
