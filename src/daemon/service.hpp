#pragma once

#include "bus/poll_set.hpp"
#include "daemon/authentication.hpp"
#include "daemon/clock.hpp"
#include "daemon/config.hpp"
#include "daemon/metrics_server.hpp"
#include "daemon/municipality_office.hpp"
#include "daemon/platform_feed.hpp"
#include "daemon/plugin_command.hpp"
#include "daemon/plugin_supervisor.hpp"
#include "daemon/recovery.hpp"
#include "daemon/rule_file.hpp"
#include "replay/time_zone.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klik::daemon {

/// klikd's loop around the municipalities: one thread, one journal, one commit for all that arrived
/// together.
class Service {
  public:
    /// Rebuilds the states, binds the sockets, lets the moments of the downtime pass and puts the
    /// rules in force. `rules` are those of the configured municipalities, in their order; `keys`
    /// are those of `config.curve`. `ended` is asked now and then, because that may take a while;
    /// once it says so, `told_to_end`.
    [[nodiscard]] static domain::Result<std::unique_ptr<Service>> start(
        const Config& config, const std::vector<RuleFile>& rules,
        std::unique_ptr<journal::Journal> journal, std::optional<CurveKeys> keys = std::nullopt,
        const EndCheck& ended = [] { return false; });
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// `ready municipality=9999 live=tcp://127.0.0.1:7510 control=tcp://127.0.0.1:7511`, with the
    /// addresses that were bound, for each municipality.
    [[nodiscard]] std::string ready_line() const;

    /// Where the municipalities' clients find them.
    [[nodiscard]] std::vector<ControlPlace> control_places() const;

    /// The port where metrics are read; nothing where they are off.
    [[nodiscard]] std::optional<int> metrics_port() const;

    /// Ends a wait when the descriptor can be read.
    void watch(int descriptor) { poll_set_.watch_descriptor(descriptor); }
    /// One round: waits until something arrives or is due, decides it, makes it durable and tells
    /// it.
    void step(std::chrono::milliseconds wait_at_most);
    /// Reads the rule files again and puts them in force, all of them or, where one is wrong, none.
    void reload_rules();
    /// The same for the files of roles.
    void reload_roles();
    /// Reads the authorised keys again and puts them in force, or where a line is wrong, none.
    void reload_keys();
    /// Starts the plugins, shows them in `query health` and publishes what becomes of them. Once.
    [[nodiscard]] domain::Result<void> start_plugins(std::vector<PluginCommand> plugins);
    [[nodiscard]] PluginSupervisor& plugins() { return plugins_; }
    /// Ends orderly within two seconds, plugins aside: stores snapshots and lets answers leave.
    void shut_down();

  private:
    explicit Service(std::unique_ptr<journal::Journal> journal, replay::TimeZone zone);

    [[nodiscard]] const Clock& clock() const;
    [[nodiscard]] domain::Result<std::vector<Recovered>> recover_all(const Config& config,
                                                                     const EndCheck& ended);
    void set_clock(const Config& config, const std::vector<Recovered>& recovered);
    [[nodiscard]] domain::Result<void> open_offices(const Config& config,
                                                    std::vector<Recovered> recovered);
    /// On a disk that takes nothing it decides nothing, and what is known is served `read_only`; a
    /// journal in which nothing is known then is a problem.
    [[nodiscard]] domain::Result<void> take_up(const std::vector<RuleFile>& rules,
                                               const EndCheck& ended);
    void load_rules_if_changed(MunicipalityOffice& office, const RuleFile& file);
    void load_roles_if_changed(MunicipalityOffice& office, const codec::RolesFile& file);
    [[nodiscard]] std::vector<MunicipalitySettings> settings() const;
    [[nodiscard]] MunicipalityDesk* desk_of(std::string_view topic);
    [[nodiscard]] bool receive_published_facts(bus::Instant now);
    void watch_sockets();
    void finish_batch(domain::UtcTime clock_before);
    void end_input(const domain::Problem& problem, domain::UtcTime clock_before);
    void beat();
    void tell_of_plugins(bus::Instant now);
    /// `address` as `Config::metrics` has it.
    [[nodiscard]] domain::Result<void> start_metrics(const std::string& address,
                                                     const std::filesystem::path& data_dir);
    void tell_metrics();
    [[nodiscard]] MetricsFigures figures();
    void store_due_snapshots();
    void store_last_snapshots();
    void store_snapshot(std::size_t office);
    [[nodiscard]] std::uint64_t records_behind_snapshot(std::size_t office) const;
    void report_refused(const std::string& kind, const RefusedFiles& files);
    [[nodiscard]] std::string told_to_all(const std::vector<domain::Problem>& problems) const;
    void report_to_all(const std::string& kind, const std::map<std::string, std::string>& details);
    [[nodiscard]] std::chrono::milliseconds time_to_wait() const;

    bus::Context context_;
    std::optional<Authentication> authentication_; ///< before every other socket
    std::unique_ptr<journal::Journal> journal_;
    GroupCommit batch_;
    replay::TimeZone zone_;
    RealClock real_clock_;
    std::optional<VirtualClock> virtual_clock_;
    std::vector<std::unique_ptr<MunicipalityOffice>> offices_;
    std::map<std::string, MunicipalityDesk*, std::less<>> desks_; ///< by their topics' prefix
    std::vector<domain::Sequence> snapshots_; ///< where each office's last one ends
    std::vector<PlatformFeed> platforms_;
    std::vector<void*> platform_handles_;       ///< the platforms' sockets as they are now
    std::optional<std::vector<void*>> watched_; ///< those that the poll set knows
    PluginSupervisor plugins_;
    std::optional<MetricsServer> metrics_;
    ReloadsRefused reloads_refused_;
    bus::PollSet poll_set_;
    bus::Instant next_beat_;
    bool live_closed_ = false; ///< a live socket waits to be bound again
    bool more_waiting_ = false;
    bool input_ended_ = false;
};

} // namespace klik::daemon
