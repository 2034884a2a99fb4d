#pragma once

#include "domain/flat_set.hpp"
#include "domain/rule_set.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klik::domain {

/// One rung of docs/rules.md 7: `14d` before the due date, or the n-th overdue notice after it.
struct LadderStep {
    std::string name; ///< `14d`, `1wd`, `overdue-1`
    Date on;          ///< a working day, the date of the run that it goes out in
    int overdue = 0;  ///< 1 for the first overdue notice; 0 for a reminder

    /// What it is spent under, and its part of a notification's key: of an overdue notice the date,
    /// because other rules count them in another way.
    [[nodiscard]] std::string id() const;
    friend bool operator==(const LadderStep&, const LadderStep&) = default;
};

/// The ladder of one due date, whose reminders' days are worked out once. The rules outlive it.
class ReminderLadder {
  public:
    ReminderLadder(Date due, const RuleSet& rules);

    /// Adds the ids of all steps before `from`, of which one overdue notice stands for all.
    void spend_before(Date from, FlatSet<std::string>& spent) const;
    /// The steps that fall on a date in [from, until], in order of time. Overdue goes on for ever.
    [[nodiscard]] std::vector<LadderStep> between(Date from, Date until) const;
    /// The first step on or after `from`; there always is one, because overdue goes on.
    [[nodiscard]] LadderStep next(Date from) const;
    /// The last step before `from`, reminder or overdue notice.
    [[nodiscard]] std::optional<LadderStep> last_before(Date from) const;

  private:
    [[nodiscard]] LadderStep reminder(std::size_t place) const;
    /// The first overdue notice on or after `from`.
    [[nodiscard]] LadderStep overdue_on_or_after(Date from) const;
    [[nodiscard]] std::optional<LadderStep> last_overdue_before(Date from) const;

    Date due_;
    const RuleSet* rules_;
    std::vector<Date> days_; ///< of the reminders, in the order of the rules, not of time
};

/// Whether the step is among the ids that do not come again, or comes before an overdue notice that
/// is.
[[nodiscard]] bool is_spent(const LadderStep& step, const FlatSet<std::string>& spent);
/// Adds the step's id, which stands for all overdue notices before it.
void spend(const LadderStep& step, FlatSet<std::string>& spent);

} // namespace klik::domain
