#include "simulation/run.hpp"
#include "simulation/shrink.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <string>

namespace klik::simulation {
namespace {

struct Options {
    std::uint64_t first = 1;
    std::uint64_t seeds = 1000;
    std::uint64_t steps = 40;
    std::string defect;
    std::string journal = "simulated";
    bool story = false;
};

void print_story(const Plan& plan) {
    std::vector<std::string> story;
    const auto outcome = play(plan, &story);
    for (const auto& line : story) {
        std::cout << "  " << line << '\n';
    }
    if (outcome.failure) {
        std::cout << "  -> " << outcome.failure->rule << ": " << outcome.failure->what << '\n';
    }
}

void print(const Figures& all) {
    std::cout << fmt::format(
        "{} runs, {} steps, {} years of virtual time; {} records, {} inputs acknowledged, {} facts "
        "published, {} events stored by consumers\n"
        "survived: {} ends of klikd's machine and {} of klikd alone, {} failed writes and syncs, "
        "{} flipped bits ({} journals refused, {} read otherwise), {} messages lost and {} "
        "doubled, {} connections broken, {} consumers "
        "killed\n"
        "digest {:016x}\n",
        all.runs, all.steps, all.days / 365, all.records, all.acknowledged, all.published,
        all.stored, all.crashes, all.kills, all.failed_writes, all.flipped, all.refused, all.unseen,
        all.lost, all.doubled, all.broken, all.consumer_crashes, all.digest);
}

int simulate(const Options& options) {
    const auto defect =
        options.defect.empty() ? std::optional{Defect::none} : defect_named(options.defect);
    if (!defect) {
        std::cerr << "klik-simulate: --defect: no defect is called " << options.defect << '\n';
        return 2;
    }
    const auto journal = options.journal == "sqlite" ? JournalKind::sqlite : JournalKind::simulated;
    Figures all;
    for (std::uint64_t seed = options.first; seed < options.first + options.seeds; ++seed) {
        const auto plan = whole_plan(seed, options.steps, *defect, journal);
        const auto outcome = play(plan);
        all += outcome.figures;
        if (outcome.failure) {
            std::cout << fmt::format("seed {}, step {}: {}: {}\n", seed, outcome.failure->step,
                                     outcome.failure->rule, outcome.failure->what);
            const auto small = shrunk(plan);
            std::cout << fmt::format("shrunk to {} steps and {} tasks:\n", small.steps.size(),
                                     small.tasks);
            print_story(small);
            return 1;
        }
        if (options.story) {
            print_story(plan);
        }
    }
    print(all);
    return 0;
}

} // namespace
} // namespace klik::simulation

int main(int argc, char** argv) {
    using namespace klik::simulation;
    CLI::App app{"Plays klikd against a simulated disk, network and clock, docs/testing.md"};
    Options options;
    app.add_option("--first", options.first, "the first seed")->capture_default_str();
    app.add_option("--seeds", options.seeds, "how many runs")->capture_default_str();
    app.add_option("--steps", options.steps, "steps of a run")->capture_default_str();
    app.add_option("--defect", options.defect, "a fault to put into a simulated part");
    app.add_option("--journal", options.journal,
                   "the simulated one, or klikd's own with SQLite on the simulated disk")
        ->check(CLI::IsMember({"simulated", "sqlite"}))
        ->capture_default_str();
    app.add_flag("--story", options.story, "print what happens in each run");
    CLI11_PARSE(app, argc, argv);
    // klikd's own log would tell of each fault.
    spdlog::set_level(spdlog::level::off);
    return simulate(options);
}
