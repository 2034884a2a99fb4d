#include "ctl/labels.hpp"

#include "codec/words.hpp"
#include "domain/deadline_colour.hpp"
#include "domain/status.hpp"
#include "domain/working_calendar.hpp"

#include <fmt/format.h>

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
    // Of an outcome.
    Phrase{"superseded", "platformen meldte en anden værdi", "the platform told another value"},
    Phrase{"task_removed", "opgaven er fjernet", "the task was removed"},
    Phrase{"unanswered", "platformen svarede ikke i tide", "the platform did not answer in time"},
    // Of a complete set that was not complete.
    Phrase{"gap", "noget mangler", "something is missing"},
    Phrase{"count", "det nævnte færre opgaver, end det siger", "it named fewer tasks than it says"},
    Phrase{"restarted", "kilden begyndte forfra undervejs", "the source started anew in its midst"},
    Phrase{"not_started", "begyndelsen mangler", "its beginning is missing"},
    Phrase{"not_ended", "et andet sæt begyndte", "another set began"},
};

constexpr std::array outcomes{
    Phrase{"accepted", "sendt videre til platformen", "passed on to the platform"},
    Phrase{"refused", "afvist", "refused"},
    Phrase{"fulfilled", "opfyldt", "fulfilled"},
    Phrase{"superseded", "overhalet af platformen", "superseded by the platform"},
    Phrase{"unanswered", "ubesvaret", "unanswered"},
    // Of a delivery.
    Phrase{"delivered", "leveret", "delivered"},
    Phrase{"deferred", "udskudt", "deferred"},
    Phrase{"bounced", "kom retur", "bounced"},
    Phrase{"failed", "mislykket", "failed"},
    // Of a gap.
    Phrase{"filled", "det manglende kom", "what was missing came"},
    Phrase{"covered", "et fuldstændigt sæt", "a complete set"},
};

constexpr std::array event_kinds{
    Phrase{"state", "tilstand", "state"},
    Phrase{"notification", "besked", "notification"},
    Phrase{"request", "ønske", "request"},
    Phrase{"system", "system", "system"},
};

constexpr std::array system_kinds{
    Phrase{"rules_loaded", "regler i kraft", "rules in force"},
    Phrase{"roles_loaded", "roller i kraft", "roles in force"},
    Phrase{"keys_loaded", "nøgler i kraft", "keys in force"},
    Phrase{"rules_refused", "regler afvist", "rules refused"},
    Phrase{"roles_refused", "roller afvist", "roles refused"},
    Phrase{"keys_refused", "nøgler afvist", "keys refused"},
    Phrase{"person_replaced", "person afløst", "person replaced"},
    Phrase{"person_erased", "person slettet", "person erased"},
    Phrase{"plugin_started", "plugin startet", "plugin started"},
    Phrase{"plugin_ended", "plugin standset", "plugin ended"},
    Phrase{"test_message", "prøve sendt", "trial sent"},
    Phrase{"delivery", "levering", "delivery"},
    Phrase{"unroutable", "besked uden adresse", "notice without an address"},
    Phrase{"gap", "fakta mangler", "facts are missing"},
    Phrase{"gap_closed", "fakta mangler ikke længere", "facts are no longer missing"},
    Phrase{"source_restarted", "kilde tæller forfra", "source counts anew"},
    Phrase{"set_completed", "fuldstændigt sæt", "complete set"},
    Phrase{"set_incomplete", "sæt, der ikke er fuldstændigt", "set that is not complete"},
    Phrase{"quarantined", "sat i karantæne", "put into quarantine"},
    Phrase{"quarantine_full", "karantænen er fuld", "quarantine is full"},
    Phrase{"quarantine_expired", "for gammelt i karantænen", "too old in quarantine"},
    Phrase{"quarantine_taken", "taget fra karantænen", "taken from quarantine"},
    Phrase{"quarantine_dropped", "slettet fra karantænen", "dropped from quarantine"},
};

constexpr std::array causes{
    Phrase{"fact", "faktum", "fact"},
    Phrase{"request", "ønske", "request"},
    Phrase{"moment", "tiden var inde", "the time had come"},
    Phrase{"rules", "nye regler", "other rules"},
    Phrase{"roles", "ny fil med roller", "another file of roles"},
    Phrase{"people", "person afløst eller slettet", "person replaced or erased"},
    Phrase{"report", "melding om levering", "report of delivery"},
    Phrase{"start", "klikd blev startet", "start of klikd"},
};

constexpr std::array passed_over{
    Phrase{"vacant", "ubesat", "vacant"},
    Phrase{"absent", "fraværende", "absent"},
    Phrase{"bounced", "post kom retur", "mail came back"},
    Phrase{"no_address", "ingen kendt mailadresse", "no known address"},
};

