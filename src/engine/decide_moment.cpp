#include "engine/deadline_schedule.hpp"
#include "engine/decide_inputs.hpp"
#include "engine/gathering.hpp"
#include "engine/run.hpp"

namespace klik::engine {

namespace {

using domain::TaskNumber;

/// Those whose outboxes wait for a run up to that date.
std::vector<domain::PersonId> people_until(const Outboxes& outboxes, domain::Date until) {
    std::vector<domain::PersonId> people;
    for (const auto& [date, listed] : outboxes.for_runs()) {
        if (date > until) {
            break;
        }
        people.insert(people.end(), listed.begin(), listed.end());
    }
    return people;
}

void pass_midnight(Decision& decision) {
    const auto due = decision.state().colour_changes.until(decision.today());
    constexpr std::size_t events_of_a_change = 2;
    decision.expect(events_of_a_change * due.size());
    for (const auto number : due) {
        decision.publish_state(number);
        schedule_deadline(decision, number, ScheduleReason::surroundings);
    }
}

/// klikd was off: nobody is told, and what was due waits for the start.
void miss_run(Decision& decision, const std::vector<TaskNumber>& tasks,
              const std::vector<domain::PersonId>& people) {
    if (!tasks.empty()) {
        decision.emit(RunMissed{tasks});
    }
    for (const TaskNumber number : tasks) {
        schedule_deadline(decision, number, ScheduleReason::run_missed);
    }
    for (const auto& person : people) {
        decision.emit(OutboxScheduled{person, {}, true});
    }
}

void pass_run(Decision& decision, bool late) {
    const auto today = decision.today();
    const auto until = decision.run_passed() ? today : today - std::chrono::days{1};
    const auto tasks = decision.state().runs.until(until);
    const auto people = people_until(decision.state().outboxes, until);
    if (tasks.empty() && people.empty()) {
        return;
    }
    if (late) {
        miss_run(decision, tasks, people);
    } else {
        run(decision, tasks, people);
    }
}

void end_gathering(Decision& decision, bool late) {
    std::vector<domain::PersonId> people;
    for (const auto& [until, person] : decision.state().outboxes.gathering()) {
        if (until > decision.at().utc) {
            break;
        }
        people.push_back(person);
    }
    Notices notices(decision);
    for (const auto& person : people) {
        if (late) {
            decision.emit(OutboxScheduled{person, {}, true});
        } else {
            empty_outbox(decision, person, notices, Emptied::between_runs);
        }
    }
    empty_outboxes_of(decision, notices, {people.begin(), people.end()});
    notices.deliver();
}

/// What a request that nobody asked for by name, because somebody takes another's place, puts on
/// the task.
std::optional<domain::PersonId> successor(const RequestChange& request) {
    if (request.reason != reason_of_replacing) {
        return std::nullopt;
    }
    for (const auto& [field, asked] : request.change) {
        if (const auto* person = std::get_if<domain::PersonId>(&asked)) {
            return *person;
        }
    }
    return std::nullopt;
}

/// Who asked is told. Where klikd asked because somebody left, it is whoever sees to people.
void tell_of_unanswered(Decision& decision, const RequestEntry& entry) {
    const domain::Task* task = decision.state().task(entry.request.number);
    if (task == nullptr) {
        return;
    }
    const auto hours =
        std::chrono::floor<std::chrono::hours>(decision.at().utc - entry.asked_at.utc);
    Occasion occasion{domain::NotificationKind::request_unanswered,
                      "request_unanswered:" + entry.via + '|' + entry.request.id,
                      std::nullopt,
                      "3.unanswered",
                      {{"request", entry.request.id},
                       {"asked_via", entry.via},
                       {"hours", std::to_string(hours.count())}}};
    if (entry.request.actor) {
        gather_for(decision, *entry.request.actor, domain::Role::requester, *task, occasion);
    } else if (const auto person = successor(entry.request)) {
        occasion.facts.emplace("successor", person->value);
        gather(decision, *task, occasion, {domain::Role::klik_administrator});
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
        tell_of_unanswered(decision, entry);
    }
}

} // namespace

void decide_moment(Decision& decision, const PassMoment& input) {
    decision.emit(MomentPassed{input.late});
    pass_midnight(decision);
    pass_run(decision, input.late);
    give_up_requests(decision); // before the gathering of no time that it may begin
    end_gathering(decision, input.late);
}

} // namespace klik::engine
