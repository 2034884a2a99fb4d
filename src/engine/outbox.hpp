#pragma once

#include "engine/event.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace klik::engine {

/// What gathers for one person, docs/rules.md 7.
struct Outbox {
    std::vector<PendingItem> items; ///< in order of arrival
    Waiting waiting;
    friend bool operator==(const Outbox&, const Outbox&) = default;
};

/// How many notices a person got on the latest date with one.
struct NoticesOfDay {
    domain::Date day;
    int count = 0;
    friend bool operator==(const NoticesOfDay&, const NoticesOfDay&) = default;
};

/// The outboxes of a municipality, and when each is due.
class Outboxes {
  public:
    [[nodiscard]] const std::map<domain::PersonId, Outbox>& all() const { return boxes_; }
    [[nodiscard]] const Outbox* find(const domain::PersonId& person) const;
    /// Those that wait for a moment, the earliest first.
    [[nodiscard]] const std::set<std::pair<domain::UtcTime, domain::PersonId>>& gathering() const {
        return gathering_;
    }
    /// Those that wait for a run, by its date.
    [[nodiscard]] const std::map<domain::Date, std::set<domain::PersonId>>& for_runs() const {
        return for_runs_;
    }
    /// Those that wait for the service to start again.
    [[nodiscard]] std::vector<domain::PersonId> for_start() const;
    /// Those for whom something about the task waits.
    [[nodiscard]] const std::set<domain::PersonId>& waiting_for(domain::TaskNumber number) const;
    [[nodiscard]] int told_on(const domain::PersonId& person, domain::Date day) const;

    void take(const NoticeGathered& gathered);
    void take(const OutboxScheduled& scheduled);
    void take(const OutboxEmptied& emptied);
    /// A notice that the person was told on the date.
    void count(const domain::PersonId& person, domain::Date day);
    /// What `count` left; for a state that is read again.
    [[nodiscard]] const std::map<domain::PersonId, NoticesOfDay>& told() const { return told_; }
    void put(const domain::PersonId& person, Outbox box);
    void put(const domain::PersonId& person, NoticesOfDay told) { told_[person] = told; }

    friend bool operator==(const Outboxes&, const Outboxes&) = default;

  private:
    void list(const domain::PersonId& person, const Waiting& waiting);
    void unlist(const domain::PersonId& person, const Waiting& waiting);

    std::map<domain::PersonId, Outbox> boxes_;
    std::set<std::pair<domain::UtcTime, domain::PersonId>> gathering_;
    std::map<domain::Date, std::set<domain::PersonId>> for_runs_;
    std::map<domain::TaskNumber, std::set<domain::PersonId>> by_task_;
    std::map<domain::PersonId, NoticesOfDay> told_;
};

/// The older item of which `newer` is the later word: what waits for the person, or for whoever had
/// the role before.
[[nodiscard]] const PendingItem*
word_before(const Outboxes& outboxes, const domain::PersonId& person, const PendingItem& newer);

/// Kinds of which a later word on the same task takes the place of an earlier one.
[[nodiscard]] bool latest_word_counts(domain::NotificationKind kind);
/// Whether the newer one says what has become of the older by now.
[[nodiscard]] bool is_later_word(const PendingItem& newer, const PendingItem& older);
/// The same for the same role, so that the older one need not be told.
[[nodiscard]] bool takes_its_place(const PendingItem& newer, const PendingItem& older);

} // namespace klik::engine
