#include "domain/prerequisites.hpp"
#include "domain/status_transitions.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/gathering.hpp"
#include "engine/readiness.hpp"
#include "engine/request_tracking.hpp"
#include "engine/task_view.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Policy;
using domain::Status;
using domain::TaskField;

struct Refusal {
    std::string reason;
    std::string text_da; ///< for the person who asked
    std::string text_en;
};

/// What stands against a request, and what only has to be said about it.
struct Assessment {
    std::optional<Refusal> refusal;
    std::vector<Violation> violations;

    void refuse(std::string reason, std::string text_da, std::string text_en) {
        if (!refusal) {
            refusal = Refusal{std::move(reason), std::move(text_da), std::move(text_en)};
        }
    }
};

/// A prerequisite on a cycle warns and never refuses, or nobody could finish any task of it.
bool blocked_outside_cycles(const domain::Task& task,
                            const std::vector<domain::TaskNumber>& blocking,
                            const domain::TaskLookup& tasks) {
    const auto on_cycles = domain::tasks_on_its_cycles(task, tasks);
    return std::ranges::any_of(blocking, [&](auto number) { return !on_cycles.contains(number); });
}

void assess_prerequisites(const State& state, const domain::Task& task, Status wanted,
                          Assessment& assessment) {
    const bool completes = wanted == Status::completed;
    const auto& rules = state.rules.of(task);
    const Policy policy = completes ? rules.complete_blocked : rules.start_blocked;
    const auto tasks = lookup_in(state);
    const auto blocking = domain::blocking_prerequisites(task, tasks);
    if (policy == Policy::off || blocking.empty()) {
        return;
    }
    const std::string rule = completes ? "complete_blocked" : "start_blocked";
    const std::string waiting = number_list(blocking);
    assessment.violations.push_back({rule, "the task waits for " + waiting, blocking});
    if (policy == Policy::enforce && blocked_outside_cycles(task, blocking, tasks)) {
        assessment.refuse(rule, "opgaven venter på " + waiting, "the task waits for " + waiting);
    }
}

void assess_status(const State& state, const domain::Task& task, const domain::FieldValue& asked,
                   Assessment& assessment) {
    const auto* asked_label = std::get_if<std::string>(&asked);
    const Status wanted = asked_label ? domain::status_from_label(*asked_label) : Status::unknown;
    if (wanted == Status::unknown) {
        const std::string text = asked_label ? *asked_label : "-";
        assessment.violations.push_back({"unknown_status", "no status is called " + text, {}});
        assessment.refuse("unknown_status", "ingen status hedder »" + text + "«",
                          "no status is called “" + text + "”");
        return;
    }
    const Status current = task.status();
    if (!domain::transition_allowed(current, wanted, state.rules)) {
        const std::string from(canonical(current));
        const std::string to(canonical(wanted));
        assessment.violations.push_back(
            {"transition", "no way leads from " + from + " to " + to, {}});
        assessment.refuse("transition",
                          "status kan ikke gå fra " +
                              std::string(label(current, domain::Language::danish)) + " til " +
                              std::string(label(wanted, domain::Language::danish)),
                          "the status cannot go from " + from + " to " + to);
        return;
    }
    if (current != wanted && (wanted == Status::completed || wanted == Status::in_progress)) {
        assess_prerequisites(state, task, wanted, assessment);
    }
}

std::optional<domain::Date> date_after(const RequestChange& request, const domain::Task& task,
                                       TaskField field) {
    const auto asked = request.change.find(field);
    if (asked == request.change.end()) {
        return task.date(field);
    }
    const auto* date = std::get_if<domain::Date>(&asked->second);
    return date ? std::optional(*date) : std::nullopt;
}

