#include "replay/rerun.hpp"

#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "replay/due_moments.hpp"

namespace klik::replay {

void Rerun::load_rules(const engine::LoadRules& rules, domain::UtcTime now) {
    pass_due_moments(now);
    decide({moment_of(state_, now, *zone_), {}, rules});
    own_rules_ = true;
}

void Rerun::take(const RecordedInput& recorded) {
    const engine::Event& own = recorded.events.front();
    if (const auto* passed = std::get_if<engine::MomentPassed>(&own.body)) {
        if (passed->late && !off_since_) {
            off_since_ = own.at.utc;
        }
        return;
    }
    if (own_rules_ && std::holds_alternative<engine::RulesLoaded>(own.body)) {
        return;
    }
    pass_due_moments(own.at.utc);
    if (recorded.input) {
        decide(*recorded.input);
    } else {
        copy_report(own);
    }
    if (std::holds_alternative<engine::ServiceStarted>(own.body)) {
        off_since_.reset();
    }
}

void Rerun::pass_due_moments(domain::UtcTime until) {
    DueMoments due{state_, until, *zone_};
    while (const auto moment = due.next()) {
        const bool late = off_since_ && moment->utc >= *off_since_;
        decide({*moment, {}, engine::PassMoment{late}});
    }
}

void Rerun::decide(const engine::Input& input) {
    for (const auto& event : engine::decide(state_, input)) {
        sink_(event);
    }
}

void Rerun::copy_report(const engine::Event& report) {
    const domain::Sequence next{state_.head.value + 1};
    const engine::Event copy{next, state_.head_of(engine::kind_of(report.body)), next, report.at,
                             report.body};
    engine::evolve(state_, copy);
    sink_(copy);
}

} // namespace klik::replay
