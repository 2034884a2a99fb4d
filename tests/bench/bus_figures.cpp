#include "bench/bus_figures.hpp"

#include "bench/followers.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <functional>

namespace klik::bench {

namespace {

constexpr double facts_a_second = 1000; // where not as many as possible

struct Speeds {
    Sample relay{}; ///< facts a second
    Sample klikd{};
    Sample shares{};
    Sample microseconds{}; ///< of processor a fact
};

std::string in_words(const Sample& sample, const char* form) {
    return fmt::format("{} ({} to {})", fmt::format(fmt::runtime(form), sample.median()),
                       fmt::format(fmt::runtime(form), sample.least()),
                       fmt::format(fmt::runtime(form), sample.most()));
}

/// One after the other, so that both meet the same machine.
Speeds speeds(const Programs& programs, const Runs& runs, const Road& road) {
    RelayAtLine relay{programs, runs.tasks, road};
    KlikdAtLine klikd{programs, runs.tasks, road};
    static_cast<void>(relay.line().pass(runs.tasks));
    static_cast<void>(klikd.line().pass(runs.tasks)); // each task is new once
    const auto count = static_cast<double>(runs.facts);
    Speeds seen;
    for (int run = 0; run < runs.count; ++run) {
        // The relay is so much quicker that it gets more, to run as long.
        constexpr std::uint64_t more = 4;
        seen.relay.values.push_back(count * more / relay.line().pass(runs.facts * more));
        const double before_s = klikd.child().processor_s();
        seen.klikd.values.push_back(count / klikd.line().pass(runs.facts));
        seen.microseconds.values.push_back((klikd.child().processor_s() - before_s) / count * 1e6);
        seen.shares.values.push_back(seen.klikd.values.back() / seen.relay.values.back());
    }
    fmt::print("{}{}: relay {} a second, klikd {} a second, share {}, {} us of processor a fact, "
               "at most {} MiB\n",
               road.curve ? "CURVE" : "plain",
               road.added_to_a_sync.count() == 0 ? "" : " on a slow disk",
               in_words(seen.relay, "{:.0f}"), in_words(seen.klikd, "{:.0f}"),
               in_words(seen.shares, "{:.3f}"), in_words(seen.microseconds, "{:.1f}"),
               klikd.child().peak_bytes() >> 20U);
    return seen;
}

/// Seconds of a sync of this disk after a page was written behind the end of a file.
Sample syncs_of_the_disk() {
    const klik::test::TemporaryFolder folder;
    const auto path = folder.write("file", "");
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const std::array<char, 4096> page{};
    Sample seconds;
    constexpr int tries = 200;
    for (int i = 0; i < tries; ++i) {
        if (write(file, page.data(), page.size()) < 0) {
            break;
        }
        const auto start = std::chrono::steady_clock::now();
        static_cast<void>(fdatasync(file));
        seconds.values.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    close(file);
    return seconds;
}

} // namespace

void print_throughput(const Programs& programs, const Runs& runs) {
    const auto plain = speeds(programs, runs, {});
    speeds(programs, runs, {.curve = true});
    const auto slow = speeds(programs, runs, {.added_to_a_sync = std::chrono::milliseconds{4}});
    fmt::print("slow disk: {:.2f} of what the fast one gives\n",
               slow.klikd.median() / plain.klikd.median());
}

/// At a pace at which they keep up: who falls behind reads in the journal, at the journal's price.
void print_fan_out(const Programs& programs, const Runs& runs) {
    constexpr std::uint32_t clients = 50;
    const auto facts = runs.facts / 100;
    KlikdAtLine klikd{programs, runs.tasks, {}};
    static_cast<void>(klikd.line().pass(runs.tasks));
    const auto microseconds_a_fact = [&](const std::function<void()>& wait_for_events) {
        const double before_s = klikd.child().processor_s();
        static_cast<void>(klikd.line().latencies(facts, facts_a_second));
        wait_for_events();
        return (klikd.child().processor_s() - before_s) / static_cast<double>(facts) * 1e6;
    };
    Sample alone;
    for (int run = 0; run < runs.count; ++run) {
        alone.values.push_back(microseconds_a_fact([] {}));
    }
    Followers followers{klikd.control(), clients};
    auto events = followers.wait_for_all(); // what was there before them
    Sample followed;
    for (int run = 0; run < runs.count; ++run) {
        events += facts;
        followed.values.push_back(microseconds_a_fact([&] { followers.wait_for(events); }));
    }
    fmt::print("{} durable clients at {:.0f} facts a second: {} us of processor a fact, {} without "
               "them, {:.2f} for each event of each client\n",
               clients, facts_a_second, in_words(followed, "{:.1f}"), in_words(alone, "{:.1f}"),
               (followed.median() - alone.median()) / clients);
}

void print_latency(const Programs& programs, const Runs& runs) {
    const auto sync = syncs_of_the_disk();
    RelayAtLine relay{programs, runs.tasks, {}};
    KlikdAtLine klikd{programs, runs.tasks, {}};
    static_cast<void>(klikd.line().pass(runs.tasks));
    const auto facts = runs.facts / 10;
    const auto of_relay = relay.line().latencies(facts, facts_a_second);
    const auto of_klikd = klikd.line().latencies(facts, facts_a_second);
    const auto us = [](double seconds) { return seconds * 1e6; };
    fmt::print("latency at {:.0f} facts a second: relay p50 {:.0f} us, p99 {:.0f} us; klikd p50 "
               "{:.0f} us, p99 {:.0f} us; a sync of the disk {:.0f} us, p99 {:.0f} us\n",
               facts_a_second, us(of_relay.at(0.5)), us(of_relay.at(0.99)), us(of_klikd.at(0.5)),
               us(of_klikd.at(0.99)), us(sync.at(0.5)), us(sync.at(0.99)));
    fmt::print("p50 beyond the relay's: {:.1f} syncs; p99: {:.2f} of three relays and four syncs\n",
               (of_klikd.at(0.5) - of_relay.at(0.5)) / sync.at(0.5),
               of_klikd.at(0.99) / (3 * of_relay.at(0.99) + 4 * sync.at(0.5)));
}

} // namespace klik::bench
