#include "engine/silence_text.hpp"
#include "support/busy_year.hpp"
#include "support/silence.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using engine::Silence;
using engine::SilenceCode;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const Fields task_of_anna{{TaskField::title, "A"},
                          {TaskField::due_date, date("2024-03-04")},
                          {TaskField::assignee, PersonId{"anna"}},
                          {TaskField::responsible, PersonId{"rie"}}};

Fields with(Fields fields, TaskField field, FieldValue value) {
    fields[field] = std::move(value);
    return fields;
}

World known_task(const Fields& fields = task_of_anna) {
    World world;
    world.fact(1, fields);
    world.known();
    return world;
}

World known_task_at(const char* time) {
    World world = known_task();
    world.clock(time);
    return world;
}

std::string english(const Silence& silence) {
    return engine::prose_of(silence).english;
}

void expect_code(const Silence& silence, std::string_view code, std::string_view rule) {
    EXPECT_EQ(canonical(silence.code), code) << english(silence);
    EXPECT_EQ(silence.rule, rule);
}

TEST(Silence, IsNoneWhereThePersonWasTold) {
    const World world = known_task_at("2024-02-19 12:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "told", "7");
    EXPECT_EQ(silence.facts.at("keys"), "9999/1/2024-03-04/14d/anna");
    EXPECT_THAT(english(silence), HasSubstr("anna was told of task #1"));
}

TEST(Silence, WaitsWhileSomethingGathers) {
    World world = known_task_at("2024-02-07 12:00");
    world.fact(1, {{TaskField::due_date, date("2024-03-11")}});
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "gathering", "7.gathering");
    EXPECT_EQ(silence.facts.at("kind"), "due_date_moved");
    EXPECT_EQ(silence.facts.at("until"), "2024-02-07T11:10:00Z");
    EXPECT_THAT(english(silence), HasSubstr("goes out at 12:10"));
}

TEST(Silence, WaitsInTheEveningForTheRun) {
    World world = known_task_at("2024-02-07 18:00");
    world.fact(1, {{TaskField::due_date, date("2024-03-11")}});
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "gathering", "7.gathering");
    EXPECT_EQ(silence.facts.at("next_run"), "2024-02-08");
}

TEST(Silence, WaitsWhereTheDayHasHadItsNotices) {
    World world = known_task();
    world.load_rules("[notices]\nper_person_and_day = 1\n");
    world.fact(2, with(task_of_anna, TaskField::due_date, date("2024-06-03")));
    world.known();
    world.clock("2024-02-07 12:00");
    world.fact(1, {{TaskField::due_date, date("2024-03-11")}});
    world.clock("2024-02-07 13:00");
    world.fact(2, {{TaskField::due_date, date("2024-06-10")}});
    world.clock("2024-02-07 14:00");
    const Silence silence = why_not(world, 2, "anna");
    expect_code(silence, "gathering", "7.gathering");
    EXPECT_EQ(silence.facts.at("deferred_from"), "2024-02-07");
    EXPECT_THAT(english(silence), HasSubstr("deferred to the run of Thursday 8 February 2024"));
}

TEST(Silence, IsThatOfATaskThatNobodyKnows) {
    const World world = known_task();
    expect_code(why_not(world, 2, "anna"), "unknown_task", "2");
    expect_code(why_not(world, 1, "anna", "2024-01-31"), "unknown_task", "2");
}

TEST(Silence, IsThatOfATaskThatIsGone) {
    World world = known_task();
    world.removed(1);
    world.wait(std::chrono::days{3});
    expect_code(why_not(world, 1, "anna"), "removed", "2.removed");
}

