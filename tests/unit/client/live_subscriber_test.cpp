#include "klik/live_subscriber.hpp"
#include "unit/client/fake_control.hpp"

#include <gtest/gtest.h>

namespace klik::client {
namespace {

using namespace std::chrono_literals;

/// A live endpoint that the test publishes on; it waits for the subscriber before it begins.
class FakeLive {
  public:
    FakeLive() {
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::xpub_verboser, 1);
        socket_.bind("tcp://127.0.0.1:*");
        endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
    }
    [[nodiscard]] const std::string& endpoint() const { return endpoint_; }

    /// Blocks until the subscriber's subscription is here.
    void wait_for_subscription() {
        zmq::message_t subscription;
        do {
            static_cast<void>(socket_.recv(subscription));
        } while (subscription.to_string() != "\x01klik/v1/");
    }
    void event(Sequence sequence, Sequence previous, std::string_view kind = "state",
               const std::string& epoch = "e1") {
        send("klik/v1/9999/" + std::string{kind} + "/7", envelope(sequence, previous, epoch));
    }
    void beat(const std::map<std::string, Sequence>& heads, const std::string& epoch = "e1") {
        Value sequences = Value::map();
        for (const auto& [kind, head] : heads) {
            sequences.set(kind, sequence_text(head));
        }
        send("klik/v1/9999/beat",
             Value::map(
                 {{"epoch", epoch}, {"head", sequence_text(99)}, {"heads", std::move(sequences)}}));
    }
    void send(const std::string& topic, const Value& payload) { raw(topic, to_bytes(payload)); }
    void raw(const std::string& topic, const std::string& payload) {
        socket_.send(zmq::buffer(topic), zmq::send_flags::sndmore);
        socket_.send(zmq::buffer(payload), zmq::send_flags::none);
    }

  private:
    zmq::context_t context_{1};
    zmq::socket_t socket_{context_, zmq::socket_type::xpub};
    std::string endpoint_;
};

struct LiveSubscriberTest : testing::Test {
    FakeLive klikd;

