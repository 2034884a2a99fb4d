#include "simulation/run.hpp"

#include "simulation/violation.hpp"
#include "simulation/world.hpp"

#include <numeric>

namespace klik::simulation {

Plan whole_plan(std::uint64_t seed, std::uint64_t steps, Defect defect, JournalKind journal) {
    Plan plan{.seed = seed,
              .steps = std::vector<std::uint64_t>(steps),
              .defect = defect,
              .journal = journal};
    std::iota(plan.steps.begin(), plan.steps.end(), std::uint64_t{0});
    return plan;
}

Figures& Figures::operator+=(const Figures& other) {
    runs += other.runs;
    steps += other.steps;
    days += other.days;
    records += other.records;
    acknowledged += other.acknowledged;
    published += other.published;
    stored += other.stored;
    crashes += other.crashes;
    kills += other.kills;
    failed_writes += other.failed_writes;
    flipped += other.flipped;
    refused += other.refused;
    unseen += other.unseen;
    lost += other.lost;
    doubled += other.doubled;
    broken += other.broken;
    consumer_crashes += other.consumer_crashes;
    digest = digest * 31 + other.digest;
    return *this;
}

Outcome play(const Plan& plan, std::vector<std::string>* story) {
    Outcome outcome;
    World world{plan, story};
    std::uint64_t step = 0;
    try {
        world.begin();
        for (const auto each : plan.steps) {
            step = each;
            world.step(each);
        }
        ++step;
        world.come_to_rest();
    } catch (const Violation& violation) {
        outcome.failure = Failure{violation.rule, violation.what(), step};
    } catch (const std::exception& error) {
        outcome.failure = Failure{"klikd goes on", error.what(), step};
    }
    outcome.figures = world.figures();
    return outcome;
}

} // namespace klik::simulation