constexpr std::array silences{
    Phrase{"told", "fik besked", "told"},
    Phrase{"gathering", "samles endnu", "gathering"},
    Phrase{"unknown_task", "ukendt opgave", "unknown task"},
    Phrase{"removed", "opgaven er fjernet", "removed"},
    Phrase{"closed", "opgaven er lukket", "closed"},
    Phrase{"not_concerned", "ingen rolle på opgaven", "not concerned"},
    Phrase{"left", "personen er slettet", "left"},
    Phrase{"replaced", "personen er afløst", "replaced"},
    Phrase{"bounced", "post kom retur", "bounced"},
    Phrase{"absent", "fraværende", "absent"},
    Phrase{"first_sight", "ny opgave", "first sight"},
    Phrase{"off", "klikd var slukket", "klikd was off"},
    Phrase{"inhibited", "opgaven er blokeret", "inhibited"},
    Phrase{"no_due_date", "ingen frist", "no due date"},
    Phrase{"spent", "trinnet er brugt", "spent"},
    Phrase{"day_off", "fridag", "day off"},
    Phrase{"passed_over", "beskeden var til en anden", "passed over"},
    Phrase{"own_act", "eget ønske", "own act"},
    Phrase{"no_step", "intet trin den dag", "no step"},
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
    Phrase{"configuration", "Konfiguration", "Configuration"},
    Phrase{"disk", "Disk", "Disk"},
    Phrase{"service", "Tjeneste", "Service"},
    Phrase{"port", "Port", "Port"},
    Phrase{"log", "Log", "Log"},
};

constexpr std::array health_counters{
    Phrase{"tasks", "opgaver", "tasks"},
    Phrase{"open_tasks", "åbne opgaver", "open tasks"},
    Phrase{"records", "poster", "records"},
    Phrase{"gaps", "huller", "gaps"},
    Phrase{"missing", "manglende", "missing"},
    Phrase{"facts", "fakta", "facts"},
    Phrase{"duplicates", "gentagelser", "duplicates"},
    Phrase{"quarantined", "afviste", "quarantined"},
    Phrase{"unknown_keys", "ukendte nøgler", "unknown keys"},
    Phrase{"messages", "meddelelser", "messages"},
    Phrase{"bytes", "byte", "bytes"},
    Phrase{"not_kept", "ikke gemt", "not kept"},
    Phrase{"open_streams", "åbne strømme", "open streams"},
    Phrase{"undelivered", "ikke modtaget", "undelivered"},
    Phrase{"refused_as_busy", "afvist som for mange", "refused as too many"},
    Phrase{"process", "proces", "process"},
    Phrase{"restarts", "genstarter", "restarts"},
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
    return domain::status_words(task["status_label"].text_or(task["status"].text()), language);
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

std::string_view health_counter_label(std::string_view counter, Language language) {
    return phrase(health_counters, counter, language);
}

std::string_view event_kind_label(std::string_view kind, Language language) {
    return phrase(event_kinds, kind, language);
}

std::string_view system_label(std::string_view kind, Language language) {
    return phrase(system_kinds, kind, language);
}

std::string_view cause_label(std::string_view what, Language language) {
    return phrase(causes, what, language);
}

std::string_view passed_over_label(std::string_view why, Language language) {
    return phrase(passed_over, why, language);
}

std::string_view silence_label(std::string_view code, Language language) {
    return phrase(silences, code, language);
}

std::string step_text(std::string_view step, Language language) {
    const bool danish = language == Language::danish;
    if (const auto days = domain::day_count(step)) {
        const bool one = days->count == 1;
        const auto unit = danish ? one ? "dag" : "dage" : one ? "day" : "days";
        const auto working = days->working ? danish ? "arbejds" : "working " : "";
        return fmt::format("{} {}{} {}", days->count, working, unit,
                           danish ? "før fristen" : "before the due date");
    }
    constexpr std::string_view overdue = "overdue-";
    constexpr std::string_view overdue_of = "overdue:";
    if (step.starts_with(overdue)) {
        return fmt::format("{} {}", danish ? "frist overskredet, besked nr." : "overdue notice",
                           step.substr(overdue.size()));
    }
    const auto day = domain::date_from_iso(
        step.starts_with(overdue_of) ? step.substr(overdue_of.size()) : std::string_view{});
    return day ? fmt::format("{} {}", danish ? "frist overskredet" : "overdue",
                             domain::danish_date(*day))
               : std::string{step};
}

std::string_view outcome_label(std::string_view outcome, Language language) {
    return phrase(outcomes, outcome, language);
}

} // namespace klik::ctl
