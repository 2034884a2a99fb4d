#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "replay/due_moments.hpp"
#include "replay/verification.hpp"
#include "support/busy_year.hpp"
#include "unit/replay/replay_fixture.hpp"

#include <gmock/gmock.h>

#include <set>

namespace klik::replay {
namespace {

using test::korsbaek;
using test::moment;
using test::World;

class VerificationTest : public test::ReplayTest {
  protected:
    void tamper(const std::string& statement) {
        journal.reset();
        journal::test::run_sql(folder.file(), statement);
        journal = journal::test::open_or_throw(folder.data());
    }
    [[nodiscard]] Verification verified() { return verify(*journal, korsbaek).value(); }
};

/// The events with every start by an engine of that version.
std::vector<engine::Event> written_by(std::vector<engine::Event> events,
                                      const std::string& version) {
    for (auto& event : events) {
        if (auto* started = std::get_if<engine::ServiceStarted>(&event.body)) {
            started->engine_version = version;
        }
    }
    return events;
}

TEST_F(VerificationTest, AYearIsReproducedByteForByte) {
    const World world = klik::test::busy_year();
    write(world.events());
    const auto result = verified();
    EXPECT_TRUE(result.reproduced());
    EXPECT_FALSE(result.first);
    EXPECT_TRUE(result.by_other_engines.empty());
    EXPECT_EQ(result.records, world.events().size());
    EXPECT_GT(result.inputs, 100U);
    EXPECT_LT(result.inputs, result.records);
}

TEST_F(VerificationTest, AnEmptyJournalHasNothingToReproduce) {
    EXPECT_TRUE(verified().reproduced());
    EXPECT_EQ(verified().records, 0U);
}

TEST_F(VerificationTest, AReportIsTakenOverAndTheNextInputIsReproducedBehindIt) {
    const World world;
    auto events = test::with_a_report(world);
    engine::State state = world.state();
    engine::evolve(state, events.back());
    for (auto& event :
         engine::decide(state, {moment("2024-02-01 10:00"), "test", engine::RemoveTask{{}, {1}}})) {
        events.push_back(std::move(event));
    }
    write(events);
    EXPECT_TRUE(verified().reproduced());
    EXPECT_EQ(verified().inputs, 3U);
}

TEST_F(VerificationTest, ANoticeThatWasTamperedWithIsFound) {
    const World world = klik::test::busy_year();
    write(world.events());
    tamper("UPDATE record SET subject = 'p666' WHERE key = (SELECT min(key) FROM record "
           "WHERE kind = 2)");
    const auto result = verified();
    EXPECT_EQ(result.differing, 1U);
    ASSERT_TRUE(result.first);
    EXPECT_EQ(result.first->recorded->subject, "p666");
    EXPECT_EQ(result.first->recorded->type, "dk.klik.notification.v1");
    EXPECT_EQ(result.first->decided->sequence, result.first->sequence);
    EXPECT_NE(result.first->decided->subject, "p666");
    EXPECT_EQ(result.first->decided_by, engine::engine_version);
}

TEST_F(VerificationTest, ACivilTimeThatWasTamperedWithIsFound) {
    write(klik::test::busy_year().events());
    tamper("UPDATE record SET local_ms = local_ms + 3600000 WHERE key = (SELECT "
           "min(key) FROM record WHERE kind = 2)");
    EXPECT_EQ(verified().differing, 1U);
}

TEST_F(VerificationTest, AnInputThatWasTamperedWithIsFoundByWhatFollowedFromIt) {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    auto events = world.events();
    for (auto& event : events) {
        if (auto* observed = std::get_if<engine::TaskObserved>(&event.body)) {
            observed->observation.fields.set(domain::TaskField::due_date,
                                             *domain::date_from_iso("2024-05-06"));
        }
    }
    write(events);
    const auto result = verified();
    EXPECT_EQ(result.differing, 1U);
    ASSERT_TRUE(result.first);
    EXPECT_EQ(result.first->recorded->type, "dk.klik.task.state.v1");
}

TEST_F(VerificationTest, ARecordThatIsMissingAtTheEndOfAnInputIsFound) {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    auto events = world.events();
    events.pop_back();
    write(events);
    const auto result = verified();
    ASSERT_TRUE(result.first);
    EXPECT_FALSE(result.first->recorded);
    EXPECT_EQ(result.first->sequence.value, events.size() + 1);
}

TEST_F(VerificationTest, EveryDifferenceIsJudgedOnTheRecordedState) {
    const World world = klik::test::busy_year();
    write(world.events());
    std::set<domain::Sequence> causes;
    for (const auto& event : world.events()) {
        if (engine::kind_of(event.body) == engine::EventKind::notification) {
            causes.insert(event.cause);
        }
    }
    tamper("UPDATE record SET subject = 'p666' WHERE kind = 2");
    EXPECT_EQ(verified().differing, causes.size());
}

TEST_F(VerificationTest, WhatAnotherEngineDecidedOtherwiseIsListedAndNoFault) {
    write(written_by(klik::test::busy_year().events(), "0"));
    tamper("UPDATE record SET subject = 'p666' WHERE key = (SELECT min(key) FROM record "
           "WHERE kind = 2)");
    const auto result = verified();
    EXPECT_TRUE(result.reproduced());
    ASSERT_EQ(result.by_other_engines.size(), 1U);
    EXPECT_EQ(result.by_other_engines.front().decided_by, "0");
    EXPECT_EQ(result.by_other_engines.front().recorded->subject, "p666");
}

TEST_F(VerificationTest, WhatAStartCatchesUpWithIsOfTheEngineThatStarts) {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    world.off_until("2024-02-26 10:00");
    auto events = world.events();
    bool first = true;
    for (auto& event : events) {
        if (auto* started = std::get_if<engine::ServiceStarted>(&event.body)) {
            started->engine_version = first ? std::string{engine::engine_version} : "9";
            first = false;
        }
    }
    write(events);
    tamper("UPDATE record SET subject = 'p666' WHERE kind = 2");
    const auto result = verified();
    EXPECT_TRUE(result.reproduced());
    ASSERT_FALSE(result.by_other_engines.empty());
    EXPECT_EQ(result.by_other_engines.front().decided_by, "9");
}

TEST_F(VerificationTest, AFileOfRolesThatAStartLoadsIsOfTheEngineThatStartsAndSoIsWhatCameBefore) {
    World world;
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    auto events = world.events();
    engine::State state = world.state();
    const auto decide = [&](const domain::Moment& at, decltype(engine::Input::body) body) {
        for (auto& event : engine::decide(state, {at, {}, std::move(body)})) {
            events.push_back(std::move(event));
        }
    };
    const auto zone = TimeZone::copenhagen().value();
    const auto start = moment("2024-02-26 10:00");
    DueMoments late{state, start.utc, zone};
    while (const auto due = late.next()) {
        decide(*due, engine::PassMoment{true});
    }
    decide(start, engine::LoadGallery{});
    decide(start, engine::StartService{"9"});
    write(events);
    tamper("UPDATE record SET subject = 'p666' WHERE type IN ('dk.klik.journal.moment_passed.v1', "
           "'dk.klik.journal.gallery_loaded.v1')");
    const auto result = verified();
    EXPECT_TRUE(result.reproduced());
    ASSERT_GT(result.by_other_engines.size(), 1U);
    for (const auto& difference : result.by_other_engines) {
        EXPECT_EQ(difference.decided_by, "9") << difference.sequence.value;
    }
}

TEST_F(VerificationTest, ARecordThatCannotBeReadIsDamage) {
    write(World().events());
    tamper("UPDATE record SET data = x'c1' WHERE key = 999900000000000001");
    const auto result = verify(*journal, korsbaek);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "damaged");
    EXPECT_THAT(result.error().text, testing::HasSubstr("record 1 cannot be read"));
}

TEST_F(VerificationTest, ARecordThatGoesOnFromWhatIsNotThereIsDamage) {
    write(test::with_an_outlook_of_no_task(World{}));
    const auto result = verify(*journal, korsbaek);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "damaged");
    EXPECT_THAT(result.error().text,
                testing::HasSubstr("does not follow from the records before it"));
}

} // namespace
} // namespace klik::replay
