#include "engine/decide_inputs.hpp"
#include "engine/gathering.hpp"
#include "engine/new_assignee.hpp"
#include "engine/successors.hpp"
#include "engine/vacancies.hpp"

namespace klik::engine {

void decide_person_replaced(Decision& decision, const ReplacePerson& input) {
    const State& state = decision.state();
    std::map<domain::TaskNumber, domain::PersonId> before;
    for (const auto& [number, entry] : state.tasks) {
        const auto assignee = present_assignee(state, entry.task);
        if (assignee && entry.task.open() && !entry.deadline.first_sight) {
            before.emplace(number, *assignee);
        }
    }
    const domain::RoleGallery gallery_before = state.gallery;
    decision.emit(PersonReplaced{input.person, input.by, decision.via()});
    // By its time, and not by its place in a journal that other rules may make longer.
    const std::string cause = ":/klik/people|" + domain::rfc3339(decision.at().utc);
    for (const auto& [number, from] : before) {
        const domain::Task& task = state.tasks.at(number).task;
        if (const auto to = present_assignee(state, task); to != from) {
            gather(decision, task, assigned_occasion(*to, from, cause),
                   decision.roles_of(domain::NotificationKind::assigned, task));
        }
    }
    gather_for_successors(decision, gallery_before);
    decision.emit(SystemReported{
        "person_replaced",
        {{"person", input.person.value}, {"by", input.by.value}, {"via", decision.via()}}});
}

void decide_person_erased(Decision& decision, const ErasePerson& input) {
    const domain::RoleGallery before = decision.state().gallery;
    decision.emit(PersonErased{input.persons, decision.via()});
    for (const auto& person : input.persons) {
        decision.emit(
            SystemReported{"person_erased", {{"person", person.value}, {"via", decision.via()}}});
    }
    gather_for_successors(decision, before);
    gather_vacancies_after(decision, input.persons);
}

} // namespace klik::engine
