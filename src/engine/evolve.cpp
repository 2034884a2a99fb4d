#include "engine/evolve.hpp"

namespace klik::engine {

namespace {

using domain::Date;
using domain::TaskField;
using domain::TaskNumber;

void unlist(std::map<Date, std::set<TaskNumber>>& index, std::optional<Date> date,
            TaskNumber number) {
    const auto found = date ? index.find(*date) : index.end();
    if (found == index.end()) {
        return;
    }
    found->second.erase(number);
    if (found->second.empty()) {
        index.erase(found);
    }
}

class Evolution {
  public:
    Evolution(State& state, const Event& event) : state_(state), event_(event) {}

    void operator()(const TaskObserved& observed) {
        const TaskNumber number = observed.observation.number;
        if (!observed.changed && !state_.tasks.contains(number)) {
            return; // older than the task's removal
        }
        TaskEntry& entry = state_.tasks[number];
        entry.task.number = number;
        if (const auto removed = state_.removed.extract(number)) {
            entry.told = removed.mapped().told;
        }
        unlink_prerequisites(entry.task);
        for (const TaskField field : observed.taken) {
            entry.task[field] =
                domain::DatedValue{*observed.observation[field], observed.fact.time};
        }
        for (const auto& [key, value] : observed.observation.unknown) {
            entry.task.unknown[key] = value;
        }
        entry.task.revision += observed.changed ? 1 : 0;
        link_prerequisites(entry.task);
    }

    void operator()(const TaskRemovalObserved& removal) {
        const auto found = state_.tasks.find(removal.number);
        if (!removal.applied || found == state_.tasks.end()) {
            return;
        }
        unlink_prerequisites(found->second.task);
        unlist(state_.colour_changes, found->second.deadline.colour_on, removal.number);
        unlist(state_.runs, found->second.deadline.run_on, removal.number);
        state_.removed[removal.number] = {removal.fact.time, std::move(found->second.told)};
        state_.tasks.erase(found);
    }

    void operator()(const ChangeAsked& asked) {
        RequestEntry& entry = state_.requests[{asked.via, asked.request.id}];
        entry.request = asked.request;
        entry.via = asked.via;
        entry.sequence = event_.sequence;
        entry.asked_at = event_.at;
    }

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
        entry.view = changed.view;
        entry.published = event_.sequence;
    }

    void operator()(const TaskRemoved&) {}

    void operator()(const DeadlineScheduled& scheduled) {
        Deadline& deadline = state_.tasks.at(scheduled.number).deadline;
        unlist(state_.colour_changes, deadline.colour_on, scheduled.number);
        unlist(state_.runs, deadline.run_on, scheduled.number);
        if (scheduled.due) {
            deadline.spent[*scheduled.due] = scheduled.spent;
        }
        deadline.joins = scheduled.joins;
        deadline.colour_told = scheduled.colour_told;
        deadline.colour_on = scheduled.colour_on;
        deadline.run_on = scheduled.run_on;
        if (deadline.colour_on) {
            state_.colour_changes[*deadline.colour_on].insert(scheduled.number);
        }
        if (deadline.run_on) {
            state_.runs[*deadline.run_on].insert(scheduled.number);
        }
    }

    void operator()(const Notified& notified) {
        for (const auto& item : notified.notification.items) {
            const auto found = state_.tasks.find(item.number);
            if (found != state_.tasks.end()) {
                found->second.told.insert(item.key);
            }
        }
    }

    void operator()(const ChangeRequested&) {}

    void operator()(const RequestConcluded& concluded) {
        const RequestKey key{concluded.via, concluded.request};
        RequestEntry& entry = state_.requests.at(key);
        if (event_.cause == entry.sequence) {
            entry.answer = concluded.outcome;
            entry.reason = concluded.reason;
            entry.violations = concluded.violations;
        }
        entry.outcome = concluded.outcome;
        switch (concluded.outcome) {
        case Outcome::accepted:
            state_.accepted[entry.request.number].insert(key);
            set_deadline(key, entry.asked_at.utc + state_.rules.request_unanswered_after);
            break;
        case Outcome::unanswered: // it stays accepted: a late fact may still fulfil it
            forget_deadline(key);
            break;
        case Outcome::refused:
        case Outcome::fulfilled:
        case Outcome::superseded:
            no_longer_accepted(entry.request.number, key);
            forget_deadline(key);
            break;
        }
    }

    void operator()(const SystemReported&) {}

  private:
    void no_longer_accepted(TaskNumber number, const RequestKey& key) {
        const auto found = state_.accepted.find(number);
        if (found != state_.accepted.end() && found->second.erase(key) > 0 &&
            found->second.empty()) {
            state_.accepted.erase(found);
        }
    }

    void set_deadline(const RequestKey& key, domain::UtcTime at) {
        forget_deadline(key);
        state_.unanswered_at.emplace(at, key);
        state_.deadlines.emplace(key, at);
    }

    void forget_deadline(const RequestKey& key) {
        if (const auto found = state_.deadlines.find(key); found != state_.deadlines.end()) {
            state_.unanswered_at.erase({found->second, key});
            state_.deadlines.erase(found);
        }
    }

    void link_prerequisites(const domain::Task& task) {
        for (const TaskNumber number : task.numbers(TaskField::prerequisites)) {
            state_.dependants[number].insert(task.number);
        }
    }

    void unlink_prerequisites(const domain::Task& task) {
        for (const TaskNumber number : task.numbers(TaskField::prerequisites)) {
            const auto found = state_.dependants.find(number);
            if (found == state_.dependants.end()) {
                continue;
            }
            found->second.erase(task.number);
            if (found->second.empty()) {
                state_.dependants.erase(found);
            }
        }
    }

    State& state_;
    const Event& event_;
};

} // namespace

void evolve(State& state, const Event& event) {
    state.head = event.sequence;
    state.heads[static_cast<std::size_t>(kind_of(event.body))] = event.sequence;
    state.now = event.at;
    std::visit(Evolution(state, event), event.body);
}

} // namespace klik::engine
