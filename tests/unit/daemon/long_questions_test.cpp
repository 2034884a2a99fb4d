#include "unit/daemon/service_fixture.hpp"
#include "unit/daemon/why_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using testing::ElementsAre;
using testing::HasSubstr;

/// A journal that takes several rounds to read.
class LongQuestionsTest : public test::WhyQueryTest {
  protected:
    LongQuestionsTest() {
        fill_with_facts(500);
        clock("2024-02-19T12:00:00Z");
        clock("2024-02-22T12:00:00Z");
    }
    [[nodiscard]] std::optional<codec::ServerMessage> ask_of(const std::string& person,
                                                             const std::string& on = "2024-02-19",
                                                             const bus::ClientAddress& from = {}) {
        return questions.ask(
            basis(), {"why_not", {{"number", std::int64_t{1}}, {"person", person}, {"on", on}}, ""},
            from, ref);
    }
    LongQuestions::Answer next_answer() {
        while (true) {
            if (auto answer = questions.go_on(basis())) {
                return *std::move(answer);
            }
            ++rounds;
        }
    }

    LongQuestions questions;
    int rounds = 0;
};

TEST_F(LongQuestionsTest, OfTodayAreAnsweredAtOnceEvenWhileAnotherIsInWork) {
    EXPECT_FALSE(ask_of("anna"));
    const auto answer = ask_of("bo", "2024-02-22");
    ASSERT_TRUE(answer);
    EXPECT_EQ(json_of(*answer)["rows"][0]["on"], "2024-02-22");
}

TEST_F(LongQuestionsTest, OfAPastDayAreAnsweredOneAfterTheOtherInManyRounds) {
    EXPECT_FALSE(ask_of("anna", "2024-02-19", {.routing_id = "1"}));
    EXPECT_FALSE(ask_of("bo", "2024-02-19", {.routing_id = "2"}));
    const auto first = next_answer();
    EXPECT_EQ(first.to.routing_id, "1");
    EXPECT_EQ(json_of(first.message)["rows"][0]["code"], "inhibited");
    EXPECT_GT(rounds, 3);
    const auto second = next_answer();
    EXPECT_EQ(second.to.routing_id, "2");
    EXPECT_EQ(json_of(second.message)["rows"][0]["code"], "told");
    EXPECT_TRUE(questions.empty());
}

TEST_F(LongQuestionsTest, AreRefusedAsBusyWhereTooManyWait) {
    for (std::size_t i = 0; i < 1 + LongQuestions::most_waiting; ++i) {
        EXPECT_FALSE(ask_of("anna"));
    }
    const auto refused = ask_of("anna");
    ASSERT_TRUE(refused);
    EXPECT_EQ(json_of(*refused)["code"], "busy");
    static_cast<void>(next_answer());
    EXPECT_FALSE(ask_of("anna"));
}

TEST_F(LongQuestionsTest, OfWhoMayNotReadAnyMoreAreGivenUp) {
    EXPECT_FALSE(ask_of("anna", "2024-02-19", {.routing_id = "1"}));
    EXPECT_FALSE(ask_of("anna", "2024-02-19", {.routing_id = "2"}));
    const auto given_up =
        questions.give_up([](const bus::ClientAddress& client) { return client.routing_id == "1"; },
                          {"forbidden", "", "no"});
    ASSERT_EQ(given_up.size(), 1U);
    EXPECT_EQ(given_up.front().to.routing_id, "1");
    EXPECT_EQ(json_of(given_up.front().message)["code"], "forbidden");
    EXPECT_EQ(next_answer().to.routing_id, "2");
}

TEST_F(LongQuestionsTest, OfADayThatEndsMeanwhileAreAnsweredAsOfThatDay) {
    fill_with_people_to_tell(250);
    clock("2024-02-23T12:00:00Z");
    EXPECT_FALSE(ask_of("anna", "2024-02-23")) << "the day has many notices";
    clock("2024-02-26T12:00:00Z");
    const Json row = json_of(next_answer().message)["rows"][0];
    EXPECT_EQ(row["on"], "2024-02-23");
    EXPECT_EQ(row, why_not(1, "anna", "2024-02-23"));
}

/// A service whose journal takes many rounds to read.
class LongQuestionTest : public test::ServiceTest {
  protected:
    void start_with_facts() {
        start("2024-02-01T09:00:00+01:00");
        auto client = control();
        for (int i = 1; i <= facts; ++i) {
            client.say("put", put_of(observed(i, "f-" + std::to_string(i))));
        }
        for (int i = 1; i <= facts; ++i) {
            ASSERT_EQ(client.next().verb, "put.ok");
        }
        ASSERT_EQ(client.ask("clock", {{"advance_to", "2024-02-05T12:00:00+01:00"}}).verb,
                  "clock.ok");
    }
    static Json question() {
        return {{"what", "why_not"},
                {"number", 1},
                {"person", "anna"},
                {"on", "2024-02-02"},
                {"ref", "long"}};
    }

    static constexpr int facts = 1500;
};

TEST_F(LongQuestionTest, LetsWhatComesBehindItBeAnsweredBeforeIt) {
    start_with_facts();
    auto client = control();
    client.say("query", question());
    client.say("ping", {{"ref", "ping"}});
    client.say("query", {{"what", "task"}, {"number", 1}, {"ref", "task"}});
    client.say("put", {{"event", observed(1, "f-new")}, {"ref", "put"}});
    std::vector<std::string> answers;
    for (int i = 0; i < 4; ++i) {
        answers.push_back(client.next().map["ref"]);
    }
    EXPECT_THAT(answers, ElementsAre("ping", "task", "put", "long"));
}

TEST_F(LongQuestionTest, ReadsABoundedNumberOfRecordsInARound) {
    start_with_facts();
    auto client = control();
    client.ask("ping");
    client.say("query", question());
    const std::size_t at_first = journal->records_read();
    std::size_t most = 0;
    for (std::size_t before = at_first; before < at_first + facts;
         before = journal->records_read()) {
        service->step(test::short_wait);
        most = std::max(most, journal->records_read() - before);
    }
    EXPECT_LE(most, 400U);
    EXPECT_EQ(client.next().map["rows"][0]["code"], "not_concerned");
}

TEST_F(LongQuestionTest, ThatTheEndOfTheProcessStopsIsAnswered) {
    start_with_facts();
    auto client = control();
    client.say("query", question());
    const std::size_t before = journal->records_read();
    while (journal->records_read() == before) {
        service->step(test::short_wait);
    }
    service->shut_down();
    const auto answer = client.next();
    EXPECT_EQ(answer.map["code"], "busy");
    EXPECT_EQ(answer.map["ref"], "long");
    EXPECT_THAT(answer.map["text"].get<std::string>(), HasSubstr("klikd ends"));
}

} // namespace
} // namespace klik::daemon
