#pragma once

#include "bus/fact_stream.hpp"
#include "daemon/municipality_desk.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace klik::daemon {

/// Reads a platform's durable stream where facts are missing: a hole in what it publishes, the
/// facts of the time when klikd was off, or the last ones, which no later fact shows. While it
/// reads, published facts wait, so that what is missing is used before what follows it.
///
/// Where the stream does not have them, or does not answer in time, the published facts are used as
/// they are, and the gap stays.
class GapFiller {
  public:
    /// `via` is the platform's name.
    GapFiller(std::unique_ptr<bus::FactStream> stream, std::string via)
        : via_{std::move(via)}, stream_{std::move(stream)} {}

    /// Asks for what was missed before.
    void start(MunicipalityDesk& desk, bus::Instant instant);
    /// A published message; it is decided at once, or waits.
    void take(MunicipalityDesk& desk, bus::PlatformMessage message, domain::UtcTime now,
              bus::Instant instant);
    /// Deals with what the stream has brought, a bounded amount; true when more may be waiting.
    [[nodiscard]] bool receive(MunicipalityDesk& desk, domain::UtcTime now, bus::Instant instant);
    /// Once a second.
    void beat(MunicipalityDesk& desk, bus::Instant instant);

    [[nodiscard]] void* poll_handle() { return stream_->poll_handle(); }

  private:
    struct Place {
        std::string epoch; ///< empty: whatever the stream has
        domain::Sequence after;
    };

    void deal_with(MunicipalityDesk& desk, const bus::PlatformMessage& fact, domain::UtcTime now,
                   bus::Instant instant);
    void deal_with(MunicipalityDesk& desk, const codec::StreamOpened& opened, domain::UtcTime now,
                   bus::Instant instant);
    void deal_with(MunicipalityDesk& desk, const codec::StreamBeat& beat, domain::UtcTime now,
                   bus::Instant instant);
    void deal_with(MunicipalityDesk& desk, const codec::StreamGone& gone, domain::UtcTime now,
                   bus::Instant instant);
    void deal_with(MunicipalityDesk& desk, const codec::StreamRefused& refused, domain::UtcTime now,
                   bus::Instant instant);
    void deal_with(MunicipalityDesk& desk, const bus::StreamSilent& silent, domain::UtcTime now,
                   bus::Instant instant);

    [[nodiscard]] const engine::Source* source(const MunicipalityDesk& desk) const;
    /// Behind which something is missing, or may be.
    [[nodiscard]] Place first_missing(const MunicipalityDesk& desk) const;
    /// Reads what is missing before a published fact, which waits.
    void fill_before(const MunicipalityDesk& desk, const PublishedPlace& place,
                     bus::Instant instant);
    /// Reads on from the place, up to what the first waiting message follows.
    void fill_from(Place place, bus::Instant instant);
    /// What could be had is there.
    void finish(MunicipalityDesk& desk, domain::UtcTime now, bus::Instant instant);
    void give_up(MunicipalityDesk& desk, const std::string& why, domain::UtcTime now,
                 bus::Instant instant);
    std::optional<PublishedPlace> publish(MunicipalityDesk& desk,
                                          const bus::PlatformMessage& message, domain::UtcTime now,
                                          WhenMissing when = WhenMissing::take);
    void hold(bus::PlatformMessage message);
    void rely_on_stream(const MunicipalityDesk& desk, const bus::PlatformMessage& message);
    void return_credit(bus::Instant instant);
    void note_read(const std::string& epoch, domain::Sequence up_to);

    std::string via_;
    std::unique_ptr<bus::FactStream> stream_;
    bool filling_ = false;
    bool all_wanted_ = false;  ///< the platform was never heard of, nor its stream read since
    bool told_gone_ = false;   ///< in answer to the latest `open` but one
    Place from_;               ///< of the latest `open`
    std::string stream_epoch_; ///< empty until the stream has answered
    domain::Sequence until_;   ///< the last that is wanted
    std::optional<engine::SourcePosition> wanted_before_; ///< place of the first waiting message
    domain::Sequence reached_;                            ///< the last that the stream brought
    /// Up to here the stream was read; what is still missing before it, it does not have.
    Place read_;
    std::uint64_t unreturned_ = 0;              ///< credit that was used
    std::optional<domain::Sequence> head_told_; ///< by the beat before
    bus::Instant progress_;
    std::optional<bus::Instant> ask_again_; ///< the stream is closed until then
    std::string complaint_;                 ///< what was last said of it in the log

    std::deque<bus::PlatformMessage> held_;
    std::size_t held_bytes_ = 0;
};

} // namespace klik::daemon
