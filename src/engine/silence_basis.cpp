#include "engine/silence_basis.hpp"

#include "domain/prerequisites.hpp"
#include "domain/recipients.hpp"
#include "engine/decision.hpp"
#include "engine/run.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::PersonId;
using domain::Role;

bool has_fact(const domain::NotificationItem& item, const std::string& name,
              const std::string& value) {
    const auto found = item.facts.find(name);
    return found != item.facts.end() && found->second == value;
}

/// That it is for those who can unblock the task.
bool is_reminder_for_blockers(NotificationKind kind, const Facts& facts) {
    return (kind == NotificationKind::reminder || kind == NotificationKind::catch_up) &&
           facts.contains("blocked_by");
}

bool is_deputy_for(const domain::RoleGallery& gallery, const domain::Holding& holding,
                   const std::vector<PersonId>& holders) {
    return std::ranges::any_of(holders, [&](const PersonId& holder) {
        return gallery.in_place_of(holder) == gallery.in_place_of(*holding.assignment.deputy_of);
    });
}

} // namespace

SilenceBasis::SilenceBasis(const SilenceQuestion& question)
    : question_{&question}, state_{&question.state} {
    find_items();
    if (const auto found = state_->tasks.find(question.number); found != state_->tasks.end()) {
        entry_ = &found->second;
        find_parts();
    }
}

void SilenceBasis::find_items() {
    for (const Event& event : question_->of_the_day) {
        const auto* notified = std::get_if<Notified>(&event.body);
        if (notified == nullptr) {
            continue;
        }
        const bool theirs = notified->notification.recipient.person == question_->person;
        for (const auto& item : notified->notification.items) {
            if (item.number == question_->number && !is_about_a_project(item.kind, item.facts)) {
                (theirs ? told_to_person_ : told_to_others_).push_back({&event, &item});
            }
        }
    }
}

void SilenceBasis::find_parts() {
    const auto& gallery = state_->gallery;
    const PersonId& person = question_->person;
    const auto project = entry_->task.text(domain::TaskField::project);
    std::vector<Part> deputy_parts;
    for (const Role& role : rules().roles()) {
        const auto holders = domain::holders_of(role, entry_->task, gallery);
        const auto holds = [&](const PersonId& holder) {
            return holder == person || gallery.in_place_of(holder) == person;
        };
        if (std::ranges::any_of(holders, holds)) {
            parts_.push_back({role, false});
            continue;
        }
        const bool on_the_task = role == Role::assignee || role == Role::responsible;
        for (const auto& holding : gallery.deputies(role, project)) {
            if (holds(holding.assignment.person) &&
                (!on_the_task || is_deputy_for(gallery, holding, holders))) {
                deputy_parts.push_back({role, true});
                break;
            }
        }
    }
    parts_.insert(parts_.end(), deputy_parts.begin(), deputy_parts.end());
    if (person == domain::mailbox(state_->municipality)) {
        parts_.push_back({Role::mailbox, false});
    }
}

domain::Recipient SilenceBasis::recipient_of(const Role& role, const domain::Task& task) const {
    return domain::recipient_for(
        role, task,
        {state_->municipality, state_->gallery, state_->rules.of(task), question_->at.date()});
}

domain::Recipient SilenceBasis::recipient_of(const Role& role) const {
    return recipient_of(role, entry_->task);
}

std::vector<Role> SilenceBasis::roles_of(NotificationKind kind, int overdue) const {
    return overdue > 0 ? overdue_roles(rules(), kind, overdue) : engine::roles_of(rules(), kind);
}

bool SilenceBasis::is_told_of(NotificationKind kind, int overdue) const {
    return std::ranges::any_of(roles_of(kind, overdue), [&](const Role& role) {
        return recipient_of(role).person == question_->person;
    });
}

bool SilenceBasis::goes_to_person(const PendingItem& item) const {
    if (item.person) {
        return *item.person == question_->person;
    }
    const domain::Task* asked = state_->task(item.asked_on.value_or(item.number));
    return asked != nullptr && !item.except.contains(question_->person) &&
           recipient_of(item.role, *asked).person == question_->person;
}

std::optional<domain::LadderStep> SilenceBasis::step_of_the_day() const {
    const auto due = entry_->task.due_date();
    if (!due) {
        return std::nullopt;
    }
    const domain::Date day = question_->at.date();
    auto steps = domain::ReminderLadder(*due, rules()).between(day, day);
    return steps.empty() ? std::nullopt : std::optional{std::move(steps.back())};
}

bool SilenceBasis::is_spent(const domain::LadderStep& step) const {
    const auto spent = entry_->deadline.spent.find(*entry_->task.due_date());
    return spent != entry_->deadline.spent.end() && domain::is_spent(step, spent->second);
}

bool SilenceBasis::goes_out(const domain::LadderStep& step) const {
    const auto is_it = [&](const ToldItem& told) {
        return has_fact(*told.item, "step", step.name);
    };
    if (std::ranges::any_of(told_to_others_, is_it)) {
        return true;
    }
    return std::ranges::any_of(state_->outboxes.all(), [&](const auto& box) {
        return std::ranges::any_of(box.second.items, [&](const PendingItem& item) {
            return item.number == question_->number && item.occasion.name == step.id();
        });
    });
}

std::string SilenceBasis::key_stem_of(const domain::LadderStep& step) const {
    const auto kind = step.overdue > 0 ? NotificationKind::overdue : NotificationKind::reminder;
    return key_stem(state_->municipality, question_->number,
                    {kind, step.id(), entry_->task.due_date(), {}, {}});
}

domain::LadderStep SilenceBasis::next_step() const {
    const domain::Date due = *entry_->task.due_date();
    const domain::Date ahead = first_run_ahead(*state_, question_->at);
    const domain::ReminderLadder ladder(due, rules());
    auto step = ladder.next(ahead);
    if (entry_->deadline.joins) {
        auto joining = ladder.last_before(ahead).value_or(step);
        joining.on = next_run(*state_, question_->at);
        return joining;
    }
    while (is_spent(step)) {
        step = ladder.next(step.on + std::chrono::days{1});
    }
    return step;
}

std::set<PersonId> SilenceBasis::reminded_instead() const {
    std::set<PersonId> people;
    for (const auto& [event, item] : told_to_others_) {
        if (is_reminder_for_blockers(item->kind, item->facts)) {
            people.insert(std::get<Notified>(event->body).notification.recipient.person);
        }
    }
    for (const auto& [person, box] : state_->outboxes.all()) {
        for (const PendingItem& item : box.items) {
            if (item.number == question_->number &&
                is_reminder_for_blockers(item.occasion.kind, item.occasion.facts)) {
                people.insert(person);
            }
        }
    }
    const auto step = step_of_the_day();
    if (!people.empty() || !step || step->overdue > 0 || is_spent(*step) ||
        run_passed(*state_, question_->at) ||
        domain::blocking_prerequisites(entry_->task, lookup_in(*state_)).empty()) {
        return people;
    }
    for (const auto& asked :
         reminded_of_blocked(*state_, entry_->task, NotificationKind::reminder)) {
        const domain::Task* task = asked.on ? state_->task(*asked.on) : &entry_->task;
        people.insert(recipient_of(asked.role, *task).person);
    }
    return people;
}

} // namespace klik::engine
