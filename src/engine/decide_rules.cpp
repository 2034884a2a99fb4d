#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"

namespace klik::engine {

void decide_rules(Decision& decision, const LoadRules& input) {
    decision.emit(RulesLoaded{input.rules, input.toml});
    std::vector<domain::TaskNumber> numbers;
    numbers.reserve(decision.state().tasks.size());
    for (const auto& [number, entry] : decision.state().tasks) {
        numbers.push_back(number);
    }
    for (const auto number : numbers) {
        schedule_deadline(decision, number, ScheduleReason::rules);
        decision.publish_state(number);
    }
    decision.emit(SystemReported{"rules_loaded", {{"name", input.rules.name}}});
}

} // namespace klik::engine
