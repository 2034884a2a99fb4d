#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/knock_on.hpp"
#include "engine/run.hpp"

namespace klik::engine {

namespace {

/// Late notices go out at once while people are at work.
bool at_once(const Decision& decision) {
    const auto& rules = decision.state().rules;
    const auto since_midnight = decision.at().local - domain::LocalTime{decision.today()};
    return rules.calendar.is_working_day(decision.today()) && since_midnight >= rules.run_at &&
           since_midnight < rules.late_until;
}

} // namespace

/// Makes good what klikd was off for, docs/rules.md 7 "Downtime"; a start as such tells nobody.
void decide_start(Decision& decision, const StartService& input) {
    const bool upgraded = decision.state().engine_version != input.engine_version;
    decision.emit(ServiceStarted{input.engine_version});
    if (upgraded) {
        publish_all_with_knock_on(decision); // an earlier version may have reckoned otherwise
    }
    const State& state = decision.state();
    const std::vector<domain::TaskNumber> missed(state.missed.begin(), state.missed.end());
    const auto waiting = state.outboxes.for_start();
    if (missed.empty() && waiting.empty()) {
        return;
    }
    if (at_once(decision)) {
        run(decision, missed, waiting);
        return;
    }
    for (const auto number : missed) {
        schedule_deadline(decision, number, ScheduleReason::surroundings);
    }
    for (const auto& person : waiting) {
        decision.emit(OutboxScheduled{person, {std::nullopt, decision.next_run()}, true});
    }
}

} // namespace klik::engine
