#include "mail/address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::mail {
namespace {

TEST(Deliverable, HasADomainInAscii) {
    EXPECT_EQ(deliverable("kv@korsbaek.example"), "kv@korsbaek.example");
    EXPECT_EQ(deliverable("anna@korsbæk.example"), "anna@xn--korsbk-sua.example");
    EXPECT_EQ(deliverable("a.b+c@x.example"), "a.b+c@x.example");
}

TEST(Deliverable, IsNothingThatAServerCouldTakeForACommand) {
    for (const char* wrong :
         {"kv", "@x.example", "a@", "a b@x.example", "a@x.example\r\nRCPT TO:<b@x.example>",
          "a\r\n@x.example", "<a@x.example>", "a..b@x.example", "a@x..example", "a@-", "a@x_y"}) {
        const auto made = deliverable(wrong);
        if (made) {
            EXPECT_EQ(*made, "a@-") << wrong; // a host of that name could be
        } else {
            EXPECT_EQ(made.error(), "what is known is no mail address") << wrong;
        }
    }
    EXPECT_EQ(deliverable("").error(), "no address is known");
    EXPECT_THAT(deliverable("jørgen@x.example").error(), testing::HasSubstr("before the at sign"));
}

TEST(Mailbox, IsANameWithAnAddressOrAnAddressAlone) {
    EXPECT_EQ(mailbox_from("KLIK i Korsbæk <klik@korsbaek.example>"),
              (Mailbox{"KLIK i Korsbæk", "klik@korsbaek.example"}));
    EXPECT_EQ(mailbox_from("klik@korsbaek.example"), (Mailbox{"", "klik@korsbaek.example"}));
    EXPECT_EQ(mailbox_from("KLIK <klik@korsbaek.example"), std::nullopt);
    EXPECT_EQ(mailbox_from("KLIK"), std::nullopt);
}

} // namespace
} // namespace klik::mail
