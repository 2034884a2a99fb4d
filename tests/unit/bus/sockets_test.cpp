#include "bus/control_server.hpp"
#include "bus/live_publisher.hpp"
#include "bus/platform_link.hpp"
#include "bus/poll_set.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::bus {
namespace {

const Endpoint free_port{"tcp://127.0.0.1:0"};

/// A client's socket that gives up after a time that a working machine never needs.
class Dealer {
  public:
    Dealer(Context& context, zmq::socket_type type, const Endpoint& server)
        : socket_{context, type} {
        constexpr int patience_ms = 60'000;
        socket_.set(zmq::sockopt::linger, 0);
        socket_.set(zmq::sockopt::rcvtimeo, patience_ms);
        if (type == zmq::socket_type::sub) {
            socket_.set(zmq::sockopt::subscribe, "");
        }
        socket_.connect(server.address);
    }
    void send(const std::vector<std::string>& frames) {
        for (std::size_t i = 0; i < frames.size(); ++i) {
            socket_.send(zmq::buffer(frames[i]),
                         i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
        }
    }
    std::vector<std::string> receive_within(std::chrono::milliseconds span) {
        PollSet poll_set;
        poll_set.watch_socket(socket_.handle());
        poll_set.wait(span);
        return socket_.get(zmq::sockopt::events) & ZMQ_POLLIN ? receive()
                                                              : std::vector<std::string>{};
    }
    std::vector<std::string> receive() {
        std::vector<std::string> frames;
        zmq::message_t frame;
        while (socket_.recv(frame)) {
            frames.push_back(frame.to_string());
            if (!frame.more()) {
                break;
            }
        }
        return frames;
    }

    void disconnect(const Endpoint& server) { socket_.disconnect(server.address); }
    void connect(const Endpoint& server) { socket_.connect(server.address); }
    void choose_id(const std::string& id) { socket_.set(zmq::sockopt::routing_id, id); }

  private:
    zmq::socket_t socket_;
};

std::optional<Incoming> arrived_within(ControlServer& server, int tenths_of_a_second) {
    PollSet poll_set;
    poll_set.watch_socket(server.poll_handle());
    for (int i = 0; i < tenths_of_a_second; ++i) {
        if (auto incoming = server.receive()) {
            return incoming;
        }
        poll_set.wait(std::chrono::milliseconds{100});
    }
    return server.receive();
}

/// Waits for what a client has sent.
Incoming arrived(ControlServer& server) {
    if (auto incoming = arrived_within(server, 600)) {
        return *incoming;
    }
    ADD_FAILURE() << "nothing arrived";
    return {};
}

class ControlServerTest : public testing::Test {
  protected:
    Context context;
    ControlServer server = ControlServer::bind(context, free_port).value();
};

TEST_F(ControlServerTest, TellsThePortThatTheSystemPicked) {
    EXPECT_THAT(server.endpoint().address, testing::StartsWith("tcp://127.0.0.1:"));
    EXPECT_THAT(server.endpoint().address, testing::Not(testing::EndsWith(":0")));
}

TEST_F(ControlServerTest, AnswersADealerInTwoFrames) {
    Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
    dealer.send({"ping", "\x80"});
    const auto incoming = arrived(server);
    EXPECT_TRUE(incoming.framed);
    EXPECT_EQ(incoming.verb, "ping");
    EXPECT_EQ(incoming.payload, "\x80");
    EXPECT_EQ(server.send(incoming.from, {"pong", "", "\x81"}), Delivery::sent);
    EXPECT_THAT(dealer.receive(), testing::ElementsAre("pong", "\x81"));
}

TEST_F(ControlServerTest, EchoesTheEmptyFrameOfAReq) {
    Dealer req{context, zmq::socket_type::req, server.endpoint()};
    req.send({"ping", "\x80"});
    const auto incoming = arrived(server);
    EXPECT_TRUE(incoming.from.delimited);
    EXPECT_EQ(incoming.verb, "ping");
    EXPECT_EQ(server.send(incoming.from, {"pong", "", "\x81"}), Delivery::sent);
    EXPECT_THAT(req.receive(), testing::ElementsAre("pong", "\x81"));
}

TEST_F(ControlServerTest, SendsAnEventInThreeFrames) {
    Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
    dealer.send({"open", "\x80"});
    EXPECT_EQ(server.send(arrived(server).from, {"event", "klik/v1/9999/state/1", "\x80"}),
              Delivery::sent);
    EXPECT_THAT(dealer.receive(), testing::ElementsAre("event", "klik/v1/9999/state/1", "\x80"));
}

TEST_F(ControlServerTest, MarksMessagesWithOtherThanTwoFrames) {
    Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
    for (const auto& frames : {std::vector<std::string>{"ping"},
                               {"ping", "\x80", "\x80"},
                               {""},
                               std::vector<std::string>(50, "x")}) {
        dealer.send(frames);
        EXPECT_FALSE(arrived(server).framed) << frames.size();
    }
}

TEST_F(ControlServerTest, AReqThatSendsTooFewFramesGetsItsErrorAsWell) {
    for (const std::string only : {"ping", ""}) {
        Dealer req{context, zmq::socket_type::req, server.endpoint()};
        req.send({only});
        const auto incoming = arrived(server);
        EXPECT_FALSE(incoming.framed);
        EXPECT_EQ(incoming.verb, only);
        EXPECT_TRUE(incoming.from.delimited);
        EXPECT_EQ(server.send(incoming.from, {"error", "", "\x81"}), Delivery::sent);
        EXPECT_THAT(req.receive(), testing::ElementsAre("error", "\x81"));
    }
    Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
    dealer.send({"", "\x80"});
    const auto incoming = arrived(server);
    EXPECT_FALSE(incoming.framed) << "a leading empty frame is never the verb";
    EXPECT_TRUE(incoming.from.delimited);
}

/// Sends to a client that is leaving until the server has noticed that its connection is gone.
bool noticed_gone(ControlServer& server, const ClientAddress& address, Dealer& client) {
    for (int patience = 0; patience < 6000; ++patience) {
        if (server.send(address, {"event", "topic", "\x80"}) == Delivery::gone) {
            return true;
        }
        static_cast<void>(client.receive_within(std::chrono::milliseconds{10}));
    }
    return false;
}

/// Connects and sends until it is heard. Between the end of a connection and the moment at which
/// its id is free again, ZeroMQ drops whoever claims that id.
Incoming arrived_from_the_next_connection(ControlServer& server, Dealer& client) {
    for (int patience = 0; patience < 100; ++patience) {
        client.connect(server.endpoint());
        client.send({"ping", "\x80"});
        if (auto incoming = arrived_within(server, 10); incoming && incoming->framed) {
            return *incoming;
        }
        client.disconnect(server.endpoint());
    }
    ADD_FAILURE() << "no connection was heard";
    return {};
}

TEST_F(ControlServerTest, AnIdOfOurOwnEndsWithItsConnectionAndOneOfTheClientsChoiceDoesNot) {
    for (const bool chosen : {false, true}) {
        Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
        if (chosen) {
            dealer.disconnect(server.endpoint());
            dealer.choose_id("me");
            dealer.connect(server.endpoint());
        }
        dealer.send({"ping", "\x80"});
        const auto before = arrived(server).from;
        EXPECT_EQ(before.chosen_by_client(), chosen);
        dealer.disconnect(server.endpoint());
        ASSERT_TRUE(noticed_gone(server, before, dealer));
        EXPECT_EQ(arrived_from_the_next_connection(server, dealer).from == before, chosen);
        EXPECT_EQ(server.send(before, {"event", "topic", "\x80"}),
                  chosen ? Delivery::sent : Delivery::gone)
            << "whoever chose the id would keep a session and lose what had been under way";
    }
}

TEST_F(ControlServerTest, TheIdsThatItGivesCannotBeForetold) {
    const auto first_id = [&] {
        std::srand(1); // as in a process that has just begun
        auto other = ControlServer::bind(context, free_port, {}).value();
        Dealer first{context, zmq::socket_type::dealer, other.endpoint()};
        first.send({"ping", ""});
        return arrived(other).from.routing_id;
    };
    EXPECT_NE(first_id(), first_id());
}

TEST_F(ControlServerTest, SaysThatAClientIsGone) {
    EXPECT_EQ(server.send({"nobody"}, {"pong", "", "\x80"}), Delivery::gone);
    EXPECT_EQ(server.undelivered(), 1U);
}

TEST_F(ControlServerTest, TheNextMessageFindsItsClientAfterOneThatNobodyTook) {
    Dealer dealer{context, zmq::socket_type::dealer, server.endpoint()};
    dealer.send({"ping", "\x80"});
    const auto incoming = arrived(server);
    EXPECT_EQ(server.send({"nobody"}, {"event", "topic", "\x80"}), Delivery::gone);
    EXPECT_EQ(server.send(incoming.from, {"pong", "", "\x81"}), Delivery::sent);
    EXPECT_THAT(dealer.receive(), testing::ElementsAre("pong", "\x81"));
}

TEST_F(ControlServerTest, AnEndpointThatIsTakenIsAProblemThatNamesIt) {
    const auto second = ControlServer::bind(context, server.endpoint());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().path, server.endpoint().address);
    EXPECT_THAT(second.error().text, testing::HasSubstr("cannot be bound"));
    EXPECT_FALSE(LivePublisher::bind(context, server.endpoint()));
}

TEST(IpcEndpoint, IsNotTakenFromWhoeverAnswersThereAndIsTakenFromWhoeverIsGone) {
    const klik::test::TemporaryFolder folder;
    const Endpoint endpoint{"ipc://" + folder.path().native() + "/control"};
    Context context;
    Context of_another_process;
    auto first = ControlServer::bind(context, endpoint).value();
    const auto second = ControlServer::bind(of_another_process, endpoint);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().path, endpoint.address);
    EXPECT_THAT(second.error().text, testing::HasSubstr("another process answers"));
    Dealer dealer{of_another_process, zmq::socket_type::dealer, endpoint};
    dealer.send({"ping", "\x80"});
    EXPECT_EQ(arrived(first).verb, "ping");

