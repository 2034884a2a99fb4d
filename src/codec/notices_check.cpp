#include "codec/notices_check.hpp"

#include "codec/checked_due_dates.hpp"
#include "codec/rule_values.hpp"

namespace klik::codec {

RuleFindings notice_findings(const domain::RuleSet& rules) {
    RuleFindings found;
    const std::string run = time_text(rules.run_at);
    const std::string quiet = time_text(rules.quiet_from);
    const std::string day = domain::iso_date(rules.calendar.on_or_after(first_checked_due));
    if (rules.quiet_from < rules.run_at) {
        found.push_back({{{"notices", "quiet_from"}, {"reminders", "run_at"}},
                         "`notices.quiet_from` " + quiet + " lies before the run at " + run +
                             ": what happens on " + day + " at " + run +
                             " would wait for the run of another day, so that nothing is ever told "
                             "when it happens; give a later time, or the run's own for one notice "
                             "a day"});
    } else if (rules.quiet_from > rules.run_at &&
               rules.gather_for >= rules.quiet_from - rules.run_at) {
        found.push_back(
            {{{"notices", "gather"}, {"notices", "quiet_from"}, {"reminders", "run_at"}},
             "`notices.gather` " + std::to_string(rules.gather_for.count()) +
                 "m is no shorter than the day from " + run + " to " + quiet +
                 ": what happens on " + day + " at " + run + " would be told at " + quiet +
                 " or later" + ", so that it always waits for the next run; give less"});
    }
    if (rules.late_until < rules.run_at) {
        found.push_back({{{"notices", "late_until"}, {"reminders", "run_at"}},
                         "`notices.late_until` " + time_text(rules.late_until) +
                             " lies before the run at " + run + ": a run that was missed on " +
                             day + " could never be made good on that day; give a later time"});
    }
    return found;
}

} // namespace klik::codec
