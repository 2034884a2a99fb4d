#include "domain/reminder_ladder.hpp"
#include "property/plain_ladder.hpp"
#include "property/random_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace klik::test {
namespace {

using std::chrono::days;

std::string in_words(const std::vector<LadderStep>& steps) {
    std::string text;
    for (const auto& step : steps) {
        text += step.name + " " + iso_date(step.on) + " " + std::to_string(step.overdue) + "; ";
    }
    return text;
}

RC_GTEST_PROP(ReminderLadder, HasTheStepsThatAWalkFromDayToDayFinds, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const auto all = plain_ladder(due, due + days{400}, rules);
    for (int i = 0; i < 20; ++i) {
        const Date from = pick_date_near(due, 160);
        const Date until = from + days{pick(0, 160)};
        std::vector<LadderStep> expected;
        for (const auto& step : all) {
            if (step.on >= from && step.on <= until) {
                expected.push_back(step);
            }
        }
        RC_ASSERT(in_words(ReminderLadder(due, rules).between(from, until)) == in_words(expected));
    }
}

RC_GTEST_PROP(ReminderLadder, KnowsTheNextStepAndTheLastOneBefore, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    const auto all = plain_ladder(due, due + days{400}, rules);
    for (int i = 0; i < 20; ++i) {
        const Date from = pick_date_near(due, 160);
        std::optional<LadderStep> next;
        std::optional<LadderStep> last;
        for (const auto& step : all) {
            // Of steps that meet in a run the one nearest to the due date counts, the last in
            // order.
            if (step.on >= from && (!next || step.on == next->on)) {
                next = step;
            }
            if (step.on < from) {
                last = step;
            }
        }
        RC_ASSERT(next.has_value());
        RC_ASSERT(in_words({ReminderLadder(due, rules).next(from)}) == in_words({*next}));
        const auto before = ReminderLadder(due, rules).last_before(from);
        RC_ASSERT(before.has_value() == last.has_value());
        if (last) {
            RC_ASSERT(in_words({*before}) == in_words({*last}));
        }
    }
}

RC_GTEST_PROP(ReminderLadder, EachStepGoesOutOnAWorkingDay, ()) {
    const Date due = pick_date();
    const RuleSet rules = pick_rules(due);
    for (const auto& step : ReminderLadder(due, rules).between(due - days{160}, due + days{160})) {
        RC_ASSERT(rules.calendar.is_working_day(step.on));
        RC_ASSERT((step.on > due) == (step.overdue > 0));
    }
}

} // namespace
} // namespace klik::test