TEST(Silence, IsThatOfAClosedTask) {
    World world = known_task();
    world.fact(1, {{TaskField::status, "Fuldført"}});
    world.clock("2024-02-19 12:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "closed", "3.closed");
    EXPECT_EQ(silence.facts.at("status"), "Fuldført");
}

TEST(Silence, IsThatOfSomebodyWithoutARole) {
    World world = known_task();
    world.assign("assignee", "dan", {}, "erik");
    expect_code(why_not(world, 1, "carl"), "not_concerned", "7.recipients");
    expect_code(why_not(world, 1, "dan"), "not_concerned", "7.recipients");
}

TEST(Silence, IsThatOfSomebodyWhoIsAway) {
    World world = known_task();
    GalleryFile file;
    file.persons[PersonId{"anna"}].absence = {date("2024-02-19"), date("2024-02-20")};
    world.load_gallery(file);
    world.clock("2024-02-22 12:00");
    const Silence silence = why_not(world, 1, "anna", "2024-02-19");
    expect_code(silence, "absent", "7.recipients");
    EXPECT_EQ(silence.facts.at("role"), "assignee");
    EXPECT_EQ(silence.facts.at("told"), "rie");
    EXPECT_THAT(english(silence), HasSubstr("goes to rie as the responsible"));
    expect_code(why_not(world, 1, "anna"), "no_step", "7.ladder");
}

/// What the gallery knows of a person is put there by hand.
Silence asked_with(const World& world, const std::function<void(RoleGallery&)>& change,
                   const std::string& person) {
    engine::State state = world.state();
    change(state.gallery);
    const std::vector<engine::Event> none;
    return engine::why_silent(
        {state, world.now(), {1}, {person}, none, [](const auto&) { return std::nullopt; }});
}

TEST(Silence, IsThatOfSomebodyWhoseMailCameBack) {
    const World world = known_task();
    const auto silence = asked_with(world, [](auto& gallery) { gallery.bounce({"anna"}); }, "anna");
    expect_code(silence, "bounced", "7.recipients");
    EXPECT_EQ(silence.facts.at("told"), "rie");
    const auto with_address = [](auto& gallery) {
        gallery.file.persons[PersonId{"anna"}].addressed = true;
        gallery.bounce({"anna"});
    };
    expect_code(asked_with(world, with_address, "anna"), "bounced", "7.recipients");
}

TEST(Silence, IsThatOfSomebodyWhoWasReplacedOrErased) {
    const World world = known_task();
    const auto replaced =
        asked_with(world, [](auto& gallery) { gallery.replace({"anna"}, {"bo"}); }, "anna");
    expect_code(replaced, "replaced", "7.recipients");
    EXPECT_EQ(replaced.facts.at("by"), "bo");
    EXPECT_EQ(replaced.facts.at("told"), "bo");
    expect_code(asked_with(
                    world, [](auto& gallery) { gallery.erase({"anna"}, {}); }, "anna"),
                "left", "7.recipients");
}

TEST(Silence, WaitsForTheFirstRunOfANewTask) {
    World world;
    world.fact(1, task_of_anna);
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "first_sight", "7.first_sight");
    EXPECT_EQ(silence.facts.at("next_run"), "2024-02-02");
}

TEST(Silence, WaitsWhileKlikdIsOff) {
    World world = known_task_at("2024-02-18 12:00");
    world.off_until("2024-02-20 17:30");
    const Silence silence = why_not(world, 1, "anna", "2024-02-19");
    expect_code(silence, "off", "7.catch_up");
    EXPECT_EQ(silence.facts.at("missed"), "14d");
}

TEST(Silence, PromisesNoDateWhileKlikdMayBeOffForLonger) {
    World world = known_task_at("2024-02-18 12:00");
    world.off_until("2024-02-20 17:30");
    const Silence silence = why_not(world, 1, "anna", "2024-02-19");
    EXPECT_FALSE(silence.facts.contains("next_run"));
    const auto text = prose_of(silence);
    EXPECT_THAT(text.danish, EndsWith("Hvad der stadig gælder, fortælles ved klikds næste start "
                                      "eller kørsel."));
    EXPECT_THAT(text.english, EndsWith("What still holds is told at klikd's next start or run."));
}

TEST(Silence, IsThatOfABlockedTask) {
    World world;
    world.fact(1, with(task_of_anna, TaskField::prerequisites, numbers({2})));
    world.fact(2, {{TaskField::assignee, PersonId{"bo"}}});
    world.known();
    world.clock("2024-02-19 07:00");
    expect_code(why_not(world, 1, "anna"), "inhibited", "7.inhibition");
    world.clock("2024-02-20 12:00");
    const Silence silence = why_not(world, 1, "anna", "2024-02-19");
    expect_code(silence, "inhibited", "7.inhibition");
    EXPECT_EQ(silence.facts.at("told"), "bo");
    EXPECT_EQ(silence.facts.at("blocked_by"), "#2");
}

TEST(Silence, IsThatOfATaskWithoutADueDate) {
    const World world = known_task(with(task_of_anna, TaskField::due_date, None{}));
    expect_code(why_not(world, 1, "anna"), "told", "7");
    World later = world;
    later.clock("2024-02-19 12:00");
    expect_code(why_not(later, 1, "anna"), "no_due_date", "7.ladder");
}