    const auto left_behind = folder.write("left_behind", "no socket");
    EXPECT_TRUE(ControlServer::bind(context, {"ipc://" + left_behind.native()}));
}

TEST(LivePublisherTest, SubscribersGetTopicAndPayload) {
    Context context;
    auto publisher = LivePublisher::bind(context, free_port).value();
    Dealer subscriber{context, zmq::socket_type::sub, publisher.endpoint()};
    // What is published before the subscription has arrived goes to nobody, hence again and again.
    std::vector<std::string> frames;
    for (int patience = 0; patience < 6000 && frames.empty(); ++patience) {
        publisher.publish("klik/v1/9999/beat", "\x80");
        frames = subscriber.receive_within(std::chrono::milliseconds{10});
    }
    EXPECT_THAT(frames, testing::ElementsAre("klik/v1/9999/beat", "\x80"));
}

class PlatformLinkTest : public testing::Test {
  protected:
    void publish(const std::vector<std::string>& frames) {
        for (std::size_t i = 0; i < frames.size(); ++i) {
            platform.send(zmq::buffer(frames[i]),
                          i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none);
        }
    }
    PlatformMessage next() {
        PollSet poll_set;
        poll_set.watch_socket(link->poll_handle());
        for (int patience = 0; patience < 600; ++patience) {
            if (auto message = link->receive()) {
                return *message;
            }
            poll_set.wait(std::chrono::milliseconds{100});
        }
        ADD_FAILURE() << "nothing arrived";
        return {};
    }

