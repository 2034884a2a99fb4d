#include "engine/fits.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

bool names_its_role(domain::NotificationKind kind, const Facts& facts) {
    return !is_about_a_project(kind, facts) || facts.contains("vacant_role");
}

struct Fitting {
    const State& state;

    bool operator()(const LocalEdgeChanged& edge) const {
        return state.tasks.contains(edge.number);
    }
    bool operator()(const TaskStateChanged& changed) const {
        return state.tasks.contains(changed.view.number);
    }
    bool operator()(const DeadlineScheduled& scheduled) const {
        return state.tasks.contains(scheduled.number);
    }
    bool operator()(const RequestConcluded& concluded) const {
        return state.requests.contains({concluded.via, concluded.request});
    }
    bool operator()(const NoticeGathered& gathered) const {
        return names_its_role(gathered.item.occasion.kind, gathered.item.occasion.facts);
    }
    bool operator()(const OutboxScheduled& scheduled) const {
        return state.outboxes.find(scheduled.person) != nullptr;
    }
    bool operator()(const OutboxEmptied& emptied) const {
        return state.outboxes.find(emptied.person) != nullptr;
    }
    bool operator()(const Notified& notified) const {
        return std::ranges::all_of(notified.notification.items, [](const auto& item) {
            return names_its_role(item.kind, item.facts);
        });
    }
    bool operator()(const auto& /*stands by itself*/) const { return true; }
};

} // namespace

bool fits(const State& state, const Event& event) {
    return std::visit(Fitting{state}, event.body);
}

} // namespace klik::engine
