#pragma once

#include "klik/error.hpp"
#include "klik/event.hpp"
#include "klik/keys.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klik {

struct StreamOptions {
    std::string control = "tcp://127.0.0.1:7511"; ///< klikd's control endpoint
    std::string name{};                           ///< durable: klikd keeps the place of this name
    /// `acked` (behind the last acknowledged event), `begin`, `end`, or a sequence's 20 digits. All
    /// but `acked` move the place at once.
    std::string from = "acked";
    /// Where a name begins that klikd does not know yet; empty: that is the error `not_found`.
    std::string from_when_new{};
    std::vector<std::string> kinds{}; ///< `state`, ...; empty for all
    std::uint64_t credit = 1000;      ///< events that klikd may send ahead, at most 10,000
    std::chrono::milliseconds beat{
        1000}; ///< klikd's; after three silent ones a new connection is made
    std::chrono::milliseconds timeout{5000}; ///< for the answer to `open`
    std::optional<CurveKeys> keys{};         ///< where klikd has CURVE on
};

/// A municipality's events in order, at least once, over any break of the connection and of either
/// program. Acknowledge what you have dealt with: after a break it goes on behind that. Within the
/// life of this object no event comes twice.
///
/// It has no thread of its own: call `next` at least every ten seconds, or klikd ends the session
/// and the next call makes a new one. Not for use by several threads at once.
class DurableStream {
  public:
    /// Errors are klikd's answer to `open`, or `no_answer`.
    [[nodiscard]] static Result<DurableStream> open(StreamOptions options);
    DurableStream(DurableStream&&) noexcept;
    DurableStream& operator=(DurableStream&&) noexcept;
    ~DurableStream();

    /// The next event, or none when `timeout` has passed. While klikd is away it goes on trying and
    /// returns none. An error ends the stream: `conflict` when another program opened the name,
    /// `wrong_epoch` when the journal is another one, also one that was restored without a new
    /// epoch, which shows by its other events; `gone`.
    [[nodiscard]] Result<std::optional<Event>> next(std::chrono::milliseconds timeout);

    /// All up to this event has been dealt with. Needs no answer; it is repeated after a break.
    void acknowledge(const Event& event) { acknowledge(event.sequence); }
    void acknowledge(Sequence sequence);

    /// Everything of the stream's kinds up to here has been returned by `next`; it may be
    /// acknowledged.
    [[nodiscard]] Sequence complete_up_to() const;
    [[nodiscard]] const std::string& epoch() const;
    /// Connections made so far, the first included.
    [[nodiscard]] std::uint64_t connections() const;

  private:
    class Session;
    explicit DurableStream(std::unique_ptr<Session> session);
    std::unique_ptr<Session> session_;
};

} // namespace klik
