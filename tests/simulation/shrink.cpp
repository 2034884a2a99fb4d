#include "simulation/shrink.hpp"

#include <algorithm>

namespace klik::simulation {

namespace {

bool breaks(const Plan& plan, const std::string& rule) {
    const auto outcome = play(plan);
    return outcome.failure && outcome.failure->rule == rule;
}

/// Leaves out so many steps in a row wherever the rest still breaks the rule; true where it did.
bool leave_out(Plan& plan, std::size_t count, const std::string& rule) {
    bool smaller = false;
    for (std::size_t at = 0; at < plan.steps.size();) {
        Plan less = plan;
        const auto first = less.steps.begin() + static_cast<std::ptrdiff_t>(at);
        const auto left = static_cast<std::size_t>(less.steps.end() - first);
        less.steps.erase(first, first + static_cast<std::ptrdiff_t>(std::min(count, left)));
        if (breaks(less, rule)) {
            plan = std::move(less);
            smaller = true;
        } else {
            at += count;
        }
    }
    return smaller;
}

void leave_out_steps(Plan& plan, const std::string& rule) {
    for (std::size_t count = std::max<std::size_t>(plan.steps.size() / 2, 1); count > 0;) {
        const bool smaller = leave_out(plan, count, rule);
        if (count > 1) {
            count /= 2;
        } else if (!smaller) {
            break;
        }
    }
}

} // namespace

Plan shrunk(Plan plan) {
    const auto outcome = play(plan);
    if (!outcome.failure) {
        return plan;
    }
    const std::string rule = outcome.failure->rule;
    std::erase_if(plan.steps, [&](std::uint64_t step) { return step > outcome.failure->step; });
    leave_out_steps(plan, rule);
    while (plan.tasks > 1) {
        Plan fewer = plan;
        --fewer.tasks;
        if (!breaks(fewer, rule)) {
            break;
        }
        plan = std::move(fewer);
    }
    leave_out_steps(plan, rule);
    return plan;
}

} // namespace klik::simulation
