#pragma once

#include "engine/decision.hpp"

namespace klik::engine {

// One function per alternative of Input::body, each in the file of its concept.

void decide_task_observed(Decision& decision, ObserveTask&& input);
void decide_task_removed(Decision& decision, const RemoveTask& input);
void decide_set_started(Decision& decision, const StartSet& input);
void decide_set_ended(Decision& decision, const EndSet& input);
void decide_role_assigned(Decision& decision, const AssignRole& input);
void decide_role_ended(Decision& decision, const EndRole& input);
void decide_gallery_loaded(Decision& decision, const LoadGallery& input);
void decide_person_replaced(Decision& decision, const ReplacePerson& input);
void decide_person_erased(Decision& decision, const ErasePerson& input);
void decide_delivery_reported(Decision& decision, const ReportDelivery& input);
void decide_fact_repeated(Decision& decision, const RepeatFact& input);
void decide_local_edge(Decision& decision, const ChangeLocalEdge& input);
void decide_request(Decision& decision, const RequestChange& request);
void decide_moment(Decision& decision, const PassMoment& input);
void decide_rules(Decision& decision, const LoadRules& input);
void decide_start(Decision& decision, const StartService& input);

} // namespace klik::engine
