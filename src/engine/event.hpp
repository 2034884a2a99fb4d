#pragma once

#include "domain/deadline_colour.hpp"
#include "domain/knock_on.hpp"
#include "domain/notification.hpp"
#include "domain/rare.hpp"
#include "domain/state_fields.hpp"
#include "engine/input.hpp"
#include "engine/pending_item.hpp"

#include <set>
#include <string>
#include <variant>
#include <vector>

namespace klik::engine {

// --- An input as it is recorded: the first record that it leaves ---

struct TaskObserved {
    FactIdentity fact;
    std::string via;
    domain::Observation observation;
    std::vector<domain::TaskField> taken; ///< fields that the fact set
    std::vector<domain::TaskField> stale; ///< fields for which a later fact is known
    bool changed = false;                 ///< a field of the task has another value than before
    UnknownKeys unknown_attributes{};
    friend bool operator==(const TaskObserved&, const TaskObserved&) = default;
};

struct TaskRemovalObserved {
    FactIdentity fact;
    std::string via;
    domain::TaskNumber number;
    bool applied = false; ///< false: the task is unknown or has a later fact
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
    friend bool operator==(const TaskRemovalObserved&, const TaskRemovalObserved&) = default;
};

struct SetStarted {
    FactIdentity fact;
    std::string via;
    std::string set;
    std::string project; ///< empty: all of the municipality
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
    friend bool operator==(const SetStarted&, const SetStarted&) = default;
};

struct SetEnded {
    FactIdentity fact;
    std::string via;
    std::string set;
    std::string project;
    std::uint64_t count{};  ///< tasks that it should have named
    std::string incomplete; ///< a code such as `gap`; empty: what it did not name is gone
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
    friend bool operator==(const SetEnded&, const SetEnded&) = default;
};

struct RoleAssigned {
    FactIdentity fact;
    std::string via;
    domain::Assignment assignment;
    domain::AssignmentSaid said;
    bool readdressed = false;
    bool applied = false; ///< false: a later fact of the assignment is known
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
    friend bool operator==(const RoleAssigned&, const RoleAssigned&) = default;
};

struct RoleEnded {
    FactIdentity fact;
    std::string via;
    domain::Assignment assignment;
    bool whole = false;
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
    friend bool operator==(const RoleEnded&, const RoleEnded&) = default;
};

struct GalleryLoaded {
    domain::GalleryFile file;
    std::set<domain::PersonId> readdressed;
    friend bool operator==(const GalleryLoaded&, const GalleryLoaded&) = default;
};

struct PersonReplaced {
    domain::PersonId person;
    domain::PersonId by;
    std::string via;
    friend bool operator==(const PersonReplaced&, const PersonReplaced&) = default;
};

struct PersonErased {
    std::vector<domain::PersonId> persons;
    std::string via;
    friend bool operator==(const PersonErased&, const PersonErased&) = default;
};

struct DeliveryReported {
    domain::Sequence event;
    std::string item;
    std::optional<domain::TaskNumber> number; ///< none of a trial
    domain::PersonId person;
    DeliveryOutcome outcome{};
    std::string detail;
    std::optional<domain::Notification> bounced;
    std::string via;
    friend bool operator==(const DeliveryReported&, const DeliveryReported&) = default;
};

struct FactRepeated {
    FactIdentity fact;
    std::string via;
    friend bool operator==(const FactRepeated&, const FactRepeated&) = default;
};

struct LocalEdgeChanged {
    FactIdentity fact;
    std::string via;
    domain::TaskNumber number;
    domain::TaskNumber prerequisite;
    bool waits = true; ///< false: no longer
    friend bool operator==(const LocalEdgeChanged&, const LocalEdgeChanged&) = default;
};

struct ChangeAsked {
    RequestChange request;
    std::string via;
    friend bool operator==(const ChangeAsked&, const ChangeAsked&) = default;
};

struct MomentPassed {
    bool late = false;
    friend bool operator==(const MomentPassed&, const MomentPassed&) = default;
};

struct RulesLoaded {
    domain::RuleSet rules;
    std::string toml;
    friend bool operator==(const RulesLoaded&, const RulesLoaded&) = default;
};

struct ServiceStarted {
    std::string engine_version;
    friend bool operator==(const ServiceStarted&, const ServiceStarted&) = default;
};

// --- What was decided from it ---

/// Where a task stands among the others on a date. A change of its own fields shows by the
/// revision.
struct TaskStanding {
    std::uint64_t revision = 0;
    domain::Colour colour{};
    std::vector<domain::TaskNumber> blocked_by; ///< ascending
    std::vector<domain::TaskNumber> blocks;     ///< ascending, open tasks that wait for this one
    domain::SafeFinish latest_safe_finish;
    [[nodiscard]] bool ready() const { return blocked_by.empty(); }
    friend bool operator==(const TaskStanding&, const TaskStanding&) = default;
};

/// `dk.klik.task.state.v1`: the task as clients see it.
struct TaskView : TaskStanding {
    domain::TaskNumber number;
    domain::Origin origin = domain::Origin::platform;
    domain::Status status{};
    domain::StateFields fields;
    friend bool operator==(const TaskView&, const TaskView&) = default;
};

struct TaskStateChanged {
    TaskView view;
    friend bool operator==(const TaskStateChanged&, const TaskStateChanged&) = default;
};

/// `dk.klik.task.removed.v1` as we publish it.
struct TaskRemoved {
    domain::TaskNumber number;
    friend bool operator==(const TaskRemoved&, const TaskRemoved&) = default;
};

/// A status that a fact gave to a task that was known. Whether it went against a rule about other
/// tasks is asked in the next run: what an import says of those may be still to come.
struct StatusTaken {
    std::string from; ///< the label before it
    domain::Status to{};
    std::string fact;              ///< part of the notice's key
    domain::UtcTime at;            ///< time of the fact
    std::set<domain::PersonId> by; ///< whose wish it carried out
    friend bool operator==(const StatusTaken&, const StatusTaken&) = default;
};

/// What of a task's deadline lies ahead and what is spent, and what else a run is to look at. Not
/// published.
struct DeadlineScheduled {
    domain::TaskNumber number;
    std::optional<domain::Date> due; ///< empty: closed or without a due date
    /// Ids (`LadderStep::id`) of this due date's steps that do not come again; one overdue notice
    /// stands for those before it.
    domain::FlatSet<std::string> spent;
    domain::Rare<std::string> joins; ///< id of a step that goes out with the next run
    domain::Colour colour_told{};    ///< the colour that a worse one is compared with
    /// At 00:00 of this date the colour gets worse.
    domain::CompactOptional<domain::Date> colour_on;
    domain::CompactOptional<domain::Date> run_on; ///< the next run that may have something to tell
    /// Those that held at the latest run, where they were told.
    domain::FlatSet<std::string> conditions;
    domain::Rare<StatusTaken> status_taken;
    /// Since when it is blocked, or was until it became ready and that was not told.
    domain::CompactOptional<domain::UtcTime> waiting_since;
    bool first_sight = false;         ///< new, and told of with the next run
    domain::Rare<std::string> missed; ///< name of the latest step whose run klikd was off for
    friend bool operator==(const DeadlineScheduled&, const DeadlineScheduled&) = default;
};

struct Notified {
    domain::Notification notification;
    friend bool operator==(const Notified&, const Notified&) = default;
};

/// `dk.klik.task.change_requested.v1`: for the platform to carry out.
struct ChangeRequested {
    RequestChange request;
    std::string via;
    friend bool operator==(const ChangeRequested&, const ChangeRequested&) = default;
};

enum class Outcome { accepted, refused, fulfilled, superseded, unanswered };
[[nodiscard]] std::string_view canonical(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcome(std::string_view name);

/// A rule that a request or a fact goes against.
struct Violation {
    std::string rule; ///< `transition`, `start_blocked`, `complete_blocked`, ...
    std::string text; ///< an English sentence for the integrator
    std::vector<domain::TaskNumber> blocked_by;
    friend bool operator==(const Violation&, const Violation&) = default;
};

/// `dk.klik.request.outcome.v1`
struct RequestConcluded {
    std::string request;
    std::string via;
    domain::TaskNumber number;
    Outcome outcome{};
    std::string reason; ///< a code such as `stale_revision`; empty when accepted without remark
    std::vector<Violation> violations;
    friend bool operator==(const RequestConcluded&, const RequestConcluded&) = default;
};

/// `dk.klik.system.v1`
struct SystemReported {
    std::string kind;
    std::map<std::string, std::string> details;
    friend bool operator==(const SystemReported&, const SystemReported&) = default;
};

// --- What waits to be told; not published ---

struct NoticeGathered {
    domain::PersonId person;
    PendingItem item;
    Waiting waiting; ///< of the outbox that it makes; one that is there keeps its own
    friend bool operator==(const NoticeGathered&, const NoticeGathered&) = default;
};

/// A person's outbox waits for something else.
struct OutboxScheduled {
    domain::PersonId person;
    Waiting waiting;
    bool late = false; ///< because klikd was off
    friend bool operator==(const OutboxScheduled&, const OutboxScheduled&) = default;
};

/// Something that gathered and is not told.
struct DroppedItem {
    domain::TaskNumber number;
    domain::NotificationKind kind{};
    std::string occasion; ///< `occasion_id`
    friend bool operator==(const DroppedItem&, const DroppedItem&) = default;
};

[[nodiscard]] DroppedItem dropped(const PendingItem& item);

/// What gathered for the person is told now, but for what does not hold any more.
struct OutboxEmptied {
    domain::PersonId person;
    std::vector<DroppedItem> dropped;
    friend bool operator==(const OutboxEmptied&, const OutboxEmptied&) = default;
};

/// klikd was off at a run that had something to tell of these tasks.
struct RunMissed {
    std::vector<domain::TaskNumber> tasks;
    friend bool operator==(const RunMissed&, const RunMissed&) = default;
};

/// What the missed runs had to tell was looked at.
struct RunsCaughtUp {
    friend bool operator==(const RunsCaughtUp&, const RunsCaughtUp&) = default;
};

/// A condition of which the person was told has ended, and nothing is said about it.
struct ConditionSettled {
    domain::TaskNumber number;
    std::string key; ///< of the item that told it
    friend bool operator==(const ConditionSettled&, const ConditionSettled&) = default;
};

using EventBody =
    std::variant<TaskObserved, TaskRemovalObserved, SetStarted, SetEnded, FactRepeated, ChangeAsked,
                 MomentPassed, RulesLoaded, ServiceStarted, TaskStateChanged, TaskRemoved,
                 DeadlineScheduled, Notified, ChangeRequested, RequestConcluded, SystemReported,
                 LocalEdgeChanged, RoleAssigned, RoleEnded, GalleryLoaded, NoticeGathered,
                 OutboxScheduled, OutboxEmptied, RunMissed, RunsCaughtUp, ConditionSettled,
                 PersonReplaced, PersonErased, DeliveryReported>;

/// What an event is published as; `internal` ones stay in the journal.
enum class EventKind : std::uint8_t {
    internal = 0,
    state = 1,
    notification = 2,
    request = 3,
    system = 4
};
inline constexpr std::size_t event_kind_count = 5;
[[nodiscard]] std::string_view canonical(EventKind kind);
[[nodiscard]] std::optional<EventKind> event_kind(std::string_view name);
[[nodiscard]] EventKind kind_of(const EventBody& body);

/// One record of a municipality's journal.
struct Event {
    domain::Sequence sequence;
    domain::Sequence previous; ///< the municipality's previous event of the same kind, 0 if none
    domain::Sequence cause;    ///< the input's record; its own sequence for an input
    domain::Moment at;
    EventBody body;
    friend bool operator==(const Event&, const Event&) = default;
};

/// The task that the event is about, if it is about one.
[[nodiscard]] std::optional<domain::TaskNumber> task_of(const EventBody& body);

/// Task number, person id or a name: the last part of the topic.
[[nodiscard]] std::string subject_of(const EventBody& body);

} // namespace klik::engine
