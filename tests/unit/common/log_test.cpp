#include "common/log.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>

namespace klik::common {
namespace {

class TroubleTest : public testing::Test {
  protected:
    TroubleTest() {
        auto logger = std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(lines_));
        logger->set_pattern("%l %v");
        spdlog::set_default_logger(std::move(logger));
    }
    ~TroubleTest() override { spdlog::set_default_logger(before_); }
    TroubleTest(const TroubleTest&) = delete;
    TroubleTest& operator=(const TroubleTest&) = delete;

    [[nodiscard]] std::string said() const { return lines_.str(); }

    Trouble trouble{"M220", "M221"};

  private:
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::ostringstream lines_;
};

TEST_F(TroubleTest, IsSaidOnceAndItsEndNamesWhatItWasAbout) {
    trouble.is_over("klikd answers again");
    EXPECT_EQ(said(), "") << "it never began";
    trouble.lasts("9999", "klikd does not answer");
    trouble.lasts("9999", "klikd does not answer");
    EXPECT_EQ(said(), "error [M220] 9999: klikd does not answer\n");
    trouble.is_over("klikd answers again");
    trouble.is_over("klikd answers again");
    EXPECT_EQ(said(), "error [M220] 9999: klikd does not answer\n"
                      "info [M221] 9999: klikd answers again (ends M220 of 9999)\n");
}

TEST_F(TroubleTest, IsSaidAgainWhenItIsAnother) {
    trouble.lasts("9999", "no answer");
    trouble.lasts("9999", "a wrong key");
    EXPECT_EQ(said(), "error [M220] 9999: no answer\nerror [M220] 9999: a wrong key\n");
}

TEST(LogTest, ALineIsOneLineOfTextWhateverItQuotes) {
    const auto before = spdlog::default_logger();
    set_up_log("klik-readable", spdlog::level::info);
    testing::internal::CaptureStderr();
    spdlog::warn("[M210] 9999: {}", "a\n<3>[M299] forged \x94");
    print_error("klik-readable", "b\n\x1B[2J");
    const auto said = testing::internal::GetCapturedStderr();
    spdlog::set_default_logger(before);
    EXPECT_NE(said.find("[M210] 9999: a <3>[M299] forged ?\n"), std::string::npos) << said;
    EXPECT_TRUE(said.ends_with("klik-readable: b ?[2J\n")) << said;
}

} // namespace
} // namespace klik::common
