#pragma once

#include "bus/event_log.hpp"
#include "codec/control_message.hpp"

#include <string>

namespace klik::bus {

/// A reader's place in the journal, by its durable name (docs/protocol.md 3, "Streams"). It knows
/// nothing of sockets or time.
class DurableStream {
  public:
    /// Finds the place and, where `from` says it, moves the cursor there. Problems: `not_found` for
    /// `acked` without a cursor, `conflict` for a place that the journal has not reached, `gone`
    /// for one that it no longer keeps.
    [[nodiscard]] static domain::Result<DurableStream> open(const codec::OpenStream& wish,
                                                            EventLog& log);

    [[nodiscard]] const std::string& name() const { return name_; }
    /// What comes next is greater.
    [[nodiscard]] domain::Sequence position() const { return position_; }

    /// The next events, at most `limit`, not yet counted as sent.
    [[nodiscard]] domain::Result<std::vector<codec::Record>> next(EventLog& log,
                                                                  std::size_t limit) const;
    void sent(domain::Sequence sequence) { position_ = sequence; }
    /// Nothing of the stream's kinds lies between the last event sent and `head`.
    void complete_up_to(domain::Sequence head) { position_ = head; }

    /// Moves the cursor; a lower sequence is ignored. `wrong_epoch` or `conflict` end the stream.
    [[nodiscard]] domain::Result<void> acknowledge(const codec::AckStream& ack, EventLog& log);

  private:
    DurableStream(std::string name, KindMask kinds, domain::Sequence start)
        : name_{std::move(name)}, kinds_{kinds}, position_{start}, acknowledged_{start} {}

    std::string name_;
    KindMask kinds_;
    domain::Sequence position_;
    domain::Sequence acknowledged_;
};

} // namespace klik::bus
