#include "domain/prerequisites.hpp"
#include "domain/status_transitions.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/readiness.hpp"
#include "engine/request_tracking.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::Role;
using domain::Status;
using domain::TaskField;
using domain::TaskNumber;

/// A field takes the fact with the latest time, docs/rules.md 2.
struct Merge {
    std::vector<TaskField> taken;
    std::vector<TaskField> stale;
    std::vector<TaskField> changed; ///< taken, with another value than before
};

Merge merge(const domain::Task* task, const ObserveTask& input, bool removed_later) {
    Merge merge;
    for (const auto& description : domain::field_descriptions()) {
        const auto& observed = input.observation[description.field];
        if (!observed) {
            continue;
        }
        const auto* known = task ? &(*task)[description.field] : nullptr;
        const bool has_value = known && known->has_value();
        if (removed_later || (has_value && input.fact.time < (*known)->as_of)) {
            merge.stale.push_back(description.field);
            continue;
        }
        merge.taken.push_back(description.field);
        if (!has_value || (*known)->value != *observed) {
            merge.changed.push_back(description.field);
        }
    }
    return merge;
}

/// A known task's act-like changes: who did what is told to those it concerns, but not to the one
/// who did it.
class ChangeNotices {
  public:
    ChangeNotices(Decision& decision, const domain::Task& before, const FactIdentity& fact,
                  std::optional<domain::PersonId> actor)
        : decision_(decision), before_(before), after_(*decision.state().task(before.number)),
          occasion_(":" + fact.id), actor_(std::move(actor)) {}

    void tell() {
        tell_violation();
        tell_status();
        tell_due_date();
        tell_assignee();
    }

  private:
    [[nodiscard]] std::string status_label(const domain::Task& task) const {
        const auto label = task.text(TaskField::status);
        return label.empty() ? std::string(domain::label(task.status(), domain::Language::danish))
                             : std::string(label);
    }

    [[nodiscard]] Facts from_to_status() const {
        return {{"from", status_label(before_)}, {"to", status_label(after_)}};
    }

    void tell_violation() {
        const Status from = before_.status();
        const Status to = after_.status();
        if (from == to) {
            return;
        }
        if (!domain::transition_allowed(from, to)) {
            decision_.tell_roles(after_,
                                 {NotificationKind::rule_violation, "transition" + occasion_,
                                  std::nullopt, "3.transition", from_to_status()},
                                 {Role::project_leader}, actor_);
        }
        const auto& rules = decision_.state().rules;
        const bool checked =
            (to == Status::completed && rules.complete_blocked != domain::Policy::off) ||
            (to == Status::in_progress && !domain::is_closed(from) &&
             rules.start_blocked != domain::Policy::off);
        const auto blocking = domain::blocking_prerequisites(after_, lookup_in(decision_.state()));
        if (checked && !blocking.empty()) {
            Facts facts = from_to_status();
            facts.emplace("blocked_by", number_list(blocking));
            decision_.tell_roles(after_,
                                 {NotificationKind::rule_violation, "blocked" + occasion_,
                                  std::nullopt, "5.prerequisites", std::move(facts)},
                                 {Role::project_leader}, actor_);
        }
    }

    void tell_status() {
        if (before_.status() != after_.status()) {
            decision_.tell_roles(after_,
                                 {NotificationKind::status_changed, "status_changed" + occasion_,
                                  std::nullopt, "7.status_changed", from_to_status()},
                                 {Role::assignee, Role::responsible}, actor_);
        }
    }

    void tell_due_date() {
        const auto from = before_.due_date();
        const auto to = after_.due_date();
        if (from != to && after_.open()) {
            decision_.tell_roles(after_,
                                 {NotificationKind::due_date_moved,
                                  "due_date_moved" + occasion_,
                                  to,
                                  "7.due_date_moved",
                                  {{"from", from ? domain::iso_date(*from) : ""},
                                   {"to", to ? domain::iso_date(*to) : ""}}},
                                 {Role::assignee, Role::responsible}, actor_);
        }
    }

