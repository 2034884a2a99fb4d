#include "engine/notices.hpp"

#include "domain/notification_text.hpp"
#include "domain/recipients.hpp"
#include "engine/readiness.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::PersonId;

/// A message holds 1 MiB; what goes beyond this begins another notice.
constexpr std::size_t most_bytes_of_a_notice = std::size_t{600} * 1024;

bool is_urgent(const PendingItem& item) {
    return item.occasion.kind == NotificationKind::overdue ||
           item.occasion.facts.contains("working_days_late");
}

bool tells_the_deadline(NotificationKind kind) {
    return kind == NotificationKind::reminder || kind == NotificationKind::overdue ||
           kind == NotificationKind::catch_up;
}

/// Whether the item, told with the withdrawal, says itself what has ended and why. `unblocked`
/// takes back `blocked_again` alone.
bool says_what_ended(const State& state, const PendingItem& item, const PendingItem& withdrawal) {
    switch (item.occasion.kind) {
    case NotificationKind::status_changed:
        return !any_open(state, {item.number});
    case NotificationKind::due_date_moved:
        return told_of_the_deadline(state.tasks.at(item.number), withdrawal.withdraws);
    case NotificationKind::withdrawn:
        return item.occasion.facts.at("because_da") == withdrawal.occasion.facts.at("because_da");
    default:
        return false;
    }
}

std::size_t bytes_of(const domain::NotificationItem& item) {
    std::size_t bytes = item.key.size() + item.text_da.size() + item.text_en.size();
    for (const auto& [name, value] : item.facts) {
        bytes += name.size() + value.size();
    }
    return bytes;
}

/// The fact `via` of an item: `assignee: vacant, responsible: absent`.
std::string passed_over(const domain::Recipient& recipient) {
    std::string text;
    for (const auto& asked : recipient.via) {
        text += (text.empty() ? "" : ", ") + asked.role.name + ": ";
        text += canonical(asked.why);
    }
    return text;
}

/// Whether a person who is told the one need not be told the other.
bool says_the_same(const PendingItem& a, const PendingItem& b) {
    const Occasion& one = a.occasion;
    const Occasion& other = b.occasion;
    if (one.kind != other.kind) {
        return false;
    }
    if (is_about_a_project(one.kind, one.facts) && is_about_a_project(other.kind, other.facts)) {
        return one.facts.at("vacant_role") == other.facts.at("vacant_role") &&
               one.facts.at("project") == other.facts.at("project");
    }
    return a.number == b.number &&
           (latest_word_counts(one.kind) || occasion_id(one) == occasion_id(other));
}

/// Somebody who can unblock a task with several of theirs is told so once.
void add_theirs(Facts& facts, const Facts& more) {
    const auto known = facts.find("yours");
    const auto theirs = more.find("yours");
    if (known != facts.end() && theirs != more.end() && known->second != theirs->second) {
        known->second += ", " + theirs->second;
    }
}

} // namespace

void address(domain::NotificationItem& item, const domain::Recipient& recipient,
             const domain::RuleSet& rules) {
    item.facts["role"] = recipient.role.name;
    item.facts.erase("via");
    if (!recipient.via.empty()) {
        item.facts["via"] = passed_over(recipient);
    }
    const auto* own = rules.text_of(item.kind);
    item.text_da =
        domain::notification_text(item.kind, item.facts, recipient, domain::Language::danish, own);
    item.text_en =
        domain::notification_text(item.kind, item.facts, recipient, domain::Language::english, own);
}

Occasion about(const domain::Task& task, Occasion occasion, const std::set<PersonId>& by) {
    occasion.facts.emplace("number", domain::to_string(task.number));
    occasion.facts.emplace("title", task.text(domain::TaskField::title));
    if (const auto due = task.due_date()) {
        occasion.facts.emplace("due_date", domain::iso_date(*due));
    }
    add_who_did_it(occasion.facts, by);
    return occasion;
}

const domain::Task* asked_task(const State& state, const PendingItem& item) {
    const auto& [kind, name, due, rule, facts] = item.occasion;
    return is_about_a_project(kind, facts) ? open_task_of(state, facts.at("project"))
                                           : state.task(item.asked_on.value_or(item.number));
}

