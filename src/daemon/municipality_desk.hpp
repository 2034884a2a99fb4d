#pragma once

#include "codec/control_message.hpp"
#include "codec/fact.hpp"
#include "codec/rights.hpp"
#include "codec/server_message.hpp"
#include "daemon/erased_names.hpp"
#include "daemon/group_commit.hpp"
#include "daemon/quarantine.hpp"
#include "daemon/rule_file.hpp"
#include "daemon/source_log.hpp"
#include "daemon/tally.hpp"
#include "engine/input.hpp"
#include "engine/state.hpp"
#include "replay/due_moments.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::daemon {

/// Where inputs come from that no key sent: a local user's, klikd's own.
inline constexpr std::string_view via_control = codec::local_caller_name;

/// Who says it, when, and what an answer refers to.
struct Call {
    codec::Ref ref;
    domain::UtcTime now;
    std::string_view via = via_control; ///< the caller's name, which outlives this
};

/// Of an action on somebody.
[[nodiscard]] domain::Problem no_such_person();

/// Where a published fact stands in its source's count.
struct PublishedPlace {
    std::string source;
    engine::SourcePosition position;
    engine::Arrival arrival{};

    [[nodiscard]] bool behind_missing() const {
        return arrival == engine::Arrival::gap || arrival == engine::Arrival::new_count;
    }
};

/// What becomes of a fact behind others that are missing.
enum class WhenMissing { take, wait };

inline const domain::Problem not_two_frames{"malformed", "",
                                            "a fact is two frames, a topic and an envelope"};

/// Decides what comes in for one municipality and puts it into the open batch. Its answers and
/// events may leave the process only after the batch is durable. It knows no sockets.
class MunicipalityDesk {
  public:
    /// The journal, the batch and the zone outlive this.
    MunicipalityDesk(engine::State state, journal::Journal& journal, GroupCommit& batch,
                     const replay::TimeZone& zone, const journal::QuarantineLimits& limits = {})
        : state_{std::move(state)}, journal_{&journal}, batch_{&batch}, zone_{&zone},
          quarantine_{state_.municipality, journal, batch, limits},
          source_log_{state_.municipality.value} {}

    /// That of the journal where it is ahead of `now`.
    [[nodiscard]] domain::Moment moment(domain::UtcTime now) const;
    [[nodiscard]] const engine::State& state() const { return state_; }

    // Whatever one of these decides, the moments that were due until `now` pass first.

    [[nodiscard]] codec::ServerMessage put(const codec::PutFact& put, const Call& call);
    [[nodiscard]] codec::ServerMessage ask(const codec::AskChange& ask, const Call& call);
    [[nodiscard]] codec::ServerMessage change_local(const codec::ChangeLocal& wish,
                                                    const Call& call);
    /// Why that would not be done; nothing also where it was done before, under the same id.
    [[nodiscard]] std::optional<domain::Problem> refusal_of(const codec::ChangeLocal& wish,
                                                            std::string_view via);
    /// A fact that the platform `via` published. What is wrong with it is said in the log, in
    /// `counters` and as an event `quarantined`, and then it has no place. One that shows that
    /// facts before it are missing is not taken when it has to wait.
    std::optional<PublishedPlace> take_published_fact(std::string_view via, std::string_view topic,
                                                      std::string_view payload, domain::UtcTime now,
                                                      WhenMissing when = WhenMissing::take);
    /// The same for a fact that is not to be taken yet; nothing for what is none.
    [[nodiscard]] std::optional<PublishedPlace> place_of(std::string_view payload) const;
    /// Before a fact of a platform that was never heard of: what it has counted before that fact
    /// is missing from now on.
    void begin_count(std::string_view via, std::string_view topic, std::string_view payload,
                     domain::UtcTime now);
    /// Something on the platform's link that is not taken: topic, payload, frames and
    /// platform of `message` are set.
    void refuse_published(codec::QuarantinedMessage message, const domain::Problem& problem,
                          domain::UtcTime now);
    /// Loads rules, replaces or erases a person, has a trial sent to one, retries or drops a
    /// message of the quarantine.
    [[nodiscard]] codec::ServerMessage administer(const codec::Administer& wish, const Call& call);
    /// What became of a notification's item, as somebody who delivers tells it.
    [[nodiscard]] codec::ServerMessage tell_delivery(const codec::TellDelivery& told,
                                                     const Call& call);
    void load_rules(const RuleFile& file, domain::UtcTime now);
    /// Keeps the file's names and addresses in the side table and decides on the roles, where they
    /// are others than those in force. Who was erased stays so, and the entry is reported.
    void load_roles(const codec::RolesFile& file, domain::UtcTime now);
    void start_service(domain::UtcTime now);
    /// Publishes a `system` event of this kind.
    void report(std::string kind, std::map<std::string, std::string> details, domain::UtcTime now);

    /// Lets the due moments until `until` pass, in order. `late`: they passed while the process was
    /// off.
    void pass_due_moments(domain::UtcTime until, bool late);
    /// The first of them, enough for a batch; true when no more are due until then, or nothing can
    /// be decided any more.
    [[nodiscard]] bool pass_some_due_moments(domain::UtcTime until, bool late);
    /// When something will happen by itself.
    [[nodiscard]] std::optional<domain::UtcTime> next_due() const;

