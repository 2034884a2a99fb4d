#pragma once

#include "domain/problem.hpp"
#include "engine/event.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::codec {

/// `ref` as it came, a msgpack scalar in bytes; empty when the map had none. Answers carry it back.
using Ref = std::string;

enum class StreamStart { acked, begin, end };

struct OpenStream {
    std::string name; ///< durable name, 1..128 characters
    std::variant<StreamStart, domain::Sequence> from;
    std::vector<engine::EventKind> kinds; ///< empty in the message: all four published ones
    std::uint64_t credit{};
};
struct AckStream {
    std::string epoch;
    domain::Sequence sequence;
    std::uint64_t credit = 0; ///< added to what is left
};
struct PutFact {
    std::string_view event; ///< the envelope's bytes, for `decode_fact`; they live in the frame
};
struct AskChange {
    engine::RequestChange request; ///< persons in `change` are ids, or resolved names
};
struct AskQuery {
    std::string what;
    std::map<std::string, std::variant<std::string, std::int64_t, bool>> keys; ///< filters
    std::string after;                                                       ///< a page's `next`
};
struct AskSnapshot {
    std::vector<engine::EventKind> kinds; ///< only `state`
    std::uint64_t credit{};
};
struct AdvanceClock {
    domain::UtcTime to;
};
struct Ping {};

using ClientBody =
    std::variant<OpenStream, AckStream, PutFact, AskChange, AskQuery, AskSnapshot, AdvanceClock, Ping>;
struct ClientMessage {
    ClientBody body;
    Ref ref;
};

struct RefusedMessage {
    domain::Problem problem; ///< `malformed`, `unknown_verb` or `too_large`
    Ref ref;                 ///< as far as it could be read
};

/// Both passes over a client's two frames. Control maps are closed: an unknown key is `malformed`.
[[nodiscard]] std::expected<ClientMessage, RefusedMessage>
decode_client_message(std::string_view verb, std::string_view payload,
                      const std::function<domain::PersonId(std::string_view name)>& resolve);

/// A message to a client: the verb and its map; `event` and `snapshot.row` are made by the sender from topic
/// and envelope.
struct ServerMessage {
    std::string verb;
    std::string payload;
};

[[nodiscard]] ServerMessage opened(const Ref& ref, std::string_view epoch, domain::Sequence first,
                                   domain::Sequence head, domain::Sequence start,
                                   std::uint64_t credit);
[[nodiscard]] ServerMessage gone(const Ref& ref, domain::Sequence first);
[[nodiscard]] ServerMessage heartbeat(std::string_view epoch, domain::Sequence head,
                                      domain::Sequence sent);
[[nodiscard]] ServerMessage put_ok(const Ref& ref, std::string_view id, domain::Sequence sequence,
                                   bool duplicate);
[[nodiscard]] ServerMessage request_accepted(const Ref& ref, std::string_view id,
                                             domain::Sequence sequence);
[[nodiscard]] ServerMessage request_refused(const Ref& ref, std::string_view id,
                                            std::string_view reason,
                                            const std::vector<engine::Violation>& violations);
/// `rows` are msgpack maps.
[[nodiscard]] ServerMessage result(const Ref& ref, std::string_view what, domain::Sequence at,
                                   const std::vector<std::string>& rows, std::string_view next);
[[nodiscard]] ServerMessage snapshot_begin(const Ref& ref, std::string_view epoch,
                                           domain::Sequence sequence);
[[nodiscard]] ServerMessage snapshot_end(const Ref& ref, domain::Sequence sequence);
[[nodiscard]] ServerMessage clock_ok(const Ref& ref, domain::UtcTime now);
[[nodiscard]] ServerMessage pong(const Ref& ref, std::string_view epoch, domain::Sequence head);
/// `about` is the verb that the error answers.
[[nodiscard]] ServerMessage error(const Ref& ref, const domain::Problem& problem,
                                  std::string_view about);

} // namespace klik::codec
