#pragma once

#include "codec/record.hpp"
#include "domain/problem.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::bus {

/// Kinds of events, as bits of `1 << EventKind`.
using KindMask = std::uint32_t;

/// A task as it was last published.
struct PublishedTask {
    domain::TaskNumber number;
    codec::Record record;
};

/// A durable name's place, and the key that it belongs to.
struct StreamCursor {
    domain::Sequence sequence;
    std::string owner;
    friend bool operator==(const StreamCursor&, const StreamCursor&) = default;
};

/// What streams and snapshots read of a municipality's journal.
class EventLog {
  public:
    virtual ~EventLog() = default;
    EventLog() = default;
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    [[nodiscard]] virtual const domain::MunicipalityCode& municipality() const = 0;
    [[nodiscard]] virtual const std::string& epoch() const = 0;
    /// The oldest record that is kept.
    [[nodiscard]] virtual domain::Sequence first() = 0;
    [[nodiscard]] virtual domain::Sequence head() = 0;
    /// Whether all of it is; nothing is told of it before.
    [[nodiscard]] virtual bool is_durable() = 0;

    /// Records after `after`, ascending, at most `limit`; fewer mean that there are no more.
    [[nodiscard]] virtual domain::Result<std::vector<codec::Record>>
    read(domain::Sequence after, KindMask kinds, std::size_t limit) = 0;

    /// The place and the owner of a durable name.
    [[nodiscard]] virtual domain::Result<std::optional<StreamCursor>>
    cursor(std::string_view name) = 0;
    [[nodiscard]] virtual domain::Result<void> store_cursor(std::string_view name,
                                                            const StreamCursor& cursor) = 0;
    /// How many durable names a key has.
    [[nodiscard]] virtual domain::Result<std::size_t> count_names(std::string_view owner) = 0;

    /// The task with the lowest number above `after`, or with the lowest of all.
    [[nodiscard]] virtual domain::Result<std::optional<PublishedTask>>
    next_task(std::optional<domain::TaskNumber> after) = 0;
};

} // namespace klik::bus
