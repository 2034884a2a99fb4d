#include "portfolio/plan.hpp"
#include "portfolio/plan_text.hpp"
#include "unit/portfolio/sample_pair.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {

/// `tool status Planned>Running klik_changed`.
static std::string line_of(const Change& change) {
    return fmt::format("{} {} {}>{} {}", change.side == Side::tool ? "tool" : "klik",
                       name_of(change.field), change.from, change.to,
                       why_in_words(change.why, common::Language::english));
}

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto by_klik = "changed in KLIK";
constexpr auto by_tool = "changed in the tool";
constexpr auto klik_right = "the two sides differ, and KLIK is right";
constexpr auto tool_right = "the two sides differ, and the tool is right";
constexpr auto put_back = "changed in the tool, but it cannot be changed there";
constexpr auto no_word = "the mapping in the configuration has no word for the value";

std::vector<std::string> lines_of(const std::vector<Change>& changes) {
    std::vector<std::string> lines;
    for (const auto& each : changes) {
        lines.push_back(line_of(each));
    }
    return lines;
}

std::string line(const std::string& what, const std::string& why) {
    return what + " " + why;
}

/// A task and an item that agree and have said so.
class PlanTest : public testing::Test {
  protected:
    PlanTest() {
        base_ = plan().agreed;
        pair_ = {};
    }

    Plan plan() {
        pair_.task = &task_;
        pair_.item = &item_;
        return plan_of(mapping_, pair_, known_);
    }
    Plan plan_with_base() {
        pair_.base = &base_;
        return plan();
    }
    std::vector<std::string> changes() { return lines_of(plan_with_base().changes); }
    std::vector<std::string> left() { return lines_of(plan_with_base().left); }
    std::string& in_tool(Field field) { return item_.fields[field]; }
    static common::Time time(const char* rfc3339) {
        return common::time_from_rfc3339(rfc3339).value();
    }

    Mapping mapping_ = sample::sample_mapping();
    common::Task task_ = sample::sample_task();
    Known known_ = sample::sample_known();
    Item item_ = sample::item_of(mapping_, task_, known_);
    Base base_;
    Pair pair_;
};

TEST_F(PlanTest, HasNothingToDoWhereBothAgree) {
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), IsEmpty());
    EXPECT_EQ(base_.size(), mapping_.fields.size());
    EXPECT_EQ(base_.at(Field::status), (Agreed{"not_started", "Planned", "Planned"}));
    EXPECT_EQ(base_.at(Field::assignee), (Agreed{"p7", "5", "5"}));
}

TEST_F(PlanTest, MakesAnItemOfAllThatHasAValue) {
    task_.start.reset();
    pair_.task = &task_;
    const auto made = plan_of(mapping_, pair_, known_);
    EXPECT_EQ(made.aside, Aside::no);
    EXPECT_THAT(lines_of(made.changes),
                Contains("tool status >Planned the task is not in the tool yet"));
    EXPECT_EQ(made.changes.size(), mapping_.fields.size() - 1);
    EXPECT_THAT(made.changes, testing::Each(testing::Field(&Change::item, "")));
}

TEST_F(PlanTest, MakesNoItemWithoutATitle) {
    mapping_.fields = {{Field::status, {}}};
    pair_.task = &task_;
    EXPECT_THAT(lines_of(plan_of(mapping_, pair_, known_).changes),
                ElementsAre(testing::StartsWith("tool title >Nedsæt en projektgruppe"),
                            testing::StartsWith("tool status >Planned")));
}

TEST_F(PlanTest, WritesWhatChangedInKlik) {
    task_.status = "in_progress";
    task_.due.reset();
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Running", by_klik),
                                       line("tool due_date 2024-03-04>", by_klik)));
}

TEST_F(PlanTest, AsksKlikForWhatChangedInTheTool) {
    in_tool(Field::status) = "Done";
    in_tool(Field::due_date) = "";
    EXPECT_THAT(changes(), ElementsAre(line("klik status not_started>completed", by_tool),
                                       line("klik due_date 2024-03-04>", by_tool)));
}

TEST_F(PlanTest, PutsBackWhatOnlyGoesOut) {
    in_tool(Field::title) = "Another";
    EXPECT_THAT(changes(),
                ElementsAre(line("tool title Another>Nedsæt en projektgruppe", put_back)));
}

TEST_F(PlanTest, BothChangedToTheSameAgree) {
    task_.status = "in_progress";
    in_tool(Field::status) = "Running";
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_EQ(plan_with_base().agreed.at(Field::status),
              (Agreed{"in_progress", "Running", "Running"}));
}

