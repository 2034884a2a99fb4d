#include "simulation/klikd.hpp"
#include "simulation/run.hpp"
#include "simulation/shrink.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <optional>
#include <utility>

namespace klik::simulation {
namespace {

constexpr std::uint64_t steps = 40;

class SimulationTest : public testing::Test {
  protected:
    SimulationTest() { spdlog::set_level(spdlog::level::off); }

    /// The first run that finds the defect.
    static std::optional<std::pair<Plan, Failure>>
    found(Defect defect, std::uint64_t seeds, JournalKind journal = JournalKind::simulated) {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const auto plan = whole_plan(seed, steps, defect, journal);
            if (const auto outcome = play(plan); outcome.failure) {
                return std::pair{plan, *outcome.failure};
            }
        }
        return std::nullopt;
    }
};

TEST_F(SimulationTest, TheSameSeedIsTheSameRun) {
    const auto once = play(whole_plan(7, steps));
    EXPECT_EQ(play(whole_plan(7, steps)).figures, once.figures);
    EXPECT_NE(play(whole_plan(8, steps)).figures.digest, once.figures.digest);
}

TEST_F(SimulationTest, TheSameSeedIsTheSameRunWithSqlite) {
    const auto plan = whole_plan(7, steps, Defect::none, JournalKind::sqlite);
    EXPECT_EQ(play(plan).figures, play(plan).figures);
}

class EachJournalTest : public SimulationTest, public testing::WithParamInterface<JournalKind> {};
INSTANTIATE_TEST_SUITE_P(Kinds, EachJournalTest,
                         testing::Values(JournalKind::simulated, JournalKind::sqlite));

TEST_P(EachJournalTest, EachFaultComesUp) {
    Figures all;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const auto outcome = play(whole_plan(seed, steps, Defect::none, GetParam()));
        ASSERT_FALSE(outcome.failure) << "seed " << seed << ": " << outcome.failure->what;
        all += outcome.figures;
    }
    EXPECT_GT(all.acknowledged, 0U);
    EXPECT_GT(all.stored, 0U);
    EXPECT_GT(all.crashes, 0U);
    EXPECT_GT(all.failed_writes, 0U);
    // Pages of SQLite have no checksum: hardly one of these bits makes a journal that it refuses.
    if (GetParam() == JournalKind::simulated) {
        EXPECT_GT(all.refused, 0U);
    }
    EXPECT_GT(all.lost, 0U);
    EXPECT_GT(all.doubled, 0U);
    EXPECT_GT(all.broken, 0U);
    EXPECT_GT(all.consumer_crashes, 0U);
    EXPECT_GT(all.published, 0U);
    EXPECT_EQ(all.kills > 0, GetParam() == JournalKind::sqlite);
}

TEST_F(SimulationTest, EveryDefectThatIsPutInIsFoundWithinAHundredSeeds) {
    for (const auto& [defect, name] : named_defects) {
        EXPECT_TRUE(found(defect, 100)) << name;
    }
}

TEST_F(SimulationTest, ADiskThatLiesIsFoundWithSqliteAsWell) {
    EXPECT_TRUE(found(Defect::lying_disk, 100, JournalKind::sqlite));
}

/// A journal is made with a rollback journal, which is removed when it gets its write-ahead log.
/// If a power cut brings that back it is rolled back over what was committed since.
TEST_F(SimulationTest, AJournalKeepsWhatItWasGivenInItsFirstMinute) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        Random random{seed};
        Disk disk{random, false};
        const auto storage = make_storage(JournalKind::sqlite, disk, Defect::none, seed);
        {
            auto journal = storage->open();
            ASSERT_TRUE(journal) << journal.error().sentence();
            const engine::Event event{{1}, {0}, {1}, {}, engine::ServiceStarted{"1"}};
            ASSERT_TRUE((*journal)->append(municipalities[0],
                                           codec::encode_record(municipalities[0], event)));
            ASSERT_TRUE((*journal)->commit());
            disk.stop();
        }
        disk.crash();
        const auto again = storage->open();
        ASSERT_TRUE(again) << "seed " << seed << ": " << again.error().sentence();
        EXPECT_EQ((*again)->head(municipalities[0]), domain::Sequence{1}) << "seed " << seed;
    }
}

TEST_F(SimulationTest, AFailureShrinksToAStoryInWhichNothingCanBeLeftOut) {
    const auto failure = found(Defect::no_duplicate_check, 100);
    ASSERT_TRUE(failure);
    const auto small = shrunk(failure->first);
    EXPECT_LT(small.steps.size(), 10U);
    EXPECT_LT(small.tasks, failure->first.tasks);
    const auto outcome = play(small);
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->rule, failure->second.rule);
    for (std::size_t at = 0; at < small.steps.size(); ++at) {
        Plan less = small;
        less.steps.erase(less.steps.begin() + static_cast<std::ptrdiff_t>(at));
        const auto other = play(less);
        EXPECT_FALSE(other.failure && other.failure->rule == failure->second.rule) << at;
    }
}

} // namespace
} // namespace klik::simulation
