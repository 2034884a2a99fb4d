#include "engine/event.hpp"

#include "domain/names.hpp"

#include <array>

namespace klik::engine {

namespace {

constexpr std::array<std::string_view, 5> outcomes{"accepted", "refused", "fulfilled", "superseded",
                                                   "unanswered"};
constexpr std::array<std::string_view, 4> delivery_outcomes{"delivered", "deferred", "bounced",
                                                            "failed"};
constexpr std::array<std::string_view, event_kind_count> kinds{"internal", "state", "notification",
                                                               "request", "system"};

struct KindOf {
    EventKind operator()(const TaskStateChanged&) const { return EventKind::state; }
    EventKind operator()(const TaskRemoved&) const { return EventKind::state; }
    EventKind operator()(const Notified&) const { return EventKind::notification; }
    EventKind operator()(const ChangeRequested&) const { return EventKind::request; }
    EventKind operator()(const RequestConcluded&) const { return EventKind::request; }
    EventKind operator()(const SystemReported&) const { return EventKind::system; }
    EventKind operator()(const auto&) const { return EventKind::internal; }
};

struct TaskOf {
    using Task = std::optional<domain::TaskNumber>;

    Task operator()(const TaskObserved& e) const { return e.observation.number; }
    Task operator()(const TaskRemovalObserved& e) const { return e.number; }
    Task operator()(const LocalEdgeChanged& e) const { return e.number; }
    Task operator()(const ChangeAsked& e) const { return e.request.number; }
    Task operator()(const TaskStateChanged& e) const { return e.view.number; }
    Task operator()(const TaskRemoved& e) const { return e.number; }
    Task operator()(const DeadlineScheduled& e) const { return e.number; }
    Task operator()(const Notified& e) const { return e.notification.items.front().number; }
    Task operator()(const ChangeRequested& e) const { return e.request.number; }
    Task operator()(const RequestConcluded& e) const { return e.number; }
    Task operator()(const NoticeGathered& e) const { return e.item.number; }
    Task operator()(const ConditionSettled& e) const { return e.number; }
    Task operator()(const DeliveryReported& e) const { return e.number; }
    Task operator()(const auto&) const { return std::nullopt; }
};

struct SubjectOf {
    std::string operator()(const SetStarted& e) const { return e.set; }
    std::string operator()(const SetEnded& e) const { return e.set; }
    std::string operator()(const RoleAssigned& e) const { return e.assignment.person.value; }
    std::string operator()(const RoleEnded& e) const { return e.assignment.person.value; }
    std::string operator()(const PersonReplaced& e) const { return e.person.value; }
    std::string operator()(const PersonErased& e) const { return e.persons.front().value; }
    std::string operator()(const FactRepeated& e) const { return e.fact.source; }
    std::string operator()(const GalleryLoaded&) const { return "roles"; }
    std::string operator()(const MomentPassed&) const { return "clock"; }
    std::string operator()(const RulesLoaded&) const { return "rules"; }
    std::string operator()(const ServiceStarted&) const { return "service"; }
    std::string operator()(const Notified& e) const {
        return e.notification.recipient.person.value;
    }
    std::string operator()(const SystemReported& e) const { return e.kind; }
    std::string operator()(const NoticeGathered& e) const { return e.person.value; }
    std::string operator()(const OutboxScheduled& e) const { return e.person.value; }
    std::string operator()(const OutboxEmptied& e) const { return e.person.value; }
    std::string operator()(const DeliveryReported& e) const {
        return e.number ? domain::to_string(*e.number) : e.person.value;
    }
    std::string operator()(const RunMissed&) const { return "clock"; }
    std::string operator()(const RunsCaughtUp&) const { return "clock"; }
    std::string operator()(const auto& e) const { return domain::to_string(*TaskOf{}(e)); }
};

} // namespace

std::string_view canonical(Outcome outcome) {
    return outcomes[static_cast<std::size_t>(outcome)];
}

std::optional<Outcome> outcome(std::string_view name) {
    return domain::named<Outcome>(outcomes, name);
}

std::string_view canonical(DeliveryOutcome outcome) {
    return delivery_outcomes[static_cast<std::size_t>(outcome)];
}

std::optional<DeliveryOutcome> delivery_outcome(std::string_view name) {
    return domain::named<DeliveryOutcome>(delivery_outcomes, name);
}

std::string_view canonical(EventKind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

std::optional<EventKind> event_kind(std::string_view name) {
    return domain::named<EventKind>(kinds, name);
}

EventKind kind_of(const EventBody& body) {
    return std::visit(KindOf{}, body);
}

DroppedItem dropped(const PendingItem& item) {
    return {item.number, item.occasion.kind, occasion_id(item.occasion)};
}

std::optional<domain::TaskNumber> task_of(const EventBody& body) {
    return std::visit(TaskOf{}, body);
}

std::string subject_of(const EventBody& body) {
    return std::visit(SubjectOf{}, body);
}

} // namespace klik::engine
