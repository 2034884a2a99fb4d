#include "bus/durable_stream.hpp"

#include "codec/rights.hpp"

#include <fmt/core.h>

namespace klik::bus {

namespace {

using domain::Problem;
using domain::Sequence;

constexpr KindMask all_published = 0b11110;

/// A list that is not given stands for all that is published.
KindMask mask_of(const std::vector<engine::EventKind>& kinds) {
    KindMask mask = kinds.empty() ? all_published : KindMask{0};
    for (const auto kind : kinds) {
        mask |= KindMask{1} << static_cast<unsigned>(kind);
    }
    return mask;
}

domain::Result<Sequence> place_of(const codec::OpenStream& wish,
                                  const std::optional<StreamCursor>& cursor, EventLog& log) {
    if (const auto* sequence = std::get_if<Sequence>(&wish.from)) {
        return *sequence;
    }
    switch (std::get<codec::StreamStart>(wish.from)) {
    case codec::StreamStart::begin:
        return Sequence{log.first().value - 1};
    case codec::StreamStart::end:
        return log.head();
    case codec::StreamStart::acked:
        break;
    }
    if (!cursor) {
        return std::unexpected(
            Problem{"not_found", "from",
                    fmt::format("{} has no cursor yet; open it from begin, end or a sequence first",
                                wish.name)});
    }
    return cursor->sequence;
}

/// Whose the name is from now on.
domain::Result<std::string> owner_of(const codec::OpenStream& wish, std::string_view caller,
                                     const std::optional<StreamCursor>& cursor, EventLog& log) {
    const bool without_keys = caller == codec::local_caller_name;
    if (cursor && (without_keys || cursor->owner == caller)) {
        return cursor->owner;
    }
    if (cursor && cursor->owner != codec::local_caller_name) {
        return std::unexpected(Problem{
            "forbidden", "name",
            fmt::format("{} belongs to another key; choose a name of your own", wish.name)});
    }
    const auto names = log.count_names(caller);
    if (!names) {
        return std::unexpected(names.error());
    }
    if (*names >= most_names_of_a_key) {
        return std::unexpected(Problem{
            "forbidden", "name",
            fmt::format("{} has {} durable names, and no key may have more; use one of them",
                        caller, *names)});
    }
    return std::string{caller};
}

} // namespace

domain::Result<DurableStream> DurableStream::open(const codec::OpenStream& wish,
                                                  std::string_view caller, EventLog& log) {
    const auto cursor = log.cursor(wish.name);
    if (!cursor) {
        return std::unexpected(cursor.error());
    }
    const auto owner = owner_of(wish, caller, *cursor, log);
    if (!owner) {
        return std::unexpected(owner.error());
    }
    const auto place = place_of(wish, *cursor, log);
    if (!place) {
        return std::unexpected(place.error());
    }
    if (*place > log.head()) {
        return std::unexpected(Problem{
            "conflict", "from",
            fmt::format("the journal ends at {}; take a snapshot and open from its sequence",
                        domain::to_string(log.head()))});
    }
    if (place->value + 1 < log.first().value) {
        return std::unexpected(
            Problem{"gone", "from", "the journal no longer keeps these events; take a snapshot"});
    }
    if (const StreamCursor moved{*place, *owner}; moved != *cursor) {
        if (auto stored = log.store_cursor(wish.name, moved); !stored) {
            return std::unexpected(std::move(stored.error()));
        }
    }
    return DurableStream{wish.name, *owner, mask_of(wish.kinds), *place};
}

domain::Result<std::vector<codec::Record>> DurableStream::next(EventLog& log,
                                                               std::size_t limit) const {
    return log.read(position_, kinds_, limit);
}

domain::Result<void> DurableStream::acknowledge(const codec::AckStream& ack, EventLog& log) {
    if (ack.epoch != log.epoch()) {
        return std::unexpected(
            Problem{"wrong_epoch", "epoch",
                    "the journal is another one than that of the events; take a snapshot"});
    }
    if (ack.sequence > position_) {
        return std::unexpected(Problem{
            "conflict", "sequence",
            fmt::format("nothing behind {} was sent to {}", domain::to_string(position_), name_)});
    }
    if (ack.sequence <= acknowledged_) {
        return {};
    }
    // A cursor that cannot be stored only makes events come again, so the stream goes on.
    if (log.store_cursor(name_, {ack.sequence, owner_})) {
        acknowledged_ = ack.sequence;
    }
    return {};
}

} // namespace klik::bus
