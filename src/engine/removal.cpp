#include "engine/removal.hpp"

#include "engine/readiness.hpp"
#include "engine/request_tracking.hpp"
#include "engine/withdrawal.hpp"

namespace klik::engine {

void remove_task(Decision& decision, const RemoveTask& removal) {
    const domain::Task* task = decision.state().task(removal.number);
    const bool applied = task != nullptr && !task->has_later_fact(removal.fact.time);
    const ReadinessBefore readiness(decision.state(), removal.number);
    const std::optional<TaskEntry> gone =
        applied ? std::optional(decision.state().tasks.at(removal.number)) : std::nullopt;
    decision.emit(TaskRemovalObserved{removal.fact, decision.via(), removal.number, applied,
                                      removal.unknown_attributes, removal.unknown});
    if (!gone) {
        return;
    }
    decision.emit(TaskRemoved{removal.number});
    conclude_requests_of_removed(decision, removal.number);
    readiness.gather_changes(decision, removal.fact);
    withdraw_all(decision, *gone);
}

} // namespace klik::engine
