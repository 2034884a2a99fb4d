#include "domain/status_transitions.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/gathering.hpp"
#include "engine/local_change.hpp"
#include "engine/new_assignee.hpp"
#include "engine/readiness.hpp"
#include "engine/removal.hpp"
#include "engine/request_tracking.hpp"
#include "engine/source_watch.hpp"
#include "engine/successors.hpp"
#include "engine/task_view.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

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
    input.observation.fields.each([&](TaskField field, const domain::FieldValue& observed) {
        const auto known = task ? (*task)[field] : std::nullopt;
        if (removed_later || (known && input.fact.time < known->as_of)) {
            merge.stale.push_back(field);
            return;
        }
        merge.taken.push_back(field);
        if (!known || known->value != observed) {
            merge.changed.push_back(field);
        }
    });
    return merge;
}

/// A known task's act-like changes: who did what gathers for those it concerns, but not for those
/// who did it.
class ChangeNotices {
  public:
    ChangeNotices(Decision& decision, const domain::Task& before, const FactIdentity& fact,
                  const Actors& actors)
        : decision_(decision), before_(before), after_(*decision.state().task(before.number)),
          occasion_(':' + key_part(fact)), actors_(actors) {}

    /// Of a task that is yet to be told of at first sight the words at that time are enough.
    void gather(bool at_first_sight) {
        gather_violation();
        if (!at_first_sight) {
            gather_status();
            gather_due_date();
            gather_assignee();
        }
    }

  private:
    [[nodiscard]] Facts from_to_status() const {
        return {{"from", status_label(before_)}, {"to", status_label(after_)}};
    }

    void gather_as(NotificationKind kind, const Occasion& occasion, TaskField field) {
        engine::gather(decision_, after_, occasion, decision_.roles_of(kind, after_),
                       who_wished(actors_, field));
    }

    void gather_violation() {
        if (!domain::transition_allowed(before_.status(), after_.status())) {
            gather_as(NotificationKind::rule_violation,
                      {NotificationKind::rule_violation, "transition" + occasion_, std::nullopt,
                       "3.transition", from_to_status()},
                      TaskField::status);
        }
    }

    /// Two labels that are not known may mean anything: a change from one to the other is one.
    void gather_status() {
        const bool other_label =
            after_.status() == Status::unknown && status_label(before_) != status_label(after_);
        if (before_.status() != after_.status() || other_label) {
            gather_as(NotificationKind::status_changed,
                      {NotificationKind::status_changed, "status_changed" + occasion_, std::nullopt,
                       "7.status_changed", from_to_status()},
                      TaskField::status);
        }
    }

    void gather_due_date() {
        const auto from = before_.due_date();
        const auto to = after_.due_date();
        if (from != to && after_.open()) {
            gather_as(NotificationKind::due_date_moved,
                      {NotificationKind::due_date_moved,
                       "due_date_moved" + occasion_,
                       to,
                       "7.due_date_moved",
                       {{"from", from ? domain::iso_date(*from) : ""},
                        {"to", to ? domain::iso_date(*to) : ""}}},
                      TaskField::due_date);
        }
    }

    void gather_assignee() {
        const auto from = present_assignee(decision_.state(), before_);
        const auto to = present_assignee(decision_.state(), after_);
        if (to && to != from && after_.open()) {
            gather_as(NotificationKind::assigned, assigned_occasion(*to, from, occasion_),
                      TaskField::assignee);
        }
    }

    Decision& decision_;
    const domain::Task& before_;
    const domain::Task& after_;
    std::string occasion_;
    const Actors& actors_;
};

/// What the next run is to ask about another status, if there is anything to ask.
std::optional<StatusTaken> status_taken(const domain::Task& before, const domain::Task& after,
                                        const FactIdentity& fact, const Actors& actors) {
    const Status from = before.status();
    const Status to = after.status();
    const bool started = to == Status::in_progress && !domain::is_closed(from);
    if (from == to || (to != Status::completed && !started) || after.prerequisites().empty()) {
        return std::nullopt;
    }
    return StatusTaken{status_label(before), to, key_part(fact), fact.time,
                       who_wished(actors, TaskField::status)};
}

