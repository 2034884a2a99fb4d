#include "engine/decision.hpp"

#include "domain/notification_text.hpp"
#include "domain/recipients.hpp"
#include "engine/evolve.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

/// All of an item's key but the person.
std::string key_stem(const domain::MunicipalityCode& municipality, domain::TaskNumber number,
                     const Occasion& occasion) {
    return municipality.value + '/' + domain::to_string(number) + '/' + occasion_id(occasion) + '/';
}

Facts with_task(Facts facts, const domain::Task& task) {
    facts.emplace("number", domain::to_string(task.number));
    facts.emplace("title", task.text(domain::TaskField::title));
    if (const auto due = task.due_date()) {
        facts.emplace("due_date", domain::iso_date(*due));
    }
    return facts;
}

} // namespace

std::string occasion_id(const Occasion& occasion) {
    return (occasion.due ? domain::iso_date(*occasion.due) : "-") + '/' + occasion.name;
}

std::string key_part(const FactIdentity& fact) {
    return fact.source + '|' + fact.id;
}

bool Decision::run_passed() const {
    return at_.local >= today() + state_.rules.run_at ||
           (state_.run_passed && *state_.run_passed >= today());
}

void Decision::emit(EventBody body) {
    const domain::Sequence sequence{state_.head.value + 1};
    if (events_.empty()) {
        cause_ = sequence;
    }
    const domain::Sequence previous = state_.head_of(kind_of(body));
    events_.push_back(Event{sequence, previous, cause_, at_, std::move(body)});
    evolve(state_, events_.back());
}

void Decision::publish_state(domain::TaskNumber number, std::optional<domain::SafeFinish> finish) {
    const auto found = state_.tasks.find(number);
    if (found == state_.tasks.end()) {
        return;
    }
    TaskView view = view_of(state_, found->second.task, today());
    view.latest_safe_finish = finish.value_or(found->second.view.latest_safe_finish);
    if (found->second.published.value == 0 || view != found->second.view) {
        emit(TaskStateChanged{std::move(view)});
    }
}

void Decision::tell(const domain::Task& task, const Occasion& occasion,
                    const domain::Recipient& recipient) {
    domain::NotificationItem item;
    item.key = key_stem(state_.municipality, task.number, occasion) + recipient.person.value;
    item.number = task.number;
    item.kind = occasion.kind;
    item.rule = occasion.rule;
    item.facts = with_task(occasion.facts, task);
    item.text_da =
        domain::notification_text(item.kind, item.facts, recipient, domain::Language::danish);
    item.text_en =
        domain::notification_text(item.kind, item.facts, recipient, domain::Language::english);
    item.thread = state_.municipality.value + '/' + domain::to_string(task.number);
    const auto urgency = occasion.kind == domain::NotificationKind::overdue
                             ? domain::Urgency::high
                             : domain::Urgency::normal;
    emit(Notified{{recipient, {std::move(item)}, late_, urgency}});
}

void Decision::tell_roles(const domain::Task& task, const Occasion& occasion,
                          const std::vector<domain::Role>& roles,
                          const std::set<domain::PersonId>& except) {
    std::set<domain::PersonId> told;
    for (const domain::Role& role : roles) {
        const auto recipient = domain::recipient_for(
            role, task, {state_.municipality, state_.gallery, state_.rules, today()});
        if (!except.contains(recipient.person) && told.insert(recipient.person).second) {
            tell(task, occasion, recipient);
        }
    }
}

bool Decision::was_told(const TaskEntry& entry, const Occasion& occasion) const {
    const std::string stem = key_stem(state_.municipality, entry.task.number, occasion);
    const auto key = entry.told.lower_bound(stem);
    return key != entry.told.end() && key->starts_with(stem);
}

} // namespace klik::engine
