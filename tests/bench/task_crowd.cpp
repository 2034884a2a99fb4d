#include "bench/task_crowd.hpp"

#include "codec/rule_set_toml.hpp"
#include "engine/decide.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klik::bench {

namespace {

using domain::FieldValue;
using domain::PersonId;
using domain::TaskField;
using domain::TaskNumber;

domain::Date day(const char* iso) {
    return domain::date_from_iso(iso).value();
}

engine::Input fact_of(domain::Observation observation, std::uint64_t number) {
    engine::ObserveTask fact;
    fact.fact = {"/platform/klik", fmt::format("f{}", number), crowd_moment().utc};
    fact.observation = std::move(observation);
    return {crowd_moment(), "klik", std::move(fact)};
}

std::vector<TaskNumber> before(std::uint32_t task, const CrowdSettings& settings) {
    std::vector<TaskNumber> numbers;
    const auto place = task % settings.tasks_of_a_project;
    for (std::uint32_t back = std::min(place, settings.prerequisites); back > 0; --back) {
        numbers.push_back(TaskNumber{first_crowd_task + task - back});
    }
    return numbers;
}

domain::Observation observation_of(std::uint32_t task, const CrowdSettings& settings) {
    const bool is_due = task % settings.one_in_is_due == 0;
    domain::Observation seen;
    seen.number = TaskNumber{first_crowd_task + task};
    seen.fields.set(TaskField::title, fmt::format("Beslut it-arkitektur, udgave {}", task));
    seen.fields.set(TaskField::project,
                    fmt::format("Projekt {}", task / settings.tasks_of_a_project));
    seen.fields.set(TaskField::phase, std::string{"1. Forberedelse"});
    seen.fields.set(TaskField::theme, std::string{"It-arkitektur"});
    seen.fields.set(TaskField::status, std::string{"in_progress"});
    seen.fields.set(TaskField::priority, std::string{"Normal"});
    seen.fields.set(TaskField::start_date, day("2024-01-15"));
    // Fourteen days ahead a date turns yellow, docs/rules.md 4. What waits for others is due later
    // than they are, as in a plan that holds.
    const auto later = std::chrono::days{14 * (task % settings.tasks_of_a_project)};
    seen.fields.set(TaskField::due_date, is_due ? day("2024-02-16") : day("2034-06-28") + later);
    seen.fields.set(TaskField::responsible, PersonId{fmt::format("hanne{}", task % 500)});
    seen.fields.set(TaskField::assignee, PersonId{fmt::format("anders{}", task % 5000)});
    seen.fields.set(TaskField::prerequisites, before(task, settings));
    return seen;
}

engine::Input fact_of_one_field(std::uint32_t task, TaskField field, const std::string& text,
                                std::uint64_t number) {
    domain::Observation seen;
    seen.number = TaskNumber{first_crowd_task + task};
    seen.fields.set(field, text);
    return fact_of(std::move(seen), number);
}

} // namespace

domain::Moment crowd_moment() {
    using namespace std::chrono;
    const auto local = domain::LocalTime{local_days{2024y / February / 1}.time_since_epoch()} + 9h;
    return {domain::UtcTime{local.time_since_epoch() - 1h}, local};
}

engine::Input crowd_rules() {
    // With the text as well, by which a klikd that starts knows that they are in force already.
    return {crowd_moment(), "control",
            engine::LoadRules{codec::default_rules(), std::string{codec::default_rules_toml()}}};
}

engine::Input crowd_fact(std::uint32_t task, const CrowdSettings& settings) {
    return fact_of(observation_of(task, settings), task);
}

engine::State crowd(const CrowdSettings& settings) {
    engine::State state;
    state.municipality = {"9999"};
    const auto take = [&state](const engine::Input& input) {
        static_cast<void>(engine::decide(state, input));
    };
    take(crowd_rules());
    for (std::uint32_t task = 0; task < settings.tasks; ++task) {
        take(crowd_fact(task, settings));
    }
    return state;
}

engine::Input status_fact(std::uint32_t task, const std::string& status, std::uint64_t number) {
    return fact_of_one_field(task, TaskField::status, status, number);
}

engine::Input priority_fact(std::uint32_t task, const std::string& priority, std::uint64_t number) {
    return fact_of_one_field(task, TaskField::priority, priority, number);
}

} // namespace klik::bench
