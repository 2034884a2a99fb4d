#include "domain/notification_text.hpp"

#include "domain/notice_template.hpp"
#include "domain/notice_words.hpp"
#include "domain/recipient_text.hpp"

namespace klik::domain {

namespace {

using Facts = NoticeWords::Facts;
using Writer = NoticeWords;

std::string when_due(const Writer& w) {
    const std::string left = w.fact("days_left");
    if (left == "0") {
        return std::string(w.say("i dag", "today"));
    }
    if (left == "1") {
        return std::string(w.say("i morgen", "tomorrow"));
    }
    return std::string(w.say("om ", "in ")) +
           w.counted("days_left", w.say("dag", "day"), w.say("dage", "days"));
}

std::string waiting_for(const Writer& w) {
    if (!w.has("blocked_by")) {
        return {};
    }
    return std::string(w.say(" Den venter på ", " It waits for ")) + w.fact("blocked_by") + '.';
}

/// To whoever can work on a task that the other one waits for, or is told in their place.
std::string waiting_for_yours(const Writer& w) {
    const bool several = w.fact("yours").find(',') != std::string::npos;
    const std::string_view whose = w.has("via") ? ""
                                   : several    ? w.say("dine opgaver ", "your tasks ")
                                                : w.say("din opgave ", "your task ");
    return std::string(w.say(" Den venter på ", " It waits for ")) + whose + w.fact("yours") + '.';
}

std::string reminder(const Writer& w) {
    return w.task() + w.say(" har frist ", " is due on ") + w.date("due_date") + ", " +
           when_due(w) + '.' + (w.has("yours") ? waiting_for_yours(w) : waiting_for(w));
}

std::string overdue(const Writer& w) {
    return w.task() + w.say(" havde frist ", " was due on ") + w.date("due_date") +
           w.say(" og er ikke løst: ", " and is not done: ") +
           w.counted("working_days_late", w.say("arbejdsdag", "working day"),
                     w.say("arbejdsdage", "working days")) +
           w.say(" over fristen.", " late.") + waiting_for(w);
}

std::string colour_changed(const Writer& w) {
    return w.task() + w.say(" er gået fra ", " went from ") + w.colour("from") +
           w.say(" til ", " to ") + w.colour("to") + w.say(". Fristen er ", ". It is due on ") +
           w.date("due_date") + '.';
}

std::string colour_disagrees(const Writer& w) {
    return w.task() + w.say(" blev vist som ", " was shown as ") +
           w.in_quotes(w.fact("platform_colour")) + w.say(" i KLIK ", " in KLIK on ") +
           w.date("shown_on") + w.say(", men var efter reglerne ", ", but by the rules it was ") +
           w.colour("colour") + w.say(" med frist ", " with the due date ") + w.date("due_date") +
           '.';
}

std::string assigned(const Writer& w) {
    const bool to_the_assignee = w.fact("role") == Role::assignee.name && !w.has("via");
    const std::string task = w.fact("number") + ' ' + w.in_quotes(w.fact("title"));
    const std::string said =
        to_the_assignee ? std::string(w.say("Du er sat som udfører på opgave #",
                                            "You are the assignee of task #")) +
                              task
                        : w.task() + w.say(" har fået en anden udfører", " has another assignee");
    return said + w.say(". Frist: ", ". Due: ") + w.date("due_date") + '.' + waiting_for(w);
}

std::string status_changed(const Writer& w) {
    return w.task() + w.say(" har skiftet status fra ", " changed its status from ") +
           w.in_quotes(w.status("from")) + w.say(" til ", " to ") + w.in_quotes(w.status("to")) +
           '.';
}

std::string due_date_moved(const Writer& w) {
    return w.task() + w.say(" har fået en anden frist: ", " has another due date: ") +
           w.date("to") + w.say(". Før: ", ". Before: ") + w.date("from") + '.';
}

std::string unblocked(const Writer& w) {
    std::string text = w.task() + w.say(" kan nu løses, for ", " can be done now, because ");
    if (w.has("unknown")) {
        text = text +
               w.say("ingen kendt forudsætning er åben. Ikke kendt: ",
                     "no known prerequisite is open. Not known: ") +
               w.fact("unknown");
    } else if (w.fact("prerequisites") == "-") {
        text =
            text + w.say("den har ikke længere forudsætninger", "it has no prerequisites any more");
    } else {
        text =
            text + w.say("alle dens forudsætninger er lukket", "all its prerequisites are closed");
    }
    return text + w.say(". Frist: ", ". Due: ") + w.date("due_date") + '.';
}

std::string blocked_again(const Writer& w) {
    return w.task() + w.say(" venter igen på ", " waits again for ") + w.fact("blocked_by") + '.';
}

std::string date_conflict(const Writer& w) {
    std::string text = w.task() + w.say(" har frist ", " is due on ") + w.date("due_date");
    if (w.has("prerequisite")) {
        return text + w.say(", før dens forudsætning #", ", before its prerequisite #") +
               w.fact("prerequisite") + w.say(", som har frist ", ", which is due on ") +
               w.date("not_before") + '.';
    }
    return text + w.say(", før den starter ", ", before it starts on ") + w.date("not_before") +
           '.';
}

std::string prerequisite_cycle(const Writer& w) {
    return w.task() + w.say(" venter på sig selv: ", " waits for itself: ") + w.fact("path") +
           w.say(". Ret forudsætningerne, så ringen brydes.",
                 ". Correct the prerequisites so that the circle is broken.");
}

std::string unknown_prerequisite(const Writer& w) {
    return w.task() +
           w.say(" har en forudsætning, som ikke findes: #",
                 " names a prerequisite that does not exist: #") +
           w.fact("prerequisite") + w.say(". Den spærrer ikke.", ". It blocks nothing.");
}

std::string unknown_status(const Writer& w) {
    return w.task() +
           w.say(" har en status, som ikke kendes: ", " has a status that is not known: ") +
           w.in_quotes(w.fact("label")) +
           w.say(". Opgaven regnes som åben.", ". The task counts as open.");
}

std::string rule_violation(const Writer& w) {
    const bool local = w.fact("number").starts_with('-');
    std::string text = w.task() +
                       (local ? w.say(" gik fra ", " went from ")
                              : w.say(" gik i KLIK fra ", " went in KLIK from ")) +
                       w.in_quotes(w.status("from")) + w.say(" til ", " to ") +
                       w.in_quotes(w.status("to"));
    if (w.has("blocked_by")) {
        return text + w.say(", selv om den venter på ", " although it waits for ") +
               w.fact("blocked_by") + '.';
    }
    return text + w.say(", og det skift findes ikke i reglerne.",
                        ", a change that the rules do not have.");
}

std::string request_refused(const Writer& w) {
    const bool to_who_asked = w.fact("role") == Role::requester.name;
    return std::string(
               to_who_asked
                   ? w.say("Dit ønske om at ændre opgave #", "Your request to change task #")
                   : w.say("Ønsket om at ændre opgave #", "A request to change task #")) +
           w.fact("number") + w.say(" blev afvist: ", " was refused: ") + w.in_language("why") +
           '.';
}

std::string request_unanswered(const Writer& w) {
    const std::string within = std::string(w.say(" inden for ", " within ")) +
                               w.counted("hours", w.say("time", "hour"), w.say("timer", "hours")) +
                               '.';
    if (w.has("successor")) {
        return w.task() +
               w.say(" står stadig i den gamle persons navn i KLIK, som ikke har svaret",
                     " still has the name of who left in KLIK, which has not answered") +
               within + w.say(" Ret den i KLIK.", " Change it in KLIK.");
    }
    const bool to_who_asked = w.fact("role") == Role::requester.name;
    return std::string(to_who_asked
                           ? w.say("KLIK har ikke svaret på dit ønske om at ændre opgave #",
                                   "KLIK has not answered your request to change task #")
                           : w.say("KLIK har ikke svaret på ønsket om at ændre opgave #",
                                   "KLIK has not answered a request to change task #")) +
           w.fact("number") + within;
}

std::string knock_on(const Writer& w) {
    const std::string first =
        w.has("due_date")
            ? std::string(w.say(" er ", " is ")) + w.colour("own") +
                  w.say(" for dig, men ", " for you, but ")
            : std::string(w.say(" har ingen frist, men er ", " has no due date, but is "));
    return w.task() + first + w.colour("colour") + w.say(" for #", " for #") + w.fact("makes") +
           w.say(", som kun når sin frist, hvis den er færdig senest ",
                 ", which meets its due date only if it is done by ") +
           w.date("by") + " (" + w.fact("path") + ").";
}

std::string vacant_role(const Writer& w) {
    const std::string role = w.in_language("vacant_role");
    std::string text;
    if (w.has("number")) {
        text = w.task() + w.say(" har ingen ", " has no ");
    } else if (w.has("project")) {
        text = std::string(w.say("Projektet ", "The project ")) + w.in_quotes(w.fact("project")) +
               w.say(" har ingen ", " has no ");
    } else {
        text = w.say("Der er ingen ", "There is no ");
    }
    return text + role +
           w.say(". Beskeder går videre, til rollen er besat.",
                 ". Notices are passed on until somebody has the role.");
}

std::string withdrawn(const Writer& w) {
    return std::string(w.say("Beskeden om opgave #", "The notice about task #")) +
           w.fact("number") +
           (w.has("title") ? ' ' + w.in_quotes(w.fact("title")) : std::string{}) +
           w.say(" gælder ikke længere: ", " no longer holds: ") + w.in_language("because") + '.';
}

std::string state_of_deadline(const Writer& w) {
    if (!w.has("due_date")) {
        return std::string(w.say(" Den har ingen frist.", " It has no due date."));
    }
    return std::string(w.say(" Frist: ", " Due: ")) + w.date("due_date") + " (" +
           w.colour("colour") + ")." + (w.has("yours") ? waiting_for_yours(w) : waiting_for(w));
}

std::string first_sight(const Writer& w) {
    return w.task() + w.say(" er ny her.", " is new here.") + state_of_deadline(w);
}

std::string catch_up(const Writer& w) {
    return w.task() + w.say(" er ikke løst.", " is not done.") + state_of_deadline(w) +
           w.say(" Beskeden er forsinket, fordi klikd var standset.",
                 " This comes late because klikd was stopped.");
}

std::string body(NotificationKind kind, const Writer& w) {
    switch (kind) {
    case NotificationKind::reminder:
        return reminder(w);
    case NotificationKind::overdue:
        return overdue(w);
    case NotificationKind::colour_changed:
        return colour_changed(w);
    case NotificationKind::colour_disagrees:
        return colour_disagrees(w);
    case NotificationKind::assigned:
        return assigned(w);
    case NotificationKind::status_changed:
        return status_changed(w);
    case NotificationKind::due_date_moved:
        return due_date_moved(w);
    case NotificationKind::unblocked:
        return unblocked(w);
    case NotificationKind::blocked_again:
        return blocked_again(w);
    case NotificationKind::date_conflict:
        return date_conflict(w);
    case NotificationKind::prerequisite_cycle:
        return prerequisite_cycle(w);
    case NotificationKind::unknown_prerequisite:
        return unknown_prerequisite(w);
    case NotificationKind::unknown_status:
        return unknown_status(w);
    case NotificationKind::rule_violation:
        return rule_violation(w);
    case NotificationKind::request_refused:
        return request_refused(w);
    case NotificationKind::knock_on:
        return knock_on(w);
    case NotificationKind::vacant_role:
        return vacant_role(w);
    case NotificationKind::withdrawn:
        return withdrawn(w);
    case NotificationKind::first_sight:
        return first_sight(w);
    case NotificationKind::catch_up:
        return catch_up(w);
    case NotificationKind::request_unanswered:
        break;
    }
    return request_unanswered(w);
}

/// Said of a notice that the limit on a day's notices put back.
std::string deferral(const Writer& w) {
    if (!w.has("deferred_from")) {
        return {};
    }
    return std::string(w.say(" Udskudt fra ", " Put back from ")) + w.date("deferred_from") +
           std::string(w.say(", fordi du fik mange beskeder den dag.",
                             " because you had many notices that day."));
}

/// A text of the municipality's own speaks to the assignee: for others it is said which of theirs
/// the task waits for.
std::string own_words(NotificationKind kind, const NoticeText& own, const Writer& w,
                      const Facts& facts) {
    const std::string& words = w.language() == Language::danish ? own.danish : own.english;
    const std::string text = filled_template(kind, words, facts, w.language());
    return w.has("yours") ? text + waiting_for_yours(w) : text;
}

} // namespace

std::string notification_text(NotificationKind kind, const Facts& facts, const Recipient& recipient,
                              Language language, const NoticeText* own) {
    const Writer writer(facts, language);
    const bool speaks_to_another = facts.contains("successor"); // than who asked
    return (own == nullptr || speaks_to_another ? body(kind, writer)
                                                : own_words(kind, *own, writer, facts)) +
           why_told(recipient, writer) + deferral(writer);
}

} // namespace klik::domain
