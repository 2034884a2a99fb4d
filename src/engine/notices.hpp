#pragma once

#include "engine/decision.hpp"

#include <map>
#include <set>
#include <vector>

namespace klik::engine {

/// What is told now: one notice for each person, docs/rules.md 7 "One notice per person and run".
class Notices {
  public:
    explicit Notices(Decision& decision) : decision_(decision) {}

    /// Tells it to whom it concerns today, each person once.
    void add(PendingItem item);
    /// The same for the holders of the roles on the task.
    void add(const domain::Task& task, const Occasion& occasion,
             const std::vector<domain::Role>& roles, const std::set<domain::PersonId>& except = {});
    /// From here on what is added comes late.
    void mark_late(bool late) { late_ = late; }

    /// Whom it concerns today; nobody where the task whose roles are asked is gone.
    [[nodiscard]] std::optional<domain::Recipient> recipient_of(const PendingItem& item) const;
    /// Those who are told something so far.
    [[nodiscard]] std::vector<domain::PersonId> people() const;

    /// Publishes the notices. What goes beyond a person's day is put back for the next run.
    void deliver();

  private:
    struct Addressed {
        domain::Recipient recipient;
        PendingItem item;
        bool is_said = false; ///< by another item
    };
    using Items = std::vector<Addressed>;
    using OfTask = std::vector<Addressed*>;

    [[nodiscard]] bool was_told(const PendingItem& item, const domain::Recipient& recipient) const;
    void settle(const PendingItem& item);
    [[nodiscard]] domain::NotificationItem worded(const Addressed& addressed) const;
    [[nodiscard]] std::string key_of_blocked_again(const domain::PersonId& person,
                                                   domain::TaskNumber number) const;
    void absorb(Items& items);
    [[nodiscard]] bool is_said_with(const Addressed& each, const OfTask& items) const;
    void absorb_withdrawals(const OfTask& items);
    [[nodiscard]] static const Addressed* word_on_the_deadline(const OfTask& items);
    void defer(const Addressed& addressed);
    void publish(const Items& items);

    Decision& decision_;
    bool late_ = false;
    std::map<domain::PersonId, Items> by_person_;
};

/// The occasion's facts, with those of the task that belong to each, and who did it.
[[nodiscard]] Occasion about(const domain::Task& task, Occasion occasion,
                             const std::set<domain::PersonId>& by = {});

/// Gives the item its facts and texts for the recipient.
void address(domain::NotificationItem& item, const domain::Recipient& recipient,
             const domain::RuleSet& rules);

/// The task whose roles are asked for whom the item is for; null where it is gone.
[[nodiscard]] const domain::Task* asked_task(const State& state, const PendingItem& item);

/// Who is told what concerns the holder of the role on the task.
[[nodiscard]] domain::Recipient recipient_of(const Decision& decision, const domain::Role& role,
                                             const domain::Task& task);

} // namespace klik::engine
