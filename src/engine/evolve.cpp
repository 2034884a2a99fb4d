#include "engine/evolve.hpp"

#include "engine/prerequisite_links.hpp"
#include "engine/request_book.hpp"
#include "engine/vacancies.hpp"
#include "engine/withdrawal.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Date;
using domain::TaskField;
using domain::TaskNumber;

/// Whether facts that follow the position came before it.
bool is_overtaken(const Source& source, const std::optional<SourcePosition>& position) {
    return position && source.counts.at(position->epoch).last > position->sequence;
}

class Evolution {
  public:
    Evolution(State& state, const Event& event) : state_(state), event_(event) {}

    void operator()(const TaskObserved& observed) {
        const TaskNumber number = observed.observation.number;
        count_fact(observed.fact, observed.via);
        if (auto* set = open_set(observed.fact)) {
            set->named.insert(number);
        }
        if (!observed.changed && !state_.tasks.contains(number)) {
            return; // older than the task's removal
        }
        const auto [found, is_new] = state_.tasks.try_emplace(number);
        TaskEntry& entry = found->second;
        const bool was_open = !is_new && entry.task.open();
        const auto waited_for = entry.task.prerequisites();
        entry.task.number = number;
        if (is_new) {
            know_dependants(state_, entry);
        }
        if (const auto removed = state_.removed.extract(number)) {
            restore_local_edges(entry.task, removed.mapped().local_prerequisites);
            entry.told = removed.mapped().told;
            entry.deadline.conditions = removed.mapped().conditions;
        }
        const bool latest = !entry.task.has_later_fact(observed.fact.time);
        entry.task.fields.set(observed.taken, observed.observation.fields, observed.fact.time);
        for (const auto& [key, value] : observed.observation.unknown) {
            if (latest || !entry.task.unknown.contains(key)) {
                entry.task.unknown[key] = value;
            }
        }
        entry.task.revision += observed.changed ? 1 : 0;
        if (!was_open && entry.task.open()) {
            entry.open_since = observed.fact.time;
            resume_settled(entry);
        }
        relink(state_, number, waited_for);
    }

    void operator()(const TaskRemovalObserved& removal) {
        count_fact(removal.fact, removal.via);
        const auto found = state_.tasks.find(removal.number);
        if (found == state_.tasks.end()) {
            remember_removal(removal.number, removal.fact.time);
            return;
        }
        if (!removal.applied) {
            return;
        }
        for (const ToldCondition& told : found->second.told_conditions) {
            found->second.deadline.conditions.erase(told.occasion); // it is taken back
        }
        const auto waited_for = found->second.task.prerequisites();
        state_.colour_changes.move(removal.number, found->second.deadline.colour_on, {});
        state_.runs.move(removal.number, found->second.deadline.run_on, {});
        auto as_it_was = what_people_know(found->second);
        state_.removed[removal.number] = {removal.fact.time, std::move(found->second.told),
                                          std::move(found->second.deadline.conditions),
                                          std::move(found->second.task.local_prerequisites),
                                          std::move(as_it_was)};
        forget_task(state_, removal.number);
        relink(state_, removal.number, waited_for);
        state_.missed.erase(removal.number);
    }

    void operator()(const SetStarted& started) {
        count_fact(started.fact, started.via);
        Source& source = source_of(started.fact, started.via);
        if (is_overtaken(source, started.fact.position)) {
            source.set.reset(); // what it named before it came is not known
            return;
        }
        source.set = OpenSet{started.set, started.project,       started.fact.time,
                             event_.at,   started.fact.position, {},
                             {}};
    }

    void operator()(const SetEnded& ended) {
        count_fact(ended.fact, ended.via);
        Source& source = source_of(ended.fact, ended.via);
        source.set.reset();
        if (ended.incomplete.empty() && ended.project.empty()) {
            cover_gaps(source);
        }
    }

    void operator()(const RoleAssigned& assigned) {
        count_fact(assigned.fact, assigned.via);
        if (auto* set = open_set(assigned.fact)) {
            set->assignments.insert(assigned.assignment);
        }
        state_.gallery.assign(assigned.assignment, assigned.said, assigned.fact.time);
        if (assigned.readdressed) {
            state_.gallery.readdress(assigned.assignment.person);
        }
        end_filled_vacancies(state_);
    }

