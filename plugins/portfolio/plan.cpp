#include "portfolio/plan.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>

namespace klik::portfolio {

namespace {

/// One field on both sides.
struct Comparison {
    Field field = Field::title;
    FieldRule rule{};
    std::string klik;
    std::optional<std::string> shown; ///< KLIK's value in the tool's words
    std::string tool;
    std::optional<std::string> asked; ///< the tool's value in KLIK's words
    const Agreed* base = nullptr;     ///< null: for the first time on both sides
};

struct Verdict {
    Side side = Side::tool;
    Why why = Why::klik_changed;
    bool stays = false;
};

std::optional<std::string> value_in(const Fields& fields, Field field) {
    const auto found = fields.find(field);
    return found == fields.end() ? std::nullopt : std::optional{found->second};
}

bool same(const Comparison& compared, std::string_view one, std::string_view other) {
    return same_in_tool(compared.field, one, other);
}

/// As KLIK would say it in a request: `blocked` is a word of the mapping alone.
const std::string& own_word(const Comparison& compared, const common::Task& task) {
    return compared.field == Field::status ? task.status : compared.klik;
}

bool klik_has_what_the_tool_asks_for(const Comparison& compared, const common::Task& task) {
    return compared.asked == own_word(compared, task);
}

bool means_the_same(const Mapping& mapping, const Comparison& compared, const common::Task& task) {
    if (compared.shown && same(compared, *compared.shown, compared.tool)) {
        return true;
    }
    if (compared.rule.direction == Direction::in) {
        return klik_has_what_the_tool_asks_for(compared, task);
    }
    if (compared.field == Field::status) {
        const auto found = mapping.statuses_in.find(compared.tool);
        return found != mapping.statuses_in.end() && found->second == compared.klik;
    }
    return false;
}

bool klik_changed(const Comparison& compared) {
    if (compared.base == nullptr) {
        return true;
    }
    return compared.shown ? !same(compared, *compared.shown, compared.base->shown)
                          : compared.klik != compared.base->klik;
}

bool tool_changed(const Comparison& compared) {
    return compared.base == nullptr || !same(compared, compared.tool, compared.base->tool);
}

std::chrono::sys_seconds seconds_of(common::Time time) {
    return std::chrono::floor<std::chrono::seconds>(time);
}

std::chrono::sys_seconds changed_in_klik(const common::Task& task, Field field) {
    if (field == Field::status) {
        return seconds_of(task.status_since.value_or(task.changed));
    }
    // Neither is before the change: the one is of any field, the other may have told it again.
    const auto told = task.told.find(std::string{name_of(field)});
    return seconds_of(told == task.told.end() ? task.changed
                                              : std::min(task.changed, told->second));
}

std::chrono::sys_seconds changed_in_tool(const Item& item, Field field) {
    auto latest = item.changed;
    for (const auto& edit : item.edits) {
        if (std::ranges::find(edit.fields, field) != edit.fields.end()) {
            latest = edit.time; // oldest first
        }
    }
    return seconds_of(latest);
}

class PairPlan {
  public:
    PairPlan(const Mapping& mapping, const Pair& pair, const Known& known)
        : mapping_{mapping}, pair_{pair}, known_{known}, task_{*pair.task},
          klik_{values_in_klik(mapping, task_)}, shown_{shown_in_tool(mapping, task_, known)} {}

    [[nodiscard]] Plan of_new_item() &&;
    [[nodiscard]] Plan of_both() &&;
    /// None where the tool does not keep the field.
    [[nodiscard]] std::optional<Comparison> compare(Field field, const FieldRule& rule) const;
    [[nodiscard]] bool agree(const Comparison& compared) const {
        return means_the_same(mapping_, compared, task_);
    }

  private:
    void plan(const Comparison& compared);
    [[nodiscard]] std::optional<Verdict> verdict_on(const Comparison& compared) const;
    [[nodiscard]] Verdict of_a_conflict(const Comparison& compared) const;
    [[nodiscard]] Verdict to_tool(const Comparison& compared, Why why) const;
    [[nodiscard]] Verdict to_klik(const Comparison& compared, Why why) const;
    [[nodiscard]] bool is_refused_by_tool(const Comparison& compared) const;
    [[nodiscard]] bool is_refused_by_klik(const Comparison& compared) const;
    void note_what_the_tool_cannot_show(Field field);
    [[nodiscard]] Change change(Field field, std::string from, std::string to, Why why) const;

