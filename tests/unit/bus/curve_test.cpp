#include "bus/control_server.hpp"
#include "bus/curve_options.hpp"
#include "bus/live_publisher.hpp"
#include "bus/poll_set.hpp"
#include "bus/socket_options.hpp"
#include "bus/zap_handler.hpp"
#include "keys/key_pair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <thread>

namespace klik::bus {
namespace {

using keys::KeyPair;
using keys::make_key_pair;

const Endpoint any_port{"tcp://127.0.0.1:0"};
const domain::MunicipalityCode korsbaek{"9999"};

keys::AuthorisedKey key(const KeyPair& pair, codec::Rights rights,
                        const domain::MunicipalityCode& code = korsbaek) {
    return {"mail", pair.public_key, code, rights, {}};
}

/// A client whose handshake is watched.
class Client {
  public:
    Client(Context& context, zmq::socket_type type, const Endpoint& server,
           const std::string& server_key, const KeyPair& own, const std::string& routing_id = "")
        : socket_{context, type}, monitor_{context, zmq::socket_type::pair} {
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::reconnect_ivl, -1);
        become_curve_client(socket_, {server_key, own});
        if (!routing_id.empty()) {
            socket_.set(zmq::sockopt::routing_id, routing_id);
        }
        if (type == zmq::socket_type::sub) {
            socket_.set(zmq::sockopt::subscribe, "");
        }
        static int number = 0;
        const std::string address = "inproc://monitor-" + std::to_string(++number);
        if (zmq_socket_monitor(socket_.handle(), address.c_str(), ZMQ_EVENT_ALL) != 0) {
            throw zmq::error_t{};
        }
        monitor_.set(zmq::sockopt::linger, 0);
        monitor_.connect(address);
        socket_.connect(server.address);
    }

    /// ZeroMQ tells a monitor that it ends, and waits for ever if nobody can take that any more.
    ~Client() { zmq_socket_monitor(socket_.handle(), nullptr, 0); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// What became of the handshake, while `meanwhile` goes on: `in`, `refused` or `ended`.
    template <class Meanwhile>
    std::string outcome(Meanwhile meanwhile) {
        for (int patience = 0; patience < 6000; ++patience) {
            meanwhile();
            zmq::pollitem_t item{monitor_.handle(), 0, ZMQ_POLLIN, 0};
            zmq::poll(&item, 1, std::chrono::milliseconds{1});
            zmq::message_t event;
            zmq::message_t address;
            if (!monitor_.recv(event, zmq::recv_flags::dontwait)) {
                continue;
            }
            static_cast<void>(monitor_.recv(address));
            switch (*event.data<std::uint16_t>()) {
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
                return "in";
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
                return "refused";
            case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
            case ZMQ_EVENT_DISCONNECTED:
                return "ended";
            default:
                break;
            }
        }
        return "nothing";
    }
    void send(const std::string& verb) {
        socket_.send(zmq::buffer(verb), zmq::send_flags::sndmore);
        socket_.send(zmq::str_buffer("\x80"), zmq::send_flags::none);
    }
    /// The frames of what has come, none when nothing has.
    std::vector<std::string> received() {
        std::vector<std::string> frames;
        zmq::message_t frame;
        while (socket_.recv(frame, zmq::recv_flags::dontwait)) {
            frames.push_back(frame.to_string());
        }
        return frames;
    }

  private:
    zmq::socket_t socket_;
    zmq::socket_t monitor_;
};

TEST(MayConnect, IsDecidedByMunicipalityAndSocket) {
    const KeyPair reader = make_key_pair();
    const KeyPair writer = make_key_pair();
    keys::KeyRing ring;
    ASSERT_TRUE(ring.add(key(reader, {codec::Right::read})));
    ASSERT_TRUE(ring.add(key(writer, {codec::Right::put})));
    EXPECT_TRUE(may_connect(ring, "9999", reader.public_key));
    EXPECT_TRUE(may_connect(ring, "9999/live", reader.public_key));
    EXPECT_TRUE(may_connect(ring, "9999", writer.public_key));
    EXPECT_FALSE(may_connect(ring, "9999/live", writer.public_key));
    for (const auto* zap_domain : {"", "/live", "0101", "0101/live", "9999/", "9999/live/live"}) {
        EXPECT_FALSE(may_connect(ring, zap_domain, reader.public_key)) << zap_domain;
    }
    EXPECT_FALSE(may_connect(ring, "9999", ""));
}

struct CurveTest : testing::Test {
    Context context;
    KeyPair server = make_key_pair();
    KeyPair reader = make_key_pair();
    keys::KeyRing ring;

