#pragma once

#include "bus/control_sessions.hpp"
#include "daemon/gap_filler.hpp"
#include "daemon/journal_event_log.hpp"
#include "daemon/municipality_desk.hpp"
#include "simulation/fact_source.hpp"
#include "simulation/storage.hpp"

#include <memory>
#include <string>
#include <vector>

namespace klik::simulation {

/// The municipalities of every run.
inline const std::vector<domain::MunicipalityCode> municipalities{{"0101"}, {"9999"}};
/// As whom a consumer's key, a teller and a platform are known.
inline constexpr std::string_view caller_name = "plugin";
inline constexpr const char* platform_name = "platform";

/// klikd without its sockets: the desks, sessions, streams, the batch and the recovery are those of
/// `src/`; the loop is that of `daemon::Service`, `daemon::MunicipalityOffice` and
/// `daemon::PlatformFeed`, which cannot be run here because they own sockets, written down step by
/// step. Control frames are not decoded:
/// their codec has tests and no memory.
class Klikd {
  public:
    /// A start on what the disk holds. Problems are those of an opening and of a recovery.
    [[nodiscard]] static domain::Result<std::unique_ptr<Klikd>>
    start(Storage& storage, const Disk& disk, Network& network, const replay::TimeZone& zone,
          Defect defect, domain::UtcTime now, bus::Instant instant);

    /// A round of the loop; throws `Crash` where the disk has the machine end. `beat`: with what is
    /// done once a second.
    void step(domain::UtcTime now, bus::Instant instant, bool beat);
    /// As SIGTERM ends it, with snapshots.
    void shut_down(domain::UtcTime now);
    /// Snapshots are due far more often than in a real klikd.
    void store_snapshots();

    [[nodiscard]] bool read_only() const { return batch_.read_only(); }
    [[nodiscard]] const engine::State& state(std::size_t municipality) const {
        return offices_[municipality]->desk.state();
    }
    [[nodiscard]] journal::Journal& journal() { return *journal_; }
    /// Inputs that were acknowledged although a write had failed.
    [[nodiscard]] std::uint64_t acknowledged_in_vain() const { return acknowledged_in_vain_; }

  private:
    /// Messages to the clients of one municipality.
    class Outlet final : public bus::ClientSink {
      public:
        explicit Outlet(Network& network) : network_{&network} {}
        [[nodiscard]] bus::Delivery send(const bus::ClientAddress& to,
                                         const bus::Outgoing& message) override {
            return network_->deliver(to.routing_id, message);
        }

      private:
        Network* network_;
    };
    struct Office {
        Office(engine::State state, journal::Journal& journal, daemon::GroupCommit& batch,
               const replay::TimeZone& zone, Network& network, std::size_t municipality)
            : desk{std::move(state), journal, batch, zone},
              feed{std::make_unique<FactSource>(network, municipality), platform_name},
              log{journal, batch, desk.state()}, outlet{network}, sessions{log, outlet} {}

        daemon::MunicipalityDesk desk;
        daemon::GapFiller feed;
        daemon::JournalEventLog log;
        Outlet outlet;
        bus::ControlSessions sessions;
    };

    Klikd(std::unique_ptr<journal::Journal> journal, const Disk& disk, Network& network,
          Defect defect)
        : journal_{std::move(journal)}, batch_{*journal_}, disk_{&disk}, network_{&network},
          defect_{defect} {}
    [[nodiscard]] domain::Result<void> open_offices(const replay::TimeZone& zone);
    void take_up(domain::UtcTime now, bus::Instant instant);
    void read_platforms(domain::UtcTime now, bus::Instant instant);
    [[nodiscard]] codec::ServerMessage carry_out(const Wish& wish, std::size_t municipality,
                                                 const daemon::Call& call);
    void take(const ToKlikd& message, domain::UtcTime now, bus::Instant instant);
    void answer(std::size_t municipality, const std::string& id, codec::ServerMessage message);
    /// The commit, and what waited for it.
    void finish_batch(bus::Instant instant);
    /// Throws `Crash` where the machine has ended meanwhile, before anything can be said of it.
    void end_with_the_machine() const;
    void end_input();
    void serve(const ToKlikd& message, bus::Instant instant);

    std::unique_ptr<journal::Journal> journal_;
    daemon::GroupCommit batch_;
    const Disk* disk_;
    Network* network_;
    Defect defect_;
    std::vector<std::unique_ptr<Office>> offices_;
    std::vector<Answer> answers_;
    std::vector<ToKlikd> of_streams_;
    bool input_ended_ = false;
    std::uint64_t acknowledged_in_vain_ = 0;
};

} // namespace klik::simulation
