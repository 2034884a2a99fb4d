#pragma once

#include "codec/admin_message.hpp"
#include "codec/fact.hpp"
#include "codec/server_message.hpp"
#include "domain/problem.hpp"
#include "engine/event.hpp"
#include "engine/local_change.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace klik::codec {

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
struct ChangeLocal {
    std::string id;             ///< may be empty; sent again it gets its first answer
    engine::LocalChange change; ///< persons are ids, or resolved names
};
struct AskQuery {
    std::string what;
    std::map<std::string, std::variant<std::string, std::int64_t, bool>> keys; ///< filters
    std::string after;                                                         ///< a page's `next`
};
struct AskSnapshot {
    std::vector<engine::EventKind> kinds; ///< only `state`
    std::uint64_t credit{};
};
struct AdvanceClock {
    domain::UtcTime to;
};
/// Somebody who delivers says what became of an item.
struct TellDelivery {
    std::string event; ///< id of the notification's event
    std::string item;  ///< the item's key
    domain::PersonId person;
    engine::DeliveryOutcome outcome{};
    std::string detail{}; ///< as it came; may say anything
};
struct Ping {};

using ClientBody = std::variant<OpenStream, AckStream, PutFact, AskChange, ChangeLocal, AskQuery,
                                AskSnapshot, AdvanceClock, Administer, TellDelivery, Ping>;
/// Persons of a request or of a local task that are given by name alone; the one without a field is
/// the actor.
using WishedNames = std::vector<std::pair<std::optional<domain::TaskField>, std::string>>;

struct ClientMessage {
    ClientBody body;
    Ref ref;
    WishedNames names; ///< their places in the body are empty until `resolve_names`
};

struct RefusedMessage {
    domain::Problem problem; ///< `malformed`, `unknown_verb` or `too_large`
    Ref ref;                 ///< as far as it could be read
};

/// The `ref` of a message that is not going to be decoded; empty where it has none that could be
/// answered with.
[[nodiscard]] Ref ref_of(std::string_view payload);

/// Both passes over a client's two frames. Control maps are closed: an unknown key is `malformed`.
[[nodiscard]] std::expected<ClientMessage, RefusedMessage>
decode_client_message(std::string_view verb, std::string_view payload);
/// Puts the ids of `names` into the body, in place of those that an earlier call put there.
void resolve_names(ClientMessage& message, const PersonResolver& resolve);

} // namespace klik::codec
