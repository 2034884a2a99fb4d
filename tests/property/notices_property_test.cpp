#include "codec/rule_set_toml.hpp"
#include "domain/recipients.hpp"
#include "engine/evolve.hpp"
#include "property/plain_reminders.hpp"
#include "property/random_story.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace klik::test {
namespace {

// docs/rules.md 7

/// A notice as it stands in the journal.
struct Told {
    const engine::Event* event;
    const Notification* notice;
};

std::vector<Told> told_in(const World& world) {
    std::vector<Told> told;
    for (const auto& event : world.events()) {
        if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
            told.push_back({&event, &notified->notification});
        }
    }
    return told;
}

/// `2024-02-19 14d of #1 due 2024-03-04 -> anna`
std::multiset<std::string> steps_told_in(const World& world) {
    std::multiset<std::string> steps;
    for (const auto& [event, notice] : told_in(world)) {
        for (const auto& item : notice->items) {
            if (item.kind == NotificationKind::reminder || item.kind == NotificationKind::overdue) {
                steps.insert(iso_date(event->at.date()) + ' ' + item.facts.at("step") + " of #" +
                             to_string(item.number) + " due " + item.facts.at("due_date") + " -> " +
                             notice->recipient.person.value);
            }
        }
    }
    return steps;
}

std::string lines(const std::multiset<std::string>& steps) {
    std::string text;
    for (const auto& step : steps) {
        text += step + '\n';
    }
    return text;
}

RC_GTEST_PROP(Notices, EachStepOfTheLadderIsToldOnceAsAWalkFromRunToRunFindsIt, ()) {
    const std::string toml =
        pick_rules_toml(date("2024-04-01")) + "[notices]\nper_person_and_day = 1000\n";
    RC_PRE(codec::parse_rule_set(toml, "random.toml").has_value());
    const Story story = *a_story_of(something_about_deadlines());
    World world;
    world.load_rules(toml);
    const RuleSet rules = world.state().rules;
    PlainReminders plain(rules);
    for (const Happening& happening : story) {
        plain.take(happening, world.now());
        tell(happening, world);
    }
    RC_ASSERT(lines(steps_told_in(world)) == lines(plain.told()));
}

/// Of people who soon have had enough for a day.
World after(const Story& story) {
    World world;
    world.load_rules("[notices]\nper_person_and_day = 2\n");
    tell(story, world);
    return world;
}

/// Mail that came back goes on at once, each item by itself; all else that is told gathers.
bool is_sent_on(const World& world, const Told& told) {
    const auto& cause = world.events().at(told.event->cause.value - 1);
    return std::holds_alternative<engine::DeliveryReported>(cause.body);
}

/// Kinds of which a notice has one word for each task, or none.
bool is_one_word_of_a_task(NotificationKind kind) {
    switch (kind) {
    case NotificationKind::colour_changed:
    case NotificationKind::assigned:
    case NotificationKind::status_changed:
    case NotificationKind::due_date_moved:
    case NotificationKind::unblocked:
    case NotificationKind::blocked_again:
    case NotificationKind::first_sight:
    case NotificationKind::catch_up:
    case NotificationKind::reminder:
    case NotificationKind::overdue:
        return true;
    default:
        return false;
    }
}

RC_GTEST_PROP(Notices, OnePersonHearsOnceAtATimeAndOfNothingTwice, ()) {
    const World world = after(*a_story_of(something()));
    std::set<std::pair<UtcTime, PersonId>> heard;
    std::set<std::string> keys;
    for (const auto& told : told_in(world)) {
        if (!is_sent_on(world, told)) {
            RC_ASSERT(heard.emplace(told.event->at.utc, told.notice->recipient.person).second);
        }
        std::set<std::pair<TaskNumber, NotificationKind>> words;
        for (const auto& item : told.notice->items) {
            RC_LOG() << iso_date(told.event->at.date()) << ' ' << item.key << '\n';
            RC_ASSERT(keys.insert(item.key).second);
            if (is_one_word_of_a_task(item.kind)) {
                RC_ASSERT(words.emplace(item.number, item.kind).second);
            }
        }
    }
    RC_ASSERT(world.replayed() == world.state());
}

