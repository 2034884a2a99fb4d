#include "replay/what_if.hpp"

#include "engine/decide.hpp"
#include "replay/notice_difference.hpp"
#include "replay/recorded_inputs.hpp"
#include "replay/rerun.hpp"

namespace klik::replay {

namespace {

/// Nothing is told in the last millisecond of a day that is not told at its next midnight.
domain::UtcTime end_of(domain::Date day, const TimeZone& zone) {
    return zone.utc(day + std::chrono::days{1}) - std::chrono::milliseconds{1};
}

class Comparison {
  public:
    Comparison(const engine::LoadRules& candidate, const Period& period, const TimeZone& zone)
        : rules_{candidate}, period_{period}, zone_{&zone}, in_force_{period}, candidate_{period} {
        if (period.until) {
            until_ = end_of(*period.until, zone);
        }
    }

    /// Until the journal's end; the state there.
    domain::Result<engine::State> run_past(journal::Journal& journal,
                                           const domain::MunicipalityCode& municipality) {
        engine::State empty;
        empty.municipality = municipality;
        Rerun rerun{std::move(empty), *zone_,
                    [&](const engine::Event& event) { candidate_.take(event); }};
        RecordedInputs inputs{journal, municipality};
        while (true) {
            const auto next = inputs.next();
            if (!next) {
                return std::unexpected(next.error());
            }
            if (*next == nullptr) {
                break;
            }
            const engine::Event& own = (*next)->events.front();
            if (until_ && own.at.utc > *until_) {
                continue; // the journal's end is asked for
            }
            note_engine(own);
            if (inputs.state().head.value == 0) {
                rerun.load_rules(rules_, own.at.utc);
            }
            rerun.take(**next);
            for (const auto& event : (*next)->events) {
                in_force_.take(event);
            }
        }
        const auto end = inputs.state().now.utc;
        if (inputs.state().head.value != 0) {
            rerun.pass_due_moments(until_ ? std::min(*until_, end) : end);
        }
        return inputs.state();
    }

    /// Behind it, where that is asked for.
    void run_ahead(const engine::State& last) {
        result_.journal_end = last.now;
        if (!until_ || *until_ <= last.now.utc || last.head.value == 0) {
            return;
        }
        in_force_.go_ahead();
        candidate_.go_ahead();
        Rerun in_force{last, *zone_, [&](const engine::Event& event) { in_force_.take(event); }};
        in_force.pass_due_moments(*until_);
        Rerun candidate{last, *zone_, [&](const engine::Event& event) { candidate_.take(event); }};
        candidate.load_rules(rules_, last.now.utc);
        candidate.pass_due_moments(*until_);
    }

    WhatIf take() {
        note_difference(result_, in_force_, candidate_);
        return std::move(result_);
    }

  private:
    void note_engine(const engine::Event& event) {
        const auto* started = std::get_if<engine::ServiceStarted>(&event.body);
        if (started != nullptr && started->engine_version != engine::engine_version) {
            result_.other_engines.insert(started->engine_version);
        }
    }

    const engine::LoadRules& rules_;
    Period period_;
    const TimeZone* zone_;
    std::optional<domain::UtcTime> until_;
    Notices in_force_;
    Notices candidate_;
    WhatIf result_;
};

} // namespace

domain::Result<WhatIf> what_if(journal::Journal& journal,
                               const domain::MunicipalityCode& municipality,
                               const engine::LoadRules& candidate, const Period& period,
                               const TimeZone& zone) {
    Comparison comparison{candidate, period, zone};
    const auto last = comparison.run_past(journal, municipality);
    if (!last) {
        return std::unexpected(last.error());
    }
    comparison.run_ahead(*last);
    return comparison.take();
}

} // namespace klik::replay
