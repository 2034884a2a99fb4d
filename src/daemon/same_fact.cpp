#include "daemon/same_fact.hpp"

#include <variant>

namespace klik::daemon {

namespace {

bool same_identity(const engine::FactIdentity& one, const engine::FactIdentity& other) {
    return one.source == other.source && one.id == other.id && one.time == other.time;
}

class SameFact {
  public:
    explicit SameFact(const codec::Fact& fact) : fact_{&fact} {}

    bool operator()(const engine::TaskObserved& recorded) const {
        const auto* again = again_as<engine::ObserveTask>(recorded);
        return again != nullptr && again->observation == recorded.observation;
    }
    bool operator()(const engine::TaskRemovalObserved& recorded) const {
        const auto* again = again_as<engine::RemoveTask>(recorded);
        return again != nullptr && again->number == recorded.number &&
               again->unknown == recorded.unknown;
    }
    bool operator()(const engine::SetStarted& recorded) const {
        const auto* again = again_as<engine::StartSet>(recorded);
        return again != nullptr && again->set == recorded.set && again->project == recorded.project;
    }
    bool operator()(const engine::SetEnded& recorded) const {
        const auto* again = again_as<engine::EndSet>(recorded);
        return again != nullptr && again->set == recorded.set &&
               again->project == recorded.project && again->count == recorded.count;
    }
    bool operator()(const engine::RoleAssigned& recorded) const {
        const auto* again = again_as<engine::AssignRole>(recorded);
        return again != nullptr && again->assignment == recorded.assignment &&
               again->said == recorded.said && again->unknown == recorded.unknown;
    }
    bool operator()(const engine::RoleEnded& recorded) const {
        const auto* again = again_as<engine::EndRole>(recorded);
        return again != nullptr && again->assignment == recorded.assignment &&
               again->whole == recorded.whole && again->unknown == recorded.unknown;
    }
    bool operator()(const auto& /*no fact*/) const { return false; }

  private:
    template <class Input>
    const Input* again_as(const auto& recorded) const {
        const auto* again = std::get_if<Input>(&fact_->body);
        return again != nullptr && same_identity(again->fact, recorded.fact) ? again : nullptr;
    }

    const codec::Fact* fact_;
};

void resolve_fields(codec::Fact& again, const domain::Observation& recorded,
                    const IsCalled& is_called) {
    auto* observed = std::get_if<engine::ObserveTask>(&again.body);
    if (observed == nullptr) {
        return;
    }
    std::erase_if(again.names, [&](const auto& named) {
        const auto& [field, name] = named;
        const auto& value = recorded[field];
        const auto* id = value ? std::get_if<domain::PersonId>(&*value) : nullptr;
        if (id == nullptr || !is_called(*id, name)) {
            return false;
        }
        observed->observation.fields.set(field, *id);
        return true;
    });
}

void resolve_person(std::optional<codec::GivenPerson>& given, const domain::PersonId& recorded,
                    const IsCalled& is_called) {
    if (given && !given->id && is_called(recorded, given->name)) {
        given->id = recorded;
    }
}

const domain::Assignment* assignment_of(const engine::EventBody& recorded) {
    if (const auto* assigned = std::get_if<engine::RoleAssigned>(&recorded)) {
        return &assigned->assignment;
    }
    const auto* ended = std::get_if<engine::RoleEnded>(&recorded);
    return ended == nullptr ? nullptr : &ended->assignment;
}

} // namespace

void resolve_as_recorded(codec::Fact& again, const engine::EventBody& recorded,
                         const IsCalled& is_called) {
    if (const auto* first = std::get_if<engine::TaskObserved>(&recorded)) {
        resolve_fields(again, first->observation, is_called);
    }
    if (const auto* assignment = assignment_of(recorded)) {
        resolve_person(again.person, assignment->person, is_called);
        resolve_person(again.deputy_of, assignment->deputy_of.value_or(domain::PersonId{}),
                       is_called);
    }
}

bool same_fact(const codec::Fact& again, const engine::EventBody& recorded) {
    return std::visit(SameFact{again}, recorded);
}

} // namespace klik::daemon
