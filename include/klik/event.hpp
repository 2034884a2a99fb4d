#pragma once

#include "klik/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace klik {

/// A place in a municipality's journal; the first record has 1, and 0 means "before all".
using Sequence = std::uint64_t;

/// As it stands on the wire: exactly 20 digits.
[[nodiscard]] std::string sequence_text(Sequence sequence);
[[nodiscard]] std::optional<Sequence> sequence_from_text(std::string_view text);

/// An event of klikd, docs/protocol.md 2. Keys of `data` that you do not know are to be ignored.
struct Event {
    std::string topic;   ///< `klik/v1/<municipality>/<kind>/<subject>`
    std::string kind;    ///< `state`, `notification`, `request` or `system`
    std::string subject; ///< task number, person id or a name
    std::string id;      ///< `<epoch>.<sequence>`
    std::string source;  ///< `/klik/<municipality>`
    std::string type;    ///< `dk.klik.task.state.v1`
    std::string time;    ///< RFC 3339, UTC
    std::string epoch;   ///< the journal's identity
    std::string causation_id;
    Sequence sequence = 0;
    Sequence previous = 0; ///< of the same kind; 0 if none
    Value data;

    /// The third part of the topic.
    [[nodiscard]] std::string_view municipality() const;

    friend bool operator==(const Event&, const Event&) = default;
};

/// Something that is true of the platform, to be told to klikd. The same (`source`, `id`) is the
/// same fact: sent again it changes nothing, with other content it is refused.
struct Fact {
    std::string source; ///< a path that names who tells, such as `/platform`
    std::string id;
    std::string type; ///< `dk.klik.task.observed.v1`, or another of docs/protocol.md 2, "Facts"
    std::string time; ///< RFC 3339: when it became true
    /// `municipality` (code), and what belongs to the type: `number` and any fields of a task;
    /// `set`, `scope` and `count` of a set; `role` and `person` of a role.
    Value data;
};

} // namespace klik