/// Whether the gallery or a task names the person in that role, as holder or deputy.
bool is_in_role(const PersonId& person, const Role& role, const engine::State& state) {
    const auto& gallery = state.gallery;
    const auto is_named = [&](const Task& task, TaskField field) {
        const auto named = task.person(field);
        return named && gallery.in_place_of(*named) == person;
    };
    for (const auto& holding : gallery.holdings()) {
        const auto& assignment = holding.assignment;
        if (assignment.role == role && gallery.in_place_of(assignment.person) == person) {
            return true;
        }
    }
    return std::ranges::any_of(state.tasks, [&](const auto& entry) {
        return (role == Role::assignee && is_named(entry.second.task, TaskField::assignee)) ||
               (role == Role::responsible && is_named(entry.second.task, TaskField::responsible));
    });
}

bool goes_to_a_certain_person(NotificationKind kind) {
    return kind == NotificationKind::withdrawn || kind == NotificationKind::request_refused ||
           kind == NotificationKind::request_unanswered;
}

/// As things stand when it is told.
void check_recipient(const Notification& notice, const engine::State& state, Date today) {
    const Recipient& recipient = notice.recipient;
    RC_ASSERT(!recipient.person.value.empty());
    if (recipient.person == mailbox(state.municipality)) {
        return;
    }
    RC_ASSERT(!state.gallery.left(recipient.person));
    RC_ASSERT(state.gallery.in_place_of(recipient.person) == recipient.person);
    for (const auto& item : notice.items) {
        if (goes_to_a_certain_person(item.kind)) {
            continue; // also to somebody who is away: it waits for them
        }
        RC_ASSERT(!what_keeps(recipient.person, state.gallery, today).has_value());
        RC_ASSERT(is_in_role(recipient.person, Role{item.facts.at("role")}, state));
    }
}

/// What reminds of a date speaks of a task that is open and still due then.
void check_subject(const NotificationItem& item, const engine::State& state) {
    switch (item.kind) {
    case NotificationKind::reminder:
    case NotificationKind::overdue:
    case NotificationKind::catch_up:
    case NotificationKind::colour_changed: {
        const Task* task = state.task(item.number);
        RC_ASSERT(task != nullptr);
        RC_ASSERT(task->open());
        RC_ASSERT(task->due_date().has_value());
        RC_ASSERT(item.key.contains('/' + iso_date(*task->due_date()) + '/'));
        break;
    }
    default:
        break;
    }
}

void check_words(const Notification& notice) {
    RC_ASSERT(!notice.items.empty());
    for (const auto& item : notice.items) {
        RC_ASSERT(!item.text_da.empty());
        RC_ASSERT(!item.text_en.empty());
        RC_ASSERT(!item.rule.empty());
    }
}

bool is_unroutable(const engine::Event& event) {
    const auto* report = std::get_if<engine::SystemReported>(&event.body);
    return report != nullptr && report->kind == "unroutable";
}

RC_GTEST_PROP(Notices, NothingIsToldToNobody, ()) {
    const World world = after(*a_story_of(something()));
    engine::State state;
    state.municipality = world.state().municipality;
    bool reaches_nobody = false;
    for (const auto& event : world.events()) {
        engine::evolve(state, event);
        RC_ASSERT(is_unroutable(event) == reaches_nobody);
        reaches_nobody = false;
        if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
            const auto& notice = notified->notification;
            RC_LOG() << iso_date(event.at.date()) << ' ' << notice.items.front().key << '\n';
            check_recipient(notice, state, event.at.date());
            check_words(notice);
            for (const auto& item : notice.items) {
                check_subject(item, state);
            }
            reaches_nobody = notice.recipient.person == mailbox(state.municipality) &&
                             !state.gallery.addressed(notice.recipient.person);
        }
    }
    RC_ASSERT(!reaches_nobody);
}

/// Overdue passes the limit.
RC_GTEST_PROP(Notices, NobodyHearsMoreOnOneDayThanTheRulesAllow, ()) {
    const World world = after(*a_story_of(something()));
    engine::State state;
    state.municipality = world.state().municipality;
    for (const auto& event : world.events()) {
        if (const auto* notified = std::get_if<engine::Notified>(&event.body)) {
            const auto& notice = notified->notification;
            const int before = state.outboxes.told_on(notice.recipient.person, event.at.date());
            RC_LOG() << iso_date(event.at.date()) << ' ' << notice.items.front().key << '\n';
            const bool is_allowed =
                before < state.rules.notices_per_person_and_day || notice.urgency == Urgency::high;
            RC_ASSERT(is_allowed);
        }
        engine::evolve(state, event);
    }
}

