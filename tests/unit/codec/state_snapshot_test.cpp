#include "codec/state_snapshot.hpp"
#include "engine/decide.hpp"
#include "engine/prerequisite_links.hpp"
#include "unit/codec/random_events.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace klik::codec {
namespace {

using domain::TaskField;
using test::RandomEvents;
using testing::EndsWith;

domain::Task random_task(RandomEvents& random, domain::TaskNumber number) {
    domain::Task task;
    task.number = number;
    task.revision = random.below(9);
    task.unknown = domain::FlatMap<std::string, std::string>{random.unknown()};
    for (const auto& description : domain::field_descriptions()) {
        if (random.coin()) {
            task.fields.set(description.field, {random.value(description.shape), random.time()});
        }
    }
    return task;
}

/// A state with something in each of its parts.
engine::State random_state(std::uint32_t seed) {
    RandomEvents random{seed};
    engine::State state;
    state.municipality = {"0101"};
    state.engine_version = random.text();
    state.rules = default_rules();
    state.rules_toml = default_rules_toml();
    state.now = random.moment();
    state.run_passed = random.perhaps_date();
    state.gallery = random.gallery();
    state.head = {41};
    state.heads = {domain::Sequence{41}, {7}, {9}, {12}, {2}};
    state.outboxes = random.outboxes();
    state.missed = {random.number()};
    for (int i = 0; i < 5; ++i) {
        const domain::TaskNumber number = random.number();
        engine::TaskEntry& entry = state.tasks.try_emplace(number).first->second;
        entry.task = random_task(random, number);
        entry.deadline = {.spent = {{random.date(), random.steps()}, {random.date(), {}}},
                          .joins = random.coin() ? std::optional{random.text()} : std::nullopt,
                          .conditions = random.steps(),
                          .status_taken = random.perhaps_status_taken(),
                          .waiting_since =
                              random.coin() ? std::optional{random.time()} : std::nullopt,
                          .missed = random.coin() ? std::optional{random.text()} : std::nullopt,
                          .colour_on = random.perhaps_date(),
                          .run_on = random.perhaps_date(),
                          .colour_told = random.colour(),
                          .first_sight = random.coin()};
        entry.told_conditions = {random.told_condition(), random.told_condition()};
        entry.told = random.steps();
        entry.told_ready = random.coin();
        entry.open_since = random.time();
        if (random.coin()) {
            entry.standing = engine::PublishedStanding{random.standing()};
            entry.published = {random.below(100) + 1};
        }
        state.deliveries[random.text()] = {{random.below(100)},
                                           random.person(),
                                           static_cast<engine::DeliveryOutcome>(i % 4),
                                           random.text(),
                                           {7},
                                           random.time()};
        state.removed[random.number()] = {random.time(),
                                          {random.text()},
                                          {random.text()},
                                          {random.number(), random.number()},
                                          random.coin() ? std::optional{entry.task} : std::nullopt};
        state.sources["/s" + std::to_string(i)] = random.source();

        const std::string via = "via" + std::to_string(i);
        engine::RequestEntry request{.request = random.request(),
                                     .via = via,
                                     .sequence = {random.below(100)},
                                     .asked_at = random.moment(),
                                     .answer = random.outcome(),
                                     .reason = random.text(),
                                     .violations = random.violations(),
                                     .outcome = random.outcome()};
        const engine::RequestKey key{via, request.request.id};
        state.requests[key] = request;
        state.accepted[request.request.number].insert(key);
        const auto deadline = random.time();
        state.unanswered_at.emplace(deadline, key);
        state.deadlines.emplace(key, deadline);
    }
    engine::index_tasks(state);
    return state;
}

TEST(StateSnapshot, GivesBackTheWholeState) {
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const engine::State state = random_state(seed);
        const std::string bytes = encode_state(state);
        const auto back = decode_state(bytes);
        ASSERT_TRUE(back) << back.error().sentence();
        ASSERT_TRUE(*back == state) << "seed " << seed;
        EXPECT_EQ(back->now.local, state.now.local);
        EXPECT_EQ(encode_state(*back), bytes);
    }
}

TEST(StateSnapshot, GivesBackAStateBeforeAnythingHappened) {
    engine::State state;
    state.municipality = {"0101"};
    const auto back = decode_state(encode_state(state));
    ASSERT_TRUE(back) << back.error().sentence();
    EXPECT_TRUE(*back == state);
}

