#pragma once

#include "domain/notification.hpp"
#include "engine/input.hpp"
#include "journal/journal.hpp"
#include "replay/time_zone.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace klik::replay {

/// Days of which notices are listed, both included; without `until` to the journal's end.
struct Period {
    std::optional<domain::Date> from{};
    std::optional<domain::Date> until{};
};

/// An item of a notification.
struct Notice {
    domain::Moment at; ///< when the notification goes out
    std::string key;
    domain::TaskNumber number;
    domain::NotificationKind kind{};
    std::string rule; ///< clause of docs/rules.md
    bool late = false;
    std::string vacant_role{};              ///< of a notice about one
    std::optional<std::string> vacant_in{}; ///< the project, where it is no role on the task itself
    bool ahead = false;                     ///< goes out behind the journal's end
    /// When it would come all the same if the candidate were loaded at the journal's end.
    std::optional<domain::Moment> caught_up{};
};

/// The same notice at another time.
struct MovedNotice {
    Notice in_force;
    Notice candidate;
};

/// What another rule set would tell a person otherwise, each list in the order of time.
struct PersonDifference {
    domain::PersonId person;
    std::vector<Notice> only_in_force;
    std::vector<Notice> only_candidate;
    std::vector<MovedNotice> moved;
};

struct WhatIf {
    std::vector<PersonDifference> people; ///< those with a difference, by id
    std::size_t in_force = 0;             ///< notices of the period by the rules in force
    std::size_t candidate = 0;            ///< the same by the candidate
    domain::Moment journal_end;           ///< behind it both run through virtual time
    /// Versions of other engines in the journal: a difference may be theirs.
    std::set<std::string> other_engines;
};

/// What would be told otherwise if the candidate's rules held.
///
/// Until the journal's end: as if they had held from its first record on, compared with what was
/// recorded. Behind it: as if they were loaded at its end, compared with how the rules in force go
/// on; no fact and no request comes in that time. Notices are compared by their keys, over all of
/// the period: each counts once for either rule set, where it is told first.
[[nodiscard]] domain::Result<WhatIf> what_if(journal::Journal& journal,
                                             const domain::MunicipalityCode& municipality,
                                             const engine::LoadRules& candidate,
                                             const Period& period, const TimeZone& zone);

} // namespace klik::replay
