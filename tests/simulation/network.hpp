#pragma once

#include "bus/client_sink.hpp"
#include "codec/control_message.hpp"
#include "simulation/random.hpp"

#include <deque>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace klik::simulation {

/// An envelope that a platform has published: nobody answers.
struct Published {
    std::string topic;
    std::string payload;
};
/// An envelope that is told until it is answered.
struct Told {
    std::string id;
    std::string payload;
};

/// What an administrator or the municipality wishes, until it is answered.
struct Wish {
    std::string id;
    std::variant<codec::ChangeLocal, codec::Administer> body;
};

/// What comes to klikd, for one of its municipalities.
struct ToKlikd {
    std::size_t municipality = 0;
    std::string connection; ///< of a stream; empty otherwise
    std::variant<Published, Told, engine::RequestChange, Wish, codec::OpenStream, codec::AckStream>
        body;
};

/// What a platform has published under its count, which its durable stream has as well.
struct FactLog {
    std::string epoch = "e1";
    std::vector<Published> facts; ///< the first has the number 1
    std::uint64_t first = 1;      ///< the oldest that is kept
};

/// An answer to something that was told or asked.
struct Answer {
    std::size_t municipality = 0;
    std::string id;
    std::string verb;
    std::string payload;
};

/// Messages on their way. What stands alone is lost, delayed, doubled and overtaken. A stream has a
/// connection, in which messages keep their order, as TCP and ZeroMQ have it: they are late, and
/// when it breaks, whatever was on its way is lost, or what klikd had got of it still counts.
class Network {
  public:
    explicit Network(Random& random) : random_{&random} {}

    /// From now on nothing is lost or late.
    void heal() { healed_ = true; }
    [[nodiscard]] bool healed() const { return healed_; }
    /// Of a municipality's platform.
    [[nodiscard]] FactLog& facts(std::size_t municipality) { return facts_[municipality]; }
    [[nodiscard]] Random& random() { return *random_; }

    void send(ToKlikd message);
    void send(Answer answer);
    [[nodiscard]] std::vector<ToKlikd> arrived_at_klikd();
    [[nodiscard]] std::vector<Answer> arrived_answers();

    [[nodiscard]] std::string connect();
    void say(const std::string& connection, ToKlikd message);
    [[nodiscard]] bus::Delivery deliver(const std::string& connection,
                                        const bus::Outgoing& message);
    [[nodiscard]] bool is_up(const std::string& connection) const {
        return connections_.contains(connection);
    }
    /// What has come to the client since the last call.
    [[nodiscard]] std::vector<bus::Outgoing> heard(const std::string& connection);
    void break_down(const std::string& connection);
    /// klikd's machine ended.
    void break_all_down();

    struct Figures {
        std::uint64_t lost = 0;
        std::uint64_t doubled = 0;
        std::uint64_t broken = 0;
    };
    [[nodiscard]] const Figures& figures() const { return figures_; }

  private:
    template <class Message>
    struct Delayed {
        int rounds;
        Message message;
    };
    struct Connection {
        std::deque<ToKlikd> to_klikd;
        std::deque<bus::Outgoing> to_client;
    };
    template <class Message>
    void post(std::deque<Delayed<Message>>& to, Message message);
    template <class Message>
    std::vector<Message> due(std::deque<Delayed<Message>>& from);
    /// How many of so many come through now.
    std::size_t some_of(std::size_t count);

    Random* random_;
    bool healed_ = false;
    std::map<std::size_t, FactLog> facts_;
    std::deque<Delayed<ToKlikd>> to_klikd_;
    std::deque<Delayed<Answer>> answers_;
    std::map<std::string, Connection> connections_;
    std::vector<ToKlikd> left_behind_; ///< by connections that broke
    std::uint64_t connected_ = 0;
    Figures figures_;
};

} // namespace klik::simulation
