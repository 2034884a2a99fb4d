#include "calendar/todo.hpp"

#include "calendar/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace klik::calendar {

namespace {

constexpr int begun_percent = 50; // KLIK knows no percentage
constexpr int whole_percent = 100;

/// Importance in iCalendar: 1 is the highest, 9 the lowest, 0 says nothing.
struct Importance {
    std::string_view word;
    int priority;
};
constexpr std::array importances{
    Importance{"kritisk", 1},
    Importance{"obligatorisk", 1},
    Importance{"skal", 1},
    Importance{"høj", 1},
    Importance{"anbefalet opgave", 5},
    Importance{"normal", 5},
    Importance{"mellem", 5},
    Importance{"lav", 9},
    Importance{"valgfri", 9},
};

int importance_of(const std::string& priority) {
    std::string word = priority;
    std::ranges::transform(word, word.begin(), [](unsigned char each) {
        return each < 0x80 ? static_cast<char>(std::tolower(each)) : static_cast<char>(each);
    });
    const auto found = std::ranges::find(importances, word, &Importance::word);
    return found == importances.end() ? 0 : found->priority;
}

/// Commas part categories and libical does not escape them.
void add_category(icalcomponent& todo, std::string_view name) {
    std::string word = one_line(name);
    std::ranges::replace_if(
        word, [](char each) { return each == ',' || each == ';' || each == '\\'; }, ' ');
    if (!word.empty()) {
        add(todo, icalproperty_new_categories(word.c_str()));
    }
}

void add_relation(icalcomponent& todo, const std::string& uid) {
    auto* relation = icalproperty_new_relatedto(uid.c_str());
    icalproperty_add_parameter(relation, icalparameter_new_from_string("RELTYPE=DEPENDS-ON"));
    add(todo, relation);
}

void add_dates(icalcomponent& todo, const common::Task& task) {
    // RFC 5545 wants DUE later than DTSTART.
    if (task.start && (!task.due || *task.start < *task.due)) {
        add(todo, icalproperty_new_dtstart(ical_date(*task.start)));
    }
    if (task.due) {
        add(todo, icalproperty_new_due(ical_date(*task.due)));
    }
}

void add_status(icalcomponent& todo, const common::Task& task, const Showing& showing) {
    const auto status = todo_status(showing.status);
    add(todo, icalproperty_new_status(icalproperty_string_to_status(status.word.c_str())));
    if (status.percent) {
        add(todo, icalproperty_new_percentcomplete(*status.percent));
    }
    if (status.has_completed) {
        const bool is_so = task.status == showing.status && task.status_since;
        add(todo,
            icalproperty_new_completed(ical_time(is_so ? *task.status_since : showing.noted)));
    }
}

/// The time of the reminder as a distance from the beginning of the due date.
icaltriggertype trigger_of(const common::Reminder& reminder, common::Date due) {
    const auto before = std::chrono::sys_days{due} - std::chrono::sys_days{reminder.on};
    const std::chrono::seconds distance = reminder.after_midnight - before;
    icaltriggertype trigger{};
    trigger.time = icaltime_null_time();
    trigger.duration = icaldurationtype_from_int(static_cast<int>(distance.count()));
    return trigger;
}

void add_alarms(icalcomponent& todo, const common::Task& task, Language language) {
    // docs/rules.md 7: a blocked task's reminder is not for its own assignee.
    if (!task.due || !task.waits_for.empty()) {
        return;
    }
    for (const auto& reminder : task.reminders) {
        auto& alarm = add_component(todo, ICAL_VALARM_COMPONENT);
        auto* trigger = icalproperty_new_trigger(trigger_of(reminder, *task.due));
        icalproperty_add_parameter(trigger, icalparameter_new_related(ICAL_RELATED_END));
        add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
        add(alarm, trigger);
        const auto words = fmt::format("{} {}: {}", in(language, "Frist", "Due"),
                                       date_in_words(*task.due, language), one_line(task.title));
        add(alarm, icalproperty_new_description(words.c_str()));
    }
}

void add_what_every_entry_has(icalcomponent& entry, const common::Task& task,
                              const Showing& showing) {
    const auto stamp = ical_time(std::max(task.changed, showing.noted));
    add(entry, icalproperty_new_dtstamp(stamp));
    add(entry, icalproperty_new_lastmodified(stamp));
    add(entry, icalproperty_new_sequence(static_cast<int>(task.revision)));
    add(entry, icalproperty_new_summary(one_line(task.title).c_str()));
    add(entry, icalproperty_new_description(
                   description_of(task, showing.language, showing.in_a_feed).c_str()));
    for (const auto& name : {task.project, task.phase, task.theme}) {
        add_category(entry, name);
    }
    add_category(entry, colour_in_words(task.colour, showing.language));
    if (!showing.link.empty()) {
        add(entry, icalproperty_new_url(showing.link.c_str()));
    }
}

/// In iCalendar's word, in any case.
std::optional<std::string> status_of_word(std::string_view word) {
    for (const std::string_view status :
         {"not_started", "in_progress", "completed", "not_relevant"}) {
        if (todo_status(status).word == word) {
            return std::string{status};
        }
    }
    return std::nullopt;
}

std::string value_of(icalcomponent& component, icalproperty_kind kind) {
    auto* property = icalcomponent_get_first_property(&component, kind);
    const char* text = property == nullptr ? nullptr : icalproperty_get_value_as_string(property);
    return text == nullptr ? std::string{} : std::string{text};
}

std::string extra_of(icalcomponent& component, std::string_view name) {
    for (auto* each = icalcomponent_get_first_property(&component, ICAL_X_PROPERTY);
         each != nullptr; each = icalcomponent_get_next_property(&component, ICAL_X_PROPERTY)) {
        if (icalproperty_get_x_name(each) == name) {
            return icalproperty_get_value_as_string(each);
        }
    }
    return {};
}

constexpr const char* shown_name = "X-KLIK-STATUS";
constexpr const char* revision_name = "X-KLIK-REVISION";

} // namespace

