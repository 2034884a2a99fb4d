#include "bench/bus_figures.hpp"
#include "bench/engine_figures.hpp"
#include "bench/log_figures.hpp"
#include "bench/relay.hpp"
#include "bench/rival_figures.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>

namespace {

using namespace klik::bench;

void add_relay(CLI::App& app, RelaySettings& settings) {
    auto* relay = app.add_subcommand("relay", "is what the others are measured against");
    relay->add_option("inlet", settings.inlet)->required();
    relay->add_option("topic", settings.outgoing_topic)->required();
    relay->add_option("bytes", settings.outgoing_bytes)->required();
    relay->add_option("--platform-key", settings.platform_public_key);
    relay->add_option("--secret-key", settings.own_secret_key);
    relay->callback([&settings] { run_relay(settings); });
}

void add_bus(CLI::App& app, const Programs& programs, Runs& runs) {
    auto* throughput = app.add_subcommand("throughput", "facts a second, as shares of the relay's");
    auto* latency = app.add_subcommand("latency", "from a fact to its event");
    auto* fan_out = app.add_subcommand("fan-out", "what each of 50 durable clients costs");
    for (auto* command : {throughput, latency, fan_out}) {
        command->add_option("--facts", runs.facts, "in each run")->capture_default_str();
        command->add_option("--tasks", runs.tasks)->capture_default_str();
        command->add_option("--runs", runs.count)->capture_default_str();
    }
    throughput->callback([&] { print_throughput(programs, runs); });
    latency->callback([&] { print_latency(programs, runs); });
    fan_out->callback([&] { print_fan_out(programs, runs); });
}

void add_log(CLI::App& app, const Programs& programs, LongLog& log) {
    auto* figures = app.add_subcommand("log", "a start on a long journal, and a client's reading");
    figures->add_option("--tasks", log.tasks)->capture_default_str();
    figures->add_option("--older", log.older_records, "records up to the snapshot")
        ->capture_default_str();
    figures->add_option("--tail", log.tail_records, "records behind it")->capture_default_str();
    figures->callback([&] { print_log_figures(programs, log); });
}

void add_rivals(CLI::App& app, const Programs& programs, RivalRuns& runs, std::string& folder) {
    auto* rivals = app.add_subcommand("rivals", "beside what a user would pick instead");
    rivals->add_option("--tasks", runs.tasks)->capture_default_str();
    rivals->add_option("--runs", runs.count)->capture_default_str();
    rivals->add_option("--seconds", runs.seconds, "that each run of each takes, about")
        ->capture_default_str();
    rivals->add_option("--programs", folder, "the folder with the rivals' programs")
        ->capture_default_str()
        ->check(CLI::ExistingDirectory);
    rivals->callback([&] { print_rivals(programs, folder, runs); });
}

} // namespace

int main(int count, char** words) {
    static_cast<void>(std::setvbuf(stdout, nullptr, _IOLBF, 0)); // each figure as it is known
    CLI::App app{"Measures klikd, as shares of a limit that is measured in the same run "
                 "(docs/performance.md)."};
    const auto folder = std::filesystem::canonical("/proc/self/exe").parent_path();
    const Programs programs{folder / "klik-bench", folder / "klikd", folder / "slow_sync.so"};
    RelaySettings relay;
    Runs runs;
    std::uint32_t tasks = 1'000'000;
    add_relay(app, relay);
    add_bus(app, programs, runs);
    LongLog log;
    add_log(app, programs, log);
    RivalRuns rival_runs;
    std::string rivals = "tests/bench/rivals";
    add_rivals(app, programs, rival_runs, rivals);
    auto* engine = app.add_subcommand("engine", "what the rules alone cost");
    engine->add_option("--tasks", tasks)->capture_default_str();
    engine->callback([&] { print_engine_figures(tasks); });
    app.require_subcommand(1);
    try {
        CLI11_PARSE(app, count, words);
    } catch (const std::exception& failure) {
        // Caught, so that what was started is ended.
        fmt::print(stderr, "klik-bench: {}\n", failure.what());
        return 1;
    }
}
