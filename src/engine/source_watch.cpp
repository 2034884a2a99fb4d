#include "engine/source_watch.hpp"

namespace klik::engine {

namespace {

std::map<std::string, std::string> gap_details(const std::string& source, const std::string& epoch,
                                               const SourceGap& gap) {
    return {{"source", source},
            {"sourceepoch", epoch},
            {"first", domain::to_string(gap.first)},
            {"last", domain::to_string(gap.last)},
            {"since", domain::rfc3339(gap.since.utc)},
            {"noticed", domain::rfc3339(gap.noticed.utc)}};
}

void report_closed(Decision& decision, std::map<std::string, std::string> gap, const char* how) {
    gap.emplace("how", how);
    decision.emit(SystemReported{"gap_closed", std::move(gap)});
}

} // namespace

SourceWatch::SourceWatch(const State& state, const FactIdentity& fact) : fact_(fact) {
    const Source* source = state.source(fact.source);
    if (!fact.position) {
        return;
    }
    arrival_ = arrival_of(source, *fact.position);
    if (arrival_ == Arrival::late) {
        // What is missing in it is not told when it closes.
        const SourceGap& gap = *gap_at(*source, *fact.position);
        closing_ = SourceGap{gap.first, gap.last, gap.since, gap.noticed, {}};
    } else if (arrival_ == Arrival::new_count) {
        old_epoch_ = source->epoch;
        old_last_ = source->counts.at(source->epoch).last;
    }
}

void SourceWatch::report(Decision& decision) const {
    switch (arrival_) {
    case Arrival::new_count:
        report_new_count(decision);
        report_gap(decision);
        break;
    case Arrival::gap:
        report_gap(decision);
        break;
    case Arrival::late:
        if (gap_at(*decision.state().source(fact_.source), *fact_.position) == nullptr) {
            report_closed(decision, gap_details(fact_.source, fact_.position->epoch, *closing_),
                          "filled");
        }
        break;
    case Arrival::first_contact:
    case Arrival::next:
    case Arrival::repeated:
        break;
    }
}

void SourceWatch::report_gap(Decision& decision) const {
    const auto& position = *fact_.position;
    const SourcePosition before{position.epoch, domain::Sequence{position.sequence.value - 1}};
    if (const auto* gap = gap_at(*decision.state().source(fact_.source), before)) {
        decision.emit(SystemReported{"gap", gap_details(fact_.source, position.epoch, *gap)});
    }
}

void SourceWatch::report_new_count(Decision& decision) const {
    decision.emit(SystemReported{"source_restarted",
                                 {{"source", fact_.source},
                                  {"sourceepoch", fact_.position->epoch},
                                  {"ended", old_epoch_},
                                  {"last", domain::to_string(old_last_)}}});
}

void report_covered(Decision& decision, const std::string& name, const Source& before) {
    for (const auto& [epoch, count] : before.counts) {
        for (const auto& [first, gap] : count.gaps) {
            report_closed(decision, gap_details(name, epoch, gap), "covered");
        }
        if (count.tail) {
            report_closed(decision,
                          {{"source", name},
                           {"sourceepoch", epoch},
                           {"first", domain::to_string(domain::Sequence{count.last.value + 1})},
                           {"since", domain::rfc3339(count.last_at.utc)},
                           {"noticed", domain::rfc3339(count.tail->noticed.utc)}},
                          "covered");
        }
    }
}

} // namespace klik::engine
