#include "domain/notification_text.hpp"

#include "domain/notice_template.hpp"
#include "domain/status.hpp"

namespace klik::domain {

namespace {

using Facts = std::map<std::string, std::string>;

/// Danish or English, chosen once per text.
class Writer {
  public:
    Writer(const Facts& facts, Language language) : facts_(facts), language_(language) {}

    [[nodiscard]] std::string_view say(std::string_view danish, std::string_view english) const {
        return language_ == Language::danish ? danish : english;
    }
    [[nodiscard]] std::string fact(const std::string& key) const {
        const auto found = facts_.find(key);
        return found == facts_.end() ? std::string{} : found->second;
    }
    [[nodiscard]] bool has(const std::string& key) const { return !fact(key).empty(); }
    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string date(const std::string& key) const {
        const auto value = date_from_iso(fact(key));
        return value ? long_date(*value, language_)
                     : std::string(say("ingen frist", "no due date"));
    }
    /// »quoted« or "quoted"
    [[nodiscard]] std::string quoted(const std::string& key) const {
        return std::string(say("»", "“")) + fact(key) + std::string(say("«", "”"));
    }
    [[nodiscard]] std::string task() const {
        std::string text = std::string(say("Opgave #", "Task #")) + fact("number");
        return has("title") ? text + ' ' + quoted("title") : text;
    }
    [[nodiscard]] std::string days(const std::string& key, std::string_view danish_one,
                                   std::string_view danish_many, std::string_view english_one,
                                   std::string_view english_many) const {
        const bool one = fact(key) == "1";
        return fact(key) + ' ' +
               std::string(one ? say(danish_one, english_one) : say(danish_many, english_many));
    }

