#include "portfolio/plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>

namespace klik::portfolio {
namespace {

constexpr std::int64_t number = 121850;
constexpr int most_rounds = 12;

/// KLIK and a tool of their own that live apart, and the program between them in its plainest form.
/// The tool refuses some statuses, and cuts what it is given; KLIK refuses some requests.
class TwoSides {
  public:
    explicit TwoSides(Mapping mapping) : mapping_{std::move(mapping)} {
        task_.number = number;
        task_.title = "Nedsæt en projektgruppe";
        task_.project = "DUBU 3.0";
        task_.status = "not_started";
        known_.people = {{"5", "ida", "", ""}, {"6", "bo", "", ""}};
        known_.numbers = {1, 2, number};
    }

    common::Task& task() { return task_; }
    Item* item() { return item_ ? &*item_ : nullptr; }
    void tick() { now_ += std::chrono::milliseconds{400}; }
    void klik_changed() {
        ++task_.revision;
        task_.changed = task_.status_since.emplace(now_);
    }
    void tool_changed() {
        ++version_;
        item_->version = std::to_string(version_);
        item_->changed = std::chrono::floor<std::chrono::seconds>(now_);
    }

    [[nodiscard]] Plan plan() {
        Pair pair{&task_, item(), base_ ? &*base_ : nullptr};
        pair.refused_by_tool = refused_by_tool_;
        pair.refused_by_klik = refused_by_klik_;
        return plan_of(mapping_, pair, known_);
    }

    /// False where a write or a request says again what the round before it said.
    [[nodiscard]] bool carry_out(const Plan& plan) {
        if (!item_ && !plan.changes.empty()) {
            create(plan);
            return true;
        }
        for (const auto& [field, agreed] : plan.agreed) {
            base_.emplace(base_.value_or(Base{}))[field] = agreed;
        }
        return std::ranges::all_of(plan.changes, [&](const Change& each) {
            return each.side == Side::tool ? write(each) : ask(each);
        });
    }

    [[nodiscard]] const Mapping& mapping() const { return mapping_; }
    [[nodiscard]] const Known& known() const { return known_; }
    /// The two hold the same, or what was agreed to be the same.
    [[nodiscard]] bool agree_on(Field field) {
        const auto shown = shown_in_tool(mapping_, task_, known_);
        const auto found = shown.find(field);
        const auto& tool = item_->fields.at(field);
        if (found != shown.end() && same_in_tool(field, found->second, tool)) {
            return true;
        }
        const auto agreed = base_->find(field);
        return (found == shown.end() && values_in_klik(mapping_, task_).at(field).empty()) ||
               (agreed != base_->end() && same_in_tool(field, agreed->second.tool, tool) &&
                found != shown.end() && same_in_tool(field, agreed->second.shown, found->second));
    }

  private:
    static std::string as_kept(Field field, const std::string& value) {
        return field == Field::title ? value.substr(0, value.find("  ")) : value;
    }
    void create(const Plan& plan) {
        item_.emplace();
        item_->id = "17";
        item_->project = "portfolio";
        item_->number = number;
        for (const auto& [field, rule] : mapping_.fields) {
            item_->fields[field] = "";
        }
        item_->fields[Field::start_date] = "2024-02-01"; // the tool's own idea
        for (const auto& each : plan.changes) {
            if (each.field != Field::status && each.field != Field::prerequisites) {
                item_->fields[each.field] = as_kept(each.field, each.to);
            }
        }
        item_->fields[Field::status] = "New";
        tool_changed();
        base_ = base_after_create(mapping_, task_, *item_, known_);
    }
    bool write(const Change& change) {
        if (change.from == change.to || item_->fields.at(change.field) != change.from) {
            return false;
        }
        if (change.field == Field::status && change.to == "Done" && change.from != "Running") {
            refused_by_tool_[change.field] = {change.to, circumstances_of(task_, *item_)};
            return true;
        }
        item_->fields[change.field] = as_kept(change.field, change.to);
        tool_changed();
        const auto base = base_after_write(mapping_, task_, *item_, known_, {change.field});
        (*base_)[change.field] = base.at(change.field);
        refused_by_klik_.erase(change.field);
        return true;
    }
    bool ask(const Change& change) {
        const auto asked = std::tuple{change.field, change.to, task_.revision};
        if (change.from == change.to || last_asked_ == asked) {
            return false;
        }
        last_asked_ = asked;
        const bool refuses = change.to == "completed" && task_.status == "not_started";
        if (refuses) {
            refused_by_klik_[change.field] = item_->fields.at(change.field);
            return true;
        }
        set_in_klik(change.field, change.to);
        klik_changed();
        return true;
    }
    void set_in_klik(Field field, const std::string& value) {
        switch (field) {
        case Field::status:
            task_.status = value;
            break;
        case Field::priority:
            task_.priority = value;
            break;
        case Field::due_date:
            task_.due = common::date_from_iso(value);
            break;
        case Field::start_date:
            task_.start = common::date_from_iso(value);
            break;
        default:
            task_.assignee = value;
        }
    }

