#include "bench/log_figures.hpp"

#include "bench/stopwatch.hpp"
#include "bench/stream_reader.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

namespace klik::bench {

namespace {

using std::chrono::steady_clock;

constexpr int catch_up_patience_ms = 10'000;
constexpr double mib = 1024.0 * 1024.0;

void print_catch_up(const std::string& control, std::uint64_t events) {
    zmq::context_t context{1};
    const auto start = steady_clock::now();
    StreamReader reader{context, control, "reader"};
    while (reader.events() < events) {
        if (!reader.take(catch_up_patience_ms)) {
            throw std::runtime_error(
                fmt::format("only {} of {} events came", reader.events(), events));
        }
    }
    const double took = seconds_since(start);
    fmt::print("one client catching up: {:.0f} events a second\n",
               static_cast<double>(events) / took);
}

} // namespace

void print_log_figures(const Programs& programs, const LongLog& log) {
    const klik::test::TemporaryFolder folder;
    const auto made = make_long_log((folder.path() / "data").native(), log);
    fmt::print("a log of {} records, {} of them behind the snapshot; {:.0f} MiB\n", made.records,
               log.tail_records,
               static_cast<double>(std::filesystem::file_size(folder.path() / "data/journal.db")) /
                   mib);
    // At a clock that stands where the log ends nothing but the start itself is to be done.
    const auto config = folder.write("klikd.toml", R"(data_dir = "data"
[[municipality]]
code = "9999"
name = "Korsbæk Kommune"
live = "tcp://127.0.0.1:0"
control = "tcp://127.0.0.1:0"
[clock]
virtual = "2024-02-01T09:00:00+01:00"
[log]
file = "klikd.log"
)");
    const auto start = steady_clock::now();
    Child klikd{{programs.klikd, "--config", config}};
    const auto ready = klikd.line();
    fmt::print("a start with {} tasks: {:.1f} s, at most {:.0f} MiB\n", log.tasks,
               seconds_since(start), static_cast<double>(klikd.peak_bytes()) / mib);
    print_catch_up(word_of_ready_line(ready, "control"), made.published);
}

} // namespace klik::bench
