#include "codec/envelope.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

const domain::MunicipalityCode here{"9999"};

Record record(std::string subject) {
    return {.sequence = {7},
            .previous = {4},
            .cause = {5},
            .at = {domain::utc_from_rfc3339("2024-02-19T07:00:00Z").value(), {}},
            .kind = engine::EventKind::state,
            .type = "dk.klik.task.removed.v1",
            .subject = std::move(subject),
            .data = test::hex("81 a6 6e 75 6d 62 65 72 07")};
}

TEST(Topic, NamesMunicipalityKindAndSubject) {
    EXPECT_EQ(topic_of(here, record("121850")), "klik/v1/9999/state/121850");
    EXPECT_EQ(topic_of(here, record("-3")), "klik/v1/9999/state/-3");
    EXPECT_EQ(beat_topic(here), "klik/v1/9999/beat");
}

TEST(Topic, EscapesWhatCouldBeTakenForAnotherTopic) {
    EXPECT_EQ(topic_of(here, record("a/b %\n")), "klik/v1/9999/state/a%2Fb%20%25%0A");
    EXPECT_EQ(topic_of(here, record("sø")), "klik/v1/9999/state/s%C3%B8");
    EXPECT_EQ(topic_of(here, record("Az09._:-")), "klik/v1/9999/state/Az09._:-");
}

TEST(Envelope, IsACloudEventWithItsKeysInAFixedOrder) {
    EXPECT_EQ(test::json_of(encode_envelope(here, "e1", record("7"))).dump(),
              R"({"specversion":"1.0","id":"e1.00000000000000000007","source":"/klik/9999",)"
              R"("type":"dk.klik.task.removed.v1","subject":"7","time":"2024-02-19T07:00:00Z",)"
              R"("datacontenttype":"application/msgpack","sequence":"00000000000000000007",)"
              R"("previous":"00000000000000000004","epoch":"e1",)"
              R"("causationid":"e1.00000000000000000005","data":{"number":7}})");
}

TEST(Envelope, HasTheseBytes) {
    EXPECT_EQ(
        encode_envelope(here, "e1", record("7")),
        test::hex("8c"
                  "ab 7370656376657273696f6e a3 312e30"
                  "a2 6964 b7 65312e3030303030303030303030303030303030303037"
                  "a6 736f75726365 aa 2f6b6c696b2f39393939"
                  "a4 74797065 b7 646b2e6b6c696b2e7461736b2e72656d6f7665642e7631"
                  "a7 7375626a656374 a1 37"
                  "a4 74696d65 b4 323032342d30322d31395430373a30303a30305a"
                  "af 64617461636f6e74656e7474797065 b3 6170706c69636174696f6e2f6d73677061636b"
                  "a8 73657175656e6365 b4 3030303030303030303030303030303030303037"
                  "a8 70726576696f7573 b4 3030303030303030303030303030303030303034"
                  "a5 65706f6368 a2 6531"
                  "ab 636175736174696f6e6964 b7 65312e3030303030303030303030303030303030303035"
                  "a4 64617461 81 a6 6e756d626572 07"));
}

TEST(Beat, TellsTheHeadOfEveryPublishedKind) {
    engine::State state;
    state.head = {13};
    state.heads = {domain::Sequence{13}, {7}, {9}, {12}, {2}};
    EXPECT_EQ(encode_beat(state, "e1"),
              test::hex("83"
                        "a5 65706f6368 a2 6531"
                        "a4 68656164 b4 3030303030303030303030303030303030303133"
                        "a5 6865616473 84"
                        "a5 7374617465 b4 3030303030303030303030303030303030303037"
                        "ac 6e6f74696669636174696f6e b4 3030303030303030303030303030303030303039"
                        "a7 72657175657374 b4 3030303030303030303030303030303030303132"
                        "a6 73797374656d b4 3030303030303030303030303030303030303032"));
}

} // namespace
} // namespace klik::codec