TEST(StateSnapshot, TheEngineGoesOnFromItAsFromTheOriginal) {
    engine::State state;
    state.municipality = {"9999"};
    const domain::Moment at{domain::utc_from_rfc3339("2024-02-01T08:00:00Z").value(),
                            domain::LocalTime{std::chrono::days{19754} + std::chrono::hours{9}}};
    const auto decide = [&](engine::State& on, decltype(engine::Input::body) body) {
        return engine::decide(on, {at, "test", std::move(body)});
    };
    decide(state, engine::LoadRules{default_rules(), ""});
    domain::Observation observation;
    observation.number = {121850};
    observation.fields.set(TaskField::title, "Etabler projektorganisation");
    observation.fields.set(TaskField::due_date, domain::date_from_iso("2024-03-04").value());
    observation.fields.set(TaskField::prerequisites, std::vector{domain::TaskNumber{121849}});
    decide(state, engine::ObserveTask{{"/s", "f-1", at.utc}, observation});

    auto restored = decode_state(encode_state(state));
    ASSERT_TRUE(restored) << restored.error().sentence();
    ASSERT_TRUE(*restored == state);

    observation.fields.set(TaskField::due_date, domain::date_from_iso("2024-03-11").value());
    const engine::ObserveTask next{{"/s", "f-2", at.utc + std::chrono::hours{1}}, observation};
    EXPECT_TRUE(decide(state, next) == decide(*restored, next));
    EXPECT_TRUE(*restored == state);
}

TEST(StateSnapshot, TakesNothingButAWholeOne) {
    const std::string bytes = encode_state(random_state(3));
    for (std::size_t length = 0; length < bytes.size(); length += 97) {
        const auto state = decode_state(std::string_view{bytes}.substr(0, length));
        ASSERT_FALSE(state);
        EXPECT_EQ(state.error().code, "damaged");
    }
    EXPECT_FALSE(decode_state(bytes + '\xC0'));
}

TEST(StateSnapshot, TakesNoTaskThatIsNotWhole) {
    test::Json written = test::json_of(encode_state(random_state(3)));
    ASSERT_FALSE(written["tasks"].empty());
    const auto refusal = [&written](const test::Json& task) {
        written["tasks"][0] = task;
        const auto read = decode_state(test::msgpack_of(written));
        return read ? "" : read.error().sentence();
    };
    using Bytes = std::vector<std::uint8_t>;
    EXPECT_THAT(refusal("a text"), EndsWith("tasks[0]: not bytes"));
    EXPECT_THAT(refusal(test::Json::binary(Bytes{})),
                EndsWith("tasks[0]: byte 0: the message ends where a value is due"));
    EXPECT_THAT(refusal(test::Json::binary(Bytes{0xA1})),
                EndsWith("tasks[0]: byte 0: a string that claims more bytes than are left"));
    EXPECT_THAT(refusal(test::Json::binary(Bytes{0xC0})), EndsWith("tasks[0]: not a map"));
}

/// With as many tasks as are read in several parts.
engine::State crowded_state() {
    RandomEvents random{8};
    engine::State state;
    state.municipality = {"0101"};
    for (std::int64_t number = 1; number <= 5000; ++number) {
        state.tasks.try_emplace({number}).first->second.task = random_task(random, {number});
    }
    engine::index_tasks(state);
    return state;
}

TEST(StateSnapshot, IsTheSameInWhicheverOrderItsPartsAreRead) {
    const engine::State state = crowded_state();
    std::size_t parts_in_all = 0;
    const auto last_first = [&](std::size_t parts, const auto& work) {
        parts_in_all += parts;
        for (std::size_t part = parts; part > 0; --part) {
            work(part - 1);
        }
    };
    const auto back = decode_state(encode_state(state), last_first);
    ASSERT_TRUE(back) << back.error().sentence();
    EXPECT_TRUE(*back == state);
    EXPECT_GT(parts_in_all, 1);
}

TEST(StateSnapshot, SaysOfThePartsWhereTheFirstOfThemIsWrong) {
    test::Json written = test::json_of(encode_state(crowded_state()));
    written["tasks"][4000] = "a text";
    written["tasks"][4999] = "another";
    const auto read = decode_state(test::msgpack_of(written));
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().sentence(), EndsWith("tasks[4000]: not bytes"));
}

TEST(StateSnapshot, IsNotReadWhenAnotherVersionWroteIt) {
    const std::string refusal =
        "the stored state is not readable: layout: written by another version of klikd";
    const test::Json ours = test::json_of(encode_state(engine::State{}));
    ASSERT_TRUE(decode_state(test::msgpack_of(ours)));
    for (const auto* key : {"layout", "engine"}) {
        test::Json other = ours;
        other[key] = ours[key].is_string() ? test::Json("0") : test::Json(3);
        const auto read = decode_state(test::msgpack_of(other));
        ASSERT_FALSE(read) << key;
        EXPECT_EQ(read.error().sentence(), refusal) << key;
    }
}

} // namespace
} // namespace klik::codec
