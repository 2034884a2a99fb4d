#include "ctl/labels.hpp"

#include "codec/words.hpp"
#include "domain/deadline_colour.hpp"
#include "domain/status.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace klik::ctl {

namespace {

using domain::TaskField;

struct Phrase {
    std::string_view code;
    std::string_view danish;
    std::string_view english;

    [[nodiscard]] std::string_view in(Language language) const {
        return language == Language::danish ? danish : english;
    }
};

// In the order of TaskField.
constexpr std::array<Phrase, domain::task_field_count> field_labels{{
    {"title", "Opgave", "Task"},
    {"platform_colour", "Platformens farve", "Platform's colour"},
    {"priority", "Prioritet", "Priority"},
    {"status", "Status", "Status"},
    {"responsible", "Ansvarlig", "Responsible"},
    {"assignee", "Udfører", "Assignee"},
    {"start_date", "Startdato", "Start date"},
    {"due_date", "Slutdato", "Due date"},
    {"goal", "Mål", "Goal"},
    {"description", "Beskrivelse", "Description"},
    {"method", "Metode og fremgangsmåde", "Method"},
    {"result", "Resultat", "Result"},
    {"recommended_responsible", "Anbefalet ansvarlig", "Recommended responsible"},
    {"recommended_assignee", "Anbefalet udfører", "Recommended assignee"},
    {"quality_criteria", "Kvalitetskriterier", "Quality criteria"},
    {"history", "Historik", "History"},
    {"internal_notes", "Interne noter", "Internal notes"},
    {"prerequisites", "Forudsætninger", "Prerequisites"},
    {"related", "Opgaven er tæt relateret til", "Closely related to"},
    {"project", "Projekt", "Project"},
    {"phase", "Fase", "Phase"},
    {"theme", "Tema", "Theme"},
    {"external_attachments", "Eksterne bilag", "External attachments"},
    {"files", "Tilføjede filer", "Files"},
}};

constexpr std::array notification_labels{
    Phrase{"reminder", "påmindelse", "reminder"},
    Phrase{"overdue", "frist overskredet", "overdue"},
    Phrase{"colour_changed", "farve forværret", "colour got worse"},
    Phrase{"colour_disagrees", "uenighed om farve", "colours disagree"},
    Phrase{"assigned", "opgave tildelt", "assigned"},
    Phrase{"status_changed", "status ændret", "status changed"},
    Phrase{"due_date_moved", "frist flyttet", "due date moved"},
    Phrase{"unblocked", "kan begyndes", "unblocked"},
    Phrase{"blocked_again", "venter igen", "blocked again"},
    Phrase{"date_conflict", "datoer i strid", "dates in conflict"},
    Phrase{"prerequisite_cycle", "forudsætninger i ring", "prerequisites in a circle"},
    Phrase{"unknown_prerequisite", "ukendt forudsætning", "unknown prerequisite"},
    Phrase{"unknown_status", "ukendt status", "unknown status"},
    Phrase{"rule_violation", "regel brudt", "rule broken"},
    Phrase{"request_refused", "ønske afvist", "request refused"},
    Phrase{"request_unanswered", "ønske ubesvaret", "request unanswered"},
    Phrase{"knock_on", "sinker en anden opgave", "holds up another task"},
    Phrase{"vacant_role", "rolle ubesat", "role vacant"},
    Phrase{"withdrawn", "besked gælder ikke længere", "notice withdrawn"},
    Phrase{"first_sight", "ny opgave", "new task"},
    Phrase{"catch_up", "forsinket besked", "late notice"},
    Phrase{"digest", "samlet besked", "digest"},
};

constexpr std::array refusals{
    Phrase{"transition", "status kan ikke ændres på den måde",
           "the status cannot change in that way"},
    Phrase{"complete_blocked", "opgaven kan ikke afsluttes, før dens forudsætninger er det",
           "the task cannot be completed before its prerequisites are"},
    Phrase{"start_blocked", "opgaven kan ikke begyndes, før dens forudsætninger er afsluttet",
           "the task cannot be started before its prerequisites are closed"},
    Phrase{"stale_revision", "opgaven er ændret i mellemtiden",
           "the task has changed in the meantime"},
    Phrase{"conflict", "et andet ønske om samme felt er ikke afgjort",
           "another request on the same field is still open"},
    Phrase{"unknown_status", "ingen status hedder sådan", "no status has that name"},
    Phrase{"unknown_task", "opgaven findes ikke", "there is no such task"},
    Phrase{"local_task", "opgaven er kommunens egen, som platformen ikke kender",
           "the task is the municipality's own, which the platform does not know"},
    Phrase{"changes_nothing", "ændrer intet", "changes nothing"},
    Phrase{"due_before_start", "fristen ligger før startdatoen",
           "the due date lies before the start date"},
};

constexpr std::array outcomes{
    Phrase{"accepted", "sendt videre til platformen", "passed on to the platform"},
    Phrase{"refused", "afvist", "refused"},
    Phrase{"fulfilled", "opfyldt", "fulfilled"},
    Phrase{"superseded", "overhalet af platformen", "superseded by the platform"},
    Phrase{"unanswered", "ubesvaret", "unanswered"},
};

constexpr std::array errors{
    Phrase{"malformed", "forkert form", "malformed"},
    Phrase{"too_large", "for stor", "too large"},
    Phrase{"forbidden", "hører ikke til her", "forbidden"},
    Phrase{"conflict", "i strid med tidligere", "conflict"},
};

constexpr std::array health_states{
    Phrase{"ok", "I orden", "OK"},
    Phrase{"warning", "Advarsel", "Warning"},
    Phrase{"failed", "Fejl", "Failed"},
};

constexpr std::array health_subjects{
    Phrase{"municipality", "Kommune", "Municipality"},
    Phrase{"journal", "Journal", "Journal"},
    Phrase{"platform", "Platform", "Platform"},
    Phrase{"quarantine", "Karantæne", "Quarantine"},
    Phrase{"rules", "Regler", "Rules"},
    Phrase{"clients", "Klienter", "Clients"},
    Phrase{"clock", "Ur", "Clock"},
    Phrase{"plugin", "Plugin", "Plugin"},
};

std::string_view phrase(std::span<const Phrase> phrases, std::string_view code, Language language) {
    const auto found = std::ranges::find(phrases, code, &Phrase::code);
    return found == phrases.end() ? code : found->in(language);
}

} // namespace