TEST_F(PlanTest, ThePolicyDecidesWhereBothChanged) {
    task_.status = "in_progress";
    in_tool(Field::status) = "Done";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Done>Running", klik_right)));
    mapping_.fields[Field::status].conflict = Conflict::tool_wins;
    EXPECT_THAT(changes(), ElementsAre(line("klik status in_progress>completed", tool_right)));
    mapping_.fields[Field::status].conflict = Conflict::ask;
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), ElementsAre(testing::StartsWith(
                            "tool status Done>Running changed on both sides; somebody has")));
}

TEST_F(PlanTest, TheNewestCountsInWholeSecondsAndKlikWhereTheyAreTheSame) {
    mapping_.fields[Field::due_date].conflict = Conflict::newest;
    task_.due = common::date_from_iso("2024-04-01");
    in_tool(Field::due_date) = "2024-05-01";
    task_.changed = time("2024-02-01T08:00:00.250Z");
    item_.changed = time("2024-02-01T08:00:00.900Z");
    EXPECT_THAT(plan_with_base().changes, ElementsAre(testing::Field(&Change::side, Side::tool)));
    item_.changed = time("2024-02-01T08:00:01Z");
    EXPECT_THAT(plan_with_base().changes, ElementsAre(testing::Field(&Change::side, Side::klik)));
    // Of the field itself, where the tool tells it.
    item_.edits = {{"1", "6", time("2024-02-01T07:00:00Z"), {Field::due_date}},
                   {"2", "6", time("2024-02-01T09:00:00Z"), {Field::title}}};
    EXPECT_THAT(plan_with_base().changes, ElementsAre(testing::Field(&Change::side, Side::tool)));
    // Likewise in KLIK, where something else was changed since.
    task_.changed = time("2024-02-02T08:00:00Z");
    task_.told["due_date"] = time("2024-02-01T06:59:59Z");
    EXPECT_THAT(plan_with_base().changes, ElementsAre(testing::Field(&Change::side, Side::klik)));
    task_.changed = time("2024-02-01T06:00:00Z"); // what was told since is what it was
    task_.told["due_date"] = time("2024-02-03T08:00:00Z");
    EXPECT_THAT(plan_with_base().changes, ElementsAre(testing::Field(&Change::side, Side::klik)));
}

TEST_F(PlanTest, AFieldThatOnlyComesInIsNeverWritten) {
    mapping_.fields[Field::due_date].direction = Direction::in;
    task_.due = common::date_from_iso("2024-04-01");
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), ElementsAre(testing::StartsWith(
                            "tool due_date 2024-03-04>2024-04-01 changed in KLIK, but")));
    in_tool(Field::due_date) = "2024-05-01";
    EXPECT_THAT(changes(), ElementsAre(line("klik due_date 2024-04-01>2024-05-01", tool_right)));
}

TEST_F(PlanTest, AnItemFoundByItsNumberAgreesWhereItCanAndFollowsThePolicyElsewhere) {
    in_tool(Field::due_date) = "2024-05-01";
    in_tool(Field::title) = "Another";
    const auto first = plan();
    EXPECT_THAT(
        lines_of(first.changes),
        UnorderedElementsAre(line("tool due_date 2024-05-01>2024-03-04", klik_right),
                             line("tool title Another>Nedsæt en projektgruppe", klik_right)));
    EXPECT_TRUE(first.agreed.contains(Field::status));
    EXPECT_FALSE(first.agreed.contains(Field::title));
    mapping_.fields[Field::due_date].conflict = Conflict::tool_wins;
    EXPECT_THAT(lines_of(plan().changes),
                Contains(line("klik due_date 2024-03-04>2024-05-01", tool_right)));
}

TEST_F(PlanTest, AnItemThatWasJustMadeIsKliksWhateverThePolicy) {
    mapping_.fields[Field::status].conflict = Conflict::tool_wins;
    mapping_.fields[Field::due_date].direction = Direction::in;
    task_.status = "in_progress";
    task_.start.reset();
    in_tool(Field::start_date) = "2024-02-28"; // today, of the tool
    base_ = base_after_create(mapping_, task_, item_, known_);
    EXPECT_THAT(changes(), UnorderedElementsAre(line("tool status Planned>Running", by_klik),
                                                line("tool start_date 2024-02-28>", by_klik)));
}

