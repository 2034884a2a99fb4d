#include "engine/decide.hpp"

#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"

#include <utility>

namespace klik::engine {

namespace {

class Dispatch {
  public:
    explicit Dispatch(Decision& decision) : decision_(decision) {}

    void operator()(ObserveTask&& input) { decide_task_observed(decision_, std::move(input)); }
    void operator()(const RemoveTask& input) { decide_task_removed(decision_, input); }
    void operator()(const StartSet& input) { decide_set_started(decision_, input); }
    void operator()(const EndSet& input) { decide_set_ended(decision_, input); }
    void operator()(const AssignRole& input) { decide_role_assigned(decision_, input); }
    void operator()(const EndRole& input) { decide_role_ended(decision_, input); }
    void operator()(const LoadGallery& input) { decide_gallery_loaded(decision_, input); }
    void operator()(const ReplacePerson& input) { decide_person_replaced(decision_, input); }
    void operator()(const ErasePerson& input) { decide_person_erased(decision_, input); }
    void operator()(const ReportDelivery& input) { decide_delivery_reported(decision_, input); }
    void operator()(const RepeatFact& input) { decide_fact_repeated(decision_, input); }
    void operator()(const ChangeLocalEdge& input) { decide_local_edge(decision_, input); }
    void operator()(const RequestChange& input) { decide_request(decision_, input); }
    void operator()(const PassMoment& input) { decide_moment(decision_, input); }
    void operator()(const LoadRules& input) { decide_rules(decision_, input); }
    void operator()(const StartService& input) { decide_start(decision_, input); }

  private:
    Decision& decision_;
};

} // namespace

std::vector<Event> decide(State& state, Input input) {
    Decision decision(state, input);
    std::visit(Dispatch(decision), std::move(input.body));
    return decision.take();
}

} // namespace klik::engine
