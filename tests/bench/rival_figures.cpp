#include "bench/rival_figures.hpp"

#include "bench/rivals.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klik::bench {

namespace {

constexpr int most_by_hand = 100; ///< facts in a commit of those that batch by hand

struct Entry {
    std::string name;
    int most_in_a_commit; ///< 0: as many as have come
    std::unique_ptr<Contestant> contestant;
    std::uint64_t facts = 0; ///< in each run
    Sample speeds{};         ///< facts a second
    Sample times_slower{};   ///< than klikd in the same round
    Sample microseconds{};   ///< of processor a fact
    std::size_t bytes = 0;
};

std::vector<Entry> line_up(const Programs& programs, const std::filesystem::path& folder,
                           std::uint32_t tasks) {
    std::vector<Entry> entries;
    entries.push_back({"klikd", 0, std::make_unique<KlikdAtLine>(programs, tasks, Road{})});
    for (const auto& rival : rivals_in(folder)) {
        if (!succeeds(rival.probe)) {
            fmt::print("left out: {}, because what it needs is not installed (scripts/bench does "
                       "that)\n",
                       rival.name);
            continue;
        }
        for (const int most : {1, most_by_hand}) {
            entries.push_back(
                {rival.name, most, std::make_unique<RivalAtLine>(rival, folder, tasks, most)});
        }
    }
    return entries;
}

/// Each task is new once; how long that takes says how many facts are enough for a run.
void warm_up(Entry& entry, const RivalRuns& runs) {
    constexpr double fewest = 1000;
    const double seconds = entry.contestant->line().pass(runs.tasks);
    entry.facts = static_cast<std::uint64_t>(
        std::max(fewest, static_cast<double>(runs.tasks) / seconds * runs.seconds));
}

void run(Entry& entry) {
    const auto count = static_cast<double>(entry.facts);
    const double before_s = entry.contestant->processor_s();
    entry.speeds.values.push_back(count / entry.contestant->line().pass(entry.facts));
    entry.microseconds.values.push_back((entry.contestant->processor_s() - before_s) / count * 1e6);
    entry.bytes = std::max(entry.bytes, entry.contestant->peak_bytes());
}

std::string commits(const Entry& entry) {
    switch (entry.most_in_a_commit) {
    case 0:
        return "what has come";
    case 1:
        return "each fact";
    default:
        return fmt::format("{} facts", entry.most_in_a_commit);
    }
}

void print_table(const std::vector<Entry>& entries) {
    fmt::print("| | A commit for | Facts a second | klikd is faster | Processor a fact | Memory "
               "|\n|---|---|---|---|---|---|\n");
    for (const auto& entry : entries) {
        const auto& speeds = entry.speeds;
        const auto& slower = entry.times_slower;
        const auto faster = entry.most_in_a_commit == 0
                                ? std::string{}
                                : fmt::format("{:.1f} times ({:.1f} to {:.1f})", slower.median(),
                                              slower.least(), slower.most());
        fmt::print("| {} | {} | {:.0f} ({:.0f} to {:.0f}) | {} | {:.0f} us | {} MiB |\n",
                   entry.name, commits(entry), speeds.median(), speeds.least(), speeds.most(),
                   faster, entry.microseconds.median(), entry.bytes >> 20U);
    }
}

/// The issue's own question: how klikd does beside the best of each kind.
void print_best(const std::vector<Entry>& entries, int most_in_a_commit, double wanted) {
    const Entry* best = nullptr;
    for (const auto& entry : entries) {
        if (entry.most_in_a_commit == most_in_a_commit &&
            (best == nullptr || entry.speeds.median() > best->speeds.median())) {
            best = &entry;
        }
    }
    if (best != nullptr) {
        fmt::print("the best with a commit for {}: {}; klikd is {:.1f} times as fast (wanted: "
                   "{:.0f})\n",
                   commits(*best), best->name, best->times_slower.median(), wanted);
    }
}

void print_wins(const std::vector<Entry>& entries) {
    const auto& klikd = entries.front();
    bool any = false;
    for (const auto& entry : entries) {
        std::string better;
        if (entry.speeds.median() > klikd.speeds.median()) {
            better += " more facts a second,";
        }
        if (entry.microseconds.median() < klikd.microseconds.median()) {
            better += " less processor a fact,";
        }
        if (entry.bytes < klikd.bytes) {
            better += " less memory,";
        }
        if (!better.empty()) {
            better.pop_back();
            fmt::print("{} with a commit for {} wins:{}\n", entry.name, commits(entry), better);
            any = true;
        }
    }
    if (!any) {
        fmt::print("no rival wins in any column\n");
    }
}

} // namespace

void print_rivals(const Programs& programs, const std::filesystem::path& folder,
                  const RivalRuns& runs) {
    auto entries = line_up(programs, std::filesystem::canonical(folder), runs.tasks);
    for (auto& entry : entries) {
        warm_up(entry, runs);
    }
    for (int round = 0; round < runs.count; ++round) {
        for (auto& entry : entries) {
            run(entry);
            entry.times_slower.values.push_back(entries.front().speeds.values.back() /
                                                entry.speeds.values.back());
        }
    }
    print_table(entries);
    constexpr double of_each_fact = 50;
    constexpr double of_batches = 6;
    print_best(entries, 1, of_each_fact);
    print_best(entries, most_by_hand, of_batches);
    print_wins(entries);
}

} // namespace klik::bench
