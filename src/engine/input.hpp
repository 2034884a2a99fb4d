#pragma once

#include "domain/notification.hpp"
#include "domain/role_gallery.hpp"
#include "domain/rule_set.hpp"
#include "domain/task.hpp"
#include "engine/source_count.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace klik::engine {

/// What makes a fact one fact, docs/protocol.md 3 "Idempotence".
struct FactIdentity {
    std::string source;
    std::string id;
    domain::UtcTime time; ///< when it became true, by the platform's clock
    /// Not part of what the fact is: sent again it may come at another place.
    std::optional<SourcePosition> position{};
    friend bool operator==(const FactIdentity&, const FactIdentity&) = default;
};

/// Keys that this version does not know, each with its value as msgpack bytes: kept for a later
/// one.
using UnknownKeys = std::map<std::string, std::string>;

/// `dk.klik.task.observed.v1`
struct ObserveTask {
    FactIdentity fact;
    domain::Observation observation;
    UnknownKeys unknown_attributes{};
};

/// `dk.klik.task.removed.v1` from the platform
struct RemoveTask {
    FactIdentity fact;
    domain::TaskNumber number;
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
};

/// `dk.klik.set.started.v1`: the source begins to tell all tasks of the municipality, or of one
/// project.
struct StartSet {
    FactIdentity fact;
    std::string set;     ///< the set's name, the same in its end
    std::string project; ///< empty: all of the municipality
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
};

/// `dk.klik.set.ended.v1`
struct EndSet {
    FactIdentity fact;
    std::string set;
    std::string project;
    std::uint64_t count{}; ///< tasks that the set named
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
};

/// `dk.klik.role.assigned.v1`
struct AssignRole {
    FactIdentity fact;
    domain::Assignment assignment;
    domain::AssignmentSaid said;
    bool readdressed = false; ///< the person's address is another than was known; no part of it
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
};

/// `dk.klik.role.ended.v1`
struct EndRole {
    FactIdentity fact;
    domain::Assignment assignment;
    bool whole = false; ///< whatever the person does in the role, as holder or deputy
    UnknownKeys unknown_attributes{};
    UnknownKeys unknown{}; ///< in `data`
};

/// A municipality's own file of roles, as a whole.
struct LoadGallery {
    domain::GalleryFile file;
    std::set<domain::PersonId> readdressed; ///< whose address is another than was known
};

/// Who leaves is replaced wherever the gallery and the tasks name them.
struct ReplacePerson {
    domain::PersonId person;
    domain::PersonId by;
};

/// The names and addresses of these ids, which are one person's, are gone.
struct ErasePerson {
    std::vector<domain::PersonId> persons;
};

/// What became of a notification's item on its way to the person.
enum class DeliveryOutcome { delivered, deferred, bounced, failed };
[[nodiscard]] std::string_view canonical(DeliveryOutcome outcome);
[[nodiscard]] std::optional<DeliveryOutcome> delivery_outcome(std::string_view name);

/// Somebody who delivers tells of an outcome.
struct ReportDelivery {
    domain::Sequence event; ///< of the notification
    std::string item;       ///< the item's key
    std::optional<domain::TaskNumber> number; ///< none of a trial
    domain::PersonId person;
    DeliveryOutcome outcome{};
    std::string detail;
    /// Where it bounced: the notification with this item alone, to go on down the chain.
    std::optional<domain::Notification> bounced{};
};

/// A fact that is known came again at a place of its source's count that was still open.
struct RepeatFact {
    FactIdentity fact;
};

/// The municipality makes a task wait for another, or no longer, beside what the platform says. Its
/// own tasks come as `ObserveTask` and `RemoveTask` with a number below zero.
struct ChangeLocalEdge {
    FactIdentity fact;
    domain::TaskNumber number;
    domain::TaskNumber prerequisite;
    bool waits = true; ///< false: no longer
};

/// The `reason` of what klikd asks of the platform because somebody takes another's place.
inline constexpr std::string_view reason_of_replacing = "replace_person";

/// A wish of a plugin or person, checked before the platform is asked to carry it out.
struct RequestChange {
    std::string id; ///< unique per `via`
    domain::TaskNumber number;
    std::map<domain::TaskField, domain::FieldValue> change;
    std::optional<std::uint64_t> base_revision;
    std::optional<domain::PersonId> actor;
    std::vector<std::string> lineage; ///< event ids that led to it, oldest first
    std::string reason;
    friend bool operator==(const RequestChange&, const RequestChange&) = default;
};

/// A due moment of `next_due` has come.
struct PassMoment {
    bool late = false; ///< it passed while the process was off
};

struct LoadRules {
    domain::RuleSet rules;
    std::string toml; ///< the text that `rules` was read from
};

/// The process took up the journal.
struct StartService {
    std::string engine_version;
};

struct Input {
    domain::Moment at; ///< never before that of an earlier input
    std::string via;   ///< name of the key or socket that it came through
    std::variant<ObserveTask, RemoveTask, StartSet, EndSet, RepeatFact, ChangeLocalEdge,
                 RequestChange, PassMoment, LoadRules, StartService, AssignRole, EndRole,
                 LoadGallery, ReplacePerson, ErasePerson, ReportDelivery>
        body;
};

} // namespace klik::engine