TEST_F(PlanTest, WaitsForKliksAnswer) {
    in_tool(Field::status) = "Running";
    pair_.waiting = {Field::status};
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), ElementsAre("klik status not_started>in_progress a request to KLIK waits "
                                    "for its answer"));
    task_.status = "in_progress";
    EXPECT_THAT(left(), IsEmpty());
    EXPECT_TRUE(plan_with_base().agreed.contains(Field::status));
}

TEST_F(PlanTest, WhatKlikRefusedIsPutBackUntilTheToolSaysSomethingElse) {
    mapping_.fields[Field::status].conflict = Conflict::tool_wins;
    in_tool(Field::status) = "Done";
    pair_.refused_by_klik[Field::status] = "Done";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Done>Planned",
                                            "changed in the tool, and KLIK said no")));
    in_tool(Field::status) = "Running";
    EXPECT_THAT(changes(), ElementsAre(line("klik status not_started>in_progress", by_tool)));
}

TEST_F(PlanTest, WhatTheToolRefusedIsNotTriedAgainUntilSomethingChanges) {
    task_.status = "completed";
    pair_.refused_by_tool[Field::status] = {"Done", circumstances_of(task_, item_)};
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), ElementsAre(testing::StartsWith(
                            "tool status Planned>Done the tool's rules said no")));
    item_.version = "2";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Done", by_klik)));
    item_.version = "1";
    task_.waits_for = {{121840, {}}};
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Done", by_klik)));
    task_.waits_for.clear();
    task_.status = "in_progress";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Running", by_klik)));
}

TEST_F(PlanTest, ABlockedTaskIsShownSoAndWhoeverStartsItAsks) {
    task_.waits_for = {{121840, {}}};
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Waiting", by_klik)));
    in_tool(Field::status) = "Waiting";
    base_ = plan().agreed;
    in_tool(Field::status) = "Running";
    EXPECT_THAT(changes(), ElementsAre(line("klik status not_started>in_progress", by_tool)));
    // KLIK has nothing to be asked for: to wait or not is no choice.
    in_tool(Field::status) = "Planned";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Waiting", put_back)));
}

TEST_F(PlanTest, AStatusThatMeansTheSameStays) {
    in_tool(Field::status) = "Testing";
    EXPECT_THAT(changes(), ElementsAre(line("klik status not_started>in_progress", by_tool)));
    task_.status = "in_progress";
    EXPECT_THAT(changes(), IsEmpty());
    base_ = plan().agreed;
    EXPECT_EQ(base_.at(Field::status), (Agreed{"in_progress", "Testing", "Running"}));
    EXPECT_THAT(changes(), IsEmpty());
    task_.status = "completed";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Testing>Done", by_klik)));
}

TEST_F(PlanTest, AValueWithoutAWordStaysAndIsTold) {
    in_tool(Field::status) = "Rejected";
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), ElementsAre(line("klik status not_started>Rejected", no_word)));
    in_tool(Field::status) = "Planned";
    task_.status = "Parkeret";
    EXPECT_THAT(left(), ElementsAre(line("tool status Planned>Parkeret", no_word)));
    task_.status = "not_started";
    task_.priority = "Kan vente";
    EXPECT_THAT(left(), ElementsAre(line("tool priority Normal>Kan vente", no_word)));
    task_.priority.clear();
    EXPECT_THAT(left(), IsEmpty()) << "KLIK says nothing of its priority";
}

TEST_F(PlanTest, SomebodyWhoIsNotInTheToolIsNobodyThereAndIsTold) {
    task_.assignee = "p9";
    EXPECT_THAT(changes(), ElementsAre(line("tool assignee 5>", by_klik)));
    EXPECT_THAT(left(), ElementsAre(line("tool assignee 5>p9", no_word)));
}

TEST_F(PlanTest, PrerequisitesOutsideOfTheToolAreTold) {
    task_.prerequisites = {121840, 121860, 130000};
    EXPECT_THAT(changes(), ElementsAre(line("tool prerequisites 121840>121840 121860", by_klik)));
    EXPECT_THAT(left(), ElementsAre("tool prerequisites 121840>130000 those tasks are not in the "
                                    "tool"));
}

TEST_F(PlanTest, ATitleThatWasCutIsNoChange) {
    task_.title = std::string(300, 'x');
    in_tool(Field::title) = shown_in_tool(mapping_, task_, known_).at(Field::title);
    base_ = plan().agreed;
    EXPECT_THAT(changes(), IsEmpty());
    task_.title += "y"; // behind the cut
    EXPECT_THAT(changes(), IsEmpty());
}