  private:
    const Facts& facts_;
    Language language_;
};

std::string operator+(std::string text, std::string_view more) {
    return text.append(more);
}

std::string when_due(const Writer& w) {
    const std::string left = w.fact("days_left");
    if (left == "0") {
        return std::string(w.say("i dag", "today"));
    }
    if (left == "1") {
        return std::string(w.say("i morgen", "tomorrow"));
    }
    return std::string(w.say("om ", "in ")) + w.days("days_left", "dag", "dage", "day", "days");
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
           w.days("working_days_late", "arbejdsdag", "arbejdsdage", "working day", "working days") +
           w.say(" over fristen.", " late.") + waiting_for(w);
}

std::string colour_changed(const Writer& w) {
    return w.task() + w.say(" er gået fra ", " went from ") +
           w.fact(std::string(w.say("from_da", "from_en"))) + w.say(" til ", " to ") +
           w.fact(std::string(w.say("to_da", "to_en"))) +
           w.say(". Fristen er ", ". It is due on ") + w.date("due_date") + '.';
}

std::string colour_disagrees(const Writer& w) {
    return w.task() + w.say(" blev vist som ", " was shown as ") + w.quoted("platform_colour") +
           w.say(" i KLIK ", " in KLIK on ") + w.date("shown_on") +
           w.say(", men var efter reglerne ", ", but by the rules it was ") +
           w.fact(std::string(w.say("colour_da", "colour_en"))) +
           w.say(" med frist ", " with the due date ") + w.date("due_date") + '.';
}

std::string assigned(const Writer& w) {
    const bool to_the_assignee = w.fact("role") == Role::assignee.name && !w.has("via");
    const std::string task = w.fact("number") + ' ' + w.quoted("title");
    const std::string said =
        to_the_assignee ? std::string(w.say("Du er sat som udfører på opgave #",
                                            "You are the assignee of task #")) +
                              task
                        : w.task() + w.say(" har fået en anden udfører", " has another assignee");
    return said + w.say(". Frist: ", ". Due: ") + w.date("due_date") + '.' + waiting_for(w);
}

std::string status_changed(const Writer& w) {
    return w.task() + w.say(" har skiftet status fra ", " changed its status from ") +
           w.quoted("from") + w.say(" til ", " to ") + w.quoted("to") + '.';
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
           w.quoted("label") + w.say(". Opgaven regnes som åben.", ". The task counts as open.");
}

std::string rule_violation(const Writer& w) {
    const bool local = w.fact("number").starts_with('-');
    std::string text = w.task() +
                       (local ? w.say(" gik fra ", " went from ")
                              : w.say(" gik i KLIK fra ", " went in KLIK from ")) +
                       w.quoted("from") + w.say(" til ", " to ") + w.quoted("to");
    if (w.has("blocked_by")) {
        return text + w.say(", selv om den venter på ", " although it waits for ") +
               w.fact("blocked_by") + '.';
    }
    return text + w.say(", og det skift findes ikke i reglerne.",
                        ", a change that the rules do not have.");
}

std::string request_refused(const Writer& w) {
    return std::string(w.say("Dit ønske om at ændre opgave #", "Your request to change task #")) +
           w.fact("number") + w.say(" blev afvist: ", " was refused: ") +
           w.fact(std::string(w.say("why_da", "why_en"))) + '.';
}

std::string request_unanswered(const Writer& w) {
    return std::string(w.say("KLIK har ikke svaret på dit ønske om at ændre opgave #",
                             "KLIK has not answered your request to change task #")) +
           w.fact("number") + w.say(" inden for ", " within ") + w.fact("hours") +
           w.say(" timer.", " hours.");
}

std::string knock_on(const Writer& w) {
    const std::string own = w.fact(std::string(w.say("own_da", "own_en")));
    const std::string colour = w.fact(std::string(w.say("colour_da", "colour_en")));
    const std::string first =
        w.has("due_date")
            ? std::string(w.say(" er ", " is ")) + own + w.say(" for dig, men ", " for you, but ")
            : std::string(w.say(" har ingen frist, men er ", " has no due date, but is "));
    return w.task() + first + colour + w.say(" for #", " for #") + w.fact("makes") +
           w.say(", som kun når sin frist, hvis den er færdig senest ",
                 ", which meets its due date only if it is done by ") +
           w.date("by") + " (" + w.fact("path") + ").";
}

std::string vacant_role(const Writer& w) {
    const std::string role = w.fact(std::string(w.say("vacant_role_da", "vacant_role_en")));
    std::string text;
    if (w.has("number")) {
        text = w.task() + w.say(" har ingen ", " has no ");
    } else if (w.has("project")) {
        text = std::string(w.say("Projektet ", "The project ")) + w.quoted("project") +
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
           w.fact("number") + (w.has("title") ? ' ' + w.quoted("title") : std::string{}) +
           w.say(" gælder ikke længere: ", " no longer holds: ") +
           w.fact(std::string(w.say("because_da", "because_en"))) + '.';
}

std::string state_of_deadline(const Writer& w) {
    if (!w.has("due_date")) {
        return std::string(w.say(" Den har ingen frist.", " It has no due date."));
    }
    return std::string(w.say(" Frist: ", " Due: ")) + w.date("due_date") + " (" +
           w.fact(std::string(w.say("colour_da", "colour_en"))) + ")." +
           (w.has("yours") ? waiting_for_yours(w) : waiting_for(w));
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

/// `a, b eller c`
std::string listed(const std::vector<std::string>& names, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) {
            text += i + 1 == names.size() ? last : ", ";
        }
        text += names[i];
    }
    return text;
}

/// Why the roles that were asked before did not get the notice.
std::string passed_over(const Recipient& recipient, const Writer& w) {
    std::vector<std::string> vacant;
    std::vector<std::string> absent;
    std::vector<std::string> bounced;
    for (const auto& [role, why] : recipient.via) {
        if (why == PassedOver::vacant) {
            vacant.push_back(title(role, w.language()));
        } else {
            (why == PassedOver::absent ? absent : bounced)
                .push_back(definite_title(role, w.language()));
        }
    }
    const std::string_view also = w.say(" og ", " and ");
    std::vector<std::string> reasons;
    if (!vacant.empty()) {
        reasons.push_back(std::string(w.say("der ikke er nogen ", "there is no ")) +
                          listed(vacant, w.say(" eller ", " or ")));
    }
    if (!absent.empty()) {
        const bool one = absent.size() == 1;
        reasons.push_back(listed(absent, also) +
                          w.say(" er fraværende", one ? " is away" : " are away"));
    }
    if (!bounced.empty()) {
        reasons.push_back(std::string(w.say("post til ", "mail to ")) + listed(bounced, also) +
                          w.say(" kom retur", " came back"));
    }
    return listed(reasons, also);
}

/// Whose role on another task than the one in question it is.
std::string on_theirs(const Role& role, const Writer& w) {
    const bool on_a_task = role == Role::assignee || role == Role::responsible;
    return on_a_task && w.has("yours") ? std::string(w.say(" på ", " of ")) + w.fact("yours") : "";
}

/// Why the reader of all people is told.
std::string because(const Recipient& recipient, const Writer& w) {
    const std::string role = title(recipient.role, w.language()) + on_theirs(recipient.role, w);
    if (recipient.via.empty()) {
        return std::string(w.say(" Du får beskeden som ", " You are told as ")) + role + '.';
    }
    std::string text = std::string(w.say(" Beskeden går til ", " This goes to the "));
    text += recipient.deputy ? w.say("stedfortræderen for ", "deputy of the ") : "";
    return text + role + w.say(", fordi ", ", because ") + passed_over(recipient, w) + '.';
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
    return (own == nullptr ? body(kind, writer) : own_words(kind, *own, writer, facts)) +
           because(recipient, writer) + deferral(writer);
}

} // namespace klik::domain
