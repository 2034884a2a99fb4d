#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/knock_on.hpp"

namespace klik::engine {

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
    decision.emit(SystemReported{"rules_loaded", {{"name", input.rules.name}}});
}

} // namespace klik::engine
