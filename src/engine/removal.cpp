#include "engine/removal.hpp"

#include "engine/readiness.hpp"
#include "engine/request_tracking.hpp"

namespace klik::engine {

void remove_task(Decision& decision, const RemoveTask& removal) {
    const domain::Task* task = decision.state().task(removal.number);
    const bool applied = task != nullptr && !task->has_later_fact(removal.fact.time);
    const ReadinessBefore readiness(decision.state(), removal.number);
    decision.emit(TaskRemovalObserved{removal.fact, decision.via(), removal.number, applied,
                                      removal.unknown_attributes, removal.unknown});
    if (!applied) {
        return;
    }
    decision.emit(TaskRemoved{removal.number});
    conclude_requests_of_removed(decision, removal.number);
    readiness.tell_changes(decision, removal.fact);
}

} // namespace klik::engine