    void SetUp() override {
        platform.set(zmq::sockopt::linger, 0);
        constexpr int patience_ms = 60'000;
        platform.set(zmq::sockopt::rcvtimeo, patience_ms);
        platform.bind(free_port.address);
        const Endpoint endpoint{platform.get(zmq::sockopt::last_endpoint)};
        const std::vector<domain::MunicipalityCode> ours{{"9999"}, {"0101"}};
        link.emplace(PlatformLink::connect(context, endpoint, ours).value());
        zmq::message_t subscription;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            ASSERT_TRUE(platform.recv(subscription)) << "the link did not subscribe";
        }
    }

    Context context;
    zmq::socket_t platform{context, zmq::socket_type::xpub};
    std::optional<PlatformLink> link;
};

TEST_F(PlatformLinkTest, HearsTheFactsOfOurMunicipalitiesAlone) {
    publish({"platform/v1/8888/task/1", "not ours"});
    publish({"platform/v1/99991/task/1", "not ours either"});
    publish({"platform/v1/0101/task/7", "\x80"});
    const auto message = next();
    EXPECT_EQ(message.topic, "platform/v1/0101/task/7");
    EXPECT_EQ(message.payload, "\x80");
    EXPECT_TRUE(message.framed);
}

TEST_F(PlatformLinkTest, MarksMessagesWithOtherThanTwoFrames) {
    publish({"platform/v1/9999/task/1"});
    EXPECT_FALSE(next().framed);
    publish({"platform/v1/9999/task/1", "\x80", "\x81"});
    const auto three = next();
    EXPECT_FALSE(three.framed);
    EXPECT_THAT(three.frames, testing::ElementsAre("\x80", "\x81"));
}

TEST(PlatformLinkOpening, AnAddressThatZeroMqRefusesIsAProblemThatNamesIt) {
    Context context;
    const auto link = PlatformLink::connect(context, {"nonsense"}, {});
    ASSERT_FALSE(link);
    EXPECT_EQ(link.error().path, "nonsense");
}

} // namespace
} // namespace klik::bus
