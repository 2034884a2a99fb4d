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

} // namespace

bool same_fact(const codec::Fact& again, const engine::EventBody& recorded) {
    return std::visit(SameFact{again}, recorded);
}

} // namespace klik::daemon