TEST_F(PlanTest, TheFormThatTheToolGivesAValueIsNoChange) {
    task_.phase = "Opstart  og ledelse";
    in_tool(Field::phase) = "Opstart og ledelse";
    EXPECT_THAT(changes(), testing::SizeIs(1));
    for (auto& [field, agreed] : base_after_write(mapping_, task_, item_, known_, {Field::phase})) {
        base_[field] = agreed;
    }
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), IsEmpty());
}

TEST_F(PlanTest, AnotherMappingIsCarriedOut) {
    mapping_.statuses["not_started"] = "Open";
    EXPECT_THAT(changes(), ElementsAre(line("tool status Planned>Open", by_klik)));
}

TEST_F(PlanTest, AFieldThatTheToolDoesNotKeepIsLeftAlone) {
    item_.fields.erase(Field::theme);
    task_.theme = "Økonomi";
    EXPECT_THAT(changes(), IsEmpty());
    EXPECT_THAT(left(), IsEmpty());
}

TEST_F(PlanTest, LeavesAnItemAloneThatStandsElsewhere) {
    item_.project = "archive";
    task_.status = "completed";
    EXPECT_EQ(plan_with_base().aside, Aside::moved);
    EXPECT_THAT(changes(), IsEmpty());
}

TEST_F(PlanTest, LeavesAnItemAloneWhoseTaskIsGone) {
    pair_.item = &item_;
    EXPECT_EQ(plan_of(mapping_, pair_, known_).aside, Aside::task_gone);
}

TEST_F(PlanTest, MakesADeletedItemAgainOnlyWhereThatIsAskedFor) {
    pair_.task = &task_;
    pair_.base = &base_;
    EXPECT_EQ(plan_of(mapping_, pair_, known_).aside, Aside::deleted);
    EXPECT_THAT(plan_of(mapping_, pair_, known_).changes, IsEmpty());
    mapping_.makes_deleted_again = true;
    EXPECT_EQ(plan_of(mapping_, pair_, known_).aside, Aside::no);
    EXPECT_EQ(plan_of(mapping_, pair_, known_).changes.size(), mapping_.fields.size());
}

TEST_F(PlanTest, IsReadInDanishAndInEnglish) {
    in_tool(Field::title) = "Another";
    in_tool(Field::status) = "Rejected";
    const auto both = plan_with_base();
    EXPECT_EQ(
        plan_text(pair_, both, common::Language::english),
        "#121850 Nedsæt en projektgruppe [17]\n"
        "  title, tool: Another → Nedsæt en projektgruppe (changed in the tool, but it cannot "
        "be changed there)\n"
        "  status: not changed. KLIK: not_started, tool: Rejected (the mapping in the "
        "configuration has no word for the value)\n");
    EXPECT_THAT(plan_text(pair_, both, common::Language::danish),
                testing::HasSubstr("status: ændres ikke. KLIK: not_started, værktøj: Rejected"));
    in_tool(Field::title) = task_.title;
    in_tool(Field::status) = "Planned";
    EXPECT_EQ(plan_text(pair_, plan_with_base(), common::Language::danish), "");
    item_.project = "archive";
    EXPECT_THAT(plan_text(pair_, plan_with_base(), common::Language::english),
                testing::HasSubstr("stands in the tool's project `archive`, and belongs in"));
}

TEST_F(PlanTest, IsReadWithDatesAsKlikctlHasThemAndATotalAtTheEnd) {
    in_tool(Field::due_date) = "2024-02-26";
    in_tool(Field::status) = "Rejected";
    const auto both = plan_with_base();
    EXPECT_THAT(plan_text(pair_, both, common::Language::danish),
                testing::HasSubstr("slutdato, spørg KLIK: 04-03-2024 → 26-02-2024 ("));
    Total total;
    total.add(both);
    EXPECT_EQ(total_in_words(total, common::Language::danish),
              "I alt: opgaver, der ændres: 1; ændringer i værktøjet: 0; spørgsmål til KLIK: 1; "
              "forskelle, der bliver stående: 1; opgaver, der ikke røres: 0\n");
}

TEST_F(PlanTest, SaysOnceOfANewItemThatItIsNotThereYet) {
    pair_.task = &task_;
    const auto text = plan_text(pair_, plan_of(mapping_, pair_, known_), common::Language::english);
    EXPECT_THAT(text, testing::HasSubstr("[not in the tool]\n  title, tool: (empty) → Nedsæt en "
                                         "projektgruppe\n"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("is not in the tool yet")));
}

} // namespace
} // namespace klik::portfolio