    void SetUp() override { ASSERT_TRUE(ring.add(key(reader, {codec::Right::read}))); }
    [[nodiscard]] CurveServer guarded(const std::string& zap_domain) const {
        return {server.secret_key, zap_domain};
    }
};

// The fourth of the attacks that a bus of several municipalities has to stand.
TEST_F(CurveTest, WithoutAHandlerNobodyComesInAndNothingGoesOut) {
    auto control = ControlServer::bind(context, any_port, guarded("9999")).value();
    auto live = LivePublisher::bind(context, any_port, guarded("9999/live")).value();
    // All at once: some connections end only with the time that is allowed for a handshake.
    constexpr int attempts = 200;
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < attempts; ++i) {
        const bool at_live = i % 2 == 0;
        clients.push_back(std::make_unique<Client>(
            context, at_live ? zmq::socket_type::sub : zmq::socket_type::dealer,
            at_live ? live.endpoint() : control.endpoint(), server.public_key,
            i % 4 < 2 ? reader : make_key_pair()));
        if (!at_live) {
            clients.back()->send("ping");
        }
    }
    for (const auto& client : clients) {
        EXPECT_EQ(client->outcome([&] {
            live.publish("klik/v1/9999/state/1", "secret");
            EXPECT_FALSE(control.receive());
        }),
                  "ended");
        EXPECT_TRUE(client->received().empty());
    }
}

TEST_F(CurveTest, TheHandlerLetsInWhoIsAuthorisedAndRefusesTheOthers) {
    ZapHandler handler{context, ring};
    auto control = ControlServer::bind(context, any_port, guarded("9999")).value();
    const auto outcome = [&](const KeyPair& own, const std::string& server_key) {
        Client client{context, zmq::socket_type::dealer, control.endpoint(), server_key, own};
        return client.outcome([&] { static_cast<void>(handler.answer()); });
    };
    EXPECT_EQ(outcome(reader, server.public_key), "in");
    EXPECT_EQ(outcome(make_key_pair(), server.public_key), "refused");
    EXPECT_EQ(handler.refused(), 1U);
    EXPECT_EQ(handler.last_refused()->zap_domain, "9999");
    EXPECT_EQ(outcome(reader, make_key_pair().public_key), "ended");
}

TEST_F(CurveTest, AMessageSaysWhoseKeySentIt) {
    ZapHandler handler{context, ring};
    auto control = ControlServer::bind(context, any_port, guarded("9999")).value();
    Client client{context, zmq::socket_type::dealer, control.endpoint(), server.public_key, reader};
    client.send("ping");
    std::optional<Incoming> incoming;
    for (int patience = 0; patience < 6000 && !incoming; ++patience) {
        static_cast<void>(handler.answer());
        PollSet poll_set;
        poll_set.watch_socket(control.poll_handle());
        poll_set.wait(std::chrono::milliseconds{10});
        incoming = control.receive();
    }
    ASSERT_TRUE(incoming);
    EXPECT_EQ(incoming->from.public_key, reader.public_key);
}

TEST_F(CurveTest, ARoutingIdThatIsInUseIsNotHandedOver) {
    ZapHandler handler{context, ring};
    auto control = ControlServer::bind(context, any_port, guarded("9999")).value();
    const auto let_in = [&] { static_cast<void>(handler.answer()); };
    Client victim{context, zmq::socket_type::dealer, control.endpoint(), server.public_key, reader};
    ASSERT_EQ(victim.outcome(let_in), "in");
    victim.send("open");
    std::optional<Incoming> incoming;
    while (!incoming) {
        incoming = control.receive();
    }
    constexpr int attempts = 200;
    for (int i = 0; i < attempts; ++i) {
        Client thief{context, zmq::socket_type::dealer, control.endpoint(), server.public_key,
                     reader,  incoming->from.routing_id};
        ASSERT_EQ(thief.outcome(let_in), "in");
        EXPECT_EQ(control.send(incoming->from, {"event", "topic", std::to_string(i)}),
                  Delivery::sent);
        EXPECT_FALSE(control.receive());
        EXPECT_TRUE(thief.received().empty());
    }
    std::vector<std::string> got;
    while (got.size() < 3 * attempts) {
        const auto more = victim.received();
        got.insert(got.end(), more.begin(), more.end());
    }
    EXPECT_EQ(got.back(), std::to_string(attempts - 1));
}

/// Why hand-over is off: with it the same attack takes what was meant for the victim.
TEST_F(CurveTest, ARoutingIdThatIsInUseIsStolenWhereHandOverIsOn) {
    ZapHandler handler{context, ring};
    zmq::socket_t control = make_socket(context, SocketRole::control);
    control.set(zmq::sockopt::router_handover, true);
    become_curve_server(control, guarded("9999"));
    const Endpoint endpoint = bind(control, any_port).value();
    const auto let_in = [&] { static_cast<void>(handler.answer()); };
    constexpr int attempts = 200;
    for (int i = 0; i < attempts; ++i) {
        Client victim{context, zmq::socket_type::dealer, endpoint, server.public_key, reader};
        ASSERT_EQ(victim.outcome(let_in), "in");
        victim.send("open");
        zmq::message_t routing_id;
        ASSERT_TRUE(control.recv(routing_id));
        const std::string id = routing_id.to_string();
        Client thief{context, zmq::socket_type::dealer, endpoint, server.public_key, reader, id};
        ASSERT_EQ(thief.outcome(let_in), "in");
        thief.send("ping");
        std::vector<std::string> got;
        while (got.empty()) {
            zmq::message_t frame;
            while (control.recv(frame, zmq::recv_flags::dontwait)) {
            }
            control.send(zmq::buffer(id), zmq::send_flags::sndmore);
            control.send(zmq::str_buffer("secret"), zmq::send_flags::none);
            got = thief.received();
            static_cast<void>(victim.received());
        }
        EXPECT_EQ(got.front(), "secret");
    }
}

TEST_F(CurveTest, TheLiveSocketComesBackAtTheSameAddressAfterAClose) {
    ZapHandler handler{context, ring};
    auto live = LivePublisher::bind(context, any_port, guarded("9999/live")).value();
    const Endpoint before = live.endpoint();
    const auto let_in = [&] { static_cast<void>(handler.answer()); };
    Client first{context, zmq::socket_type::sub, before, server.public_key, reader};
    ASSERT_EQ(first.outcome(let_in), "in");
    Instant now = std::chrono::steady_clock::now();
    live.close_all(now);
    live.publish("klik/v1/9999/state/1", "nobody hears this");
    EXPECT_TRUE(live.closed());
    while (!live.bind_again(now)) {
        ASSERT_LT(live.tries(), 10'000U) << live.why_not_bound();
        std::this_thread::yield();
        now = std::chrono::steady_clock::now();
    }
    EXPECT_FALSE(live.closed());
    EXPECT_EQ(live.endpoint(), before);
    EXPECT_EQ(first.outcome(let_in), "ended");
    Client second{context, zmq::socket_type::sub, before, server.public_key, reader};
    EXPECT_EQ(second.outcome(let_in), "in");
}

TEST_F(CurveTest, TheLiveSocketComesBackAtItsIpcPath) {
    ZapHandler handler{context, ring};
    const auto path =
        std::filesystem::temp_directory_path() / ("klik-live-" + std::to_string(::getpid()));
    auto live =
        LivePublisher::bind(context, {"ipc://" + path.native()}, guarded("9999/live")).value();
    const auto let_in = [&] { static_cast<void>(handler.answer()); };
    for (int i = 0; i < 20; ++i) {
        Instant now = std::chrono::steady_clock::now();
        live.close_all(now);
        while (!live.bind_again(now)) {
            std::this_thread::yield();
            now = std::chrono::steady_clock::now();
        }
        Client client{context, zmq::socket_type::sub, live.endpoint(), server.public_key, reader};
        EXPECT_EQ(client.outcome(let_in), "in");
    }
    std::filesystem::remove(path);
}

TEST_F(CurveTest, AnAddressThatSomebodyTookMeanwhileIsTriedAgainWhenItIsTime) {
    auto live = LivePublisher::bind(context, any_port, std::nullopt).value();
    Instant now{std::chrono::hours{1}};
    live.close_all(now);
    zmq::socket_t squatter{context, zmq::socket_type::pub};
    squatter.set(zmq::sockopt::linger, 0);
    for (bool bound = false; !bound;) {
        try {
            squatter.bind(live.endpoint().address);
            bound = true;
        } catch (const zmq::error_t&) {
            std::this_thread::yield(); // the old socket is not gone yet
        }
    }
    EXPECT_FALSE(live.bind_again(now));
    EXPECT_EQ(live.tries(), 1U);
    EXPECT_FALSE(live.bind_again(now)) << "not yet";
    EXPECT_EQ(live.tries(), 1U);
    now += LivePublisher::between_tries;
    EXPECT_FALSE(live.bind_again(now));
    EXPECT_EQ(live.tries(), 2U);
    EXPECT_THAT(live.why_not_bound(), testing::HasSubstr("cannot be bound"));
}

} // namespace
} // namespace klik::bus
