#include "bench/engine_figures.hpp"

#include "bench/sample.hpp"
#include "bench/stopwatch.hpp"
#include "bench/task_crowd.hpp"
#include "engine/decide.hpp"
#include "engine/prerequisite_links.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <chrono>
#include <stdexcept>

namespace klik::bench {

namespace {

using std::chrono::steady_clock;

std::size_t bytes_in_use() {
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

struct Decided {
    double microseconds = 0;
    std::size_t events = 0;
};

domain::TaskNumber number_of(std::uint32_t task) {
    return domain::TaskNumber{first_crowd_task + task};
}

Decided timed(engine::State& state, const engine::Input& input) {
    const auto start = steady_clock::now();
    const auto events = engine::decide(state, input);
    return {seconds_since(start) * 1e6, events.size()};
}

engine::Input midnight_after(const domain::Moment& at) {
    using namespace std::chrono;
    const auto local = domain::LocalTime{(at.date() + days{1}).time_since_epoch()};
    return {{at.utc + (local - at.local), local}, "control", engine::PassMoment{}};
}

void print_midnights(std::uint32_t tasks) {
    for (const std::uint32_t one_in : {100U, 1000U}) {
        auto state = crowd({.tasks = tasks, .prerequisites = 0, .one_in_is_due = one_in});
        const auto passed = timed(state, midnight_after(crowd_moment()));
        fmt::print("midnight over {} open tasks, one in {} changes colour: {:.1f} ms, {} events\n",
                   tasks, one_in, passed.microseconds / 1000, passed.events);
    }
}

/// Each task of every project but the first ones is waited for by three others.
void print_completions(std::uint32_t tasks) {
    const auto before_bytes = bytes_in_use();
    auto state = crowd({.tasks = tasks, .one_in_is_due = tasks});
    fmt::print("memory: {} bytes a task\n", (bytes_in_use() - before_bytes) / tasks);
    constexpr std::uint32_t prerequisites = 3;
    constexpr std::uint32_t tries = 1000;
    Sample microseconds;
    for (std::uint32_t i = 0; i < tries; ++i) {
        const auto task = i * (tasks / tries) + prerequisites;
        const auto done = timed(state, status_fact(task, "completed", tasks + i));
        microseconds.values.push_back(done.microseconds / prerequisites);
    }
    fmt::print("a completion with {} prerequisites in all: {:.2f} us a dependent ({:.2f} at the "
               "99th percentile)\n",
               std::uint64_t{tasks} * prerequisites, microseconds.median(), microseconds.at(0.99));
}

/// What is measured is that the state takes in the edge and knows whether it closes a cycle.
double microseconds_of_an_edge(engine::State& state, domain::TaskNumber number,
                               domain::TaskNumber prerequisite) {
    domain::Task& task = state.tasks.at(number).task;
    const auto before = task.prerequisites();
    task.local_prerequisites.insert(prerequisite);
    const auto start = steady_clock::now();
    engine::relink(state, number, before);
    const double took = seconds_since(start) * 1e6;
    if (!state.on_cycles.empty()) {
        throw std::logic_error("the edge closes a cycle");
    }
    return took;
}

/// Tasks wait for one more each: of their own project, and those of every second project of the
/// next one too, which has come behind it until then.
void print_edges(std::uint32_t tasks) {
    const CrowdSettings settings{.tasks = tasks};
    auto state = crowd(settings);
    constexpr std::uint32_t tries = 1000;
    Sample within;
    Sample across;
    for (std::uint32_t i = 0; i < tries; ++i) {
        const std::uint32_t task = i * (tasks / tries) + 10;
        within.values.push_back(
            microseconds_of_an_edge(state, number_of(task), number_of(task - 7)));
        const std::uint32_t next = task + settings.tasks_of_a_project;
        if (task / settings.tasks_of_a_project % 2 == 0 && next < tasks) {
            across.values.push_back(
                microseconds_of_an_edge(state, number_of(task), number_of(next)));
        }
    }
    fmt::print("a new edge among {} tasks: within a project {:.1f} us, {:.1f} at the 99th "
               "percentile; to a project that is to come first from now on {:.1f} us, {:.1f}\n",
               tasks, within.median(), within.at(0.99), across.median(), across.at(0.99));
}

} // namespace

void print_engine_figures(std::uint32_t tasks) {
    print_completions(tasks);
    print_edges(tasks);
    print_midnights(tasks);
}

} // namespace klik::bench
