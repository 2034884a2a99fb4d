#pragma once

#include "domain/rule_set.hpp"

#include <optional>
#include <set>
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

/// The steps of a due date that fall on a date in [from, until], in order of time. Overdue goes on
/// for ever.
[[nodiscard]] std::vector<LadderStep> ladder_steps(Date due, Date from, Date until,
                                                   const RuleSet& rules);

/// The first step on or after `from`; there always is one, because overdue goes on.
[[nodiscard]] LadderStep next_ladder_step(Date due, Date from, const RuleSet& rules);

/// The last step before `from`, reminder or overdue notice.
[[nodiscard]] std::optional<LadderStep> last_ladder_step_before(Date due, Date from,
                                                                const RuleSet& rules);

/// Whether the step is among the ids that do not come again, or comes before an overdue notice that
/// is.
[[nodiscard]] bool is_spent(const LadderStep& step, const std::set<std::string>& spent);
/// Adds the step's id, which stands for all overdue notices before it.
void spend(const LadderStep& step, std::set<std::string>& spent);

} // namespace klik::domain