TEST(Silence, IsThatOfAStepThatWasToldBefore) {
    World world = known_task(with(task_of_anna, TaskField::due_date, date("2024-03-05")));
    world.clock("2024-02-20 12:00");
    world.load_rules("[calendar]\ndays_off = [2024-02-27]\n");
    world.clock("2024-02-26 12:00");
    world.load_rules("");
    world.clock("2024-02-27 12:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "spent", "7.ladder");
    EXPECT_EQ(silence.facts.at("told_on"), "2024-02-26");
    EXPECT_THAT(english(silence), HasSubstr("was told on Monday 26 February 2024"));
}

TEST(Silence, IsThatOfAStepWhoseRunWasOverWhenTheTaskWasOpenedAgain) {
    World world = known_task();
    world.fact(1, {{TaskField::status, "Fuldført"}});
    world.clock("2024-02-26 12:00");
    world.request("r1", 1, {{TaskField::status, "Påbegyndt"}}, "anna");
    world.fact(1, {{TaskField::status, "Påbegyndt"}});
    world.clock("2024-02-26 13:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "spent", "7.ladder");
    EXPECT_FALSE(silence.facts.contains("told_on"));
    EXPECT_THAT(english(silence), HasSubstr("lay before the task was open or the due date known"));
}

TEST(Silence, IsThatOfADayOff) {
    const World world = known_task_at("2024-02-18 12:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "day_off", "6");
    EXPECT_EQ(silence.facts.at("next_run"), "2024-02-19");
}

TEST(Silence, IsThatOfARoleThatIsNotAsked) {
    World world = known_task_at("2024-02-19 07:00");
    const Silence before = why_not(world, 1, "rie");
    expect_code(before, "passed_over", "7.recipients");
    EXPECT_EQ(before.facts.at("told"), "anna");
    world.clock("2024-02-19 12:00");
    const Silence after = why_not(world, 1, "rie");
    expect_code(after, "passed_over", "7.recipients");
    EXPECT_THAT(english(after), HasSubstr("for somebody else: anna as the assignee"));
}

TEST(Silence, IsThatOfWhoWishedIt) {
    World world = known_task_at("2024-02-07 12:00");
    world.request("r1", 1, {{TaskField::status, "Påbegyndt"}}, "anna");
    world.fact(1, {{TaskField::status, "Påbegyndt"}});
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "own_act", "3.own_act");
    EXPECT_EQ(silence.facts.at("request"), "r1");
}

TEST(Silence, SaysWhenTheNextStepIs) {
    const World world = known_task_at("2024-02-20 12:00");
    const Silence silence = why_not(world, 1, "anna");
    expect_code(silence, "no_step", "7.ladder");
    EXPECT_EQ(silence.facts.at("next"), "2024-02-26");
    EXPECT_EQ(silence.facts.at("step"), "7d");
}

TEST(Silence, NamesOneClauseForEverybodyOnAnyDay) {
    const World world = busy_year();
    std::map<std::tuple<std::int64_t, std::string, Date>, bool> told;
    for (const auto& event : world.events()) {
        const auto* notified = std::get_if<engine::Notified>(&event.body);
        if (notified == nullptr) {
            continue;
        }
        for (const auto& item : notified->notification.items) {
            told[{item.number.value, notified->notification.recipient.person.value,
                  event.at.date()}] = true;
        }
    }
    std::set<SilenceCode> codes;
    std::size_t asked = 0;
    for (int day = 3; day < 364; day += 24) {
        const Date on = date("2024-02-01") + std::chrono::days{day};
        const DayOfWorld that_day{world, iso_date(on)};
        for (std::int64_t number = 1; number <= 61; number += 3) {
            for (const auto* person : {"p0", "p1", "p4", "mailbox-9999", "nobody"}) {
                const Silence silence = that_day.why_not(number, person);
                EXPECT_EQ(silence.code == SilenceCode::told, told.contains({number, person, on}))
                    << number << ' ' << person << ' ' << iso_date(on);
                const auto prose = engine::prose_of(silence);
                EXPECT_THAT(prose.danish, HasSubstr(person));
                EXPECT_NE(prose.danish, prose.english);
                EXPECT_THAT(prose.english, Not(HasSubstr("  ")));
                codes.insert(silence.code);
                ++asked;
            }
        }
    }
    EXPECT_GT(asked, 1000U);
    EXPECT_GE(codes.size(), 8U);
}

} // namespace
} // namespace klik::test
