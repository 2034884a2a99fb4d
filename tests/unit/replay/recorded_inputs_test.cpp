#include "replay/recorded_inputs.hpp"
#include "support/busy_year.hpp"
#include "unit/replay/replay_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::replay {
namespace {

using test::korsbaek;
using test::moment;
using test::World;

class RecordedInputsTest : public test::ReplayTest {};

domain::Date date(std::string_view iso) {
    return domain::date_from_iso(iso).value();
}

TEST_F(RecordedInputsTest, ComeWithAllThatWasDecidedAndTheStateBefore) {
    World world;
    const auto before = world.state();
    world.fact(1, {{domain::TaskField::due_date, date("2024-03-04")}});
    write(world.events());

    RecordedInputs inputs(*journal, korsbaek);
    EXPECT_TRUE(std::holds_alternative<engine::LoadRules>(inputs.next().value()->input->body));
    EXPECT_EQ(inputs.state().head, domain::Sequence{0});
    EXPECT_TRUE(std::holds_alternative<engine::StartService>(inputs.next().value()->input->body));
    const RecordedInput* fact = inputs.next().value();
    EXPECT_TRUE(std::holds_alternative<engine::ObserveTask>(fact->input->body));
    EXPECT_TRUE(inputs.state() == before);
    EXPECT_EQ(fact->events.back().sequence, world.state().head);
    EXPECT_EQ(fact->records.size(), fact->events.size());
    EXPECT_EQ(inputs.next().value(), nullptr);
    EXPECT_TRUE(inputs.state() == world.state());
}

TEST_F(RecordedInputsTest, OfALongJournalLeadToItsState) {
    const World world = klik::test::busy_year();
    write(world.events());
    RecordedInputs inputs(*journal, korsbaek);
    std::size_t records = 0;
    while (const auto* input = inputs.next().value()) {
        records += input->records.size();
    }
    EXPECT_EQ(records, world.events().size());
    EXPECT_TRUE(inputs.state() == world.state());
}

TEST_F(RecordedInputsTest, AReportIsNoInput) {
    write(test::with_a_report(World{}));
    RecordedInputs inputs(*journal, korsbaek);
    ASSERT_TRUE(inputs.next().value()->input);
    ASSERT_TRUE(inputs.next().value()->input);
    EXPECT_FALSE(inputs.next().value()->input);
    EXPECT_EQ(inputs.next().value(), nullptr);
}

TEST_F(RecordedInputsTest, SayWhereARecordIsMissing) {
    write(klik::test::busy_year().events());
    journal.reset();
    journal::test::run_sql(folder.file(), "DELETE FROM record WHERE key = 999900000000000007");
    journal = journal::test::open_or_throw(folder.data());
    RecordedInputs inputs(*journal, korsbaek);
    auto next = inputs.next();
    while (next && *next != nullptr) {
        next = inputs.next();
    }
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, "damaged");
    EXPECT_THAT(next.error().text, testing::HasSubstr("record 7 is missing"));
}

TEST_F(RecordedInputsTest, OfAnotherMunicipalityAreNone) {
    write(World().events());
    RecordedInputs inputs(*journal, {"0101"});
    EXPECT_EQ(inputs.next().value(), nullptr);
}

} // namespace
} // namespace klik::replay
