#include "unit/chat/clerk_stage.hpp"

#include <gmock/gmock.h>

namespace klik::chat {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// klikd is away, or was, while people ask for something.
class ClerkWithoutKlikdTest : public ClerkStage {};

TEST_F(ClerkWithoutKlikdTest, SaysOnceThatACommandWaitsAndCarriesItOutOnce) {
    klik_.away = true;
    say("fuldført 130101", "said-1");
    say("mine", "said-2");
    clerk_->serve();
    start();
    clerk_->serve();
    EXPECT_THAT(answers(),
                ElementsAre("→ KLIK svarer ikke lige nu. Jeg prøver igen i 15 minutter og "
                            "siger, hvad der blev af dit ønske om opgave 130101.",
                            HasSubstr("Du får dit svar")));
    klik_.away = false;
    clerk_->serve();
    clerk_->serve();
    EXPECT_THAT(klik_.requests, SizeIs(1));
    EXPECT_THAT(answers(), ElementsAre(testing::_, testing::_, HasSubstr("er sendt til KLIK"),
                                       HasSubstr("2 åbne opgaver")));
}

TEST_F(ClerkWithoutKlikdTest, ExplainsItselfWhileKlikdIsAwayOrWasNeverHeard) {
    klik_.away = true;
    EXPECT_THAT(answer_to("hjælp"), HasSubstr("\n– fuldført 121850: beder KLIK om"));
    klik_.away = false;
    say("help", "said-a");
    say("mine", "said-b");
    clerk_->serve(false);
    EXPECT_THAT(answers(), SizeIs(2)) << "klikd is only just asked for its tasks";
}

TEST_F(ClerkWithoutKlikdTest, SaysThatNothingWasDoneAlsoWhileKlikdIsAway) {
    klik_.away = true;
    say("fuldført 130101", "said-1");
    clerk_->serve();
    klik_.time += std::chrono::minutes{16};
    clerk_->serve();
    EXPECT_THAT(answers().back(), HasSubstr("der blev ikke gjort noget ved opgave 130101"));
    klik_.away = false;
    clerk_->serve();
    EXPECT_THAT(klik_.requests, IsEmpty());
}

TEST_F(ClerkWithoutKlikdTest, AsksUnderTheSameIdWhereAnAnswerWasLost) {
    klik_.failure = Error{"no_answer", "silence"};
    say("fuldført 130101", "said-1");
    clerk_->serve();
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("KLIK svarer ikke lige nu")));
    klik_.failure.reset();
    start();
    clerk_->serve();
    ASSERT_THAT(klik_.requests, SizeIs(1)) << "roles could not be asked for before";
    EXPECT_THAT(answers(), ElementsAre(testing::_, HasSubstr("er sendt til KLIK")));
}

/// A wish that was sent, and of which nobody knows whether it arrived.
class LostWishTest : public ClerkWithoutKlikdTest {
  protected:
    LostWishTest() {
        class Deaf : public FakeKlik {
          public:
            Result<RequestAnswer> request(const ChangeRequest& asked) override {
                requests.push_back(asked);
                return std::unexpected(Error{"no_answer", "silence"});
            }
        } deaf;
        deaf.put(sample_state());
        Clerk clerk{settings_, deaf, *store_};
        say("fuldført 130101", "said-1");
        clerk.serve();
        EXPECT_THAT(deaf.requests, SizeIs(1));
        lost_ = deaf.requests.front();
        start();
    }

    ChangeRequest lost_;
};

TEST_F(LostWishTest, IsSentAgainAsItWas) {
    auto changed = sample_state();
    changed.set("revision", 8);
    klik_.put(changed);
    clerk_->serve();
    ASSERT_THAT(klik_.requests, SizeIs(1));
    EXPECT_EQ(klik_.requests.front().id, lost_.id);
    EXPECT_EQ(klik_.requests.front().base_revision, 7U) << "or klikd would take it for another";
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("svarer ikke"), HasSubstr("er sendt")));
}

TEST_F(LostWishTest, IsNotCarriedOutLongAfterwards) {
    klik_.time += std::chrono::minutes{16};
    clerk_->serve();
    EXPECT_THAT(klik_.requests, IsEmpty());
    EXPECT_THAT(answers().back(), HasSubstr("der blev ikke gjort noget ved opgave 130101"));
}

TEST_F(LostWishTest, GetsItsFirstAnswerAlsoLongAfterwards) {
    klik_.requests.push_back(lost_);
    klik_.time += std::chrono::hours{24};
    clerk_->serve();
    ASSERT_THAT(klik_.requests, SizeIs(2));
    EXPECT_EQ(klik_.requests.back().id, lost_.id);
    EXPECT_THAT(answers().back(), HasSubstr("er sendt til KLIK"));
}

TEST_F(LostWishTest, IsNotCarriedOutForWhoMayNotAskForItAnyMore) {
    auto state = sample_state();
    state.set("assignee", "eva");
    klik_.put(state);
    clerk_->serve();
    EXPECT_THAT(klik_.requests, IsEmpty());
    EXPECT_THAT(answers().back(), HasSubstr("du er ingen af dem"));
}

TEST_F(LostWishTest, WaitsWhileNobodyCanSayWhetherItArrived) {
    klik_.time += std::chrono::minutes{16};
    klik_.failure = Error{"no_answer", "silence"};
    clerk_->serve();
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("KLIK svarer ikke lige nu")));
}

TEST_F(ClerkWithoutKlikdTest, DoesNothingThatWasAskedForLongAgo) {
    say("fuldført 130101", "said-1");
    klik_.time += std::chrono::minutes{20};
    clerk_->serve();
    EXPECT_THAT(klik_.requests, IsEmpty());
    EXPECT_THAT(answers(), ElementsAre(HasSubstr("der blev ikke gjort noget")));
}

} // namespace
} // namespace klik::chat
