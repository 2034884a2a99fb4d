// Frames of the control protocol from several clients, on a journal that grows meanwhile.

#include "bus/control_sessions.hpp"
#include "codec/control_message.hpp"
#include "fuzz/fuzz.hpp"
#include "unit/bus/fake_event_log.hpp"

namespace klik::fuzz {

namespace {

using bus::ClientAddress;
using bus::Delivery;

constexpr std::size_t client_count = 4;

/// Holds what each client gets against what it was promised.
class WatchingClients final : public bus::ClientSink {
  public:
    struct Client {
        Delivery delivery = Delivery::sent;
        std::uint64_t credit = 0; ///< at least what it may still be sent
        std::optional<domain::Sequence> last{};
        bool in_snapshot = false;
    };

    Client& client(std::size_t index) { return clients_.at(index); }
    void forget_snapshots() {
        for (auto& each : clients_) {
            each.in_snapshot = false;
        }
    }
    static ClientAddress address(std::size_t index) {
        // The last one has chosen its id itself.
        const std::string id{static_cast<char>(index == client_count - 1 ? 'x' : 0),
                             static_cast<char>('a' + index)};
        return {id, false, {}, {}};
    }

    [[nodiscard]] Delivery send(const ClientAddress& to, const bus::Outgoing& message) override {
        Client& client = clients_.at(static_cast<std::size_t>(to.routing_id.at(1) - 'a'));
        if (client.delivery != Delivery::sent) {
            return client.delivery;
        }
        if (message.verb == "opened") {
            client.last.reset();
        } else if (message.verb == "event" || message.verb == "snapshot.row") {
            require(client.credit > 0, "nothing is sent beyond the credit", message.verb);
            --client.credit;
            check_order(client, message);
        } else if (message.verb == "snapshot.begin") {
            client.in_snapshot = true;
        } else if (message.verb == "snapshot.end" || message.verb == "error") {
            client.in_snapshot = false;
        }
        return Delivery::sent;
    }

  private:
    static void check_order(Client& client, const bus::Outgoing& message) {
        if (message.verb != "event") {
            return;
        }
        require(!client.in_snapshot, "the rows of a snapshot go before events");
        const auto subject = message.topic.substr(message.topic.rfind('/') + 1);
        const domain::Sequence sequence{std::stoull(subject)};
        require(!client.last || *client.last < sequence, "events go forward", subject);
        client.last = sequence;
    }
    std::array<Client, client_count> clients_;
};

struct Stage {
    bus::test::FakeEventLog log;
    WatchingClients clients;
    bus::ControlSessions sessions{log, clients};
    bus::Instant now{std::chrono::hours{1}};
    domain::Sequence told;

    void say(std::size_t index, std::string_view verb, std::string_view payload) {
        const auto from = WatchingClients::address(index);
        sessions.heard(from, now);
        const auto message = codec::decode_client_message(verb, payload);
        if (!message) {
            return;
        }
        auto& credit = clients.client(index).credit;
        if (const auto* open = std::get_if<codec::OpenStream>(&message->body)) {
            credit += std::min(open->credit, bus::most_credit);
            sessions.open(from, "local", *open, message->ref, now);
        } else if (const auto* ack = std::get_if<codec::AckStream>(&message->body)) {
            credit += std::min(ack->credit, bus::most_credit);
            sessions.acknowledge(from, *ack, message->ref);
        } else if (const auto* ask = std::get_if<codec::AskSnapshot>(&message->body)) {
            credit += std::min(ask->credit, bus::most_credit);
            sessions.snapshot(from, *ask, message->ref, now);
        }
    }

    /// What was published since the last time, as the end of a batch does.
    void tell() {
        std::vector<bus::PublishedEvent> events;
        while (told < log.head()) {
            ++told.value;
            auto event = log.published(told);
            if (event.kind != engine::EventKind::internal) {
                events.push_back(std::move(event));
            }
        }
        sessions.published(std::move(events), told);
    }

    void pump() {
        // Each round but the last sends something, and there are so many events.
        constexpr int most_rounds = 1000;
        int rounds = 0;
        while (sessions.pump()) {
            require(++rounds < most_rounds, "pumping comes to an end");
        }
    }

    void step(Pieces& pieces) {
        const auto what = pieces.byte();
        const std::size_t index = what % client_count;
        switch (what / client_count % 8) {
        case 0:
            log.add_many(pieces.below(8) + 1);
            return;
        case 1:
            pump();
            return;
        case 2:
            now += std::chrono::seconds{pieces.below(16)};
            sessions.beat(now);
            clients.forget_snapshots(); // who was silent has none any more
            return;
        case 3:
            clients.forget_snapshots();
            clients.client(index).delivery = static_cast<Delivery>(pieces.below(3));
            return;
        case 4:
            log.add(static_cast<engine::EventKind>(pieces.below(engine::event_kind_count)));
            if (index % 2 != 0) {
                tell();
            }
            return;
        default: {
            static constexpr std::array<std::string_view, 4> verbs{"open", "ack", "snapshot",
                                                                   "ping"};
            const auto verb = verbs.at(pieces.below(verbs.size()));
            say(index, verb, pieces.counted());
        }
        }
    }
};

} // namespace

void read_input(std::string_view input) {
    Stage stage;
    stage.log.add_many(3);
    Pieces pieces{input};
    for (int steps = 0; !pieces.done() && steps < 200; ++steps) {
        stage.step(pieces);
        for (const auto& complaint : stage.sessions.take_complaints()) {
            require_sentence(complaint.why);
        }
        for (const auto& [name, cursor] : stage.log.cursors()) {
            require(cursor.sequence <= stage.log.head(),
                    "nothing is acknowledged that is not there", name);
        }
    }
    stage.pump();
    stage.sessions.end_all_but([](const ClientAddress&) { return false; });
    require(stage.sessions.open_streams() == 0, "no stream is left");
}

} // namespace klik::fuzz
