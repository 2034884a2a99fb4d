#include "keys/key_pair.hpp"
#include "klik/task_view.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

namespace klik::client {
namespace {

using Question = FakeControl::Question;
using Reply = FakeControl::Reply;
using namespace std::chrono_literals;

TaskViewOptions view_options_for(const FakeControl& klikd) {
    TaskViewOptions options;
    options.control = klikd.endpoint();
    options.name = "view";
    options.beat = 20s;
    options.timeout = 20s;
    return options;
}

Value state_of(std::int64_t number, Sequence sequence,
               std::string_view type = "dk.klik.task.state.v1") {
    Value made = envelope(sequence);
    made.set("subject", std::to_string(number)).set("type", type);
    return made;
}

/// A klikd whose snapshot stands at 9, and whose stream says `events` behind it.
FakeControl::Handler klikd_with(std::vector<Value> rows, std::vector<Value> events,
                                std::string_view stream_epoch = "e1") {
    return [=](const Question& question, const Reply& reply) {
        if (question.verb == "snapshot") {
            reply.answer("snapshot.begin",
                         Value::map({{"epoch", "e1"}, {"sequence", sequence_text(9)}}));
            for (const Value& row : rows) {
                reply.event("snapshot.row", state_topic, row);
            }
            reply.answer("snapshot.end", Value::map({{"sequence", sequence_text(9)}}));
        } else if (question.verb == "open") {
            reply.answer("opened", Value::map({{"epoch", stream_epoch},
                                               {"first", sequence_text(1)},
                                               {"head", sequence_text(20)},
                                               {"start", sequence_text(9)},
                                               {"credit", 1000}}));
            for (const Value& event : events) {
                reply.event("event", state_topic, event);
            }
        }
    };
}

Sequence next_sequence(TaskView& view) {
    const auto event = view.next(20s);
    EXPECT_TRUE(event) << event.error().text;
    return event && *event ? (*event)->sequence : 0;
}

TEST(TaskView, BeginsWithTheSnapshotAndOpensTheStreamFromItsPlace) {
    const FakeControl klikd{klikd_with({state_of(1, 3), state_of(2, 8)}, {})};
    const auto view = TaskView::open(view_options_for(klikd)).value();
    ASSERT_EQ(view.tasks().size(), 2U);
    EXPECT_EQ(view.tasks().at(2).sequence, 8U);
    EXPECT_EQ(view.epoch(), "e1");
    const Value open = klikd.questions("open").at(0).map;
    EXPECT_EQ(open["from"], Value{sequence_text(9)});
    EXPECT_EQ(open["kinds"], (Value{Value::List{"state"}}));
    EXPECT_EQ(open["name"], Value{"view"});
}

TEST(TaskView, SkipsWhatARowShowsAlreadyAndGivesWhatIsNewer) {
    // Row 1 was read after events 10 and 11 had happened.
    const FakeControl klikd{
        klikd_with({state_of(1, 11), state_of(2, 8)},
                   {state_of(1, 10), state_of(1, 11), state_of(2, 12), state_of(3, 13)})};
    auto view = TaskView::open(view_options_for(klikd)).value();
    EXPECT_EQ(next_sequence(view), 12U);
    EXPECT_EQ(next_sequence(view), 13U);
    EXPECT_EQ(view.tasks().at(1).sequence, 11U);
    EXPECT_EQ(view.tasks().at(2).sequence, 12U);
    EXPECT_EQ(view.tasks().size(), 3U);
}

TEST(TaskView, ForgetsATaskThatWasRemovedAndTakesItUpAgain) {
    const FakeControl klikd{klikd_with(
        {state_of(1, 3)}, {state_of(1, 10, "dk.klik.task.removed.v1"), state_of(1, 11)})};
    auto view = TaskView::open(view_options_for(klikd)).value();
    EXPECT_EQ(next_sequence(view), 10U);
    EXPECT_TRUE(view.tasks().empty());
    EXPECT_EQ(next_sequence(view), 11U);
    EXPECT_EQ(view.tasks().size(), 1U);
}

TEST(TaskView, AcknowledgesAnEventWhenTheCallerComesBackForTheNext) {
    const FakeControl klikd{klikd_with({}, {state_of(1, 10)})};
    auto view = TaskView::open(view_options_for(klikd)).value();
    EXPECT_EQ(next_sequence(view), 10U);
    EXPECT_TRUE(klikd.questions("ack").empty());
    for (int round = 0; round < 2000 && klikd.questions("ack").empty(); ++round) {
        EXPECT_EQ(view.next(5ms).value(), std::nullopt);
    }
    EXPECT_EQ(klikd.questions("ack").at(0).map["sequence"], Value{sequence_text(10)});
}

TEST(TaskView, ReadsSnapshotAndStreamWithItsKeys) {
    const auto server = keys::make_key_pair();
    const auto own = keys::make_key_pair();
    const FakeControl klikd{klikd_with({state_of(1, 3)}, {state_of(1, 10)}), server.secret_key};
    auto options = view_options_for(klikd);
    options.keys = CurveKeys{server.public_key, own.public_key, own.secret_key};
    auto view = TaskView::open(options).value();
    EXPECT_EQ(next_sequence(view), 10U);
}

TEST(TaskView, DoesNotJoinASnapshotWithTheStreamOfAnotherJournal) {
    const FakeControl klikd{klikd_with({}, {}, "e2")};
    const auto view = TaskView::open(view_options_for(klikd));
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().code, "wrong_epoch");
}

TEST(TaskView, SaysThatAStateEventIsAboutNoTask) {
    Value odd = envelope(10);
    odd.set("subject", "7a");
    const FakeControl klikd{klikd_with({}, {odd})};
    auto view = TaskView::open(view_options_for(klikd)).value();
    const auto event = view.next(20s);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, "unreadable");
}

} // namespace
} // namespace klik::client
