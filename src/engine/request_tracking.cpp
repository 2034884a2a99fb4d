#include "engine/request_tracking.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::TaskField;

std::vector<RequestEntry> accepted_for(const State& state, domain::TaskNumber number) {
    std::vector<RequestEntry> entries;
    for (const auto& key : state.accepted_on(number)) {
        entries.push_back(state.requests.at(key));
    }
    return entries;
}

void conclude(Decision& decision, const RequestEntry& entry, Outcome outcome,
              std::string_view reason) {
    decision.emit(RequestConcluded{
        entry.request.id, entry.via, entry.request.number, outcome, std::string(reason), {}});
}

} // namespace

std::set<domain::PersonId> who_wished(const Actors& actors, TaskField field) {
    const auto found = actors.find(field);
    return found == actors.end() ? std::set<domain::PersonId>{} : found->second;
}

std::set<domain::PersonId> who_ended_conditions(const Actors& actors) {
    std::set<domain::PersonId> people = who_wished(actors, TaskField::status);
    people.merge(who_wished(actors, TaskField::due_date));
    return people;
}

bool has_value(const domain::Task& task, TaskField field, const domain::FieldValue& asked) {
    if (const auto* label = std::get_if<std::string>(&asked); label && field == TaskField::status) {
        const auto wanted = domain::status_from_label(*label);
        return wanted == domain::Status::unknown ? task.text(field) == *label
                                                 : task.status() == wanted;
    }
    const auto value = task[field];
    return value ? value->value == asked : std::holds_alternative<domain::None>(asked);
}

Actors conclude_requests(Decision& decision, const domain::Task& task,
                         const std::vector<TaskField>& changed) {
    Actors actors;
    const auto has_changed = [&](TaskField field) {
        return std::ranges::find(changed, field) != changed.end();
    };
    for (const RequestEntry& entry : accepted_for(decision.state(), task.number)) {
        const auto& wishes = entry.request.change;
        for (const auto& [field, value] : wishes) {
            if (entry.request.actor && has_changed(field) && has_value(task, field, value)) {
                actors[field].insert(*entry.request.actor);
            }
        }
        const bool all = std::ranges::all_of(
            wishes, [&](const auto& wish) { return has_value(task, wish.first, wish.second); });
        if (all) {
            conclude(decision, entry, Outcome::fulfilled, "");
            continue;
        }
        const bool otherwise = std::ranges::any_of(wishes, [&](const auto& wish) {
            return has_changed(wish.first) && !has_value(task, wish.first, wish.second);
        });
        if (otherwise) {
            conclude(decision, entry, Outcome::superseded, "superseded");
        }
    }
    return actors;
}

void conclude_requests_of_removed(Decision& decision, domain::TaskNumber number) {
    for (const RequestEntry& entry : accepted_for(decision.state(), number)) {
        conclude(decision, entry, Outcome::superseded, "task_removed");
    }
}

} // namespace klik::engine
