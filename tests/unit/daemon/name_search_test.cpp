#include "daemon/name_search.hpp"

#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

const NameSearch anna{"Anna Ærø-Holm", "ah@korsbaek.example"};

TEST(NameSearch, TakesTheNameOutOfATextInWhateverFormItStandsThere) {
    for (const std::string word : {"Anna", "ANNA", "Holms", "anna.holm", "Holm/Anna", "(Ærø)",
                                   "ærø-holm", "Holm’s", "“Anna”", "Anna–Holm", "»Holm«",
                                   "Anna\u00A0Ærø-Holm", "ah@korsbaek.example", "<x@y.example>"}) {
        EXPECT_EQ(anna.taken_out_of("550 " + word + " postkasse"), "550 postkasse") << word;
    }
}

TEST(NameSearch, LeavesOtherWordsOfTheText) {
    EXPECT_EQ(anna.taken_out_of("550-5.1.1 Annas  mailbox is  full – Holmegård, Susanna"),
              "550-5.1.1 mailbox is full – Holmegård, Susanna");
}

TEST(NameSearch, LeavesNothingOfATextWhereNoNameIsKnown) {
    const NameSearch erased{"", "ah@korsbaek.example"};
    EXPECT_EQ(erased.taken_out_of("550 Anna Holm has left"), "");
}

TEST(NameSearch, LooksUnderTheKeysOfATaskThatAreNotKnown) {
    domain::Task task;
    EXPECT_FALSE(anna.in_prose(task));
    task.unknown["created_by"] = "\x81\xa4name\xae"
                                 "ANNA Ærø-Holm";
    EXPECT_TRUE(anna.in_prose(task));
}

} // namespace
} // namespace klik::daemon
