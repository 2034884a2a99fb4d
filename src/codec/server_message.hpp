#pragma once

#include "domain/civil_time.hpp"
#include "domain/problem.hpp"
#include "engine/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// `ref` as it came, a msgpack scalar in bytes; empty when the map had none. Answers carry it back.
using Ref = std::string;

/// A message to a client: the verb and its map; `event` and `snapshot.row` are made by the sender
/// from topic and envelope.
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
/// `number` is the task's, of an edge that of the task that waits; `sequence` that of the record.
[[nodiscard]] ServerMessage local_ok(const Ref& ref, domain::TaskNumber number,
                                     domain::Sequence sequence);
/// `rows` are msgpack maps; an empty `next` says that there are no more.
[[nodiscard]] ServerMessage result(const Ref& ref, std::string_view what, domain::Sequence at,
                                   const std::vector<std::string>& rows, std::string_view next);
[[nodiscard]] ServerMessage snapshot_begin(const Ref& ref, std::string_view epoch,
                                           domain::Sequence sequence);
[[nodiscard]] ServerMessage snapshot_end(const Ref& ref, domain::Sequence sequence);
[[nodiscard]] ServerMessage clock_ok(const Ref& ref, domain::UtcTime now);
/// `admin.ok` of a retry and of a drop; `number` is the message's in the quarantine, `sequence`
/// that of the fact's record or of the event that says that it was dropped.
[[nodiscard]] ServerMessage quarantine_taken(const Ref& ref, std::uint64_t number,
                                             domain::Sequence sequence, bool duplicate);
[[nodiscard]] ServerMessage quarantine_dropped(const Ref& ref, std::uint64_t number,
                                               domain::Sequence sequence);
/// `admin.ok` of a rule set that is in force from the record on.
[[nodiscard]] ServerMessage rules_loaded(const Ref& ref, domain::Sequence sequence);
/// `admin.ok` of a replacement: for how many tasks the platform is asked, and those for which it
/// could not be.
[[nodiscard]] ServerMessage person_replaced(const Ref& ref, const domain::PersonId& by,
                                            domain::Sequence sequence, std::size_t requested,
                                            const std::vector<domain::TaskNumber>& refused);
/// What an erasure has done, and what it could not.
struct Erasure {
    domain::Sequence sequence;
    std::vector<domain::PersonId> persons;   ///< ids that were of this person
    std::uint64_t dropped = 0;               ///< messages of the quarantine
    std::vector<domain::TaskNumber> tasks{}; ///< whose prose still has the name or the address
    bool in_roles_file = false;              ///< the municipality's file of roles names the person
};
[[nodiscard]] ServerMessage person_erased(const Ref& ref, const Erasure& erasure);
/// `sequence` of the event, `item` for reports of what became of it.
[[nodiscard]] ServerMessage test_message_told(const Ref& ref, domain::Sequence sequence,
                                              std::string_view item);
[[nodiscard]] ServerMessage report_ok(const Ref& ref, domain::Sequence sequence);
/// `now` where the clock is a virtual one.
[[nodiscard]] ServerMessage pong(const Ref& ref, std::string_view epoch, domain::Sequence head,
                                 std::optional<domain::UtcTime> now = {});
/// `about` is the verb that the error answers, as it came.
[[nodiscard]] ServerMessage error(const Ref& ref, const domain::Problem& problem,
                                  std::string_view about);

} // namespace klik::codec
