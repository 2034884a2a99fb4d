#include "replay/past_state.hpp"
#include "support/busy_year.hpp"
#include "unit/replay/replay_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::replay {
namespace {

using test::korsbaek;
using test::moment;
using test::World;

class PastStateTest : public test::ReplayTest {
  protected:
    [[nodiscard]] engine::State state_at(std::string_view local) {
        PastState past{*journal, korsbaek, moment(local).utc};
        while (!past.go_on(10).value()) {
        }
        return past.state();
    }
};

TEST_F(PastStateTest, KnowsWhatWasRecordedUntilThen) {
    World world;
    world.clock("2024-02-02 10:00");
    world.fact(1, {{domain::TaskField::due_date, *domain::date_from_iso("2024-03-04")}});
    const auto early = world.state();
    world.clock("2024-02-20 10:00");
    world.fact(2, {});
    write(world.events());
    EXPECT_TRUE(state_at("2024-02-04 12:00") == early);
    EXPECT_TRUE(state_at("2024-02-02 10:00") == early);
    EXPECT_TRUE(state_at("2030-01-01 00:00") == world.state());
    EXPECT_EQ(state_at("2000-01-01 00:00").head, domain::Sequence{0});
}

TEST_F(PastStateTest, IsNotRebuiltFromWhatGoesOnFromNothing) {
    write(test::with_an_outlook_of_no_task(World{}));
    PastState past{*journal, korsbaek, moment("2030-01-01 00:00").utc};
    const auto read = past.go_on(100);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "damaged");
}

TEST_F(PastStateTest, IsRebuiltBySoManyRecordsAtATimeAsAreAskedFor) {
    const World world = klik::test::busy_year();
    write(world.events());
    PastState past{*journal, korsbaek, moment("2030-01-01 00:00").utc};
    for (std::uint64_t read = 7; read < world.events().size(); read += 7) {
        EXPECT_FALSE(past.go_on(7).value());
        ASSERT_EQ(past.state().head.value, read);
    }
    static_cast<void>(past.go_on(7));
    EXPECT_TRUE(past.go_on(7).value());
    EXPECT_TRUE(past.state() == world.state());
    EXPECT_TRUE(past.go_on(7).value()) << "asked again it stays as it is";
    EXPECT_TRUE(past.state() == world.state());
}

TEST_F(PastStateTest, SaysWhereARecordIsMissingOrCannotBeRead) {
    write(klik::test::busy_year().events());
    const auto tamper = [&](const char* statement) {
        journal.reset();
        journal::test::run_sql(folder.file(), statement);
        journal = journal::test::open_or_throw(folder.data());
        PastState past{*journal, korsbaek, moment("2030-01-01 00:00").utc};
        const auto done = past.go_on(100);
        EXPECT_EQ(done.error().code, "damaged");
        return done.error().text;
    };
    EXPECT_THAT(tamper("UPDATE record SET data = x'c1' WHERE key = 999900000000000009"),
                testing::HasSubstr("record 9 cannot be read"));
    EXPECT_THAT(tamper("DELETE FROM record WHERE key = 999900000000000007"),
                testing::HasSubstr("record 7 is missing"));
}

} // namespace
} // namespace klik::replay
