#include "codec/record.hpp"
#include "codec/state_snapshot.hpp"
#include "engine/decide.hpp"
#include "engine/evolve.hpp"
#include "engine/input_of.hpp"
#include "support/busy_year.hpp"

#include <gtest/gtest.h>

namespace klik::test {
namespace {

const domain::MunicipalityCode municipality{"9999"};

std::vector<codec::Record> records_of(const std::vector<engine::Event>& events) {
    std::vector<codec::Record> records;
    records.reserve(events.size());
    for (const auto& event : events) {
        records.push_back(codec::encode_record(municipality, event));
    }
    return records;
}

TEST(Determinism, TheJournalReadBackIsTheJournalWritten) {
    const World world = busy_year();
    for (const auto& event : world.events()) {
        const auto read = codec::decode_record(codec::encode_record(municipality, event));
        ASSERT_TRUE(read) << read.error().sentence();
        ASSERT_TRUE(*read == event) << event.sequence.value;
    }
}

TEST(Determinism, TheRecordedInputsDecidedAgainGiveTheSameBytes) {
    const World world = busy_year();
    const auto records = records_of(world.events());
    engine::State state;
    state.municipality = municipality;
    std::vector<codec::Record> again;
    for (const auto& record : records) {
        const auto event = codec::decode_record(record);
        ASSERT_TRUE(event) << event.error().sentence();
        if (const auto input = engine::input_of(*event)) {
            for (const auto& decided : engine::decide(state, *input)) {
                again.push_back(codec::encode_record(municipality, decided));
            }
        }
    }
    ASSERT_EQ(again.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        ASSERT_TRUE(again[i] == records[i]) << "record " << i + 1 << ' ' << records[i].type;
    }
}

TEST(Determinism, ReplayingTheJournalGivesTheSnapshotsBytes) {
    const World world = busy_year();
    engine::State state;
    state.municipality = municipality;
    for (const auto& record : records_of(world.events())) {
        const auto event = codec::decode_record(record);
        ASSERT_TRUE(event) << event.error().sentence();
        engine::evolve(state, *event);
    }
    EXPECT_TRUE(codec::encode_state(state) == codec::encode_state(world.state()));
}

TEST(Determinism, ASnapshotAndTheTailGiveTheSameStateAsTheWholeJournal) {
    const World world = busy_year();
    const std::size_t middle = world.events().size() / 2;
    engine::State state;
    state.municipality = municipality;
    for (std::size_t i = 0; i < middle; ++i) {
        engine::evolve(state, world.events()[i]);
    }
    auto restored = codec::decode_state(codec::encode_state(state));
    ASSERT_TRUE(restored) << restored.error().sentence();
    ASSERT_TRUE(*restored == state);
    for (std::size_t i = middle; i < world.events().size(); ++i) {
        engine::evolve(*restored, world.events()[i]);
    }
    EXPECT_TRUE(*restored == world.state());
}

} // namespace
} // namespace klik::test
