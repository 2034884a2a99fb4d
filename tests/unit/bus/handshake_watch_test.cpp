#include "bus/curve_options.hpp"
#include "bus/handshake_watch.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace klik::bus {
namespace {

using namespace std::chrono_literals;

struct HandshakeWatchTest : testing::Test {
    Context context;
    keys::KeyPair server_key = keys::make_key_pair();
    zmq::socket_t server{context, zmq::socket_type::pub};
    zmq::socket_t client{context, zmq::socket_type::sub};
    Instant now{1h};

    HandshakeWatchTest() {
        server.set(zmq::sockopt::linger, 0);
        server.set(zmq::sockopt::curve_server, true);
        server.set(zmq::sockopt::curve_secretkey, server_key.secret_key);
        server.bind("tcp://127.0.0.1:0");
        client.set(zmq::sockopt::linger, 0);
    }
    HandshakeWatch connected(const std::string& to_key) {
        become_curve_client(client, {to_key, keys::make_key_pair()});
        HandshakeWatch watch{context, client};
        client.connect(server.get(zmq::sockopt::last_endpoint));
        return watch;
    }
    /// Looks once in `step` of the watch's time.
    template <class Holds>
    bool comes_about(HandshakeWatch& watch, Instant::duration step, Holds holds) {
        const auto patience = std::chrono::steady_clock::now() + 60s;
        while (std::chrono::steady_clock::now() < patience) {
            if (holds(watch.look(now += step))) {
                return true;
            }
            std::this_thread::yield(); // to ZeroMQ's own
        }
        return false;
    }
};

TEST_F(HandshakeWatchTest, SeesThatAPeerIsKnown) {
    HandshakeWatch watch = connected(server_key.public_key);
    EXPECT_FALSE(watch.look(now).failing_since);
    EXPECT_TRUE(comes_about(watch, 0s, [](const Handshakes& seen) { return seen.succeeded; }));
    EXPECT_FALSE(watch.look(now).failing_since);
}

TEST_F(HandshakeWatchTest, KnowsTheFirstFailureOfARow) {
    HandshakeWatch watch = connected(keys::make_key_pair().public_key);
    ASSERT_TRUE(comes_about(watch, 0s, [](const Handshakes& seen) { return seen.failing_since; }));
    const Instant first = now;
    now += 30s;
    EXPECT_EQ(watch.look(now).failing_since, first);
    EXPECT_FALSE(watch.look(now).succeeded);
}

TEST_F(HandshakeWatchTest, ForgetsFailuresOnceNobodyAnswers) {
    HandshakeWatch watch = connected(keys::make_key_pair().public_key);
    ASSERT_TRUE(comes_about(watch, 0s, [](const Handshakes& seen) { return seen.failing_since; }));
    server.close();
    EXPECT_TRUE(
        comes_about(watch, 61s, [](const Handshakes& seen) { return !seen.failing_since; }));
    EXPECT_FALSE(watch.look(now).succeeded);
}

} // namespace
} // namespace klik::bus
