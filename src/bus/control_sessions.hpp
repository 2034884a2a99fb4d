#pragma once

#include "bus/client_sink.hpp"
#include "bus/durable_stream.hpp"
#include "bus/instant.hpp"
#include "bus/recent_events.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace klik::bus {

inline constexpr std::uint64_t most_credit = 10'000;
inline constexpr std::chrono::seconds silence_allowed{10};
/// Streams and snapshots that one key may have open in a municipality, each on its own connection.
inline constexpr std::size_t most_sessions_of_a_key = 1000;

/// A client that keeps its stream waiting, or did, and how.
struct Complaint {
    ClientAddress who;
    std::string stream;
    std::string why;
};

/// The streams and snapshots of a municipality's clients, docs/protocol.md 3. A state machine: time
/// comes in as an argument and messages leave through the sink.
///
/// A connection has one amount of credit: `open`, `snapshot` and `ack` add to it up to 10,000, and
/// each `event` and `snapshot.row` costs one. A snapshot's rows go before events. What an earlier
/// stream of the connection left over is forgotten by the `open` of another.
///
/// A session ends with its connection. Under a routing id of the client's choice that would not be
/// seen, what lay in the old connection would count as sent, and it would be lost: such clients get
/// `forbidden`.
class ControlSessions {
  public:
    ControlSessions(EventLog& log, ClientSink& sink)
        : log_{&log}, sink_{&sink}, recent_{log.head()} {}

    /// What a durable batch published, and where the log ends with it. Streams read in the log what
    /// was not told of here.
    void published(std::vector<PublishedEvent> events, domain::Sequence head) {
        recent_.add(std::move(events), head);
    }

    /// The client sent something, whatever it was. A session that another key opened under this
    /// routing id ends without a word.
    void heard(const ClientAddress& from, Instant now);
    /// Nobody was listened to, so that nobody was silent.
    void heard_all(Instant now);
    /// `caller` is the name of the key.
    void open(const ClientAddress& from, std::string_view caller, const codec::OpenStream& wish,
              const codec::Ref& ref, Instant now);
    void acknowledge(const ClientAddress& from, const codec::AckStream& ack, const codec::Ref& ref);
    void snapshot(const ClientAddress& from, const codec::AskSnapshot& wish, const codec::Ref& ref,
                  Instant now);

    /// Sends what credit allows, a bounded share for each client. True when one could take more at
    /// once.
    [[nodiscard]] bool pump();
    /// Once a second: heartbeats, and the end of clients that were silent too long.
    void beat(Instant now);
    /// Ends, with `forbidden`, the sessions of those who may not read any more.
    void end_all_but(const std::function<bool(const ClientAddress&)>& may_read);

    /// Those since the last call; each trouble once, until it is over.
    [[nodiscard]] std::vector<Complaint> take_complaints() {
        return std::exchange(complaints_, {});
    }

    [[nodiscard]] std::size_t open_streams() const { return streams_.size(); }
    /// What each of them reads, by durable name.
    [[nodiscard]] std::map<std::string, KindMask> kinds_of_streams() const;

  private:
    struct Snapshot {
        domain::Sequence at;
        std::optional<domain::TaskNumber> after;
        codec::Ref ref;
    };
    struct Session {
        ClientAddress address;
        std::uint64_t credit = 0;
        std::optional<DurableStream> stream;
        codec::Ref stream_ref;
        std::optional<Snapshot> snapshot;
        Instant last_heard;
        std::uint64_t beats_without_credit = 0; ///< while events waited
        std::uint64_t beats_not_taken = 0;
    };
    enum class Progress { waiting, more, ended };

    Session& session_of(const ClientAddress& from, Instant now);
    /// `forbidden` under a routing id that the client chose, `busy` when the key has too many
    /// sessions to begin another.
    [[nodiscard]] domain::Result<void> check_session_for(const ClientAddress& from) const;
    /// What the session answers, and to which of the client's messages.
    void refuse_session(const Session& session, const domain::Problem& problem);
    void close_stream(Session& session);
    void look_for_trouble(Session& session, Delivery heartbeat);
    void forget_if_idle(const std::string& routing_id);
    void end(const std::string& routing_id);
    void grant(Session& session, std::uint64_t credit);
    void refuse(const ClientAddress& to, const codec::Ref& ref, const domain::Problem& problem,
                std::string_view about);
    [[nodiscard]] Delivery say(const ClientAddress& to, codec::ServerMessage message);
    [[nodiscard]] Delivery tell(Session& session, std::string_view verb,
                                const PublishedEvent& event);
    [[nodiscard]] Delivery tell(Session& session, std::string_view verb,
                                const codec::Record& record);
    /// What follows for a client that did not get what was sent.
    [[nodiscard]] static Progress without(Delivery undelivered);
    [[nodiscard]] Progress pump_snapshot(Session& session);
    [[nodiscard]] Progress pump_stream(Session& session);
    [[nodiscard]] Progress pump_recent(Session& session, std::size_t share);
    [[nodiscard]] Progress pump_log(Session& session, std::size_t share);

    EventLog* log_;
    ClientSink* sink_;
    RecentEvents recent_;
    std::map<std::string, Session> sessions_;    ///< by routing id
    std::map<std::string, std::string> streams_; ///< routing ids by durable name
    std::vector<Complaint> complaints_;
};

} // namespace klik::bus
