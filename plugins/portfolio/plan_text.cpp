#include "portfolio/plan_text.hpp"

#include "portfolio/held_open.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

namespace klik::portfolio {

namespace {

using common::in;
using common::Language;

constexpr std::size_t longest_value = 60; // characters; a description would hide the rest

std::string_view side_in_words(Side side, Language language) {
    return side == Side::klik ? in(language, "spørg KLIK", "ask KLIK")
                              : in(language, "værktøj", "tool");
}

/// The values of a change, with people as those who read it know them.
struct ValuesInWords {
    std::string from;
    std::string to;
};

ValuesInWords values_of(const Change& change, Language language, const NameOf& called) {
    auto from = change.from;
    auto to = change.to;
    if (change.field == Field::assignee && called) {
        const auto other = change.side == Side::tool ? Side::klik : Side::tool;
        from = called(change.side, from);
        to = called(change.why == Why::no_word ? other : change.side, to);
    }
    return {value_in_words(change.field, from, language),
            value_in_words(change.field, to, language)};
}

std::string change_in_words(const Change& change, Language language, const NameOf& called) {
    const auto values = values_of(change, language, called);
    const auto what = fmt::format("  {}, {}: {} → {}", field_in_words(change.field, language),
                                  side_in_words(change.side, language), values.from, values.to);
    return change.why == Why::not_there_yet // the heading says so
               ? what + '\n'
               : fmt::format("{} ({})\n", what, why_in_words(change.why, language));
}

std::string why_it_stays(const Change& left, Language language) {
    if (!left.open_parts.empty()) {
        return fmt::format(fmt::runtime(in(language,
                                           "værktøjet afslutter intet, der har en åben "
                                           "delopgave, og dér er åben: {}",
                                           "the tool closes nothing that has an open subtask, and "
                                           "open there is: {}")),
                           fmt::join(left.open_parts, ", "));
    }
    if (left.field == Field::assignee && left.why == Why::no_word) {
        return std::string{
            left.side == Side::tool
                ? in(language,
                     "personen er ikke fundet blandt projektets medlemmer i værktøjet, hverken ved "
                     "mailadresse eller i [plugins.portfolio.people]",
                     "the person is not found among the project's members in the tool, neither by "
                     "mail address nor in [plugins.portfolio.people]")
                : in(language,
                     "personen er ikke fundet i KLIK, hverken ved mailadresse eller i "
                     "[plugins.portfolio.people]",
                     "the person is not found in KLIK, neither by mail address nor in "
                     "[plugins.portfolio.people]")};
    }
    if (left.held_open_by.empty() && left.rule.empty()) {
        return std::string{why_in_words(left.why, language)};
    }
    if (left.held_open_by.empty()) {
        return fmt::format(fmt::runtime(in(language,
                                           "værktøjet sagde nej, og det prøves igen, når noget "
                                           "ændrer sig: {}",
                                           "the tool said no, and it is tried again when "
                                           "something changes: {}")),
                           left.rule);
    }
    return fmt::format(fmt::runtime(in(language,
                                       "værktøjet afslutter intet, der venter på en åben opgave, "
                                       "og dér er {} åben",
                                       "the tool closes nothing that waits for an open task, and "
                                       "{} is open there")),
                       in_a_list(left.held_open_by));
}

std::string left_in_words(const Change& left, Language language, const NameOf& called) {
    const bool is_klik = left.side == Side::klik;
    const auto values = values_of(left, language, called);
    return fmt::format("  {}: {}. KLIK: {}, {}: {} ({})\n", field_in_words(left.field, language),
                       in(language, "ændres ikke", "not changed"),
                       is_klik ? values.from : values.to, in(language, "værktøj", "tool"),
                       is_klik ? values.to : values.from, why_it_stays(left, language));
}

std::string heading(const Pair& pair, Language language) {
    std::string text;
    const auto number = pair.task != nullptr                        ? pair.task->number
                        : pair.item != nullptr && pair.item->number ? *pair.item->number
                                                                    : 0;
    text = fmt::format("#{}", number);
    if (pair.task != nullptr) {
        text += fmt::format(" {}", value_in_words(Field::title, pair.task->title, language));
    }
    return text + (pair.item != nullptr
                       ? fmt::format(" [{}]\n", pair.item->id)
                       : fmt::format(" [{}]\n",
                                     in(language, "findes ikke i værktøjet", "not in the tool")));
}

} // namespace

std::string_view field_in_words(Field field, Language language) {
    switch (field) {
    case Field::title:
        return in(language, "titel", "title");
    case Field::description:
        return in(language, "beskrivelse", "description");
    case Field::status:
        return "status";
    case Field::priority:
        return in(language, "prioritet", "priority");
    case Field::start_date:
        return in(language, "startdato", "start date");
    case Field::due_date:
        return in(language, "slutdato", "due date");
    case Field::assignee:
        return in(language, "udfører", "assignee");
    case Field::phase:
        return in(language, "fase", "phase");
    case Field::theme:
        return in(language, "tema", "theme");
    case Field::prerequisites:
        return in(language, "forudsætninger", "prerequisites");
    }
    return {};
}

std::string value_in_words(Field field, const std::string& value, Language language) {
    if (field == Field::start_date || field == Field::due_date) {
        if (const auto date = common::date_from_iso(value)) {
            return fmt::format("{:02}-{:02}-{:04}", static_cast<unsigned>(date->day()),
                               static_cast<unsigned>(date->month()),
                               static_cast<int>(date->year()));
        }
    }
    const auto words = cut(one_line(value), longest_value);
    return words.empty() ? std::string{in(language, "(tom)", "(empty)")} : words;
}

std::string_view why_in_words(Why why, Language language) {
    switch (why) {
    case Why::not_there_yet:
        return in(language, "opgaven findes ikke i værktøjet endnu",
                  "the task is not in the tool yet");
    case Why::klik_changed:
        return in(language, "ændret i KLIK", "changed in KLIK");
    case Why::tool_changed:
        return in(language, "ændret i værktøjet", "changed in the tool");
    case Why::klik_wins:
        return in(language, "forskellig på de to sider, og KLIK har ret",
                  "the two sides differ, and KLIK is right");
    case Why::tool_wins:
        return in(language, "forskellig på de to sider, og værktøjet har ret",
                  "the two sides differ, and the tool is right");
    case Why::newest_wins:
        return in(language, "ændret på begge sider, og den nyeste ændring gælder",
                  "changed on both sides, and the newest change counts");
    case Why::put_back:
        return in(language, "ændret i værktøjet, men det kan ikke ændres der",
                  "changed in the tool, but it cannot be changed there");
    case Why::refused_by_klik:
        return in(language, "ændret i værktøjet, og KLIK sagde nej",
                  "changed in the tool, and KLIK said no");
    case Why::asks:
        return in(language, "ændret på begge sider; nogen skal vælge og rette den ene",
                  "changed on both sides; somebody has to choose and correct one of them");
    case Why::waits_for_klik:
        return in(language, "et ønske til KLIK venter på svar",
                  "a request to KLIK waits for its answer");
    case Why::no_word:
        return in(language, "oversættelsen i konfigurationen mangler et ord for værdien",
                  "the mapping in the configuration has no word for the value");
    case Why::outside:
        return in(language, "de opgaver er ikke i værktøjet", "those tasks are not in the tool");
    case Why::only_comes_in:
        return in(language, "ændret i KLIK, men feltet går kun fra værktøjet til KLIK",
                  "changed in KLIK, but the field only goes from the tool to KLIK");
    case Why::refused_by_tool:
        return in(language, "værktøjets regler sagde nej; prøves igen, når noget ændrer sig",
                  "the tool's rules said no; tried again when something changes");
    case Why::worked_out:
        return in(language,
                  "ingen har ændret det: værktøjet regner det selv ud af delopgaver, eller af "
                  "det, der går forud",
                  "nobody changed it: the tool works it out by itself from subtasks, or from what "
                  "comes before");
    }
    return {};
}

std::string aside_in_words(const Plan& plan, Language language) {
    switch (plan.aside) {
    case Aside::no:
        return {};
    case Aside::task_gone:
        return std::string{in(language,
                              "KLIK har ikke opgaven længere; den bliver stående i værktøjet",
                              "KLIK no longer has the task; it stays as it is in the tool")};
    case Aside::not_mapped:
        return fmt::format(
            fmt::runtime(in(language,
                            "projektet »{}« står ikke i [plugins.portfolio.projects] mere; opgaven "
                            "bliver stående i værktøjet, som den er",
                            "the project \"{}\" is no longer in [plugins.portfolio.projects]; the "
                            "task stays as it is in the tool")),
            plan.aside_project);
    case Aside::deleted:
        return std::string{in(language, "slettet i værktøjet; laves ikke igen",
                              "deleted in the tool; not made again")};
    case Aside::moved:
        return fmt::format(
            fmt::runtime(in(language,
                            "står i {}, men hører til i `{}`; røres ikke, før den er flyttet "
                            "dertil, eller [plugins.portfolio.projects] er rettet",
                            "stands in {}, and belongs in `{}`; left alone until it is moved "
                            "there, or [plugins.portfolio.projects] is corrected")),
            plan.aside_project.empty()
                ? std::string{in(language, "et projekt, som nøglen ikke kan se",
                                 "a project that the key cannot see")}
                : fmt::format(fmt::runtime(in(language, "værktøjets projekt `{}`",
                                              "the tool's project `{}`")),
                              plan.aside_project),
            plan.wanted_project);
    case Aside::other_kind:
        return std::string{
            in(language,
               "har fået en anden type (tracker) i værktøjet; røres ikke, før den har sin egen "
               "igen",
               "has another kind (tracker) in the tool; left alone until it has its own again")};
    }
    return {};
}

std::string total_in_words(const Total& total, Language language) {
    return fmt::format(
        fmt::runtime(
            in(language,
               "I alt: opgaver, der ændres: {}; ændringer i værktøjet: {}; spørgsmål til "
               "KLIK: {}; forskelle, der bliver stående: {}; opgaver, der ikke røres: {}\n",
               "In all: tasks that change: {}; changes in the tool: {}; questions to "
               "KLIK: {}; differences that stay: {}; tasks that are left alone: {}\n")),
        total.tasks, total.in_tool, total.of_klik, total.left, total.aside);
}

void Total::add(const Plan& plan) {
    for (const auto& change : plan.changes) {
        ++(change.side == Side::tool ? in_tool : of_klik);
    }
    if (!plan.changes.empty()) {
        ++tasks;
    }
    left += plan.left.size();
    if (plan.aside != Aside::no) {
        ++aside;
    }
}

std::string plan_text(const Pair& pair, const Plan& plan, Language language, const NameOf& called) {
    if (plan.aside == Aside::no && plan.changes.empty() && plan.left.empty()) {
        return {};
    }
    auto text = heading(pair, language);
    if (plan.aside != Aside::no) {
        text += fmt::format("  {}\n", aside_in_words(plan, language));
    }
    for (const auto& each : plan.changes) {
        text += change_in_words(each, language, called);
    }
    for (const auto& each : plan.left) {
        text += left_in_words(each, language, called);
    }
    return text;
}

std::string unusable_in_words(const std::string& project, Language language) {
    return fmt::format(
        fmt::runtime(
            in(language, "{}: kan ikke bruges nu, så intet er gjort dér; `check` siger hvorfor\n",
               "{}: cannot be used now, so that nothing is done there; `check` says why\n")),
        project);
}

std::string none_is_made_in_words(const std::string& project, const std::string& why,
                                  Language language) {
    return fmt::format(
        fmt::runtime(in(language,
                        "{}: ved det seneste forsøg lavede værktøjet ingen ny sag; `apply` og hver "
                        "fulde gennemgang prøver igen. {}\n",
                        "{}: when it was last tried, the tool made no new item; `apply` and each "
                        "full pass try again. {}\n")),
        project, why);
}

} // namespace klik::portfolio
