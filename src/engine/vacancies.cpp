#include "engine/vacancies.hpp"

#include "domain/recipients.hpp"
#include "engine/deadline_schedule.hpp"
#include "engine/gathering.hpp"

#include <algorithm>
#include <array>

namespace klik::engine {

namespace {

using domain::NotificationKind;
using domain::PersonId;
using domain::Role;
using domain::Task;
using domain::TaskField;

bool stands_in_the_gallery(const Role& role) {
    return role != Role::assignee && role != Role::responsible && role != Role::mailbox &&
           role != Role::requester;
}

/// Nobody holds it, and the rules name it.
bool is_vacant(const State& state, const Role& role, const Task& task) {
    return !domain::is_held(role, task, state.gallery) && state.rules.of(task).names(role);
}

Occasion vacancy(const Role& role) {
    return {NotificationKind::vacant_role,
            "vacant_role:" + role.name,
            std::nullopt,
            "7.vacant_role",
            {{"vacant_role", role.name},
             {"vacant_role_da", title(role, domain::Language::danish)},
             {"vacant_role_en", title(role, domain::Language::english)}}};
}

Occasion vacancy_in_project(const Role& role, const std::string& project, int time) {
    Occasion occasion = vacancy(role);
    occasion.name += ':' + project;
    if (time > 1) {
        occasion.name += '|' + std::to_string(time);
    }
    occasion.facts.emplace("project", project);
    return occasion;
}

std::optional<ProjectRole> project_role(NotificationKind kind, const Facts& facts) {
    if (!is_about_a_project(kind, facts)) {
        return std::nullopt;
    }
    return ProjectRole{Role{facts.at("vacant_role")}, facts.at("project")};
}

} // namespace

std::vector<Occasion> vacancies_on(const Decision& decision, const Task& task) {
    std::vector<Occasion> vacancies;
    for (const Role* role : {&Role::assignee, &Role::responsible}) {
        if (is_vacant(decision.state(), *role, task)) {
            vacancies.push_back(vacancy(*role));
        }
    }
    return vacancies;
}

std::vector<PendingItem> untold_vacancies_of_project(const Decision& decision, const Task& task) {
    std::vector<PendingItem> untold;
    const State& state = decision.state();
    const std::string project(task.text(TaskField::project));
    for (const Role& role : decision.rules_of(task).roles()) {
        if (!stands_in_the_gallery(role) || !is_vacant(state, role, task)) {
            continue;
        }
        const auto known = state.vacancies.find({role, project});
        if (known != state.vacancies.end() && known->second.lasts) {
            continue;
        }
        const int times = known == state.vacancies.end() ? 1 : known->second.times + 1;
        const Occasion occasion = vacancy_in_project(role, project, times);
        for (const Role& told : decision.roles_of(occasion.kind, task)) {
            untold.push_back(
                {task.number, occasion, told, {}, {}, {}, {}, decision.cause(), false, true});
        }
    }
    return untold;
}

void gather_vacancies(Decision& decision, const Task& task) {
    for (PendingItem& item : untold_vacancies_of_project(decision, task)) {
        gather_for_run(decision, std::move(item));
    }
}

void gather_vacancies(Decision& decision) {
    std::set<std::string_view> seen;
    for (const auto& [number, entry] : decision.state().tasks) {
        if (entry.task.open() && seen.insert(entry.task.text(TaskField::project)).second) {
            gather_vacancies(decision, entry.task);
        }
    }
}

void gather_vacancies_after(Decision& decision, const std::vector<PersonId>& left) {
    for (const auto& [number, entry] : decision.state().tasks) {
        const bool theirs = std::ranges::any_of(
            std::array{TaskField::assignee, TaskField::responsible}, [&](TaskField field) {
                const auto person = entry.task.person(field);
                return person && std::ranges::find(left, *person) != left.end();
            });
        if (theirs) {
            schedule_deadline(decision, number, ScheduleReason::surroundings);
        }
    }
    gather_vacancies(decision);
}

const Task* open_task_of(const State& state, std::string_view project) {
    const auto found = std::ranges::find_if(state.tasks, [&](const auto& numbered) {
        const Task& task = numbered.second.task;
        return task.open() && task.text(TaskField::project) == project;
    });
    return found == state.tasks.end() ? nullptr : &found->second.task;
}

bool is_still_vacant(const State& state, const PendingItem& item) {
    if (const auto in_project = project_role(item.occasion.kind, item.occasion.facts)) {
        const Task* task = open_task_of(state, in_project->project);
        return task != nullptr && is_vacant(state, in_project->role, *task);
    }
    const Task* task = state.task(item.number);
    return task != nullptr && task->open() &&
           is_vacant(state, Role{item.occasion.facts.at("vacant_role")}, *task);
}

void note_vacancy(State& state, NotificationKind kind, const Facts& facts) {
    const auto in_project = project_role(kind, facts);
    if (!in_project) {
        return;
    }
    Vacancy& known = state.vacancies[*in_project];
    if (!known.lasts) {
        known = {known.times + 1, true};
    }
}

void forget_vacancy(State& state, NotificationKind kind, const Facts& facts) {
    if (const auto in_project = project_role(kind, facts)) {
        state.vacancies[*in_project].lasts = false;
    }
}

void end_filled_vacancies(State& state) {
    for (auto& [in_project, vacancy] : state.vacancies) {
        if (vacancy.lasts && domain::is_held(in_project.role, in_project.project, state.gallery)) {
            vacancy.lasts = false;
        }
    }
}

} // namespace klik::engine
