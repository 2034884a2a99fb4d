#include "engine/decide_inputs.hpp"
#include "engine/removal.hpp"
#include "engine/source_watch.hpp"
#include "engine/successors.hpp"
#include "engine/vacancies.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::TaskField;
using domain::TaskNumber;

bool any_gap_since(const Source& source, const OpenSet& set) {
    if (!set.position) {
        const auto showed = [&](const auto& loss) { return loss.noticed.utc > set.started.utc; };
        return std::ranges::any_of(source.counts, [&](const auto& entry) {
            const auto& [epoch, count] = entry;
            return (count.tail && showed(*count.tail)) ||
                   std::ranges::any_of(count.gaps,
                                       [&](const auto& gap) { return showed(gap.second); });
        });
    }
    const auto& gaps = source.counts.at(set.position->epoch).gaps;
    return std::ranges::any_of(
        gaps, [&](const auto& gap) { return gap.second.last > set.position->sequence; });
}

/// Why nothing can be concluded from what the set did not name; empty when it can.
std::string why_incomplete(const Source* source, const EndSet& end) {
    if (source == nullptr || !source->set || source->set->set != end.set ||
        source->set->project != end.project) {
        return "not_started";
    }
    const auto& begun = source->set->position;
    if (begun && (source->epoch != begun->epoch || !end.fact.position ||
                  end.fact.position->epoch != begun->epoch)) {
        return "restarted";
    }
    if (any_gap_since(*source, *source->set)) {
        return "gap";
    }
    const auto& set = *source->set;
    return set.named.size() + set.assignments.size() < end.count ? "count" : "";
}

/// The platform's tasks of the set's scope that it did not name and of which nothing was heard
/// since it began.
std::vector<TaskNumber> gone_tasks(const State& state, const OpenSet& set) {
    std::vector<TaskNumber> gone;
    for (const auto& [number, entry] : state.tasks) {
        const domain::Task& task = entry.task;
        const bool in_scope = task.origin() == domain::Origin::platform &&
                              (set.project.empty() || task.text(TaskField::project) == set.project);
        if (in_scope && !task.has_later_fact(set.as_of) && !set.named.contains(number)) {
            gone.push_back(number);
        }
    }
    return gone;
}

/// The platform's assignments that a set of all of the municipality did not name. A set that names
/// none says nothing of roles.
std::vector<domain::Assignment> gone_assignments(const State& state, const OpenSet& set) {
    std::vector<domain::Assignment> gone;
    if (!set.project.empty() || set.assignments.empty()) {
        return gone;
    }
    for (const auto& [assignment, told] : state.gallery.platform) {
        if (!told.ended && told.as_of <= set.as_of && !set.assignments.contains(assignment)) {
            gone.push_back(assignment);
        }
    }
    return gone;
}

/// Those that the set left out.
void end_roles(Decision& decision, const EndSet& input, domain::UtcTime as_of,
               const std::vector<domain::Assignment>& gone) {
    if (gone.empty()) {
        return;
    }
    const domain::RoleGallery before = decision.state().gallery;
    for (const auto& assignment : gone) {
        decision.emit(RoleEnded{
            {input.fact.source, input.fact.id, as_of}, decision.via(), assignment, false, {}, {}});
    }
    gather_for_successors(decision, before);
    gather_vacancies(decision);
}

std::map<std::string, std::string> details_of(const std::string& source, const std::string& set,
                                              const std::string& project) {
    std::map<std::string, std::string> details{{"source", source}, {"set", set}};
    if (!project.empty()) {
        details.emplace("project", project);
    }
    return details;
}

} // namespace

void decide_set_started(Decision& decision, const StartSet& input) {
    const SourceWatch watch(decision.state(), input.fact);
    const Source* source = decision.state().source(input.fact.source);
    const std::optional<OpenSet> unfinished = source ? source->set : std::nullopt;
    decision.emit(SetStarted{input.fact, decision.via(), input.set, input.project,
                             input.unknown_attributes, input.unknown});
    watch.report(decision);
    if (unfinished) {
        auto details = details_of(input.fact.source, unfinished->set, unfinished->project);
        details.emplace("reason", "not_ended");
        decision.emit(SystemReported{"set_incomplete", std::move(details)});
    }
}

void decide_set_ended(Decision& decision, const EndSet& input) {
    const SourceWatch watch(decision.state(), input.fact);
    // The end's own place is counted before the question whether anything is missing.
    const Source* known = decision.state().source(input.fact.source);
    std::optional<Source> source = known ? std::optional(*known) : std::nullopt;
    if (source && input.fact.position) {
        count(*source, *input.fact.position, decision.at());
    }
    const std::string incomplete = why_incomplete(source ? &*source : nullptr, input);
    decision.emit(SetEnded{input.fact, decision.via(), input.set, input.project, input.count,
                           incomplete, input.unknown_attributes, input.unknown});
    watch.report(decision);
    auto details = details_of(input.fact.source, input.set, input.project);
    if (!incomplete.empty()) {
        details.emplace("reason", incomplete);
        decision.emit(SystemReported{"set_incomplete", std::move(details)});
        return;
    }
    const auto gone = gone_tasks(decision.state(), *source->set);
    const auto gone_roles = gone_assignments(decision.state(), *source->set);
    details.emplace("named", std::to_string(source->set->named.size()));
    details.emplace("gone", std::to_string(gone.size()));
    decision.emit(SystemReported{"set_completed", std::move(details)});
    for (const TaskNumber number : gone) {
        remove_task(decision,
                    {{input.fact.source, input.fact.id, source->set->as_of}, number, {}, {}});
    }
    end_roles(decision, input, source->set->as_of, gone_roles);
    if (input.project.empty()) {
        report_covered(decision, input.fact.source, *source);
    }
}

void decide_fact_repeated(Decision& decision, const RepeatFact& input) {
    const SourceWatch watch(decision.state(), input.fact);
    decision.emit(FactRepeated{input.fact, decision.via()});
    watch.report(decision);
}

} // namespace klik::engine
