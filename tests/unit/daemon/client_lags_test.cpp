#include "daemon/client_lags.hpp"
#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using std::chrono::seconds;
using test::DeskTest;
using testing::ElementsAre;

class ClientLagsTest : public DeskTest {
  protected:
    void SetUp() override {
        start_by_default_rules();
        put_task(1, {{"title", "A"}});
        now += seconds{20};
        put_task(2, {{"title", "B"}});
        state_head = desk.state().head_of(engine::EventKind::state);
    }
    void place(const std::string& name, domain::Sequence at) {
        ASSERT_TRUE(journal.store_cursor(test::korsbaek, name, {at, "local"}));
    }
    std::vector<ClientLag> look(const std::map<std::string, bus::KindMask>& open = {}) {
        lags.look(journal, desk.state(), open, now);
        return lags.lags();
    }

    static constexpr bus::KindMask only_state = journal::mask_of(engine::EventKind::state);
    static constexpr bus::KindMask only_requests = journal::mask_of(engine::EventKind::request);
    domain::Sequence state_head;
    ClientLags lags;
};

TEST_F(ClientLagsTest, WhoHasAcknowledgedAllIsNotBehind) {
    place("mail", state_head);
    EXPECT_THAT(look({{"mail", only_state}}), ElementsAre(ClientLag{"mail"}));
}

TEST_F(ClientLagsTest, TheFirstEventThatIsNotAcknowledgedHasTheAge) {
    place("mail", {0});
    const auto lag = look({{"mail", only_state}}).at(0);
    EXPECT_EQ(lag.records, state_head.value);
    EXPECT_EQ(lag.oldest, seconds{20});
    now += seconds{5};
    EXPECT_EQ(look({{"mail", only_state}}).at(0).oldest, seconds{25});
    place("mail", {state_head.value - 1});
    EXPECT_EQ(look({{"mail", only_state}}).at(0), (ClientLag{"mail", 1, seconds{5}}));
}

TEST_F(ClientLagsTest, EventsOfOtherKindsAreNotWaitedFor) {
    place("platform", {0});
    EXPECT_EQ(look({{"platform", only_requests}}).at(0), ClientLag{"platform"});
    EXPECT_EQ(look().at(0), ClientLag{"platform"}) << "what it reads is known from before";
    EXPECT_GT(look({{"platform", only_state}}).at(0).records, 0U) << "now it reads something else";
}

TEST_F(ClientLagsTest, OfWhomNothingIsKnownAllThatIsPublishedCounts) {
    place("mail", {0});
    EXPECT_GT(look().at(0).records, 0U);
}

TEST_F(ClientLagsTest, OneThatStandsStillIsNotReadAgain) {
    place("mail", {0});
    look();
    const auto read = journal.records_read();
    now += seconds{1};
    look();
    EXPECT_EQ(journal.records_read(), read);
}

TEST_F(ClientLagsTest, OfManyNamesThoseThatAreOpenAreTold) {
    for (int i = 0; i < 150; ++i) {
        place("a" + std::to_string(i), {0});
    }
    place("mail", {0});
    const auto seen = look({{"mail", only_state}});
    EXPECT_EQ(seen.size(), ClientLags::most_names);
    EXPECT_EQ(seen.front().name, "mail");
    EXPECT_EQ(lags.names(), 151U);
}

} // namespace
} // namespace klik::daemon