    LiveSubscriber subscribe(std::vector<std::string> kinds = {}) {
        auto subscriber = LiveSubscriber::connect(
                              {.live = klikd.endpoint(), .kinds = std::move(kinds), .beat = 20s})
                              .value();
        klikd.wait_for_subscription();
        return subscriber;
    }
    static LiveItem next(LiveSubscriber& subscriber) { return subscriber.next(20s).value(); }
    static Sequence next_event(LiveSubscriber& subscriber) {
        const LiveItem item = next(subscriber);
        const auto* event = std::get_if<Event>(&item);
        EXPECT_NE(event, nullptr);
        return event ? event->sequence : 0;
    }
};

TEST_F(LiveSubscriberTest, SaysForHowLongNothingHasComeNotEvenABeat) {
    LiveSubscriber subscriber = subscribe();
    while (subscriber.silent_for() < 50ms) {
        EXPECT_EQ(subscriber.next(10ms).value(), LiveItem{Silence{}});
    }
    const auto before = subscriber.silent_for();
    do {
        klikd.beat({{"state", 5}});
        EXPECT_EQ(subscriber.next(10ms).value(), LiveItem{Silence{}});
    } while (subscriber.silent_for() >= before);
}

TEST_F(LiveSubscriberTest, GivesEventsAsTheyCome) {
    LiveSubscriber subscriber = subscribe();
    klikd.event(5, 3);
    klikd.event(9, 5);
    EXPECT_EQ(next_event(subscriber), 5U);
    EXPECT_EQ(next_event(subscriber), 9U);
    EXPECT_EQ(subscriber.next(1ms).value(), LiveItem{Silence{}});
}

TEST_F(LiveSubscriberTest, TellsOfAGapBeforeTheEventThatShowsIt) {
    LiveSubscriber subscriber = subscribe();
    klikd.event(5, 3);
    klikd.event(9, 7);
    EXPECT_EQ(next_event(subscriber), 5U);
    EXPECT_EQ(next(subscriber), (LiveItem{Gap{"state", 5, 7}}));
    EXPECT_EQ(next_event(subscriber), 9U);
}

TEST_F(LiveSubscriberTest, KeepsTheKindsApart) {
    LiveSubscriber subscriber = subscribe();
    klikd.event(5, 0);
    klikd.event(6, 0, "notification");
    klikd.event(7, 5);
    klikd.event(8, 6, "notification");
    for (const Sequence sequence : {5U, 6U, 7U, 8U}) {
        EXPECT_EQ(next_event(subscriber), sequence);
    }
}

TEST_F(LiveSubscriberTest, LearnsOfALossAtTheEndByTheBeat) {
    LiveSubscriber subscriber = subscribe();
    klikd.beat({{"state", 3}, {"request", 2}});
    klikd.event(5, 3);
    klikd.beat({{"state", 5}, {"request", 4}});
    EXPECT_EQ(next_event(subscriber), 5U);
    EXPECT_EQ(next(subscriber), (LiveItem{Gap{"request", 2, 4}}));
    klikd.beat({{"state", 5}, {"request", 4}});
    EXPECT_EQ(subscriber.next(50ms).value(), LiveItem{Silence{}});
}

TEST_F(LiveSubscriberTest, SeesOnlyTheKindsThatWereAskedFor) {
    LiveSubscriber subscriber = subscribe({"notification"});
    klikd.event(5, 3);
    klikd.beat({{"state", 9}, {"notification", 0}});
    klikd.event(6, 0, "notification");
    EXPECT_EQ(next_event(subscriber), 6U);
}

TEST_F(LiveSubscriberTest, TellsOfANewJournal) {
    LiveSubscriber subscriber = subscribe();
    klikd.event(50, 49);
    klikd.event(2, 1, "state", "e2");
    EXPECT_EQ(next_event(subscriber), 50U);
    EXPECT_EQ(next(subscriber), LiveItem{NewEpoch{"e2"}});
    EXPECT_EQ(next_event(subscriber), 2U);
}

TEST_F(LiveSubscriberTest, GoesOnBehindAMessageThatCannotBeRead) {
    LiveSubscriber subscriber = subscribe();
    klikd.raw("klik/v1/9999/state/7", "\xc1");
    klikd.event(5, 3);
    const auto unreadable = subscriber.next(20s);
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().code, "unreadable");
    EXPECT_EQ(next_event(subscriber), 5U);
}

TEST_F(LiveSubscriberTest, ConnectsAnewAfterThreeSilentBeatsAndStillSeesTheGap) {
    auto subscriber =
        LiveSubscriber::connect({.live = klikd.endpoint(), .kinds = {}, .beat = 100ms}).value();
    klikd.wait_for_subscription();
    klikd.event(5, 3);
    EXPECT_EQ(next_event(subscriber), 5U);
    // Nothing more comes on this connection: a second subscription shows the new one.
    EXPECT_EQ(subscriber.next(400ms).value(), LiveItem{Silence{}});
    klikd.wait_for_subscription();
    // Said again until heard, since on a slow machine the new connection may fall silent as well.
    LiveItem item = Silence{};
    for (int again = 0; again < 200 && item == LiveItem{Silence{}}; ++again) {
        klikd.event(8, 7);
        item = subscriber.next(100ms).value();
    }
    EXPECT_EQ(item, (LiveItem{Gap{"state", 5, 7}}));
}

TEST(LiveSubscriber, RefusesWhatIsNoEndpoint) {
    const auto subscriber = LiveSubscriber::connect({.live = "korsbaek", .kinds = {}});
    ASSERT_FALSE(subscriber);
    EXPECT_EQ(subscriber.error().code, "unusable");
}

} // namespace
} // namespace klik::client
