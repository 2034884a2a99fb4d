#include "ctl/danish_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace klik::ctl {
namespace {

TEST(DanishOrder, HasTheDanishLettersBehindZWithoutRegardToCase) {
    std::vector<std::string> names{"Åse Holm",   "Zita Holm", "ole Dam", "Ærø Havn",
                                   "Østen Dal",  "Aase Dam",  "Ole Bak", "Anna Holm",
                                   "Élise Dahl", "Else Bro",  "Ann Vest"};
    std::ranges::sort(names, {}, danish_sort_key);
    EXPECT_EQ(names, (std::vector<std::string>{"Ann Vest", "Anna Holm", "Élise Dahl", "Else Bro",
                                               "Ole Bak", "ole Dam", "Zita Holm", "Ærø Havn",
                                               "Østen Dal", "Aase Dam", "Åse Holm"}));
}

} // namespace
} // namespace klik::ctl
