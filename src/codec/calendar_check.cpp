#include "codec/calendar_check.hpp"

#include "codec/checked_due_dates.hpp"

#include <optional>
#include <set>

namespace klik::codec {

namespace {

using domain::Date;
using domain::WorkingCalendar;
using Month = std::chrono::year_month;

Month month_of(Date date) {
    const std::chrono::year_month_day day{date};
    return day.year() / day.month();
}

/// Those that a rule set can empty: all with single days off, and all of the checked years, in
/// which each holiday comes.
std::set<Month> months_to_look_at(const WorkingCalendar& calendar) {
    std::set<Month> months;
    for (Month month = month_of(first_checked_due); month <= month_of(last_checked_due);
         month += std::chrono::months{1}) {
        months.insert(month);
    }
    for (const Date date : calendar.days_off) {
        months.insert(month_of(date));
    }
    return months;
}

} // namespace

RuleFindings calendar_findings(const WorkingCalendar& calendar) {
    RuleFindings found;
    for (const Month month : months_to_look_at(calendar)) {
        const Date first{std::chrono::local_days{month / 1}};
        const Date last{std::chrono::local_days{month / std::chrono::last}};
        if (calendar.on_or_after(first) > last) {
            found.push_back(
                {{{"calendar", "days_off"}, {"calendar", "holiday"}},
                 "`calendar.days_off` leaves no working day from " + domain::iso_date(first) +
                     " to " + domain::iso_date(last) + ", so that nobody is told anything in " +
                     "that month: the run after " + domain::iso_date(calendar.on_or_before(first)) +
                     " is on " + domain::iso_date(calendar.on_or_after(first)) +
                     "; leave out at least one of its days"});
        }
    }
    for (const Date date : calendar.working_days) {
        if (calendar.days_off.contains(date)) {
            found.push_back({{{"calendar", "working_days"}},
                             "`calendar.working_days`: " + domain::iso_date(date) +
                                 " is never worked, because it is one of `calendar.days_off` as "
                                 "well; leave one of them out"});
        }
    }
    return found;
}

} // namespace klik::codec
