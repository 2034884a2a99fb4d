#include "domain/prerequisites.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/conditions.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"

namespace klik::engine {

namespace {

using domain::Language;
using domain::NotificationKind;
using domain::Role;
using domain::TaskNumber;

/// The tasks listed under dates up to `until`.
std::vector<TaskNumber> due_until(const std::map<domain::Date, std::set<TaskNumber>>& index,
                                  domain::Date until) {
    std::vector<TaskNumber> numbers;
    for (const auto& [date, tasks] : index) {
        if (date > until) {
            break;
        }
        numbers.insert(numbers.end(), tasks.begin(), tasks.end());
    }
    return numbers;
}

/// The step to tell of in today's run: of several that meet, the one nearest to the due date.
std::optional<domain::LadderStep> step_of_run(const Decision& decision, const TaskEntry& entry) {
    const auto& rules = decision.state().rules;
    const domain::Date due = *entry.task.due_date();
    std::optional<domain::LadderStep> step;
    if (entry.deadline.joins) {
        step = domain::last_ladder_step_before(due, decision.today() + std::chrono::days{1}, rules);
    }
    const auto spent = entry.deadline.spent.find(due);
    for (auto& candidate : domain::ladder_steps(due, decision.today(), decision.today(), rules)) {
        if (spent == entry.deadline.spent.end() || !domain::is_spent(candidate, spent->second)) {
            step = std::move(candidate);
        }
    }
    return step;
}

void tell_step(Decision& decision, const domain::Task& task, const domain::LadderStep& step) {
    const auto& rules = decision.state().rules;
    const domain::Date due = *task.due_date();
    Facts facts{
        {"step", step.name},
        {"colour", std::string(canonical(domain::colour_on(decision.today(), task, rules)))}};
    const auto blocking = domain::blocking_prerequisites(task, lookup_in(decision.state()));
    if (!blocking.empty()) {
        facts.emplace("blocked_by", number_list(blocking));
    }
    if (step.overdue == 0) {
        facts.emplace("days_left", std::to_string((due - decision.today()).count()));
        decision.tell_roles(
            task, {NotificationKind::reminder, step.id(), due, "7.ladder." + step.name, facts},
            {Role::assignee});
        return;
    }
    facts.emplace("working_days_late",
                  std::to_string(rules.calendar.working_days_between(due, decision.today())));
    const Occasion occasion{NotificationKind::overdue, step.id(), due, "7.ladder.overdue", facts};
    if (step.overdue < rules.overdue_escalates_from) {
        decision.tell_roles(task, occasion, {Role::assignee});
    } else {
        decision.tell_roles(task, occasion,
                            {Role::assignee, Role::responsible, Role::project_leader});
    }
}

Occasion colour_occasion(const TaskEntry& entry, domain::Colour colour) {
    const domain::Colour from = entry.deadline.colour_told;
    return {NotificationKind::colour_changed,
            "colour:" + std::string(canonical(colour)),
            entry.task.due_date(),
            "4.colour",
            {{"from", std::string(canonical(from))},
             {"from_da", std::string(label(from, Language::danish))},
             {"from_en", std::string(label(from, Language::english))},
             {"to", std::string(canonical(colour))},
             {"to_da", std::string(label(colour, Language::danish))},
             {"to_en", std::string(label(colour, Language::english))}}};
}

/// Once per due date, as a step of the ladder.
void tell_colour(Decision& decision, const TaskEntry& entry, domain::Colour colour) {
    const Occasion occasion = colour_occasion(entry, colour);
    if (!decision.was_told(entry, occasion)) {
        decision.tell_roles(entry.task, occasion, {Role::assignee});
    }
}

void run_task(Decision& decision, TaskNumber number) {
    const TaskEntry& entry = decision.state().tasks.at(number);
    if (entry.task.open() && entry.task.due_date()) {
        const auto colour = domain::colour_on(decision.today(), entry.task, decision.state().rules);
        if (const auto step = step_of_run(decision, entry)) {
            tell_step(decision, entry.task, *step);
        } else if (colour > entry.deadline.colour_told) {
            tell_colour(decision, entry, colour);
        }
    }
    for (const auto& occasion : untold_conditions(decision, entry)) {
        decision.tell_roles(entry.task, occasion, {Role::project_leader});
    }
    if (const auto violation = blocked_violation(decision, entry)) {
        decision.tell_roles(entry.task, *violation, {Role::project_leader},
                            entry.deadline.status_taken->by);
    }
    if (entry.deadline.waiting && entry.task.open() &&
        domain::blocking_prerequisites(entry.task, lookup_in(decision.state())).empty()) {
        tell_unblocked(decision, entry.task, domain::iso_date(decision.today()));
    }
    schedule_deadline(decision, number, ScheduleReason::run);
}

void pass_midnight(Decision& decision) {
    for (const auto number : due_until(decision.state().colour_changes, decision.today())) {
        decision.publish_state(number);
        schedule_deadline(decision, number, ScheduleReason::surroundings);
    }
}

void pass_run(Decision& decision) {
    const auto today = decision.today();
    const auto until = decision.run_passed() ? today : today - std::chrono::days{1};
    for (const auto number : due_until(decision.state().runs, until)) {
        run_task(decision, number);
    }
}

void give_up_requests(Decision& decision) {
    while (!decision.state().unanswered_at.empty() &&
           decision.state().unanswered_at.begin()->first <= decision.at().utc) {
        const RequestKey key = decision.state().unanswered_at.begin()->second;
        const RequestEntry entry = decision.state().requests.at(key);
        decision.emit(RequestConcluded{entry.request.id,
                                       entry.via,
                                       entry.request.number,
                                       Outcome::unanswered,
                                       "unanswered",
                                       {}});
        const domain::Task* task = decision.state().task(entry.request.number);
        if (task && entry.request.actor) {
            const auto hours =
                std::chrono::floor<std::chrono::hours>(decision.at().utc - entry.asked_at.utc);
            decision.tell(
                *task,
                {NotificationKind::request_unanswered,
                 "request_unanswered:" + entry.request.id,
                 std::nullopt,
                 "3.unanswered",
                 {{"request", entry.request.id}, {"hours", std::to_string(hours.count())}}},
                {*entry.request.actor, Role::requester, {}});
        }
    }
}

} // namespace

void decide_moment(Decision& decision, const PassMoment& input) {
    decision.emit(MomentPassed{input.late});
    if (input.late) {
        decision.mark_late();
    }
    pass_midnight(decision);
    pass_run(decision);
    give_up_requests(decision);
}

} // namespace klik::engine
