#include "engine/conditions.hpp"

#include "domain/prerequisites.hpp"
#include "domain/summer_time.hpp"
#include "engine/knock_on.hpp"
#include "engine/readiness.hpp"
#include "engine/task_view.hpp"
#include "engine/vacancies.hpp"

#include <algorithm>

namespace klik::engine {

namespace {

using domain::Colour;
using domain::NotificationKind;
using domain::Status;
using domain::TaskField;
using domain::TaskNumber;

constexpr std::size_t most_members_in_a_key = 20;

/// The day of the fact since which the platform has shown its colour for this due date.
domain::Date shown_since(const domain::Task& task, domain::Date today) {
    const auto colour = task[TaskField::platform_colour]->as_of;
    const auto due = task[TaskField::due_date]->as_of;
    return std::min(domain::date_in_copenhagen(std::max(colour, due)), today);
}

/// A closed task has no colour to compare with.
bool shown_before_it_was_open(const Decision& decision, const domain::Task& task) {
    return task[TaskField::platform_colour]->as_of <
           decision.state().tasks.at(task.number).open_since;
}

/// Ours gets worse by itself, the platform's is as old as its fact: it is right where the task has
/// had it on some day since.
std::optional<Occasion> colour_disagreement(const Decision& decision, const domain::Task& task) {
    const auto theirs = domain::colour_from_label(task.text(TaskField::platform_colour));
    if (!theirs) {
        return std::nullopt;
    }
    const auto& rules = decision.rules_of(task);
    const Colour ours = domain::colour_on(decision.today(), task, rules);
    if (ours == Colour::none) {
        return std::nullopt;
    }
    if (shown_before_it_was_open(decision, task)) {
        return std::nullopt;
    }
    const domain::Date shown_on = shown_since(task, decision.today());
    const Colour ours_then = domain::colour_on(shown_on, task, rules);
    if (ours_then <= *theirs && *theirs <= ours) {
        return std::nullopt;
    }
    Occasion occasion{NotificationKind::colour_disagrees,
                      "colour_disagrees:" + std::string(canonical(*theirs)) + ':' +
                          std::string(canonical(ours_then)),
                      task.due_date(),
                      "4.platform_colour",
                      {{"platform_colour", std::string(task.text(TaskField::platform_colour))},
                       {"shown_on", domain::iso_date(shown_on)}}};
    add_colour_facts(occasion.facts, "colour", ours_then);
    return occasion;
}

Occasion conflict_occasion(const domain::DateConflict& conflict) {
    Occasion occasion{NotificationKind::date_conflict,
                      "date_conflict:" + domain::iso_date(conflict.not_before),
                      conflict.due,
                      "5.date_conflict",
                      {{"not_before", domain::iso_date(conflict.not_before)}}};
    if (conflict.prerequisite) {
        occasion.name += ':' + domain::to_string(*conflict.prerequisite);
        occasion.facts.emplace("prerequisite", domain::to_string(*conflict.prerequisite));
    }
    return occasion;
}

/// All members, or of a long ring the first, how many there are and a mark of the rest (FNV-1a): a
/// key has its limits.
std::string ring_name(const std::vector<TaskNumber>& members) {
    std::string all;
    for (const TaskNumber member : members) {
        all += ':' + domain::to_string(member);
    }
    if (members.size() <= most_members_in_a_key) {
        return all;
    }
    std::uint64_t mark = 14695981039346656037U;
    for (const char c : all) {
        mark = (mark ^ static_cast<unsigned char>(c)) * 1099511628211U;
    }
    return ':' + domain::to_string(members.front()) + ":of " + std::to_string(members.size()) +
           ':' + std::to_string(mark);
}

/// The name is the same for all tasks on the cycle, the path is told as the task sees it.
Occasion cycle_occasion(const std::vector<TaskNumber>& path) {
    std::vector<TaskNumber> members(path.begin(), path.end() - 1);
    std::ranges::rotate(members, std::ranges::min_element(members));
    Occasion occasion{
        NotificationKind::prerequisite_cycle, "prerequisite_cycle", std::nullopt, "5.cycle", {}};
    occasion.name += ring_name(members);
    occasion.facts.emplace("path", way_in_words(path));
    return occasion;
}

Occasion unknown_prerequisite_occasion(TaskNumber number) {
    const std::string text = domain::to_string(number);
    return {NotificationKind::unknown_prerequisite,
            "unknown_prerequisite:" + text,
            std::nullopt,
            "5.unknown_prerequisite",
            {{"prerequisite", text}}};
}

Occasion unknown_status_occasion(const domain::Task& task) {
    const std::string label(task.text(TaskField::status));
    return {NotificationKind::unknown_status,
            "unknown_status:" + label,
            std::nullopt,
            "3.unknown_status",
            {{"label", label}}};
}

std::string name_of_time(const std::string& name, int time) {
    return name + '|' + std::to_string(time);
}

/// Without what `name_of_time` adds.
std::string_view name_of_any_time(std::string_view name) {
    const auto stem = name.substr(0, name.find_last_not_of("0123456789") + 1);
    return stem.size() < name.size() && stem.ends_with('|') ? stem.substr(0, stem.size() - 1)
                                                            : name;
}

/// Whether it is the name itself, or `name_of_time` of it.
bool is_told_again(std::string_view told, std::string_view name) {
    return told == name || name_of_any_time(told) == name;
}

Occasion as_of_time(Occasion occasion, int time) {
    if (time > 1) {
        occasion.name = name_of_time(occasion.name, time);
    }
    return occasion;
}

/// How often it has come and was told.
int times_told(const Decision& decision, const TaskEntry& entry, const Occasion& occasion) {
    int times = 0;
    while (decision.was_told(entry, as_of_time(occasion, times + 1))) {
        ++times;
    }
    return times;
}

const ToldCondition* word_on_block(const TaskEntry& entry) {
    const auto told = std::ranges::find(entry.told_conditions, NotificationKind::blocked_again,
                                        &ToldCondition::kind);
    return told == entry.told_conditions.end() ? nullptr : &*told;
}

std::optional<Occasion> lasting_block(const Decision& decision, const TaskEntry& entry) {
    const ToldCondition* told = word_on_block(entry);
    if (told == nullptr || entry.told_ready || !entry.task.open() ||
        !is_blocked(decision.state(), entry.task)) {
        return std::nullopt;
    }
    Occasion occasion = blocked_again_occasion(decision.state(), entry.task, {});
    occasion.name = told->occasion.substr(told->occasion.find('/') + 1);
    return occasion;
}

std::vector<Occasion> holding(const Decision& decision, const domain::Task& task, Detail detail) {
    std::vector<Occasion> occasions;
    if (!task.open()) {
        return occasions;
    }
    const auto tasks = lookup_in(decision.state());
    if (auto disagreement = colour_disagreement(decision, task)) {
        occasions.push_back(std::move(*disagreement));
    }
    for (const auto& conflict : domain::date_conflicts(task, tasks)) {
        occasions.push_back(conflict_occasion(conflict));
    }
    if (decision.state().on_cycles.contains(task.number)) {
        for (const auto& path : domain::prerequisite_cycles(task, tasks)) {
            occasions.push_back(cycle_occasion(path));
        }
    }
    for (const auto number : domain::unknown_prerequisites(task, tasks)) {
        occasions.push_back(unknown_prerequisite_occasion(number));
    }
    if (task.status() == Status::unknown) {
        occasions.push_back(unknown_status_occasion(task));
    }
    for (auto& vacancy : vacancies_on(decision, task)) {
        occasions.push_back(std::move(vacancy));
    }
    if (auto knock_on = knock_on_occasion(decision, task, detail)) {
        occasions.push_back(std::move(*knock_on));
    }
    return occasions;
}

} // namespace

std::vector<Occasion> holding_conditions(const Decision& decision, const domain::Task& task) {
    return holding(decision, task, Detail::with_facts);
}

domain::FlatSet<std::string> ids_of_holding_conditions(const Decision& decision,
                                                       const domain::Task& task) {
    domain::FlatSet<std::string> ids;
    for (const auto& occasion : holding(decision, task, Detail::name)) {
        ids.insert(occasion_id(occasion));
    }
    return ids;
}

std::vector<Occasion> untold_conditions(const Decision& decision, const TaskEntry& entry) {
    std::vector<Occasion> untold;
    for (auto& occasion : holding_conditions(decision, entry.task)) {
        if (entry.deadline.conditions.contains(occasion_id(occasion))) {
            continue;
        }
        if (occasion.kind == NotificationKind::unknown_status &&
            decision.was_told(entry, occasion)) {
            continue; // a label warns once
        }
        const int times = times_told(decision, entry, occasion);
        untold.push_back(as_of_time(std::move(occasion), times + 1));
    }
    return untold;
}

std::vector<Occasion> lasting_conditions(const Decision& decision, const TaskEntry& entry) {
    std::vector<Occasion> lasting;
    for (auto& occasion : holding_conditions(decision, entry.task)) {
        const int times = times_told(decision, entry, occasion);
        if (times > 0 && entry.deadline.conditions.contains(occasion_id(occasion))) {
            lasting.push_back(as_of_time(std::move(occasion), times));
        }
    }
    if (auto blocked = lasting_block(decision, entry)) {
        lasting.push_back(*std::move(blocked));
    }
    return lasting;
}

bool may_last(const TaskEntry& entry) {
    return !entry.deadline.conditions.empty() || word_on_block(entry) != nullptr;
}

bool is_about_the_same(const Occasion& one, const Occasion& other) {
    return one.kind == other.kind && one.due == other.due &&
           name_of_any_time(one.name) == name_of_any_time(other.name);
}

std::optional<Occasion> condition_now(const Decision& decision, const domain::Task& task,
                                      const Occasion& told) {
    for (auto& holding : holding_conditions(decision, task)) {
        if (holding.kind == told.kind && holding.due == told.due &&
            is_told_again(told.name, holding.name)) {
            return std::move(holding);
        }
    }
    return std::nullopt;
}

std::optional<Occasion> blocked_violation(const Decision& decision, const TaskEntry& entry) {
    const auto& taken = entry.deadline.status_taken;
    if (!taken) {
        return std::nullopt;
    }
    const State& state = decision.state();
    const auto& rules = decision.rules_of(entry.task);
    const auto policy =
        taken->to == Status::completed ? rules.complete_blocked : rules.start_blocked;
    auto blocking = domain::blocking_prerequisites(entry.task, lookup_in(state));
    // One that was opened after the task took its status did not stand in its way.
    std::erase_if(blocking,
                  [&](TaskNumber number) { return state.tasks.at(number).open_since > taken->at; });
    if (policy == domain::Policy::off || blocking.empty()) {
        return std::nullopt;
    }
    return Occasion{NotificationKind::rule_violation,
                    "blocked:" + taken->fact,
                    std::nullopt,
                    "5.prerequisites",
                    {{"from", taken->from},
                     {"to", status_label(entry.task)},
                     {"blocked_by", number_list(blocking)}}};
}

} // namespace klik::engine
