#include "domain/notice_template.hpp"

#include "domain/deadline_colour.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace klik::domain {

namespace {

using Facts = std::map<std::string, std::string>;

constexpr std::size_t longest_text_bytes = 1000;

enum class Shape { text, date, colour };

/// Something about the notice that a text may name in braces, and in what shape the notice has it.
struct TemplateFact {
    std::string_view name;
    Shape shape = Shape::text;
};

constexpr std::array<TemplateFact, 3> of_every_task{
    {{"number"}, {"title"}, {"due_date", Shape::date}}};
constexpr std::array<TemplateFact, 3> of_reminder{
    {{"days_left"}, {"colour", Shape::colour}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 3> of_overdue{
    {{"working_days_late"}, {"colour", Shape::colour}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 2> of_colour_changed{
    {{"from", Shape::colour}, {"to", Shape::colour}}};
constexpr std::array<TemplateFact, 3> of_colour_disagrees{
    {{"platform_colour"}, {"shown_on", Shape::date}, {"colour", Shape::colour}}};
constexpr std::array<TemplateFact, 1> of_blocked{{{"blocked_by"}}};
constexpr std::array<TemplateFact, 2> of_status_changed{{{"from"}, {"to"}}};
constexpr std::array<TemplateFact, 2> of_due_date_moved{
    {{"from", Shape::date}, {"to", Shape::date}}};
constexpr std::array<TemplateFact, 1> of_unblocked{{{"unknown"}}};
constexpr std::array<TemplateFact, 2> of_date_conflict{
    {{"prerequisite"}, {"not_before", Shape::date}}};
constexpr std::array<TemplateFact, 1> of_cycle{{{"path"}}};
constexpr std::array<TemplateFact, 1> of_unknown_prerequisite{{{"prerequisite"}}};
constexpr std::array<TemplateFact, 1> of_unknown_status{{{"label"}}};
constexpr std::array<TemplateFact, 3> of_rule_violation{{{"from"}, {"to"}, {"blocked_by"}}};
constexpr std::array<TemplateFact, 1> of_request_refused{{{"why"}}};
constexpr std::array<TemplateFact, 1> of_request_unanswered{{{"hours"}}};
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

std::string value_of(const std::string& name, const Facts& facts) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::string{} : found->second;
}

std::string words_of(const TemplateFact& named, const Facts& facts, Language language) {
    const bool danish = language == Language::danish;
    const std::string name(named.name);
    if (const auto in_words = facts.find(name + (danish ? "_da" : "_en"));
        in_words != facts.end()) {
        return in_words->second;
    }
    std::string value = value_of(name, facts);
    if (named.shape == Shape::date) {
        const auto date = date_from_iso(value);
        return date ? long_date(*date, language) : danish ? "ingen frist" : "no due date";
    }
    if (named.shape == Shape::colour) {
        const auto colour = colour_from_label(value);
        return colour ? std::string(label(*colour, language)) : value;
    }
    return value;
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
    const auto names = template_facts(kind);
    for (const Piece& piece : *pieces) {
        if (piece.in_braces && std::ranges::find(names, piece.text) == names.end()) {
            std::string mistake =
                "names {" + std::string(piece.text) + "}; a notice of this kind has";
            for (const auto name : names) {
                mistake += (name == names.front() ? " {" : ", {") + std::string(name) + "}";
            }
            return mistake;
        }
    }
    return std::nullopt;
}

std::string filled_template(NotificationKind kind, std::string_view text, const Facts& facts,
                            Language language) {
    const auto known = all_facts(kind);
    std::string filled;
    for (const Piece& piece : pieces_of(text).value_or(std::vector<Piece>{{text}})) {
        const auto fact = std::ranges::find(known, piece.text, &TemplateFact::name);
        filled += piece.in_braces && fact != known.end() ? words_of(*fact, facts, language)
                                                         : std::string(piece.text);
    }
    return filled;
}

} // namespace klik::domain