/// Whether another value may change readiness, dates or the latest safe finish of other tasks.
bool may_reach_other_tasks(TaskField field) {
    return field == TaskField::status || field == TaskField::due_date ||
           field == TaskField::prerequisites || field == TaskField::project;
}

/// A task that is back, as people knew it. What the fact leaves out it does not change.
std::optional<domain::Task> known_before(const RemovedTask& removed,
                                         const domain::Observation& observation) {
    auto known = removed.as_it_was;
    for (const auto& description : domain::field_descriptions()) {
        if (known && !observation[description.field]) {
            known->fields.reset(description.field);
        }
    }
    return known;
}

/// A complete set says again all that is true when it begins, by facts of whatever age.
domain::UtcTime true_since(const State& state, const FactIdentity& fact) {
    const Source* source = state.source(fact.source);
    const bool in_a_set = source != nullptr && source->set && follows(fact.position, *source->set);
    return in_a_set ? std::max(fact.time, source->set->as_of) : fact.time;
}

} // namespace

void decide_task_observed(Decision& decision, ObserveTask&& input) {
    const TaskNumber number = input.observation.number;
    const State& state = decision.state();
    const domain::Task* known = state.task(number);
    const auto removal = state.removed.find(number);
    const bool removed_later =
        removal != state.removed.end() && true_since(state, input.fact) < removal->second.at;
    const Merge merged = merge(known, input, removed_later);
    const bool appears = !known && !removed_later;
    const bool changes = appears || !merged.changed.empty();
    std::optional<domain::Task> before; // where the fact changed it
    if (known && !merged.changed.empty()) {
        before = *known;
    } else if (appears && removal != state.removed.end()) {
        before = known_before(removal->second, input.observation);
    }
    const bool first_sight = appears && !before;
    std::optional<ReadinessBefore> readiness;
    if (appears || std::ranges::any_of(merged.changed, may_reach_other_tasks)) {
        readiness.emplace(state, number);
    }
    const SourceWatch watch(state, input.fact);

    decision.emit(TaskObserved{input.fact, decision.via(), std::move(input.observation),
                               merged.taken, merged.stale, changes,
                               std::move(input.unknown_attributes)});
    watch.report(decision);
    if (removed_later) {
        return;
    }
    Actors actors;
    if (before) {
        actors = conclude_requests(decision, *state.task(number), merged.changed);
    }
    std::optional<StatusTaken> taken;
    if (readiness) {
        readiness->gather_changes(decision, input.fact, who_ended_conditions(actors));
    } else if (changes) {
        decision.publish_state(number);
    }
    if (before) {
        taken = status_taken(*before, *state.task(number), input.fact, actors);
        ChangeNotices(decision, *before, input.fact, actors)
            .gather(state.tasks.at(number).deadline.first_sight);
        withdraw_what_ended(decision, number, who_ended_conditions(actors));
    }
    if (before) {
        gather_for_successors(decision, number, *before);
    }
    const bool due_moved = before && before->due_date() != state.task(number)->due_date();
    const bool other_rules =
        before && &decision.rules_of(*before) != &decision.rules_of(*state.task(number));
    const bool needs_its_project_roles =
        before && state.task(number)->open() &&
        (!before->open() ||
         before->text(TaskField::project) != state.task(number)->text(TaskField::project));
    schedule_deadline(decision, number,
                      first_sight   ? ScheduleReason::first_sight
                      : due_moved   ? ScheduleReason::due_moved
                      : other_rules ? ScheduleReason::rules
                                    : ScheduleReason::surroundings,
                      std::move(taken));
    if (needs_its_project_roles) {
        gather_vacancies(decision, *state.task(number));
    }
}

void decide_task_removed(Decision& decision, const RemoveTask& input) {
    const SourceWatch watch(decision.state(), input.fact);
    remove_task(decision, input);
    if (domain::origin_of(input.number) == domain::Origin::local) {
        remove_edges_to(decision, input);
    }
    watch.report(decision);
}

} // namespace klik::engine
