#include "ctl/deliveries_command.hpp"
#include "unit/ctl/sample_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::ctl {
namespace {

using testing::HasSubstr;

Value row(const std::string& item, Value outcome, const std::string& withdraws = "") {
    Value made = Value::map({{"told", "2024-02-19T07:00:00Z"},
                             {"item", item},
                             {"number", 121850},
                             {"kind", "reminder"},
                             {"person", "p1"},
                             {"outcome", std::move(outcome)},
                             {"detail", nullptr}});
    if (!withdraws.empty()) {
        made.set("withdraws", withdraws);
    }
    return made;
}

std::string state_of(const Value& outcome) {
    return std::string{with_states({row("a", outcome)}).front()["state"].text()};
}

TEST(DeliveriesCommand, SaysWhatBecameOfEachItem) {
    EXPECT_EQ(state_of("delivered"), "sent");
    EXPECT_EQ(state_of("deferred"), "deferred");
    EXPECT_EQ(state_of("bounced"), "bounced");
    EXPECT_EQ(state_of("failed"), "failed");
    EXPECT_EQ(state_of(nullptr), "not_reported");
}

TEST(DeliveriesCommand, KnowsWhatWasSentAndTakenBack) {
    const auto rows = with_states({row("a", "delivered"), row("b", "failed"),
                                   row("c", "delivered", "a"), row("d", "delivered", "b")});
    EXPECT_EQ(rows[0]["state"].text(), "withdrawn");
    EXPECT_EQ(rows[1]["state"].text(), "failed") << "it never arrived";
    EXPECT_EQ(rows[2]["state"].text(), "sent");
}

TEST(DeliveriesCommand, NamesPeopleAndTasks) {
    SampleConsole sample;
    const People people{{{"p1", "Anna Holm"}}};
    const auto text = deliveries_text(with_states({row("a", "delivered")}), people, sample.console);
    EXPECT_THAT(text, HasSubstr("19-02-2024 08:00  Anna Holm  #121850  påmindelse  sendt"));
    auto bounced = row("a", "bounced");
    bounced.set("detail", "no address is known");
    const auto unknown = deliveries_text(with_states({bounced}), people, sample.console);
    EXPECT_THAT(unknown, HasSubstr("ingen adresse  ingen mailadresse kendes"));
    EXPECT_THAT(unknown, testing::Not(HasSubstr("kom retur"))) << "for no mail was sent";
    EXPECT_EQ(deliveries_text({}, people, sample.console), "ingen har fået besked\n");
}

} // namespace
} // namespace klik::ctl
