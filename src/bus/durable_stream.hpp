#pragma once

#include "bus/event_log.hpp"
#include "codec/control_message.hpp"

#include <string>

namespace klik::bus {

/// Durable names of one key; each keeps a cursor in the journal for ever.
inline constexpr std::size_t most_names_of_a_key = 1000;

/// A reader's place in the journal, by its durable name (docs/protocol.md 3, "Streams"). It knows
/// nothing of sockets or time.
class DurableStream {
  public:
    /// Finds the place, and stores it where `from` moves the cursor or the name gets an owner.
    /// Problems: `not_found` for `acked` without a cursor, `conflict` for a place that the journal
    /// has not reached, `gone` for one that it no longer keeps, `forbidden` for a name of another
    /// key or one too many.
    ///
    /// A name belongs to the key that first opened it. What was opened without keys belongs to the
    /// first key that opens it; without keys every name may be opened and stays whose it is.
    [[nodiscard]] static domain::Result<DurableStream> open(const codec::OpenStream& wish,
                                                            std::string_view caller, EventLog& log);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] KindMask kinds() const { return kinds_; }
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
    DurableStream(std::string name, std::string owner, KindMask kinds, domain::Sequence start)
        : name_{std::move(name)}, owner_{std::move(owner)}, kinds_{kinds}, position_{start},
          acknowledged_{start} {}

    std::string name_;
    std::string owner_;
    KindMask kinds_;
    domain::Sequence position_;
    domain::Sequence acknowledged_;
};

} // namespace klik::bus