void assess_dates(const RequestChange& request, const domain::Task& task, Assessment& assessment) {
    const bool touched = request.change.contains(TaskField::due_date) ||
                         request.change.contains(TaskField::start_date);
    const auto start = date_after(request, task, TaskField::start_date);
    const auto due = date_after(request, task, TaskField::due_date);
    if (touched && start && due && *due < *start) {
        assessment.violations.push_back({"due_before_start",
                                         "the due date " + domain::iso_date(*due) +
                                             " lies before the start date " +
                                             domain::iso_date(*start),
                                         {}});
        assessment.refuse("due_before_start", "fristen ligger før startdatoen",
                          "the due date lies before the start date");
    }
}

/// Two open wishes for one field cannot both come true. This one is not yet among them.
void assess_conflicts(const State& state, const RequestChange& request, Assessment& assessment) {
    for (const auto& key : state.accepted_on(request.number)) {
        const RequestEntry& other = state.requests.at(key);
        if (other.outcome != Outcome::accepted) {
            continue;
        }
        for (const auto& [field, value] : request.change) {
            if (other.request.change.contains(field)) {
                const std::string name(domain::describe(field).name);
                assessment.violations.push_back(
                    {"conflict",
                     "request " + other.request.id + " on " + name + " is still open",
                     {}});
                assessment.refuse("conflict", "et andet ønske om samme felt er ikke afgjort",
                                  "another request on the same field is still open");
            }
        }
    }
}

Assessment assess(const State& state, const RequestChange& request) {
    Assessment assessment;
    const domain::Task* task = state.task(request.number);
    if (!task) {
        assessment.refuse("unknown_task", "opgaven findes ikke", "there is no such task");
        return assessment;
    }
    if (task->origin() == domain::Origin::local) {
        assessment.refuse("local_task", "opgaven er kommunens egen, som platformen ikke kender",
                          "the task is the municipality's own, which the platform does not know");
        return assessment;
    }
    if (request.base_revision && *request.base_revision != task->revision) {
        assessment.violations.push_back({"stale_revision",
                                         "the task has revision " + std::to_string(task->revision) +
                                             ", the request was based on " +
                                             std::to_string(*request.base_revision),
                                         {}});
        assessment.refuse("stale_revision", "opgaven er ændret i mellemtiden",
                          "the task has changed in the meantime");
        return assessment;
    }
    if (const auto status = request.change.find(TaskField::status);
        status != request.change.end()) {
        assess_status(state, *task, status->second, assessment);
    }
    assess_dates(request, *task, assessment);
    assess_conflicts(state, request, assessment);
    return assessment;
}

bool changes_nothing(const domain::Task& task, const RequestChange& request) {
    return std::ranges::all_of(
        request.change, [&](const auto& wish) { return has_value(task, wish.first, wish.second); });
}

void refuse(Decision& decision, const RequestChange& request, Assessment assessment) {
    decision.emit(RequestConcluded{request.id, decision.via(), request.number, Outcome::refused,
                                   assessment.refusal->reason, std::move(assessment.violations)});
    const domain::Task* task = decision.state().task(request.number);
    if (task && request.actor) {
        gather_for(decision, *request.actor, domain::Role::requester, *task,
                   {domain::NotificationKind::request_refused,
                    "request_refused:" + decision.via() + '|' + request.id,
                    std::nullopt,
                    "3.requests",
                    {{"request", request.id},
                     {"reason", assessment.refusal->reason},
                     {"why_da", assessment.refusal->text_da},
                     {"why_en", assessment.refusal->text_en}}});
    }
}

} // namespace

void decide_request(Decision& decision, const RequestChange& request) {
    decision.emit(ChangeAsked{request, decision.via()});
    Assessment assessment = assess(decision.state(), request);
    if (assessment.refusal) {
        refuse(decision, request, std::move(assessment));
        return;
    }
    if (changes_nothing(*decision.state().task(request.number), request)) {
        decision.emit(RequestConcluded{
            request.id, decision.via(), request.number, Outcome::fulfilled, "changes_nothing", {}});
        return;
    }
    decision.emit(RequestConcluded{request.id, decision.via(), request.number, Outcome::accepted,
                                   "", std::move(assessment.violations)});
    decision.emit(ChangeRequested{request, decision.via()});
}

} // namespace klik::engine
