#pragma once

#include "domain/civil_time.hpp"
#include "domain/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace klik::codec {

/// A message of a platform that could not be taken, kept whole for a retry after a fix,
/// docs/protocol.md 4. It may name people.
struct QuarantinedMessage {
    std::uint64_t number = 0; ///< in its municipality, from 1; never given twice
    std::string topic;        ///< the first frame, as it came
    std::string payload;     ///< the second frame as it came, or `pack_frames` of all but the first
    std::uint64_t bytes = 0; ///< of the payload; a list's messages come without it
    std::uint64_t frames = 2; ///< that were kept
    domain::Problem problem;  ///< why it was refused
    std::string platform;     ///< name of the platform that it came from
    domain::UtcTime received; ///< for the first time
    domain::UtcTime last_seen;
    std::uint64_t times = 1; ///< that these bytes came

    [[nodiscard]] bool framed() const { return frames == 2; } ///< a topic and an envelope
    friend bool operator==(const QuarantinedMessage&, const QuarantinedMessage&) = default;
};

/// Of a payload, what `query quarantine` shows.
inline constexpr std::size_t most_quarantined_bytes_shown = std::size_t{256} * 1024;

/// The frames behind the topic of a message that is not two frames: a msgpack list of byte strings.
[[nodiscard]] std::string pack_frames(const std::vector<std::string>& frames);

/// `query quarantine`: `number`, `topic` (printable), `frames`, `bytes`, `code`, `path`, `reason`,
/// `platform`, `received`, `last_seen`, `times`.
[[nodiscard]] std::string quarantine_row(const QuarantinedMessage& message);
/// The same and `payload`, as many bytes of it as may be shown.
[[nodiscard]] std::string quarantine_detail_row(const QuarantinedMessage& message);

} // namespace klik::codec
