#include "ctl/progress_bar.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace klik::ctl {
namespace {

TEST(ProgressBar, ShowsHowFarTheWorkHasCome) {
    std::ostringstream out;
    ProgressBar bar{out, "Importerer", 4, true};
    bar.step();
    EXPECT_EQ(out.str(), "\rImporterer [#######.......................]  25 %");
    out.str("");
    bar.step(3);
    EXPECT_EQ(out.str(), "\rImporterer [##############################] 100 %");
}

TEST(ProgressBar, IsDrawnAgainOnlyWhenThePercentageChanges) {
    std::ostringstream out;
    ProgressBar bar{out, "x", 100'000, true};
    for (int step = 0; step < 100'000; ++step) {
        bar.step();
    }
    EXPECT_EQ(std::ranges::count(out.str(), '\r'), 101);
}

TEST(ProgressBar, MakesRoomForALineAndComesBack) {
    std::ostringstream out;
    ProgressBar bar{out, "x", 1000, true};
    bar.step();
    bar.clear();
    EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
    bar.clear();
    bar.step();
    EXPECT_TRUE(out.str().ends_with("  0 %"));
}

TEST(ProgressBar, GoesAwayAtItsEnd) {
    std::ostringstream out;
    {
        ProgressBar{out, "x", 2, true}.step();
    }
    EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
}

TEST(ProgressBar, DrawsNothingWhereThereIsNoTerminal) {
    std::ostringstream out;
    {
        ProgressBar{out, "x", 2, false}.step();
    }
    {
        ProgressBar{out, "x", 0, true}.step();
    }
    EXPECT_EQ(out.str(), "");
}

} // namespace
} // namespace klik::ctl
