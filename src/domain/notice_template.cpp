#include "domain/notice_template.hpp"

#include "domain/notice_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace klik::domain {

namespace {

using Facts = NoticeWords::Facts;

constexpr std::size_t longest_text_bytes = 1000;

enum class Shape { text, date, colour, status, count };

/// Something about the notice that a text may name in braces, and in what shape the notice has it.
struct TemplateFact {
    std::string_view name;
    Shape shape = Shape::text;
};

constexpr std::array<TemplateFact, 3> of_every_task{
    {{"number"}, {"title"}, {"due_date", Shape::date}}};
constexpr std::array<TemplateFact, 3> of_reminder{
    {{"days_left", Shape::count}, {"colour", Shape::colour}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 3> of_overdue{
    {{"working_days_late", Shape::count}, {"colour", Shape::colour}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 2> of_colour_changed{
    {{"from", Shape::colour}, {"to", Shape::colour}}};
constexpr std::array<TemplateFact, 3> of_colour_disagrees{
    {{"platform_colour"}, {"shown_on", Shape::date}, {"colour", Shape::colour}}};
constexpr std::array<TemplateFact, 1> of_blocked{{{"blocked_by"}}};
constexpr std::array<TemplateFact, 2> of_status_changed{
    {{"from", Shape::status}, {"to", Shape::status}}};
constexpr std::array<TemplateFact, 2> of_due_date_moved{
    {{"from", Shape::date}, {"to", Shape::date}}};
constexpr std::array<TemplateFact, 1> of_unblocked{{{"unknown"}}};
constexpr std::array<TemplateFact, 2> of_date_conflict{
    {{"prerequisite"}, {"not_before", Shape::date}}};
constexpr std::array<TemplateFact, 1> of_cycle{{{"path"}}};
constexpr std::array<TemplateFact, 1> of_unknown_prerequisite{{{"prerequisite"}}};
constexpr std::array<TemplateFact, 1> of_unknown_status{{{"label"}}};
constexpr std::array<TemplateFact, 3> of_rule_violation{
    {{"from", Shape::status}, {"to", Shape::status}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 1> of_request_refused{{{"why"}}};
constexpr std::array<TemplateFact, 1> of_request_unanswered{{{"hours", Shape::count}}};
constexpr std::array<TemplateFact, 5> of_knock_on{
    {{"own", Shape::colour}, {"makes"}, {"colour", Shape::colour}, {"by", Shape::date}, {"path"}}};
constexpr std::array<TemplateFact, 4> of_vacant_role{
    {{"vacant_role"}, {"project"}, {"number"}, {"title"}}};
constexpr std::array<TemplateFact, 1> of_withdrawn{{{"because"}}};
constexpr std::array<TemplateFact, 2> of_summary{{{"colour", Shape::colour}, {"blocked_by"}}};

/// Those beside `of_every_task`.
std::span<const TemplateFact> own_facts(NotificationKind kind) {
    switch (kind) {
    case NotificationKind::reminder:
        return of_reminder;
    case NotificationKind::overdue:
        return of_overdue;
    case NotificationKind::colour_changed:
        return of_colour_changed;
    case NotificationKind::colour_disagrees:
        return of_colour_disagrees;
    case NotificationKind::assigned:
    case NotificationKind::blocked_again:
        return of_blocked;
    case NotificationKind::status_changed:
        return of_status_changed;
    case NotificationKind::due_date_moved:
        return of_due_date_moved;
    case NotificationKind::unblocked:
        return of_unblocked;
    case NotificationKind::date_conflict:
        return of_date_conflict;
    case NotificationKind::prerequisite_cycle:
        return of_cycle;
    case NotificationKind::unknown_prerequisite:
        return of_unknown_prerequisite;
    case NotificationKind::unknown_status:
        return of_unknown_status;
    case NotificationKind::rule_violation:
        return of_rule_violation;
    case NotificationKind::request_refused:
        return of_request_refused;
    case NotificationKind::request_unanswered:
        return of_request_unanswered;
    case NotificationKind::knock_on:
        return of_knock_on;
    case NotificationKind::vacant_role:
        return of_vacant_role;
    case NotificationKind::withdrawn:
        return of_withdrawn;
    case NotificationKind::first_sight:
    case NotificationKind::catch_up:
        break;
    }
    return of_summary;
}

std::vector<TemplateFact> all_facts(NotificationKind kind) {
    std::vector<TemplateFact> all;
    if (kind != NotificationKind::vacant_role) { // it may be about a project
        all.assign(of_every_task.begin(), of_every_task.end());
    }
    const auto own = own_facts(kind);
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

/// A stretch of text, or a fact's name where `in_braces`.
struct Piece {
    std::string_view text;
    bool in_braces = false;
};

/// Nothing where a brace is not closed.
std::optional<std::vector<Piece>> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const auto brace = text.find('{');
        if (brace != 0) {
            pieces.push_back({text.substr(0, brace)});
            text.remove_prefix(std::min(brace, text.size()));
        } else if (text.starts_with("{{")) {
            pieces.push_back({text.substr(0, 1)});
            text.remove_prefix(2);
        } else {
            const auto end = text.find_first_of("{}", 1);
            if (end == std::string_view::npos || text[end] != '}') {
                return std::nullopt;
            }
            pieces.push_back({text.substr(1, end - 1), true});
            text.remove_prefix(end + 1);
        }
    }
    return pieces;
}

/// What stands in braces: a fact's name and, of a count, the words for one and for more, as in
/// `days_left|dag|dage`.
struct Named {
    std::string_view name;
    std::vector<std::string_view> words;
};

Named named_in(std::string_view braces) {
    Named named{braces.substr(0, braces.find('|')), {}};
    while (braces.size() > braces.find('|')) {
        braces.remove_prefix(braces.find('|') + 1);
        named.words.push_back(braces.substr(0, braces.find('|')));
    }
    return named;
}

std::string name_mistake(std::string_view braces, const std::vector<TemplateFact>& facts) {
    std::string mistake =
        "names {" + std::string(named_in(braces).name) + "}; a notice of this kind has";
    for (const TemplateFact& fact : facts) {
        mistake += (fact.name == facts.front().name ? " {" : ", {") + std::string(fact.name) + "}";
    }
    return mistake;
}

/// The words that stand behind a count have to be two.
std::optional<std::string> words_mistake(std::string_view braces, const TemplateFact& fact) {
    const auto words = named_in(braces).words;
    const bool fits =
        words.size() == 2 && fact.shape == Shape::count && !words[0].empty() && !words[1].empty();
    if (words.empty() || fits) {
        return std::nullopt;
    }
    return "has {" + std::string(braces) +
           "}; words for one and for more, both of them, stand behind a count alone, such as "
           "{days_left|dag|dage}";
}

std::string words_of(const TemplateFact& fact, const Named& named, const NoticeWords& notice) {
    const std::string name(fact.name);
    switch (fact.shape) {
    case Shape::date:
        return notice.date(name);
    case Shape::colour:
        return notice.colour(name);
    case Shape::status:
        return notice.status(name);
    case Shape::count:
        return named.words.size() == 2 ? notice.counted(name, named.words[0], named.words[1])
                                       : notice.fact(name);
    case Shape::text:
        break;
    }
    const std::string words = notice.in_language(name);
    return words.empty() ? notice.fact(name) : words;
}

} // namespace

std::vector<std::string_view> template_facts(NotificationKind kind) {
    std::vector<std::string_view> names;
    for (const TemplateFact& fact : all_facts(kind)) {
        names.push_back(fact.name);
    }
    return names;
}

std::optional<std::string> template_mistake(NotificationKind kind, std::string_view text) {
    if (text.find_first_not_of(' ') == std::string_view::npos) {
        return "is empty";
    }
    if (text.size() > longest_text_bytes) {
        return "has " + std::to_string(text.size()) + " bytes; at most 1000 are allowed";
    }
    if (std::ranges::any_of(text, [](char c) { return c >= 0 && c < ' '; })) {
        return "has a line end or another control character; it must be one line";
    }
    const auto pieces = pieces_of(text);
    if (!pieces) {
        return R"(has a brace "{" that is not closed; write "{{" for a brace itself)";
    }
    const auto facts = all_facts(kind);
    for (const Piece& piece : *pieces) {
        if (!piece.in_braces) {
            continue;
        }
        const auto fact = std::ranges::find(facts, named_in(piece.text).name, &TemplateFact::name);
        const auto mistake = fact == facts.end() ? name_mistake(piece.text, facts)
                                                 : words_mistake(piece.text, *fact);
        if (mistake) {
            return mistake;
        }
    }
    return std::nullopt;
}

std::string filled_template(NotificationKind kind, std::string_view text, const Facts& facts,
                            Language language) {
    const auto known = all_facts(kind);
    const NoticeWords notice{facts, language};
    std::string filled;
    for (const Piece& piece : pieces_of(text).value_or(std::vector<Piece>{{text}})) {
        const Named named = named_in(piece.text);
        const auto fact = std::ranges::find(known, named.name, &TemplateFact::name);
        filled += piece.in_braces && fact != known.end() ? words_of(*fact, named, notice)
                                                         : std::string(piece.text);
    }
    return filled;
}

} // namespace klik::domain
