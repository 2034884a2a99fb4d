#include "daemon/logging.hpp"
#include "daemon/text_file.hpp"
#include "unit/daemon/daemon_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using testing::HasSubstr;

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