domain::Recipient recipient_of(const Decision& decision, const domain::Role& role,
                               const domain::Task& task) {
    const State& state = decision.state();
    return domain::recipient_for(
        role, task, {state.municipality, state.gallery, state.rules.of(task), decision.today()});
}

void Notices::add(PendingItem item) {
    item.late = item.late || late_;
    auto recipient = recipient_of(item);
    if (!recipient || item.except.contains(recipient->person)) {
        settle(item);
        return;
    }
    if (was_told(item, *recipient)) {
        settle(item);
        return;
    }
    Items& items = by_person_[recipient->person];
    const auto same = std::ranges::find_if(
        items, [&](const Addressed& other) { return says_the_same(other.item, item); });
    if (same != items.end()) {
        add_theirs(same->item.occasion.facts, item.occasion.facts);
        if (item.withdraws != same->item.withdraws) {
            settle(item);
        }
        return;
    }
    items.push_back({*std::move(recipient), std::move(item)});
}

void Notices::add(const domain::Task& task, const Occasion& occasion,
                  const std::vector<domain::Role>& roles,
                  const std::set<domain::PersonId>& except) {
    const Occasion told = about(task, occasion, except);
    for (const domain::Role& role : roles) {
        add({task.number, told, role, {}, {}, except, {}, decision_.cause()});
    }
}

/// Of what is not told because the person has heard it, or cannot be told: what it takes back is
/// over all the same.
void Notices::settle(const PendingItem& item) {
    if (!item.withdraws.empty()) {
        decision_.emit(ConditionSettled{item.number, item.withdraws});
    }
}

std::optional<domain::Recipient> Notices::recipient_of(const PendingItem& item) const {
    const auto& gallery = decision_.state().gallery;
    if (item.person) {
        domain::PersonId present = gallery.in_place_of(*item.person);
        if (!gallery.left(present) && !gallery.bounced(present)) {
            return domain::Recipient{std::move(present), item.role, {}, false};
        }
        if (item.occasion.kind == NotificationKind::withdrawn) {
            return std::nullopt; // nobody else was told what it takes back
        }
    }
    const auto* task = asked_task(decision_.state(), item);
    if (task == nullptr) {
        return std::nullopt;
    }
    return engine::recipient_of(
        decision_,
        item.role == domain::Role::requester ? domain::Role::klik_administrator : item.role, *task);
}

/// The same may have gathered for two people of whom one has taken the other's place.
bool Notices::was_told(const PendingItem& item, const domain::Recipient& recipient) const {
    const State& state = decision_.state();
    const auto* told = state.told_of(item.number);
    return told != nullptr &&
           told->contains(key_stem(state.municipality, item.number, item.occasion) +
                          recipient.person.value);
}

std::vector<domain::PersonId> Notices::people() const {
    std::vector<domain::PersonId> people;
    people.reserve(by_person_.size());
    for (const auto& [person, items] : by_person_) {
        people.push_back(person);
    }
    return people;
}

/// One word for each task: what says more takes in what says less.
void Notices::absorb(Items& items) {
    std::map<domain::TaskNumber, OfTask> by_task;
    for (Addressed& each : items) {
        by_task[each.item.number].push_back(&each);
    }
    for (const auto& [number, of_task] : by_task) {
        absorb_withdrawals(of_task);
        const auto* deadline = word_on_the_deadline(of_task);
        for (Addressed* each : of_task) {
            each->is_said = each->is_said || (each != deadline && is_said_with(*each, of_task));
        }
    }
    std::erase_if(items, [](const Addressed& each) { return each.is_said; });
}

/// Whether the others about the task say it.
bool Notices::is_said_with(const Addressed& each, const OfTask& items) const {
    const auto any = [&](NotificationKind kind) {
        return std::ranges::any_of(
            items, [&](const Addressed* other) { return other->item.occasion.kind == kind; });
    };
    const bool deadline = word_on_the_deadline(items) != nullptr;
    switch (each.item.occasion.kind) {
    case NotificationKind::reminder:
    case NotificationKind::overdue:
    case NotificationKind::catch_up:
        return deadline;
    case NotificationKind::colour_changed:
        return deadline || any(NotificationKind::first_sight);
    case NotificationKind::first_sight:
        return deadline;
    case NotificationKind::assigned:
        return any(NotificationKind::first_sight);
    case NotificationKind::blocked_again: // `assigned` says what the task waits for
        return any(NotificationKind::assigned) &&
               decision_.was_told(decision_.state().tasks.at(each.item.number), each.item.occasion);
    default:
        return false;
    }
}

