#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/knock_on.hpp"
#include "engine/vacancies.hpp"

namespace klik::engine {

namespace {

/// Days off and the hour of the run may be others now.
void wait_by_the_rules(Decision& decision) {
    std::vector<domain::PersonId> people;
    for (const auto& [date, waiting] : decision.state().outboxes.for_runs()) {
        if (date != decision.next_run()) {
            people.insert(people.end(), waiting.begin(), waiting.end());
        }
    }
    for (const auto& person : people) {
        decision.emit(OutboxScheduled{person, {std::nullopt, decision.next_run()}});
    }
}

} // namespace

void decide_rules(Decision& decision, const LoadRules& input) {
    decision.emit(RulesLoaded{input.rules, input.toml});
    publish_all_with_knock_on(decision);
    std::vector<domain::TaskNumber> numbers;
    numbers.reserve(decision.state().tasks.size());
    for (const auto& [number, entry] : decision.state().tasks) {
        numbers.push_back(number);
    }
    for (const auto number : numbers) {
        schedule_deadline(decision, number, ScheduleReason::rules);
    }
    wait_by_the_rules(decision);
    gather_vacancies(decision);
    decision.emit(SystemReported{"rules_loaded", {{"name", input.rules.name}}});
}

} // namespace klik::engine
