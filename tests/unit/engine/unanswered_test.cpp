#include "engine/decide.hpp"
#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/rules.md 3 and 7: who hears of a request that the platform does not answer.
namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A task of Anna's, and what klikd or somebody asks of it on Thursday 1 February.
class Unanswered : public testing::Test {
  protected:
    Unanswered() {
        world.assign("klik_administrator", "karin");
        world.fact(1, {{TaskField::title, "A"}, {TaskField::assignee, PersonId{"anna"}}});
        world.known();
        state = world.state();
    }
    void ask(TaskField field, FieldValue wanted, std::string_view reason,
             std::optional<PersonId> actor = {}) {
        engine::RequestChange request;
        request.id = "r1";
        request.number = {1};
        request.change.emplace(field, std::move(wanted));
        request.reason = reason;
        request.actor = std::move(actor);
        const auto events = engine::decide(state, {world.now(), "test", std::move(request)});
        ASSERT_TRUE(std::holds_alternative<engine::ChangeRequested>(events.back().body));
    }
    /// `karin: request_unanswered`, for each that gathers when a day is over.
    std::vector<std::string> told_a_day_later() {
        const auto events =
            engine::decide(state, {moment("2024-02-05 09:30"), "", engine::PassMoment{}});
        std::vector<std::string> gathered;
        for (const auto& event : events) {
            if (const auto* notice = std::get_if<engine::NoticeGathered>(&event.body)) {
                gathered.push_back(notice->person.value + ": " +
                                   std::string(canonical(notice->item.occasion.kind)));
            }
        }
        EXPECT_EQ(state.requests.at({"test", "r1"}).outcome, engine::Outcome::unanswered);
        return gathered;
    }

    World world;
    engine::State state;
};

TEST_F(Unanswered, IsToldToWhoAsked) {
    ask(TaskField::priority, "Høj", "", PersonId{"bo"});
    EXPECT_THAT(told_a_day_later(), ElementsAre("bo: request_unanswered"));
}

TEST_F(Unanswered, IsToldToNobodyWhereNobodyAsked) {
    ask(TaskField::assignee, PersonId{"bo"}, "");
    EXPECT_THAT(told_a_day_later(), IsEmpty());
}

TEST_F(Unanswered, IsToldToWhoSeesToKlikWhereSomebodyTakesAnothersPlace) {
    ask(TaskField::assignee, PersonId{"bo"}, engine::reason_of_replacing);
    EXPECT_THAT(told_a_day_later(), ElementsAre("karin: request_unanswered"));
}

TEST_F(Unanswered, IsToldToNobodyWhereItNamesNoSuccessor) {
    ask(TaskField::priority, "Høj", engine::reason_of_replacing);
    EXPECT_THAT(told_a_day_later(), IsEmpty());
}

TEST_F(Unanswered, OfATaskThatIsGoneIsToldToNobody) { // as an earlier version could leave it
    ask(TaskField::priority, "Høj", "", PersonId{"bo"});
    state.tasks.erase({1});
    EXPECT_THAT(told_a_day_later(), IsEmpty());
}

} // namespace
} // namespace klik::test