std::string uid_of(const std::string& municipality, std::int64_t number) {
    return fmt::format("{}-{}", municipality, number);
}

TodoStatus todo_status(std::string_view status) {
    if (status == "completed") {
        return {"COMPLETED", whole_percent, true};
    }
    if (status == "in_progress") {
        return {"IN-PROCESS", begun_percent, false};
    }
    if (status == "not_relevant") {
        return {"CANCELLED", std::nullopt, false};
    }
    return {"NEEDS-ACTION", 0, false};
}

void add_todo(icalcomponent& calendar, const common::Task& task, const Showing& showing) {
    auto& todo = add_component(calendar, ICAL_VTODO_COMPONENT);
    add(todo, icalproperty_new_uid(uid_of(task.municipality, task.number).c_str()));
    add_what_every_entry_has(todo, task, showing);
    add_dates(todo, task);
    add_status(todo, task, showing);
    if (const int priority = importance_of(task.priority); priority > 0) {
        add(todo, icalproperty_new_priority(priority));
    }
    for (const auto number : task.prerequisites) {
        add_relation(todo, uid_of(task.municipality, number));
    }
    if (!showing.comment.empty()) {
        add(todo, icalproperty_new_comment(showing.comment.c_str()));
    }
    add_extra(todo, shown_name, showing.status);
    add_extra(todo, revision_name, fmt::format("{}", task.revision));
    if (!showing.in_a_feed && !common::is_closed(showing.status)) {
        add_alarms(todo, task, showing.language);
    }
}

std::string todo_text(const common::Task& task, const Showing& showing) {
    const auto calendar = new_calendar();
    add_todo(*calendar, task, showing);
    return text_of(*calendar);
}

void add_due_event(icalcomponent& calendar, const common::Task& task, const Showing& showing) {
    auto& event = add_component(calendar, ICAL_VEVENT_COMPONENT);
    add(event, icalproperty_new_uid((uid_of(task.municipality, task.number) + "-due").c_str()));
    add_what_every_entry_has(event, task, showing);
    add(event, icalproperty_new_dtstart(ical_date(*task.due)));
    add(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
}

std::optional<TodoSeen> read_todo(const std::string& text) {
    const auto calendar = parsed(text);
    auto* todo = !calendar ? nullptr
                 : icalcomponent_isa(calendar.get()) == ICAL_VTODO_COMPONENT
                     ? calendar.get()
                     : icalcomponent_get_first_component(calendar.get(), ICAL_VTODO_COMPONENT);
    if (todo == nullptr) {
        return std::nullopt;
    }
    TodoSeen seen;
    seen.status.word = value_of(*todo, ICAL_STATUS_PROPERTY);
    std::ranges::transform(seen.status.word, seen.status.word.begin(), [](unsigned char each) {
        return static_cast<char>(std::toupper(each));
    });
    if (auto* percent = icalcomponent_get_first_property(todo, ICAL_PERCENTCOMPLETE_PROPERTY)) {
        const int value = icalproperty_get_percentcomplete(percent);
        if (value >= 0 && value <= whole_percent) { // else it says nothing
            seen.status.percent = value;
        }
    }
    seen.status.has_completed =
        icalcomponent_get_first_property(todo, ICAL_COMPLETED_PROPERTY) != nullptr;
    seen.shown = extra_of(*todo, shown_name);
    if (const auto revision = extra_of(*todo, revision_name); !revision.empty()) {
        seen.revision = std::strtoull(revision.c_str(), nullptr, 10);
    }
    for (const auto kind : {ICAL_UID_PROPERTY, ICAL_SUMMARY_PROPERTY, ICAL_DESCRIPTION_PROPERTY,
                            ICAL_DTSTART_PROPERTY, ICAL_DUE_PROPERTY, ICAL_STATUS_PROPERTY,
                            ICAL_PERCENTCOMPLETE_PROPERTY, ICAL_PRIORITY_PROPERTY,
                            ICAL_URL_PROPERTY, ICAL_COMMENT_PROPERTY}) {
        seen.content += value_of(*todo, kind) + '\n';
    }
    seen.content +=
        fmt::format("{} ", icalcomponent_count_components(calendar.get(), ICAL_VTODO_COMPONENT));
    seen.content += seen.status.has_completed ? "completed " : "open ";
    seen.content += seen.shown + ' ' + extra_of(*todo, revision_name);
    return seen;
}

std::optional<std::string> wish_of(const TodoStatus& seen, std::string_view shown) {
    const auto had = todo_status(shown);
    std::optional<std::string> wish;
    if (!seen.word.empty() && seen.word != had.word) {
        wish = status_of_word(seen.word);
    } else if (seen.has_completed != had.has_completed) {
        wish = seen.has_completed ? "completed" : "in_progress";
    } else if (seen.percent && had.percent && seen.percent != had.percent) {
        wish = *seen.percent >= whole_percent ? "completed"
               : *seen.percent > 0            ? "in_progress"
                                              : "not_started";
    }
    return wish == shown ? std::nullopt : wish;
}

} // namespace klik::calendar
