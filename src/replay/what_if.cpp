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
        : rules_{candidate}, period_{period}, zone_{&zone} {
        if (period.until) {
            until_ = end_of(*period.until, zone);
        }
    }

    /// The state at the journal's end.
    domain::Result<engine::State> compare_past(journal::Journal& journal,
                                               const domain::MunicipalityCode& municipality) {
        Notices recorded{period_};
        Notices decided{period_};
        engine::State empty;
        empty.municipality = municipality;
        Rerun rerun{std::move(empty), *zone_,
                    [&](const engine::Event& event) { decided.take(event); }};
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
                recorded.take(event);
            }
        }
        const auto end = inputs.state().now.utc;
        if (inputs.state().head.value != 0) {
            rerun.pass_due_moments(until_ ? std::min(*until_, end) : end);
        }
        add_difference(result_, recorded, decided);
        return inputs.state();
    }

    void compare_future(const engine::State& last) {
        result_.journal_end = last.now;
        if (!until_ || *until_ <= last.now.utc || last.head.value == 0) {
            return;
        }
        Notices as_it_is{period_};
        Notices otherwise{period_};
        Rerun in_force{last, *zone_, [&](const engine::Event& event) { as_it_is.take(event); }};
        in_force.pass_due_moments(*until_);
        Rerun candidate{last, *zone_, [&](const engine::Event& event) { otherwise.take(event); }};
        candidate.load_rules(rules_, last.now.utc);
        candidate.pass_due_moments(*until_);
        add_difference(result_, as_it_is, otherwise);
    }

    WhatIf take() { return std::move(result_); }

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
    WhatIf result_;
};

} // namespace

domain::Result<WhatIf> what_if(journal::Journal& journal,
                               const domain::MunicipalityCode& municipality,
                               const engine::LoadRules& candidate, const Period& period,
                               const TimeZone& zone) {
    Comparison comparison{candidate, period, zone};
    const auto last = comparison.compare_past(journal, municipality);
    if (!last) {
        return std::unexpected(last.error());
    }
    comparison.compare_future(*last);
    return comparison.take();
}

} // namespace klik::replay
