#include "ctl/clock_command.hpp"
#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"
#include "unit/client/fake_control.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using client::FakeControl;

/// What `klikctl clock` prints when klikd says this of its clock.
std::string shown(std::string_view health, std::vector<const char*> words) {
    const FakeControl klikd{[&](const FakeControl::Question& /*question*/,
                                const FakeControl::Reply& reply) {
        reply.answer(
            "result",
            Value::map({{"what", "health"},
                        {"at", sequence_text(1)},
                        {"rows", Value::List{Value::map({{"subject", "clock"}, {"text", health}})}},
                        {"next", ""}}));
    }};
    SampleConsole sample;
    words.insert(words.begin(), {"klikctl", "--control", klikd.endpoint().c_str(), "clock"});
    EXPECT_EQ(run(static_cast<int>(words.size()), words.data(), {}, sample.console),
              exit_code::done);
    return sample.out.str();
}

TEST(ClockCommand, ShowsARealAndAVirtualClock) {
    EXPECT_EQ(shown("real 2024-02-01T07:00:00Z", {}), "01-02-2024 08:00\n");
    EXPECT_EQ(shown("virtual 2024-02-01T07:00:00Z", {}), "01-02-2024 08:00 (virtuelt ur)\n");
    EXPECT_EQ(shown("real 2024-02-01T07:00:00Z", {"--json"}),
              "{\n  \"now\": \"2024-02-01T07:00:00Z\",\n  \"virtual\": false\n}\n");
}

TEST(ClockCommand, SaysThatTimeStandsStillWhereTheJournalIsAhead) {
    const auto* behind = "2024-02-01T07:00:00Z, before the journal's 2024-02-02T07:00:00Z: time "
                         "stands still until it is caught up";
    EXPECT_EQ(shown(behind, {}), "01-02-2024 08:00\n"
                                 "Tiden står stille, til uret når journalens: 02-02-2024 08:00\n");
    EXPECT_EQ(shown(behind, {"--json"}),
              "{\n  \"now\": \"2024-02-01T07:00:00Z\",\n  \"virtual\": false,\n"
              "  \"journal\": \"2024-02-02T07:00:00Z\"\n}\n");
}

TEST(ClockCommand, TakesNoSentenceForATime) {
    EXPECT_FALSE(clock_from_health("the clock is away"));
    EXPECT_FALSE(clock_from_health(""));
}

} // namespace
} // namespace klik::ctl