/// Those whose wish the platform's fact of a task carried out, by the fact's record.
std::map<Sequence, std::set<PersonId>> whose_wish_came_true(const World& world) {
    std::map<Sequence, std::set<PersonId>> by_cause;
    for (const auto& event : world.events()) {
        const auto* concluded = std::get_if<engine::RequestConcluded>(&event.body);
        if (concluded != nullptr && concluded->outcome == engine::Outcome::fulfilled) {
            const auto& request = world.state().requests.at({concluded->via, concluded->request});
            if (request.request.actor) {
                by_cause[event.cause].insert(*request.request.actor);
            }
        }
    }
    return by_cause;
}

RC_GTEST_PROP(Notices, NobodyHearsOfWhatTheyDidThemselves, ()) {
    const World world = after(*a_story_of(something()));
    const auto wishes = whose_wish_came_true(world);
    for (const auto& told : told_in(world)) {
        for (const auto& item : told.notice->items) {
            if (item.kind != NotificationKind::status_changed) {
                continue;
            }
            const auto cause = item.facts.find("caused_by");
            const auto done =
                wishes.find(cause == item.facts.end() ? told.event->cause
                                                      : Sequence{std::stoull(cause->second)});
            RC_LOG() << iso_date(told.event->at.date()) << ' ' << item.key << '\n';
            if (done != wishes.end()) {
                RC_ASSERT(!done->second.contains(told.notice->recipient.person));
            }
        }
    }
}

template <class Kind>
Story without(Story story) {
    std::erase_if(
        story, [](const Happening& happening) { return std::holds_alternative<Kind>(happening); });
    return story;
}

/// Also what goes on because mail came back.
RC_GTEST_PROP(Notices, NobodyIsToldAnythingInTheEveningOrOnADayOff, ()) {
    const World world = after(without<OtherRules>(*a_story_of(something())));
    const RuleSet& rules = world.state().rules;
    for (const auto& told : told_in(world)) {
        const Moment& at = told.event->at;
        RC_LOG() << iso_date(at.date()) << ' ' << told.notice->items.front().key << '\n';
        RC_ASSERT(rules.calendar.is_working_day(at.date()));
        RC_ASSERT(at.local >= at.date() + rules.run_at);
        RC_ASSERT(at.local < at.date() + rules.quiet_from);
    }
}

/// Of people of whom each can be told at any time.
Story with_everybody_there(Story story) {
    story = without<OtherRules>(without<DaysAway>(std::move(story)));
    std::erase_if(story, [](const Happening& happening) {
        const auto* change = std::get_if<PersonChange>(&happening);
        return change != nullptr && change->what == PersonChange::What::bounced;
    });
    return story;
}

/// Whether the person was told of the knock-on, however often it has come.
bool heard_of(const engine::TaskEntry& entry, const std::string& occasion, const PersonId& person) {
    return std::ranges::any_of(entry.told, [&](const std::string& key) {
        return key.contains('/' + occasion) && key.ends_with('/' + person.value);
    });
}

RC_GTEST_PROP(Notices, WhoeverHasATaskHasHeardOfTheKnockOnThatLasts, ()) {
    World world = after(with_everybody_there(*a_story_of(something())));
    for (int run = 0; run < 3; ++run) { // what the limit put back comes as well
        tell(DaysPass{5, "12:00", false}, world);
    }
    const auto& gallery = world.state().gallery;
    for (const auto& [number, entry] : world.state().tasks) {
        const auto named = entry.task.person(TaskField::assignee);
        if (!named || gallery.left(gallery.in_place_of(*named))) {
            continue;
        }
        const PersonId assignee = gallery.in_place_of(*named);
        for (const auto& occasion : entry.deadline.conditions) {
            if (occasion.contains("knock_on:")) {
                RC_LOG() << '#' << to_string(number) << ' ' << occasion << ' ' << assignee.value
                         << '\n';
                RC_ASSERT(heard_of(entry, occasion, assignee));
            }
        }
    }
}

} // namespace
} // namespace klik::test
