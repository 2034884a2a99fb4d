#pragma once

#include "bus/answer_budget.hpp"
#include "bus/control_server.hpp"
#include "bus/control_sessions.hpp"
#include "bus/live_publisher.hpp"
#include "daemon/client_watch.hpp"
#include "daemon/clock.hpp"
#include "daemon/config.hpp"
#include "daemon/gate.hpp"
#include "daemon/journal_event_log.hpp"
#include "daemon/long_questions.hpp"
#include "daemon/metrics_figures.hpp"
#include "daemon/municipality_desk.hpp"
#include "daemon/plugin_supervisor.hpp"
#include "daemon/queries.hpp"

#include <memory>
#include <variant>
#include <vector>

namespace klik::daemon {

/// A municipality's two sockets around its desk. A round of the service's loop is `receive`, then
/// the commit over all municipalities, then `deliver` and `pump`: what a client is told is always
/// durable.
class MunicipalityOffice {
  public:
    /// Binds the sockets. The references outlive the office.
    [[nodiscard]] static domain::Result<std::unique_ptr<MunicipalityOffice>>
    open(bus::Context& context, const MunicipalitySettings& settings, MunicipalityDesk desk,
         journal::Journal& journal, GroupCommit& batch, Timekeeping time, const Guarding& guarding);

    [[nodiscard]] MunicipalityDesk& desk() { return desk_; }
    [[nodiscard]] const MunicipalitySettings& settings() const { return settings_; }
    [[nodiscard]] const bus::Endpoint& live_endpoint() const { return live_.endpoint(); }
    [[nodiscard]] const bus::Endpoint& control_endpoint() const { return control_.endpoint(); }
    [[nodiscard]] void* poll_handle() { return control_.poll_handle(); }

    /// Takes what clients sent, a bounded amount, and decides the inputs. True when more may be
    /// waiting. While the clock advances nothing behind that wish is taken.
    [[nodiscard]] bool receive(bus::Instant now);
    /// After the commit, in order of arrival: events, answers to inputs, questions and streams.
    /// Without `durable` every input of the batch is answered with `read_only`.
    void deliver(bool durable, bus::Instant now);
    /// Has the plugins among its rows of `query health`; they outlive the office.
    void show_in_health(const PluginSupervisor& plugins) { plugins_ = &plugins; }
    /// For the metrics; between commits.
    [[nodiscard]] MunicipalityFigures figures();
    /// Streams, and a part of a question that takes much of the journal; true when there is more to
    /// do at once.
    [[nodiscard]] bool pump(bus::Instant now);
    /// Once a second. `connections` are those of the whole machine.
    void beat(bus::Instant now, const bus::TcpTable& connections);
    /// After a reload of the authorised keys, when `before` were in force: who may not read any
    /// more loses the streams and the live socket.
    void keys_have_changed(const keys::KeyRing& before, bus::Instant now);
    /// Brings the live socket back after that; true while it is still closed.
    [[nodiscard]] bool reopen_live(bus::Instant now);
    /// Lets answers leave, for at most so long. A clock on its way stays where it is, and questions
    /// that take longer are given up.
    void drain_at_close(std::chrono::milliseconds at_most);

  private:
    /// An answer that was made when the message came.
    struct Answer {
        codec::ServerMessage message;
        std::string about;
        bool of_input = false; ///< true only when the batch is durable
    };
    struct Pending {
        bus::ClientAddress from;
        std::string caller; ///< the key's name
        codec::Ref ref;
        std::variant<Answer, codec::ClientBody> what;
    };

    /// A clock on its way, batch by batch, so that nothing else has to wait for the end of it.
    struct Advance {
        bus::ClientAddress from;
        codec::Ref ref;
        domain::UtcTime to;
    };

    MunicipalityOffice(MunicipalitySettings settings, bus::LivePublisher live,
                       bus::ControlServer control, MunicipalityDesk desk, journal::Journal& journal,
                       GroupCommit& batch, Timekeeping time, const Guarding& guarding);

    void take(const bus::Incoming& incoming, bus::Instant now);
    void refuse(const bus::Incoming& incoming, const codec::Ref& ref,
                const domain::Problem& problem);
    [[nodiscard]] std::variant<Answer, codec::ClientBody>
    decide(codec::ClientMessage message, const codec::Caller& caller, const std::string& verb);
    void take_clock(const bus::ClientAddress& from, const codec::AdvanceClock& wish,
                    const codec::Ref& ref);
    /// What is wrong with the wish.
    [[nodiscard]] std::optional<domain::Problem> refusal_of(const codec::AdvanceClock& wish) const;
    /// A batch of the clock's way; at its end the answer is pending.
    void go_on_advancing();
    void serve(const Pending& pending, const codec::ClientBody& body, bus::Instant now);
    void answer(const bus::ClientAddress& from, const codec::AskQuery& query, const codec::Ref& ref,
                bus::Instant now);
    [[nodiscard]] QueryBasis query_basis();
    void send(const bus::ClientAddress& to, codec::ServerMessage message);
    [[nodiscard]] HealthBasis health() const;

    MunicipalitySettings settings_;
    bus::LivePublisher live_;
    bus::ControlServer control_;
    MunicipalityDesk desk_;
    journal::Journal* journal_;
    GroupCommit* batch_;
    Timekeeping time_;
    const CurveKeys* curve_;
    Gate gate_;
    JournalEventLog log_;
    bus::ControlSessions sessions_;
    bus::AnswerBudget answer_budget_;
    LongQuestions long_questions_;
    ClientWatch clients_;
    ClientLags lags_;
    const PluginSupervisor* plugins_ = nullptr;
    std::vector<Pending> pending_;
    std::optional<Advance> advance_;
};

} // namespace klik::daemon
