#pragma once

#include "domain/deadline_colour.hpp"
#include "domain/notification.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace klik::engine {

using Facts = std::map<std::string, std::string>;

/// A reason to tell somebody something about a task.
struct Occasion {
    domain::NotificationKind kind{};
    std::string name;                ///< ladder step or occasion; part of the key
    std::optional<domain::Date> due; ///< part of the key where the occasion belongs to a due date
    std::string rule;                ///< clause of docs/rules.md
    Facts facts;                     ///< what the rule looked at
    friend bool operator==(const Occasion&, const Occasion&) = default;
};

/// What tells the occasions of one task apart: in the keys of notices and in
/// `Deadline::conditions`.
[[nodiscard]] std::string occasion_id(const Occasion& occasion);

/// The occasion that the person was told of by the item; none where the key is not that person's.
[[nodiscard]] std::optional<Occasion> occasion_told(const domain::NotificationItem& item,
                                                    const domain::PersonId& person);

/// All of an item's key but the person.
[[nodiscard]] std::string key_stem(const domain::MunicipalityCode& municipality,
                                   domain::TaskNumber number, const Occasion& occasion);

/// The key under which the colour counts as told where an item about the deadline says it by the
/// way, docs/rules.md 7; empty where the item does not.
[[nodiscard]] std::string key_of_colour_in(const domain::NotificationItem& item,
                                           const domain::PersonId& person);

/// The colour as it is named, and in Danish and English: `name`, `name_da`, `name_en`.
void add_colour_facts(Facts& facts, const std::string& name, domain::Colour colour);

/// The fact `done_by`: those whose wish the change was, who are not told of it.
void add_who_did_it(Facts& facts, const std::set<domain::PersonId>& people);
[[nodiscard]] std::set<domain::PersonId> who_did_it(const Facts& facts);

/// Whether a notice with these facts is about a project; its task is any one of that.
[[nodiscard]] bool is_about_a_project(domain::NotificationKind kind, const Facts& facts);

/// Something that is to be told, docs/rules.md 7. Who is told is asked when it is told.
struct PendingItem {
    domain::TaskNumber number;
    Occasion occasion; ///< its facts have the task's number, title and due date
    domain::Role role; ///< whose holder is told
    std::optional<domain::TaskNumber> asked_on; ///< the task whose roles are asked, if another
    std::optional<domain::PersonId> person;     ///< told whatever the roles say
    std::set<domain::PersonId> except;          ///< not told
    std::string withdraws{};                    ///< key of the item that it takes back
    domain::Sequence cause;                     ///< of the input that led to it
    bool late = false;                          ///< klikd was off when it should have been told
    bool for_a_run = false; ///< what gathers is told without it, only a run takes it along
    friend bool operator==(const PendingItem&, const PendingItem&) = default;
};

/// Whether it was put back by the limit on a day's notices.
[[nodiscard]] bool is_deferred(const PendingItem& item);

/// Until when a person's outbox waits: a moment, or the run of a date. Neither: for the service to
/// start again.
struct Waiting {
    std::optional<domain::UtcTime> until;
    std::optional<domain::Date> run_on;
    friend bool operator==(const Waiting&, const Waiting&) = default;
};

} // namespace klik::engine
