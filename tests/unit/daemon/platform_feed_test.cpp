#include "bus/poll_set.hpp"
#include "daemon/platform_feed.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <thread>

namespace klik::daemon {
namespace {

using namespace std::chrono_literals;
using keys::KeyPair;
using testing::HasSubstr;

/// A platform's PUB socket under CURVE, which lets in every key; it can be ended and bound again.
class Platform {
  public:
    explicit Platform(bus::Context& context) : context_{&context} {}

    void bind(const KeyPair& key, const std::string& address = "tcp://127.0.0.1:0") {
        socket_ = zmq::socket_t{*context_, zmq::socket_type::xpub};
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::curve_server, true);
        socket_.set(zmq::sockopt::curve_secretkey, key.secret_key);
        socket_.bind(address);
        endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
    }
    void bind_again(const KeyPair& key) {
        socket_.unbind(endpoint_);
        socket_.close();
        const std::string address = endpoint_;
        for (bool bound = false; !bound;) {
            try {
                bind(key, address);
                bound = true;
            } catch (const zmq::error_t& failure) { // until ZeroMQ's own thread has closed it
                ASSERT_EQ(failure.num(), EADDRINUSE);
                std::this_thread::yield();
            }
        }
    }
    [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
    /// Somebody has come in and subscribed.
    [[nodiscard]] bool subscribed() {
        zmq::message_t subscription;
        return socket_.recv(subscription, zmq::recv_flags::dontwait).has_value();
    }

  private:
    bus::Context* context_;
    zmq::socket_t socket_;
    std::string endpoint_;
};

struct PlatformFeedTest : testing::Test {
    bus::Context context;
    test::CapturedLog log;
    KeyPair own = keys::make_key_pair();
    KeyPair expected = keys::make_key_pair();
    Platform platform{context};
    bus::Instant now{1h};

    PlatformFeed feed() {
        PlatformSettings settings{"kombit", {platform.endpoint()}, {}, {{"9999"}}};
        settings.server_key = expected.public_key;
        return PlatformFeed::connect(context, settings, &own).value();
    }
    /// The daemon does that once a second; ZeroMQ's own thread needs some real time.
    void beat(PlatformFeed& feed) {
        std::vector<void*> handles;
        feed.add_poll_handles(handles);
        bus::PollSet poll_set;
        for (void* handle : handles) {
            poll_set.watch_socket(handle);
        }
        poll_set.wait(10ms);
        now += 200ms;
        feed.beat([](std::string_view /*topic*/) { return nullptr; }, now);
    }
    template <class Holds>
    bool beats_until(PlatformFeed& feed, Holds holds) {
        for (int patience = 0; patience < 6000; ++patience) {
            if (holds()) {
                return true;
            }
            beat(feed);
        }
        return false;
    }
    [[nodiscard]] std::size_t said(std::string_view id) const {
        const std::string text = log.text();
        return static_cast<std::size_t>(std::ranges::distance(std::views::split(text, id))) - 1;
    }
};

TEST_F(PlatformFeedTest, SaysOnceThatNoConnectionComesAboutAndOnceThatItDoes) {
    platform.bind(keys::make_key_pair());
    PlatformFeed link = feed();
    ASSERT_TRUE(beats_until(link, [&] { return said("[K185]") == 1; }));
    EXPECT_THAT(log.text(), HasSubstr("the platform kombit comes about, though somebody answers "
                                      "at " +
                                      platform.endpoint()));
    for (int beats = 0; beats < 100; ++beats) {
        beat(link);
    }
    EXPECT_EQ(said("[K185]"), 1U);
    platform.bind_again(expected);
    ASSERT_TRUE(beats_until(link, [&] { return said("[K186]") == 1; }));
    EXPECT_EQ(said("[K185]"), 1U);
}

TEST_F(PlatformFeedTest, SaysNothingOfAPlatformThatLetsItIn) {
    platform.bind(expected);
    PlatformFeed link = feed();
    ASSERT_TRUE(beats_until(link, [&] { return platform.subscribed(); }));
    for (int beats = 0; beats < 20; ++beats) {
        beat(link);
    }
    EXPECT_EQ(log.text(), "");
}

} // namespace
} // namespace klik::daemon