/// The one of now; of several that were put back, the one that came last.
const Notices::Addressed* Notices::word_on_the_deadline(const OfTask& items) {
    const Addressed* word = nullptr;
    for (const Addressed* each : items) {
        if (tells_the_deadline(each->item.occasion.kind) &&
            (word == nullptr || is_deferred(word->item))) {
            word = each;
        }
    }
    return word;
}

void Notices::absorb_withdrawals(const OfTask& items) {
    const State& state = decision_.state();
    for (Addressed* each : items) {
        if (each->item.occasion.kind != NotificationKind::withdrawn) {
            continue;
        }
        const auto says_it = std::ranges::find_if(items, [&](const Addressed* other) {
            return other != each && !other->is_said &&
                   says_what_ended(state, other->item, each->item);
        });
        if (says_it == items.end()) {
            continue;
        }
        each->is_said = true;
        if ((*says_it)->item.withdraws.empty()) {
            (*says_it)->item.withdraws = each->item.withdraws;
        } else {
            settle(each->item);
        }
    }
}

void Notices::deliver() {
    for (auto& [person, items] : by_person_) {
        absorb(items);
        const State& state = decision_.state();
        if (state.outboxes.told_on(person, decision_.today()) >=
            state.rules.notices_per_person_and_day) {
            for (const Addressed& each : items) {
                if (!is_urgent(each.item)) {
                    defer(each);
                }
            }
            std::erase_if(items, [](const Addressed& each) { return !is_urgent(each.item); });
        }
        if (!items.empty()) {
            publish(items);
        }
    }
    by_person_.clear();
}

void Notices::defer(const Addressed& addressed) {
    PendingItem item = addressed.item;
    item.occasion.facts.emplace("deferred_from", domain::iso_date(decision_.today()));
    decision_.emit(NoticeGathered{
        addressed.recipient.person, std::move(item), {std::nullopt, decision_.next_run()}});
}

domain::NotificationItem Notices::worded(const Addressed& addressed) const {
    const domain::Recipient& recipient = addressed.recipient;
    const PendingItem& pending = addressed.item;
    domain::NotificationItem item;
    item.key = key_stem(decision_.state().municipality, pending.number, pending.occasion) +
               recipient.person.value;
    item.number = pending.number;
    item.kind = pending.occasion.kind;
    item.rule = pending.occasion.rule;
    item.facts = pending.occasion.facts;
    if (pending.cause != decision_.cause()) {
        item.facts.emplace("caused_by", domain::to_string(pending.cause));
    }
    address(item, recipient, decision_.state().rules);
    item.thread = decision_.state().municipality.value + '/' + domain::to_string(pending.number);
    item.withdraws = pending.withdraws;
    if (item.kind == NotificationKind::unblocked) {
        item.withdraws = key_of_blocked_again(recipient.person, item.number);
    }
    return item;
}

/// What the person was told of the task's being blocked, if that was the last word.
std::string Notices::key_of_blocked_again(const domain::PersonId& person,
                                          domain::TaskNumber number) const {
    const auto& conditions = decision_.state().tasks.at(number).told_conditions;
    const auto told = std::ranges::find_if(conditions, [&](const ToldCondition& condition) {
        return condition.person == person && condition.kind == NotificationKind::blocked_again;
    });
    return told == conditions.end() ? std::string{} : told->key;
}

void Notices::publish(const Items& items) {
    domain::Notification notification;
    std::size_t bytes = 0;
    for (const Addressed& each : items) {
        auto item = worded(each);
        const std::size_t more = bytes_of(item);
        if (bytes + more > most_bytes_of_a_notice && !notification.items.empty()) {
            decision_.emit(Notified{std::exchange(notification, {})});
            bytes = 0;
        }
        if (notification.items.empty()) {
            notification.recipient = each.recipient;
        }
        bytes += more;
        notification.items.push_back(std::move(item));
        notification.late = notification.late || each.item.late;
        if (is_urgent(each.item)) {
            notification.urgency = domain::Urgency::high;
        }
    }
    decision_.emit(Notified{std::move(notification)});
}

} // namespace klik::engine