    Mapping mapping_;
    common::Task task_;
    Known known_;
    std::optional<Item> item_;
    std::optional<Base> base_;
    std::map<Field, Refused> refused_by_tool_;
    std::map<Field, std::string> refused_by_klik_;
    std::tuple<Field, std::string, std::uint64_t> last_asked_;
    common::Time now_{std::chrono::sys_days{std::chrono::year{2024} / 2 / 1}};
    int version_ = 0;
};

template <class T>
T one_of(std::initializer_list<T> values) {
    return *rc::gen::elementOf(std::vector<T>{values});
}

std::optional<common::Date> any_date() {
    return common::date_from_iso(one_of<const char*>({"", "2024-03-04", "2024-05-01"}));
}

Mapping any_mapping() {
    Mapping mapping;
    mapping.projects = {{"DUBU 3.0", "portfolio"}};
    for (const auto field : {Field::title, Field::status, Field::priority, Field::start_date,
                             Field::due_date, Field::assignee, Field::prerequisites}) {
        auto& rule = mapping.fields[field];
        if (can_be_asked(field)) {
            rule.direction = one_of({Direction::out, Direction::in, Direction::both});
            rule.conflict =
                one_of({Conflict::klik_wins, Conflict::tool_wins, Conflict::newest, Conflict::ask});
        }
    }
    mapping.statuses = {
        {"not_started", "Planned"}, {"in_progress", "Running"}, {"completed", "Done"}};
    if (*rc::gen::arbitrary<bool>()) {
        mapping.statuses["blocked"] = "Waiting";
    }
    if (*rc::gen::arbitrary<bool>()) {
        mapping.statuses_in["Testing"] = "in_progress";
    }
    mapping.priorities = {{"Anbefalet", "Normal"}, {"Obligatorisk", "High"}};
    mapping.people = {{"p7", "ida"}, {"p8", "6"}};
    mapping.longest_title = 12;
    return mapping;
}

void change_klik(TwoSides& sides) {
    auto& task = sides.task();
    switch (*rc::gen::inRange(0, 7)) {
    case 0:
        task.status = one_of<const char*>(
            {"not_started", "in_progress", "completed", "not_relevant", "Parkeret"});
        break;
    case 1:
        task.priority = one_of<const char*>({"", "Anbefalet", "Obligatorisk", "Kan vente"});
        break;
    case 2:
        task.due = any_date();
        break;
    case 3:
        task.assignee = one_of<const char*>({"", "p7", "p8", "p9"});
        break;
    case 4:
        task.title = one_of<const char*>({"Kort", "Med  to blanke", "En lang titel, en lang"});
        break;
    case 5:
        task.prerequisites = one_of<std::vector<std::int64_t>>({{}, {1}, {2, 1}, {1, 99}});
        break;
    default:
        task.waits_for = one_of<std::vector<common::OtherTask>>({{}, {{1, ""}}});
    }
    sides.klik_changed();
}

void change_tool(TwoSides& sides) {
    auto& fields = sides.item()->fields;
    switch (*rc::gen::inRange(0, 6)) {
    case 0:
        fields[Field::status] = one_of<const char*>(
            {"New", "Planned", "Waiting", "Running", "Testing", "Done", "Rejected"});
        break;
    case 1:
        fields[Field::priority] = one_of<const char*>({"Low", "Normal", "High"});
        break;
    case 2:
        fields[Field::due_date] = one_of<const char*>({"", "2024-03-04", "2024-06-01", "soon"});
        break;
    case 3:
        fields[Field::assignee] = one_of<const char*>({"", "5", "6", "9"});
        break;
    case 4:
        fields[Field::title] = one_of<const char*>({"Kort", "Andet"});
        break;
    default:
        fields[Field::prerequisites] = one_of<const char*>({"", "1", "1 2"});
    }
    sides.tool_changed();
}

/// Both are looked at, and what is planned is carried out, until nothing is planned.
void let_agree(TwoSides& sides) {
    for (int round = 0; round < most_rounds; ++round) {
        const auto plan = sides.plan();
        if (plan.changes.empty()) {
            RC_ASSERT(sides.carry_out(plan));
            return;
        }
        RC_ASSERT(sides.carry_out(plan));
    }
    RC_FAIL("the two never come to rest");
}

RC_GTEST_PROP(PortfolioPlan, ComesToRestAndEveryDifferenceThatStaysIsTold, ()) {
    TwoSides sides{any_mapping()};
    let_agree(sides);
    const auto changes = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
    for (const int what : changes) {
        sides.tick();
        if (what < 2) {
            change_klik(sides);
        } else if (what < 4) {
            change_tool(sides);
        } else {
            let_agree(sides);
        }
    }
    let_agree(sides);
    const auto quiet = sides.plan();
    RC_ASSERT(quiet.changes.empty());
    RC_ASSERT(quiet.aside == Aside::no);
    for (const auto& [field, rule] : sides.mapping().fields) {
        const bool is_told =
            std::ranges::find(quiet.left, field, &Change::field) != quiet.left.end();
        RC_ASSERT(is_told || quiet.agreed.contains(field) || sides.agree_on(field));
    }
}

RC_GTEST_PROP(PortfolioPlan, WhereKlikIsAlwaysRightTheToolEndsAsKlikHasIt, ()) {
    auto mapping = any_mapping();
    for (auto& [field, rule] : mapping.fields) {
        rule = {};
    }
    TwoSides sides{mapping};
    let_agree(sides);
    for (int changes = *rc::gen::inRange(0, 8); changes > 0; --changes) {
        sides.tick();
        change_klik(sides);
        change_tool(sides);
    }
    const auto before = values_in_klik(mapping, sides.task());
    let_agree(sides);
    RC_ASSERT(values_in_klik(mapping, sides.task()) == before);
    const auto left = sides.plan().left;
    for (const auto& [field, shown] : shown_in_tool(mapping, sides.task(), sides.known())) {
        const bool is_told = std::ranges::find(left, field, &Change::field) != left.end();
        RC_ASSERT(is_told || sides.agree_on(field) || field == Field::status);
    }
}

} // namespace
} // namespace klik::portfolio
