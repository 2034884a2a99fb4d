#include "daemon/logging.hpp"
#include "daemon/text_file.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace klik::daemon {
namespace {

using testing::HasSubstr;

/// Standard error is captured, and systemd says that its journal reads that.
class JournalReads {
  public:
    JournalReads() {
        testing::internal::CaptureStderr();
        struct stat own{};
        EXPECT_EQ(::fstat(STDERR_FILENO, &own), 0);
        const auto stream = std::to_string(own.st_dev) + ":" + std::to_string(own.st_ino);
        ::setenv("JOURNAL_STREAM", stream.c_str(), 1);
    }
    ~JournalReads() { ::unsetenv("JOURNAL_STREAM"); }
    JournalReads(const JournalReads&) = delete;
    JournalReads& operator=(const JournalReads&) = delete;
    [[nodiscard]] std::string lines() const { return testing::internal::GetCapturedStderr(); }
};

TEST(Logging, WhyKlikdDoesNotStartIsAnErrorInTheJournal) {
    testing::internal::CaptureStderr();
    say_error("klikd.toml:3: a mistake");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "klikd: klikd.toml:3: a mistake\n");
    const JournalReads journal;
    say_error("klikd.toml:3: a mistake");
    EXPECT_EQ(journal.lines(), "<3>klikd: klikd.toml:3: a mistake\n");
}

TEST(Logging, TheLastWordsOfABrokenKlikdHaveTheirLevelInTheJournalAndAreThereOnce) {
    if (::access("/run/systemd/journal/socket", W_OK) == 0) {
        GTEST_SKIP() << "a journal is here and takes them";
    }
    const test::CapturedLog restores_the_logger;
    const JournalReads journal;
    ASSERT_TRUE(set_up_logging(Config{}));
    log_broken("an invariant");
    EXPECT_EQ(journal.lines(), "<2>[K199] ended by an error of its own: an invariant\n");
}

TEST(Logging, TheLastWordsOfABrokenKlikdAreOnStandardErrorOnce) {
    const test::CapturedLog log;
    testing::internal::CaptureStderr();
    log_broken("an invariant");
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "klikd: [K199] ended by an error of its own: an invariant\n");
    EXPECT_EQ(log.text(), "");
}

TEST(Logging, TheLastWordsOfABrokenKlikdAreInTheFileAsWell) {
    const test::TemporaryFolder folder;
    const test::CapturedLog restores_the_logger;
    Config config;
    config.log_file = folder.path() / "klikd.log";
    ASSERT_TRUE(set_up_logging(config));
    testing::internal::CaptureStderr();
    log_broken("an invariant");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("[K199]"));
    EXPECT_THAT(read_text_file(config.log_file).value(),
                HasSubstr("critical [K199] ended by an error of its own: an invariant"));
}

} // namespace
} // namespace klik::daemon