    void operator()(const RoleEnded& ended) {
        count_fact(ended.fact, ended.via);
        if (ended.whole) {
            state_.gallery.end_all(ended.assignment.role, ended.assignment.person, ended.fact.time);
        } else {
            state_.gallery.end(ended.assignment, ended.fact.time);
        }
    }

    void operator()(const GalleryLoaded& loaded) {
        state_.gallery.file = loaded.file;
        for (const auto& person : loaded.readdressed) {
            state_.gallery.readdress(person);
        }
        end_filled_vacancies(state_);
    }

    void operator()(const PersonReplaced& replaced) {
        state_.gallery.replace(replaced.person, replaced.by);
        end_filled_vacancies(state_);
    }

    void operator()(const PersonErased& erased) {
        for (const auto& person : erased.persons) {
            state_.gallery.erase(person, event_.at.utc);
        }
    }

    void operator()(const DeliveryReported& reported) {
        state_.deliveries[reported.item] = {reported.event,  reported.person, reported.outcome,
                                            reported.detail, event_.sequence, event_.at.utc};
        if (reported.outcome == DeliveryOutcome::bounced) {
            state_.gallery.bounce(reported.person);
        }
    }

    void operator()(const FactRepeated& repeated) { count_fact(repeated.fact, repeated.via); }

    void operator()(const LocalEdgeChanged& edge) {
        domain::Task& task = state_.tasks.at(edge.number).task;
        const auto waited_for = task.prerequisites();
        if (edge.waits) {
            task.local_prerequisites.insert(edge.prerequisite);
        } else {
            task.local_prerequisites.erase(edge.prerequisite);
        }
        relink(state_, edge.number, waited_for);
    }

    void operator()(const ChangeAsked& asked) { note_asked(state_, event_, asked); }

    void operator()(const MomentPassed&) {}

    void operator()(const RulesLoaded& loaded) {
        state_.rules = loaded.rules;
        state_.rules_toml = loaded.toml;
    }

    void operator()(const ServiceStarted& started) {
        state_.engine_version = started.engine_version;
    }

    void operator()(const TaskStateChanged& changed) {
        TaskEntry& entry = state_.tasks.at(changed.view.number);
        entry.standing = PublishedStanding{changed.view};
        entry.published = event_.sequence;
    }

    void operator()(const TaskRemoved&) {}

    void operator()(const DeadlineScheduled& scheduled) {
        Deadline& deadline = state_.tasks.at(scheduled.number).deadline;
        state_.colour_changes.move(scheduled.number, deadline.colour_on, scheduled.colour_on);
        state_.runs.move(scheduled.number, deadline.run_on, scheduled.run_on);
        take(deadline, scheduled);
    }

    void operator()(const Notified& notified) {
        const auto& recipient = notified.notification.recipient;
        state_.outboxes.count(recipient.person, event_.at.date());
        for (const auto& item : notified.notification.items) {
            note_vacancy(state_, item.kind, item.facts);
            const auto found = state_.tasks.find(item.number);
            if (const auto gone = state_.removed.find(item.number); gone != state_.removed.end()) {
                gone->second.told.insert(item.key);
            }
            if (found != state_.tasks.end()) {
                found->second.told.insert(item.key);
                if (auto colour = key_of_colour_in(item, recipient.person); !colour.empty()) {
                    found->second.told.insert(std::move(colour));
                }
                note_readiness(found->second, item.kind);
                note_told_condition(found->second, recipient, item);
            }
        }
    }

    void operator()(const ChangeRequested&) {}

    void operator()(const RequestConcluded& concluded) {
        note_concluded(state_, event_, concluded);
    }

    void operator()(const SystemReported&) {}

    void operator()(const NoticeGathered& gathered) {
        note_vacancy(state_, gathered.item.occasion.kind, gathered.item.occasion.facts);
        state_.outboxes.take(gathered);
    }

    void operator()(const OutboxScheduled& scheduled) { state_.outboxes.take(scheduled); }

