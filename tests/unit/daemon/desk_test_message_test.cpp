#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;

/// A trial that an operator has sent to somebody.
class DeskTestMessageTest : public test::DeskTest {
  protected:
    DeskTestMessageTest() {
        start_by_default_rules();
        assign_role({{"role", "project_leader"}, {"person", {{"id", "p9"}, {"name", "Lena"}}}});
        static_cast<void>(desk.take_published());
    }
    Json send_to(const std::string& person) {
        codec::Administer wish;
        wish.action = codec::AdminAction::test_message;
        wish.person = {person};
        const auto answer = desk.administer(wish, {"", now, "anna"});
        test::keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    std::string report(const Json& sent, engine::DeliveryOutcome outcome,
                       const std::string& person = "p9", const std::string& more = "") {
        codec::TellDelivery told;
        told.event = journal.epoch() + "." + sent["sequence"].get<std::string>();
        told.item = sent["item"].get<std::string>() + more;
        told.person = {person};
        told.outcome = outcome;
        return desk.tell_delivery(told, {"", now, "mail"}).verb;
    }
};

TEST_F(DeskTestMessageTest, IsPublishedForWhoDelivers) {
    const Json sent = send_to("p9");
    EXPECT_EQ(sent["do"], "test_message");
    const auto published = desk.take_published();
    ASSERT_EQ(published.size(), 1U);
    EXPECT_EQ(
        klik::test::json_of(published[0].data),
        (Json{
            {"kind", "test_message"}, {"item", sent["item"]}, {"person", "p9"}, {"via", "anna"}}));
    EXPECT_THAT(sent["item"].get<std::string>(),
                testing::MatchesRegex("9999/test_message/[0-9]+/p9"));
}

TEST_F(DeskTestMessageTest, IsReportedOnceForEachOutcome) {
    const Json sent = send_to("p9");
    ASSERT_TRUE(batch.finish());
    EXPECT_EQ(report(sent, engine::DeliveryOutcome::bounced), "report.ok");
    const auto head = desk.state().head;
    EXPECT_EQ(report(sent, engine::DeliveryOutcome::bounced), "report.ok");
    EXPECT_EQ(desk.state().head, head);
    EXPECT_TRUE(desk.state().gallery.bounced({"p9"}));
}

TEST_F(DeskTestMessageTest, IsReportedByItsOwnItemAndPersonAlone) {
    const Json sent = send_to("p9");
    ASSERT_TRUE(batch.finish());
    EXPECT_EQ(report(sent, engine::DeliveryOutcome::delivered, "p8"), "error");
    EXPECT_EQ(report(sent, engine::DeliveryOutcome::delivered, "p9", "x"), "error");
    EXPECT_TRUE(desk.state().deliveries.empty());
}

TEST_F(DeskTestMessageTest, NeedsSomebodyWhoIsKnownHere) {
    EXPECT_EQ(send_to("nobody")["code"], "not_found");
    EXPECT_EQ(send_to("mailbox-9999")["do"], "test_message");
}

} // namespace
} // namespace klik::daemon