    void tell_assignee() {
        const auto to = after_.person(TaskField::assignee);
        if (to && to != before_.person(TaskField::assignee) && to != actor_ && after_.open()) {
            decision_.tell_roles(after_,
                                 {NotificationKind::assigned,
                                  "assigned" + occasion_,
                                  std::nullopt,
                                  "7.assigned",
                                  {}},
                                 {Role::assignee});
        }
    }

    Decision& decision_;
    const domain::Task& before_;
    const domain::Task& after_;
    std::string occasion_;
    std::optional<domain::PersonId> actor_;
};

/// Every task on the cycle is reported with the path, once per cycle.
void tell_cycle(Decision& decision, TaskNumber number) {
    const auto tasks = lookup_in(decision.state());
    const auto path = domain::prerequisite_cycle(*decision.state().task(number), tasks);
    if (path.empty()) {
        return;
    }
    std::vector<TaskNumber> members(path.begin(), path.end() - 1);
    std::ranges::sort(members);
    std::string name = "prerequisite_cycle";
    for (const TaskNumber member : members) {
        name += ':' + domain::to_string(member);
    }
    for (const TaskNumber member : members) {
        const TaskEntry& entry = decision.state().tasks.at(member);
        std::string text;
        for (const auto step : domain::prerequisite_cycle(entry.task, tasks)) {
            text += (text.empty() ? "#" : " → #") + domain::to_string(step);
        }
        const Occasion occasion{NotificationKind::prerequisite_cycle,
                                name,
                                std::nullopt,
                                "5.cycle",
                                {{"path", std::move(text)}}};
        if (!decision.was_told(entry, occasion)) {
            decision.tell_roles(entry.task, occasion, {Role::project_leader});
        }
    }
}

bool contains(const std::vector<TaskField>& fields, TaskField field) {
    return std::ranges::find(fields, field) != fields.end();
}

} // namespace

void decide_task_observed(Decision& decision, const ObserveTask& input) {
    const TaskNumber number = input.observation.number;
    const State& state = decision.state();
    const domain::Task* known = state.task(number);
    const auto removal = state.removed.find(number);
    const bool removed_later =
        removal != state.removed.end() && input.fact.time < removal->second.at;
    const Merge merged = merge(known, input, removed_later);
    const bool first_sight = !known && !removed_later;
    const std::optional<domain::Task> before = known ? std::optional(*known) : std::nullopt;
    const ReadinessBefore readiness(state, number);

    decision.emit(TaskObserved{input.fact, decision.via(), input.observation, merged.taken,
                               merged.stale, first_sight || !merged.changed.empty(),
                               input.unknown_attributes});
    if (removed_later) {
        return;
    }
    std::optional<domain::PersonId> actor;
    if (before && !merged.changed.empty()) {
        for (auto& person : conclude_requests(decision, *state.task(number), merged.changed)) {
            actor = std::move(person);
        }
    }
    const bool due_moved = before && before->due_date() != state.task(number)->due_date();
    schedule_deadline(decision, number,
                      first_sight ? ScheduleReason::first_sight
                      : due_moved ? ScheduleReason::due_moved
                                  : ScheduleReason::surroundings);
    if (merged.changed.empty() && !first_sight) {
        return;
    }
    readiness.tell_changes(decision, input.fact.id);
    if (before) {
        ChangeNotices(decision, *before, input.fact, std::move(actor)).tell();
    }
    if (first_sight || contains(merged.changed, TaskField::prerequisites)) {
        tell_cycle(decision, number);
    }
}

void decide_task_removed(Decision& decision, const RemoveTask& input) {
    const domain::Task* task = decision.state().task(input.number);
    bool applied = task != nullptr;
    for (std::size_t i = 0; task && i < domain::task_field_count; ++i) {
        applied = applied && (!task->fields[i] || task->fields[i]->as_of <= input.fact.time);
    }
    const ReadinessBefore readiness(decision.state(), input.number);
    decision.emit(TaskRemovalObserved{input.fact, decision.via(), input.number, applied,
                                      input.unknown_attributes, input.unknown});
    if (!applied) {
        return;
    }
    decision.emit(TaskRemoved{input.number});
    conclude_requests_of_removed(decision, input.number);
    readiness.tell_changes(decision, input.fact.id);
}

} // namespace klik::engine