    void operator()(const OutboxEmptied& emptied) {
        for (const PendingItem& item : state_.outboxes.find(emptied.person)->items) {
            const auto& [kind, name, due, rule, facts] = item.occasion;
            if (std::ranges::find(emptied.dropped, dropped(item)) != emptied.dropped.end()) {
                forget_vacancy(state_, kind, facts);
            }
        }
        state_.outboxes.take(emptied);
    }

    void operator()(const RunMissed& missed) {
        state_.missed.insert(missed.tasks.begin(), missed.tasks.end());
    }

    void operator()(const RunsCaughtUp&) { state_.missed.clear(); }

    void operator()(const ConditionSettled& settled) {
        const auto found = state_.tasks.find(settled.number);
        if (found != state_.tasks.end()) {
            settle_condition(found->second, settled.key);
        }
    }

  private:
    Source& source_of(const FactIdentity& fact, const std::string& via) {
        const auto [found, is_new] = state_.sources.try_emplace(fact.source);
        if (is_new) {
            found->second.known_since = event_.at;
        }
        found->second.via = via;
        return found->second;
    }

    /// The set that the fact belongs to.
    OpenSet* open_set(const FactIdentity& fact) {
        const auto found = state_.sources.find(fact.source);
        const bool belongs = found != state_.sources.end() && found->second.set &&
                             follows(fact.position, *found->second.set);
        return belongs ? &*found->second.set : nullptr;
    }

    void count_fact(const FactIdentity& fact, const std::string& via) {
        if (fact.position) {
            count(source_of(fact, via), *fact.position, event_.at);
        }
    }

    static void note_readiness(TaskEntry& entry, domain::NotificationKind told) {
        if (told == domain::NotificationKind::unblocked) {
            entry.told_ready = true;
            entry.deadline.waiting_since.reset();
        } else if (told == domain::NotificationKind::blocked_again) {
            entry.told_ready = false;
        }
    }

    static std::optional<domain::Task> what_people_know(const TaskEntry& entry) {
        if (entry.deadline.first_sight) {
            return std::nullopt;
        }
        domain::Task known;
        known.number = entry.task.number;
        for (const TaskField field :
             {TaskField::status, TaskField::due_date, TaskField::assignee, TaskField::project}) {
            if (const auto told = entry.task[field]) {
                known.fields.set(field, {told->value.owned(), told->as_of});
            }
        }
        return known;
    }

    /// Of a task that is gone or was never seen: a fact before the latest removal does not bring
    /// it.
    void remember_removal(TaskNumber number, domain::UtcTime at) {
        RemovedTask& removed =
            state_.removed.try_emplace(number, RemovedTask{at, {}, {}, {}, {}}).first->second;
        removed.at = std::max(removed.at, at);
    }

    /// Of a task that is back. A number of the municipality's own that is gone does not come again.
    void restore_local_edges(domain::Task& task, const domain::FlatSet<TaskNumber>& edges) const {
        for (const TaskNumber number : edges) {
            if (domain::origin_of(number) == domain::Origin::platform ||
                state_.tasks.contains(number)) {
                task.local_prerequisites.insert(number);
            }
        }
    }

    State& state_;
    const Event& event_;
};

/// By the rules that held until now; before the first record there are none.
void note_run(State& state, const domain::Moment& at) {
    const Date today = at.date();
    if (state.head.value != 0 && at.local >= today + state.rules.run_at &&
        (!state.run_passed || *state.run_passed < today)) {
        state.run_passed = today;
    }
}

/// With the first record of a day, so that they are looked through once: what became of items,
/// where that was told long ago. The journal has it.
void forget_old_deliveries(State& state, const domain::Moment& at) {
    if (at.date() != state.now.date()) {
        std::erase_if(state.deliveries, [&](const auto& entry) {
            return entry.second.at + deliveries_are_kept < at.utc;
        });
    }
}

} // namespace

void evolve(State& state, const Event& event) {
    note_run(state, event.at);
    forget_old_deliveries(state, event.at);
    state.head = event.sequence;
    state.heads[static_cast<std::size_t>(kind_of(event.body))] = event.sequence;
    state.now = event.at;
    std::visit(Evolution(state, event), event.body);
}

} // namespace klik::engine