    const Mapping& mapping_;
    const Pair& pair_;
    const Known& known_;
    const common::Task& task_;
    Fields klik_;
    Fields shown_;
    Plan plan_;
};

Change PairPlan::change(Field field, std::string from, std::string to, Why why) const {
    return {task_.number,
            pair_.item != nullptr ? pair_.item->id : std::string{},
            Side::tool,
            field,
            std::move(from),
            std::move(to),
            why};
}

Plan PairPlan::of_new_item() && {
    auto titled = mapping_;
    titled.fields.try_emplace(Field::title);
    for (const auto& [field, value] : shown_in_tool(titled, task_, known_)) {
        if (!value.empty()) {
            plan_.changes.push_back(change(field, "", value, Why::not_there_yet));
        }
    }
    for (const auto& [field, value] : klik_) {
        if (!shown_.contains(field) && !value.empty()) {
            plan_.left.push_back(change(field, "", value, Why::no_word));
        }
        note_what_the_tool_cannot_show(field);
    }
    return std::move(plan_);
}

Plan PairPlan::of_both() && {
    for (const auto& [field, rule] : mapping_.fields) {
        if (const auto compared = compare(field, rule)) {
            plan(*compared);
        }
    }
    return std::move(plan_);
}

std::optional<Comparison> PairPlan::compare(Field field, const FieldRule& rule) const {
    const auto tool = value_in(pair_.item->fields, field);
    if (!tool) {
        return std::nullopt;
    }
    Comparison compared;
    compared.field = field;
    compared.rule = rule;
    compared.klik = klik_.at(field);
    compared.shown = value_in(shown_, field);
    compared.tool = *tool;
    compared.asked = asked_of_klik(mapping_, field, *tool, known_);
    if (pair_.base != nullptr) {
        const auto found = pair_.base->find(field);
        compared.base = found == pair_.base->end() ? nullptr : &found->second;
    }
    return compared;
}

void PairPlan::plan(const Comparison& compared) {
    const auto field = compared.field;
    if (agree(compared)) {
        plan_.agreed[field] = {compared.klik, compared.tool, compared.shown.value_or("")};
    } else if (const auto verdict = verdict_on(compared)) {
        const bool to_tool = verdict->side == Side::tool;
        auto planned = change(field, to_tool ? compared.tool : own_word(compared, task_),
                              to_tool ? compared.shown.value_or(compared.klik)
                                      : compared.asked.value_or(compared.tool),
                              verdict->why);
        planned.side = verdict->side;
        (verdict->stays ? plan_.left : plan_.changes).push_back(std::move(planned));
    }
    note_what_the_tool_cannot_show(field);
}

std::optional<Verdict> PairPlan::verdict_on(const Comparison& compared) const {
    if (pair_.waiting.contains(compared.field)) {
        return Verdict{Side::klik, Why::waits_for_klik, true};
    }
    const bool by_klik = klik_changed(compared);
    const bool by_tool = tool_changed(compared);
    if (!by_klik && !by_tool) {
        return std::nullopt; // the tool holds what KLIK has in a form of its own
    }
    if (!compared.shown && compared.klik.empty() && !by_tool) {
        return std::nullopt; // KLIK says nothing about it
    }
    if (by_tool && is_refused_by_klik(compared)) {
        return to_tool(compared, Why::refused_by_klik);
    }
    if (by_tool && compared.base != nullptr && pair_.item->worked_out.contains(compared.field)) {
        return by_klik ? to_tool(compared, Why::klik_changed)
                       : Verdict{Side::tool, Why::worked_out, true};
    }
    switch (compared.rule.direction) {
    case Direction::out:
        if (!by_tool) {
            return to_tool(compared, Why::klik_changed);
        }
        return to_tool(compared, by_klik ? Why::klik_wins : Why::put_back);
    case Direction::in:
        if (!by_tool) {
            return Verdict{Side::tool, Why::only_comes_in, true};
        }
        return to_klik(compared, by_klik ? Why::tool_wins : Why::tool_changed);
    case Direction::both:
        break;
    }
    if (by_klik && by_tool) {
        return of_a_conflict(compared);
    }
    return by_klik ? to_tool(compared, Why::klik_changed) : to_klik(compared, Why::tool_changed);
}

Verdict PairPlan::of_a_conflict(const Comparison& compared) const {
    switch (compared.rule.conflict) {
    case Conflict::klik_wins:
        return to_tool(compared, Why::klik_wins);
    case Conflict::tool_wins:
        return to_klik(compared, Why::tool_wins);
    case Conflict::newest:
        // Where the two cannot be told apart KLIK is right: it is the authority.
        return changed_in_tool(*pair_.item, compared.field) > changed_in_klik(task_, compared.field)
                   ? to_klik(compared, Why::newest_wins)
                   : to_tool(compared, Why::newest_wins);
    case Conflict::ask:
        break;
    }
    return {Side::tool, Why::asks, true};
}

Verdict PairPlan::to_tool(const Comparison& compared, Why why) const {
    if (!compared.shown) {
        return {Side::tool, Why::no_word, true};
    }
    if (is_refused_by_tool(compared)) {
        return {Side::tool, Why::refused_by_tool, true};
    }
    return {Side::tool, why, false};
}

Verdict PairPlan::to_klik(const Comparison& compared, Why why) const {
    if (!compared.asked) {
        return {Side::klik, Why::no_word, true};
    }
    if (klik_has_what_the_tool_asks_for(compared, task_)) {
        return to_tool(compared, Why::put_back);
    }
    return {Side::klik, why, false};
}

bool PairPlan::is_refused_by_tool(const Comparison& compared) const {
    const auto found = pair_.refused_by_tool.find(compared.field);
    return found != pair_.refused_by_tool.end() &&
           same(compared, found->second.wanted, *compared.shown) &&
           found->second.circumstances == circumstances_of(task_, *pair_.item);
}

bool PairPlan::is_refused_by_klik(const Comparison& compared) const {
    const auto found = pair_.refused_by_klik.find(compared.field);
    return found != pair_.refused_by_klik.end() && same(compared, found->second, compared.tool);
}

void PairPlan::note_what_the_tool_cannot_show(Field field) {
    const auto& own = klik_.at(field);
    const auto there =
        pair_.item == nullptr ? std::string{} : value_in(pair_.item->fields, field).value_or("");
    if (field == Field::prerequisites) {
        auto outside = numbers_in(own);
        std::erase_if(outside, [&](std::int64_t each) { return known_.numbers.contains(each); });
        if (!outside.empty()) {
            plan_.left.push_back(change(field, there, numbers_in_words(outside), Why::outside));
        }
    } else if (field == Field::assignee && !own.empty() && !tool_person_of(mapping_, own, known_)) {
        plan_.left.push_back(change(field, there, own, Why::no_word));
    }
}

Plan left_aside(Aside aside) {
    Plan plan;
    plan.aside = aside;
    return plan;
}

bool stands_elsewhere(const Mapping& mapping, const Pair& pair) {
    const auto project = mapping.projects.find(pair.task->project);
    return project != mapping.projects.end() && !pair.item->project.empty() &&
           pair.item->project != project->second;
}

} // namespace

Plan plan_of(const Mapping& mapping, const Pair& pair, const Known& known) {
    if (pair.task == nullptr && pair.item == nullptr) {
        return {};
    }
    if (pair.task == nullptr) {
        auto plan =
            left_aside(pair.unmapped_project.empty() ? Aside::task_gone : Aside::not_mapped);
        plan.aside_project = pair.unmapped_project;
        return plan;
    }
    if (pair.item == nullptr) {
        return pair.base != nullptr && !mapping.makes_deleted_again
                   ? left_aside(Aside::deleted)
                   : PairPlan{mapping, pair, known}.of_new_item();
    }
    if (stands_elsewhere(mapping, pair)) {
        auto plan = left_aside(Aside::moved);
        plan.aside_project = pair.item->project;
        plan.wanted_project = mapping.projects.at(pair.task->project);
        return plan;
    }
    if (!pair.item->other_kind.empty()) {
        return left_aside(Aside::other_kind);
    }
    return PairPlan{mapping, pair, known}.of_both();
}

Base base_after_write(const Mapping& mapping, const common::Task& task, const Item& read_back,
                      const Known& known, const std::set<Field>& written) {
    const Pair pair{&task, &read_back, nullptr};
    const PairPlan both{mapping, pair, known};
    Base base;
    for (const auto& [field, rule] : mapping.fields) {
        const auto compared = both.compare(field, rule);
        if (compared && written.contains(field)) {
            base[field] = {compared->klik, compared->tool, compared->shown.value_or("")};
        }
    }
    return base;
}

Base base_after_create(const Mapping& mapping, const common::Task& task, const Item& read_back,
                       const Known& known) {
    const Pair pair{&task, &read_back, nullptr};
    const PairPlan both{mapping, pair, known};
    Base base;
    for (const auto& [field, rule] : mapping.fields) {
        if (const auto compared = both.compare(field, rule)) {
            base[field] = both.agree(*compared)
                              ? Agreed{compared->klik, compared->tool, compared->shown.value_or("")}
                              : Agreed{"", compared->tool, compared->tool};
        }
    }
    return base;
}

std::string circumstances_of(const common::Task& task, const Item& item) {
    std::set<std::int64_t> waits_for;
    for (const auto& each : task.waits_for) {
        waits_for.insert(each.number);
    }
    auto told = fmt::format("revision {}, waits for {}, item {}", task.revision,
                            numbers_in_words(waits_for), item.version);
    const auto add = [&](std::string_view what, const std::vector<std::string>& all) {
        if (!all.empty()) {
            told += fmt::format(", {} {}", what, fmt::join(all, ", "));
        }
    };
    add("open", item.open_parts);
    add("held by", item.open_blockers);
    auto next = item.next_statuses;
    std::ranges::sort(next);
    add("leads to", next);
    add("ties", item.ties.empty() ? std::vector<std::string>{} : std::vector{item.ties});
    return told;
}

} // namespace klik::portfolio
