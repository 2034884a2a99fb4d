#pragma once

#include "codec/control_message.hpp"
#include "codec/fact.hpp"
#include "codec/rights.hpp"
#include "codec/server_message.hpp"
#include "daemon/group_commit.hpp"
#include "daemon/rule_file.hpp"
#include "daemon/source_counts.hpp"
#include "daemon/time_zone.hpp"
#include "engine/input.hpp"
#include "engine/state.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace klik::daemon {

/// Where inputs come from that no key sent: a local user's, klikd's own.
inline constexpr std::string_view via_control = codec::local_caller_name;
inline constexpr std::string_view via_platform = "platform";

/// Decides what comes in for one municipality and puts it into the open batch. Its answers and
/// events may leave the process only after the batch is durable. It knows no sockets.
class MunicipalityDesk {
  public:
    /// The journal, the batch and the zone outlive this.
    MunicipalityDesk(engine::State state, journal::Journal& journal, GroupCommit& batch,
                     const TimeZone& zone)
        : state_{std::move(state)}, journal_{&journal}, batch_{&batch}, zone_{&zone} {}

    [[nodiscard]] const engine::State& state() const { return state_; }

    // Each of these first lets the moments pass that were due until `now`. `via` is the caller's
    // name.

    [[nodiscard]] codec::ServerMessage put(const codec::PutFact& put, const codec::Ref& ref,
                                           domain::UtcTime now, std::string_view via = via_control);
    [[nodiscard]] codec::ServerMessage ask(const codec::AskChange& ask, const codec::Ref& ref,
                                           domain::UtcTime now, std::string_view via = via_control);
    /// A fact that a platform published. What is wrong with it is said in the log, in `counters`
    /// and as an event `quarantined`.
    void take_published_fact(std::string_view topic, std::string_view payload, domain::UtcTime now);
    /// Something on the platform's link that is no fact at all.
    void refuse_published(std::string_view topic, const domain::Problem& problem);
    void load_rules(const RuleFile& file, domain::UtcTime now);
    void start_service(domain::UtcTime now);
    /// Publishes a `system` event of this kind.
    void report(std::string kind, std::map<std::string, std::string> details, domain::UtcTime now);

    /// Lets the due moments until `until` pass, in order. `late`: they passed while the process was
    /// off.
    void pass_due_moments(domain::UtcTime until, bool late);
    /// When something will happen by itself.
    [[nodiscard]] std::optional<domain::UtcTime> next_due() const;

    /// Ends a batch: what is only told once for all of it is added.
    void close_batch(domain::UtcTime now);
    /// The published events of the batch, in order, once it is durable.
    [[nodiscard]] std::vector<codec::Record> take_published();
    /// After a batch that did not become durable.
    void replace_state(engine::State state);

    /// For `query health`.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& counters() const { return counters_; }
    /// The name's id, making one for a new name.
    [[nodiscard]] domain::PersonId person_id_for(std::string_view name) {
        return batch_->person_id_for(state_.municipality, name);
    }

  private:
    struct Taken {
        domain::Sequence sequence;
        bool duplicate = false;
    };
    [[nodiscard]] domain::Result<codec::Fact> read_fact(std::string_view payload);
    [[nodiscard]] domain::Result<Taken> take(const codec::Fact& fact, std::string_view via,
                                             domain::UtcTime now);
    [[nodiscard]] domain::Result<Taken> compare_with_first(const codec::Fact& fact,
                                                           domain::Sequence first);
    [[nodiscard]] domain::Sequence decide(domain::Moment at, std::string_view via,
                                          decltype(engine::Input::body) body);
    [[nodiscard]] codec::ServerMessage answer(const engine::RequestEntry& entry,
                                              const codec::Ref& ref) const;
    void record(const engine::Event& event);
    void check_for_gap(const codec::Fact& fact, domain::UtcTime now);
    void warn_of_unknown_keys(const codec::Fact& fact);
    [[nodiscard]] domain::Moment moment(domain::UtcTime now) const;

    engine::State state_;
    journal::Journal* journal_;
    GroupCommit* batch_;
    const TimeZone* zone_;
    SourceCounts source_counts_;
    std::vector<codec::Record> published_;
    std::map<std::string, std::string> refused_; ///< details of the batch's first refused message
    std::uint64_t refused_in_batch_ = 0;
    std::set<std::string> unknown_keys_warned_;
    std::map<std::string, std::uint64_t> counters_;
};

} // namespace klik::daemon