    /// Ends a batch: what is only told once for all of it is added. `at_end`: and what a flood has
    /// held back, because there is no later batch.
    void close_batch(domain::UtcTime now, bool at_end = false);
    /// Once a second: what time alone brings about in the quarantine.
    void beat(domain::UtcTime now);
    /// The published events of the batch, in order, once it is durable.
    [[nodiscard]] std::vector<codec::Record> take_published();
    /// Logs and counts what the batch has done, once it is durable.
    void log_done();
    /// After a batch that did not become durable.
    void replace_state(engine::State state);

    /// For `query health`.
    [[nodiscard]] const std::map<std::string, std::uint64_t>& counters() const { return counters_; }
    /// What was decided since the start.
    [[nodiscard]] const DeskTally::Counts& counts() const { return tally_.settled(); }
    [[nodiscard]] QuarantineHealth quarantine_health() const { return quarantine_.health(); }
    /// The name's id, making one for a new name.
    [[nodiscard]] domain::PersonId person_id_for(std::string_view name) {
        return batch_->person_id_for(state_.municipality, name);
    }
    /// An empty id for a name that is not known.
    [[nodiscard]] domain::PersonId known_person(std::string_view name);

  private:
    struct Taken {
        domain::Sequence sequence;
        bool duplicate = false;
    };
    [[nodiscard]] domain::Result<codec::Fact> read_fact(std::string_view payload) const;
    [[nodiscard]] domain::Result<codec::Fact> read_published(std::string_view topic,
                                                             std::string_view payload) const;
    [[nodiscard]] codec::ServerMessage load_rules(const codec::Administer& wish, const Call& call);
    [[nodiscard]] codec::ServerMessage replace_person(const codec::Administer& wish,
                                                      const Call& call);
    [[nodiscard]] codec::ServerMessage erase_person(const codec::Administer& wish,
                                                    const Call& call);
    /// The id of somebody whom a file names although they were erased.
    [[nodiscard]] std::optional<domain::PersonId> erased_person(const codec::GivenPerson& given);
    void report_erased(const std::vector<domain::Problem>& entries, domain::UtcTime now);
    [[nodiscard]] codec::ServerMessage tell_test_message(const codec::Administer& wish,
                                                         const Call& call);
    /// Whether anything here names the id.
    [[nodiscard]] bool knows_person(const domain::PersonId& id);
    /// The event of this journal that has the id.
    [[nodiscard]] domain::Result<std::optional<engine::Event>>
    event_of(const codec::TellDelivery& told);
    [[nodiscard]] codec::ServerMessage retry(const codec::QuarantinedMessage& message,
                                             const Call& call);
    [[nodiscard]] codec::ServerMessage drop(const codec::QuarantinedMessage& message,
                                            const Call& call);
    [[nodiscard]] domain::Result<Taken> decide_again(const codec::QuarantinedMessage& message,
                                                     domain::UtcTime now);
    /// The record that the change left when it was made before under its id, if it was.
    [[nodiscard]] domain::Result<std::optional<engine::Event>>
    made_before(const codec::ChangeLocal& wish, std::string_view via);
    /// The record of an input. What cannot be read makes the batch fail.
    [[nodiscard]] domain::Result<engine::Event> recorded(domain::Sequence sequence);
    [[nodiscard]] domain::Result<Taken> take(codec::Fact fact, std::string_view via,
                                             domain::UtcTime now);
    /// Puts the ids of the fact's people into it on the way.
    [[nodiscard]] domain::Result<Taken> compare_with_first(codec::Fact& fact,
                                                           domain::Sequence first);
    /// Whether the side table may have what the fact tells of somebody; of whoever was erased only
    /// where it says that they are there again.
    [[nodiscard]] bool may_keep(const codec::Fact& fact, const domain::PersonId& id) const;
    /// True also of somebody who has no name any more.
    [[nodiscard]] bool is_called(const domain::PersonId& id, std::string_view name);
    [[nodiscard]] domain::Sequence decide(domain::Moment at, std::string_view via,
                                          decltype(engine::Input::body) body);
    [[nodiscard]] codec::ServerMessage answer(const engine::RequestEntry& entry,
                                              const codec::Ref& ref) const;
    void record(const engine::Event& event);
    /// Of a fact with a position.
    [[nodiscard]] PublishedPlace place_in_count(const engine::FactIdentity& identity) const;
    [[nodiscard]] bool is_named_by_a_set(const codec::Fact& fact) const;
    void count_repeated(const codec::Fact& fact, std::string_view via, domain::UtcTime now);
    void warn_of_unknown_keys(const codec::Fact& fact);

    engine::State state_;
    journal::Journal* journal_;
    GroupCommit* batch_;
    const replay::TimeZone* zone_;
    std::vector<codec::Record> published_;
    std::vector<std::string> done_; ///< lines for the log
    Quarantine quarantine_;
    ErasedNames erased_names_;
    SourceLog source_log_;
    std::set<std::string> unknown_keys_warned_;
    std::map<std::string, std::uint64_t> counters_;
    DeskTally tally_;
};

} // namespace klik::daemon
