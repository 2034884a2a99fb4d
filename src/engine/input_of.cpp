#include "engine/input_of.hpp"

#include <concepts>

namespace klik::engine {

namespace {

template <class Body, class... Bodies>
concept one_of = (std::same_as<Body, Bodies> || ...);

/// What decisions leave. There is no overload for every body, so that a new one has to be put here
/// or to the inputs.
template <class Body>
concept decided = one_of<Body, TaskStateChanged, TaskRemoved, DeadlineScheduled, Notified,
                         ChangeRequested, RequestConcluded, SystemReported, NoticeGathered,
                         OutboxScheduled, OutboxEmptied, RunMissed, RunsCaughtUp, ConditionSettled>;

class InputOf {
  public:
    explicit InputOf(const Event& event) : event_(event) {}

    using Answer = std::optional<Input>;

    Answer operator()(const TaskObserved& e) const {
        return input(e.via, ObserveTask{e.fact, e.observation, e.unknown_attributes});
    }
    Answer operator()(const TaskRemovalObserved& e) const {
        return input(e.via, RemoveTask{e.fact, e.number, e.unknown_attributes, e.unknown});
    }
    Answer operator()(const SetStarted& e) const {
        return input(e.via, StartSet{e.fact, e.set, e.project, e.unknown_attributes, e.unknown});
    }
    Answer operator()(const SetEnded& e) const {
        return input(e.via,
                     EndSet{e.fact, e.set, e.project, e.count, e.unknown_attributes, e.unknown});
    }
    Answer operator()(const RoleAssigned& e) const {
        return input(e.via, AssignRole{e.fact, e.assignment, e.said, e.readdressed,
                                       e.unknown_attributes, e.unknown});
    }
    Answer operator()(const RoleEnded& e) const {
        return input(e.via,
                     EndRole{e.fact, e.assignment, e.whole, e.unknown_attributes, e.unknown});
    }
    Answer operator()(const GalleryLoaded& e) const {
        return input({}, LoadGallery{e.file, e.readdressed});
    }
    Answer operator()(const PersonReplaced& e) const {
        return input(e.via, ReplacePerson{e.person, e.by});
    }
    Answer operator()(const PersonErased& e) const { return input(e.via, ErasePerson{e.persons}); }
    Answer operator()(const DeliveryReported& e) const {
        return input(e.via, ReportDelivery{e.event, e.item, e.number, e.person, e.outcome, e.detail,
                                           e.bounced});
    }
    Answer operator()(const FactRepeated& e) const { return input(e.via, RepeatFact{e.fact}); }
    Answer operator()(const LocalEdgeChanged& e) const {
        return input(e.via, ChangeLocalEdge{e.fact, e.number, e.prerequisite, e.waits});
    }
    Answer operator()(const ChangeAsked& e) const { return input(e.via, e.request); }
    Answer operator()(const MomentPassed& e) const { return input({}, PassMoment{e.late}); }
    Answer operator()(const RulesLoaded& e) const { return input({}, LoadRules{e.rules, e.toml}); }
    Answer operator()(const ServiceStarted& e) const {
        return input({}, StartService{e.engine_version});
    }
    Answer operator()(const decided auto& /*decided*/) const { return std::nullopt; }

  private:
    [[nodiscard]] Input input(std::string via, decltype(Input::body) body) const {
        return {event_.at, std::move(via), std::move(body)};
    }

    const Event& event_;
};

} // namespace

std::optional<Input> input_of(const Event& event) {
    // The end of a set removes tasks, and their records look like those of a platform's removals.
    return event.cause == event.sequence ? std::visit(InputOf(event), event.body) : std::nullopt;
}

} // namespace klik::engine
