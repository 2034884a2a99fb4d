#include "daemon/flood_filter.hpp"
#include "daemon/journald_sink.hpp"
#include "daemon/log_fields.hpp"

#include <gmock/gmock.h>
#include <spdlog/logger.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace klik::daemon {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(LogFieldsTest, ALineNamesItsIdItsMunicipalityAndItsPlugin) {
    const auto gap = log_fields("[K141] 9999: facts 2 to 2 of /platform are missing");
    EXPECT_EQ(gap.id, "K141");
    EXPECT_EQ(gap.municipality, "9999");
    EXPECT_EQ(gap.plugin, "");
    const auto mail = log_fields("[K191] mail: [M210] the mail server does not answer");
    EXPECT_EQ(mail.id, "K191");
    EXPECT_EQ(mail.plugin, "mail");
    EXPECT_EQ(mail.plugin_id, "M210");
    EXPECT_EQ(mail.municipality, "");
    EXPECT_EQ(log_fields("[K192] 0101: is started again in 1 s").plugin, "0101");
    EXPECT_EQ(log_fields("[K160] CURVE: on").municipality, "");
}

TEST(LogFieldsTest, WhatHasNoIdHasNothing) {
    for (const auto* const line : {"", "[", "[]", "[K", "[K12x] 9999: a", "[12] a", "K141 9999: a",
                                   "[0K1] a", "[K123456789] a"}) {
        EXPECT_EQ(log_fields(line).id, "") << line;
    }
    EXPECT_EQ(log_fields("[K101]").id, "K101");
    EXPECT_EQ(log_fields("[K141] a word 9999: b").municipality, "");
}

/// Keeps what comes.
struct KeptLines : spdlog::sinks::base_sink<spdlog::details::null_mutex> {
    void sink_it_(const spdlog::details::log_msg& message) override {
        lines.emplace_back(message.payload.data(), message.payload.size());
        levels.push_back(message.level);
    }
    void flush_() override {}

    std::vector<std::string> lines;
    std::vector<spdlog::level::level_enum> levels;
};

struct FloodTest : testing::Test {
    using Time = spdlog::log_clock::time_point;
    std::shared_ptr<KeptLines> kept = std::make_shared<KeptLines>();
    FloodFilter filter{kept};
    Time now = spdlog::log_clock::now() - std::chrono::hours{1};

    void log(const std::string& line, std::size_t times = 1,
             spdlog::level::level_enum level = spdlog::level::warn) {
        for (std::size_t i = 0; i < times; ++i) {
            filter.log(spdlog::details::log_msg{now, {}, "klikd", level, line});
        }
    }
};

TEST_F(FloodTest, OneLineStandsForThoseAboveTheLimitOfAMinute) {
    log("[K171] nonsense", FloodFilter::most_lines + 5000);
    log("[K141] a gap");
    EXPECT_THAT(kept->lines, SizeIs(FloodFilter::most_lines + 1))
        << "another id is not hidden by the flood";
    now += FloodFilter::window;
    log("[K101] later");
    ASSERT_THAT(kept->lines, SizeIs(FloodFilter::most_lines + 3));
    EXPECT_EQ(kept->lines[FloodFilter::most_lines + 1],
              "[K105] 5000 more lines of [K171] within a minute were left out");
    EXPECT_EQ(kept->levels[FloodFilter::most_lines + 1], spdlog::level::warn);
}

TEST_F(FloodTest, AFloodThatEndedIsToldOfAlsoWhenNothingFollows) {
    log("[K171] nonsense", FloodFilter::most_lines + 1);
    filter.flush(); // an hour later by the clock
    EXPECT_THAT(kept->lines.back(), HasSubstr("[K105] 1 more lines of [K171]"));
    const auto lines = kept->lines.size();
    filter.flush();
    EXPECT_EQ(kept->lines.size(), lines) << "once";
}

TEST_F(FloodTest, TheNextMinuteHasItsOwnLimit) {
    log("[K171] nonsense", FloodFilter::most_lines);
    now += FloodFilter::window;
    log("[K171] nonsense", FloodFilter::most_lines);
    EXPECT_THAT(kept->lines, SizeIs(2 * FloodFilter::most_lines));
    EXPECT_THAT(kept->lines, Each("[K171] nonsense"));
}

TEST_F(FloodTest, LinesOfPluginsAndThoseWithoutAnIdAreNotCounted) {
    log("[K191] mail: [M101] a line", FloodFilter::most_lines + 10);
    log("words", FloodFilter::most_lines + 10);
    EXPECT_THAT(kept->lines, SizeIs(2 * FloodFilter::most_lines + 20));
}

TEST(JournaldSinkTest, WhatTheJournalDoesNotTakeIsOnStandardErrorWithItsLevel) {
    if (struct stat there{}; ::stat("/run/systemd/journal/socket", &there) == 0) {
        GTEST_SKIP() << "a journal is here and takes it";
    }
    JournaldSink sink;
    testing::internal::CaptureStderr();
    sink.log(spdlog::details::log_msg{{}, {}, "klikd", spdlog::level::warn, "[K141] 9999: a gap"});
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "<4>[K141] 9999: a gap\n");
}

TEST(JournaldSinkTest, AnotherStreamThanItsOwnIsNotTheJournals) {
    ::setenv("JOURNAL_STREAM", "1:1", 1);
    EXPECT_FALSE(journald_reads_standard_error());
    struct stat own{};
    ASSERT_EQ(::fstat(2, &own), 0);
    ::setenv("JOURNAL_STREAM",
             (std::to_string(own.st_dev) + ":" + std::to_string(own.st_ino)).c_str(), 1);
    EXPECT_TRUE(journald_reads_standard_error());
    ::unsetenv("JOURNAL_STREAM");
    EXPECT_FALSE(journald_reads_standard_error());
}

} // namespace
} // namespace klik::daemon
