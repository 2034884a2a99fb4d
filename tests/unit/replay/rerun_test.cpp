#include "codec/rule_set_toml.hpp"
#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "replay/rerun.hpp"
#include "support/busy_year.hpp"
#include "unit/replay/replay_fixture.hpp"

namespace klik::replay {
namespace {

using test::korsbaek;
using test::World;

class RerunTest : public test::ReplayTest {
  protected:
    /// The events of the journal decided once more, under other rules if there are any.
    std::vector<engine::Event> again(const engine::LoadRules* rules = nullptr) {
        std::vector<engine::Event> events;
        engine::State empty;
        empty.municipality = korsbaek;
        Rerun rerun{std::move(empty), zone,
                    [&](const engine::Event& event) { events.push_back(event); }};
        RecordedInputs inputs{*journal, korsbaek};
        while (const auto* input = inputs.next().value()) {
            if (rules != nullptr && inputs.state().head.value == 0) {
                rerun.load_rules(*rules, input->events.front().at.utc);
            }
            rerun.take(*input);
        }
        rerun.pass_due_moments(inputs.state().now.utc);
        return events;
    }

    TimeZone zone = TimeZone::copenhagen().value();
};

World a_task_and_an_outage() {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    world.clock("2024-02-20 10:00");
    world.off_until("2024-03-06 10:00");
    world.clock("2024-03-20 10:00");
    world.fact(2, {});
    return world;
}

engine::LoadRules rules_of(const std::string& toml) {
    return {codec::parse_rule_set(toml, "candidate.toml").value(), toml};
}

TEST_F(RerunTest, ByTheRecordedRulesAYearComesOutAsItWas) {
    const World world = klik::test::busy_year();
    write(world.events());
    EXPECT_TRUE(again() == world.events());
}

TEST_F(RerunTest, ByTheRulesInForceAnOutageComesOutAsItWas) {
    const World world = a_task_and_an_outage();
    write(world.events());
    EXPECT_TRUE(again() == world.events());
    const auto same = rules_of("");
    EXPECT_TRUE(again(&same) == world.events());
}

TEST_F(RerunTest, WhatOtherRulesMakeDueInAnOutageIsLate) {
    write(a_task_and_an_outage().events());
    const auto other = rules_of("[reminders]\nrun_at = \"09:00\"\n");
    std::vector<bool> late;
    for (const auto& event : again(&other)) {
        if (const auto* passed = std::get_if<engine::MomentPassed>(&event.body);
            passed != nullptr && event.at.local - event.at.date() == std::chrono::hours{9}) {
            late.push_back(passed->late);
        }
    }
    // Two before the outage, in it those of 26 February, 1 and 5 March, one behind it.
    std::vector<bool> recorded;
    for (const auto& passed : a_task_and_an_outage().all<engine::MomentPassed>()) {
        recorded.push_back(passed.late);
    }
    EXPECT_EQ(std::ranges::count(late, true), 3);
    EXPECT_FALSE(late.front());
    EXPECT_FALSE(late.back());
    EXPECT_GT(std::ranges::count(recorded, true), 3) << "midnights too";
}

TEST_F(RerunTest, AReportIsCopiedToItsNewPlace) {
    const auto events = test::with_a_report(World{});
    write(events);
    EXPECT_TRUE(again() == events);
}

TEST_F(RerunTest, RecordedRulesArePassedOverWhereOthersHold) {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    world.load_rules("[colour]\nyellow = \"40d\"\n");
    world.fact(2, {});
    write(world.events());
    const auto candidate = rules_of("name = \"candidate\"\n");
    std::vector<std::string> loaded;
    for (const auto& event : again(&candidate)) {
        if (const auto* rules = std::get_if<engine::RulesLoaded>(&event.body)) {
            loaded.push_back(rules->rules.name);
        }
    }
    EXPECT_EQ(loaded, std::vector<std::string>{"candidate"});
}

} // namespace
} // namespace klik::replay