std::string_view field_label(TaskField field, Language language) {
    return field_labels.at(static_cast<std::size_t>(field)).in(language);
}

std::optional<TaskField> field_from_label(std::string_view label) {
    const std::string wanted = domain::lower_case(label);
    if (wanted == "frist" || wanted == "deadline") {
        return TaskField::due_date;
    }
    const auto found = std::ranges::find_if(field_labels, [&](const Phrase& names) {
        return names.code == wanted || domain::lower_case(names.danish) == wanted ||
               domain::lower_case(names.english) == wanted;
    });
    return found == field_labels.end() ? std::nullopt : domain::task_field(found->code);
}

std::string status_text(const Value& task, Language language) {
    const auto status = codec::status_word(task["status"].text());
    if (language == Language::english && status && *status != domain::Status::unknown) {
        return std::string{domain::label(*status, language)};
    }
    return std::string{task["status_label"].text_or(task["status"].text())};
}

std::string colour_text(const Value& task, Language language) {
    const std::string_view word = task["colour"].text();
    const auto colour = codec::colour_word(word);
    return std::string{colour ? domain::label(*colour, language) : word};
}

Ink colour_ink(const Value& task) {
    switch (codec::colour_word(task["colour"].text()).value_or(domain::Colour::none)) {
    case domain::Colour::red:
        return Ink::red;
    case domain::Colour::yellow:
        return Ink::yellow;
    case domain::Colour::green:
        return Ink::green;
    case domain::Colour::none:
        break;
    }
    return Ink::plain;
}

std::string numbers_text(const Value& numbers) {
    std::string text;
    for (const Value& number : numbers.list()) {
        text += (text.empty() ? "#" : ", #") + std::to_string(number.whole().value_or(0));
    }
    return text.empty() ? "-" : text;
}

std::string texts_text(const Value& texts) {
    std::string all;
    for (const Value& text : texts.list()) {
        all += (all.empty() ? "" : ", ") + std::string{text.text()};
    }
    return all.empty() ? "-" : all;
}

std::string_view notification_label(std::string_view kind, Language language) {
    return phrase(notification_labels, kind, language);
}

std::string_view refusal_text(std::string_view reason, Language language) {
    return phrase(refusals, reason, language);
}

std::string_view error_label(std::string_view code, Language language) {
    return phrase(errors, code, language);
}

std::string_view health_state_label(std::string_view state, Language language) {
    return phrase(health_states, state, language);
}

std::string_view health_subject_label(std::string_view subject, Language language) {
    return phrase(health_subjects, subject, language);
}

std::string_view outcome_label(std::string_view outcome, Language language) {
    return phrase(outcomes, outcome, language);
}

} // namespace klik::ctl
