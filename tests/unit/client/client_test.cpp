#include "klik/client.hpp"
#include "unit/client/fake_control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace klik::client {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using Question = FakeControl::Question;
using Reply = FakeControl::Reply;

Client client_of(const FakeControl& klikd, std::chrono::milliseconds timeout) {
    return Client::connect({.control = klikd.endpoint(), .timeout = timeout}).value();
}
Client client_of(const FakeControl& klikd) {
    return client_of(klikd, std::chrono::seconds{20});
}

Fact fact_of(std::int64_t number) {
    return {.source = "/platform",
            .id = "f" + std::to_string(number),
            .type = "dk.klik.task.observed.v1",
            .time = "2024-02-01T07:00:00Z",
            .data = Value::map({{"municipality", "9999"}, {"number", number}})};
}

void accept(const Question& question, const Reply& reply) {
    reply.answer("put.ok",
                 Value::map({{"id", question.map.at("event.id")},
                             {"sequence", sequence_text(static_cast<Sequence>(
                                              *question.map.at("event.data.number").whole()))},
                             {"duplicate", false}}));
}

TEST(Client, PutsAFactAsACloudEvent) {
    const FakeControl klikd{accept};
    const auto answer = client_of(klikd).put(fact_of(12));
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(*answer, (PutAnswer{"f12", 12, false}));
    const Value event = klikd.questions().at(0).map["event"];
    EXPECT_EQ(event,
              Value::map({{"specversion", "1.0"},
                          {"id", "f12"},
                          {"source", "/platform"},
                          {"type", "dk.klik.task.observed.v1"},
                          {"time", "2024-02-01T07:00:00Z"},
                          {"datacontenttype", "application/msgpack"},
                          {"data", Value::map({{"municipality", "9999"}, {"number", 12}})}}));
}

TEST(Client, GivesARefusalAsAnError) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.answer(
            "error",
            Value::map({{"code", "conflict"}, {"text", "id: already used"}, {"about", "put"}}));
    }};
    const auto answer = client_of(klikd).put(fact_of(1));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), (Error{"conflict", "id: already used"}));
}

TEST(Client, SaysThatNobodyAnsweredAndAsksAgainOnANewConnection) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.connection > 1) {
            reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(5)}}));
        }
    }};
    // The first question is answered by nobody; a longer wait than the second needs would only cost
    // time.
    Client client = client_of(klikd, std::chrono::milliseconds{200});
    const auto first = client.ping();
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().code, "no_answer");
    EXPECT_THAT(first.error().text, HasSubstr(klikd.endpoint()));
    auto second = client.ping();
    for (int again = 0; !second && again < 50; ++again) {
        second = client.ping();
    }
    ASSERT_TRUE(second) << second.error().text;
    EXPECT_EQ(second->head, 5U);
}

TEST(Client, TakesNoLateAnswerForThatToAnotherQuestion) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        Value late = Value::map({{"epoch", "late"}, {"head", sequence_text(1)}});
        late.set("ref", *question.map["ref"].whole() - 1);
        reply.say("pong", late);
        reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(2)}}));
    }};
    EXPECT_EQ(client_of(klikd).ping().value().epoch, "e1");
}

TEST(Client, HearsTheTimeOfAVirtualClockWithAPong) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.answer("pong", Value::map({{"epoch", "e1"},
                                         {"head", sequence_text(2)},
                                         {"now", "2024-02-19T07:00:00Z"}}));
    }};
    EXPECT_EQ(client_of(klikd).ping().value().virtual_now, "2024-02-19T07:00:00Z");
}

TEST(Client, RefusesWhatIsNoEndpoint) {
    const auto client = Client::connect({.control = "korsbaek"});
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().code, "unusable");
    EXPECT_THAT(client.error().text, HasSubstr("korsbaek"));
}

TEST(Client, RefusesToSendAMessageThatWouldNotArrive) {
    const FakeControl klikd{accept};
    Fact fact = fact_of(1);
    fact.data.set("description", std::string(2U << 20U, 'x'));
    const auto answer = client_of(klikd).put(fact);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "too_large");
}

TEST(Client, SaysWhenItsAnswerIsUnreadable) {
    const FakeControl klikd{[](const Question&, const Reply& reply) {
        reply.frames({"pong", "\xdd\xff\xff\xff\xff"});
    }};
    const auto answer = client_of(klikd).ping();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "unreadable");
}

TEST(Client, PutsManyFactsWithABoundedNumberOnTheirWay) {
    std::vector<std::pair<Question, Reply>> held;
    const FakeControl klikd{[&](const Question& question, const Reply& reply) {
        // Answers only once three are waiting, the last first.
        held.emplace_back(question, reply);
        if (held.size() == 3) {
            while (!held.empty()) {
                accept(held.back().first, held.back().second);
                held.pop_back();
            }
        }
    }};
    std::int64_t number = 0;
    std::map<std::size_t, Sequence> sequences;
    std::size_t unanswered = 0;
    std::size_t most_unanswered = 0;
    const auto done = client_of(klikd).put_all(
        [&]() -> std::optional<Fact> {
            if (number == 9) {
                return std::nullopt;
            }
            most_unanswered = std::max(most_unanswered, ++unanswered);
            return fact_of(++number);
        },
        [&](std::size_t position, const Result<PutAnswer>& answer) {
            --unanswered;
            sequences[position] = answer.value().sequence;
        },
        3);
    ASSERT_TRUE(done) << done.error().text;
    EXPECT_EQ(most_unanswered, 3U);
    ASSERT_EQ(sequences.size(), 9U);
    EXPECT_EQ(sequences[0], 1U);
    EXPECT_EQ(sequences[8], 9U);
}

TEST(Client, TellsOfEachRefusedFactAndGoesOn) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (*question.map.at("event.data.number").whole() == 2) {
            reply.answer("error", Value::map({{"code", "malformed"}, {"text", "no"}}));
        } else {
            accept(question, reply);
        }
    }};
    std::int64_t number = 0;
    std::vector<std::string> outcomes(3);
    const auto done = client_of(klikd).put_all(
        [&]() -> std::optional<Fact> {
            return ++number > 3 ? std::nullopt : std::optional{fact_of(number)};
        },
        [&](std::size_t position, const Result<PutAnswer>& answer) {
            outcomes.at(position) = answer ? "ok" : answer.error().code;
        });
    EXPECT_TRUE(done);
    EXPECT_EQ(outcomes, (std::vector<std::string>{"ok", "malformed", "ok"}));
}

TEST(Client, PutsAgainWhatKlikdHadNoRoomFor) {
    int asked = 0;
    const FakeControl klikd{[&](const Question& question, const Reply& reply) {
        if (++asked <= 3) {
            reply.answer("error", Value::map({{"code", "busy"}, {"text", "wait"}}));
        } else {
            accept(question, reply);
        }
    }};
    std::int64_t number = 0;
    std::map<std::size_t, std::string> outcomes;
    const auto done = client_of(klikd).put_all(
        [&]() -> std::optional<Fact> {
            return ++number > 5 ? std::nullopt : std::optional{fact_of(number)};
        },
        [&](std::size_t position, const Result<PutAnswer>& answer) {
            outcomes[position] = answer ? answer->id : answer.error().code;
        },
        2);
    ASSERT_TRUE(done) << done.error().text;
    EXPECT_THAT(outcomes, ElementsAre(Pair(0U, fact_of(1).id), Pair(1U, fact_of(2).id),
                                      Pair(2U, fact_of(3).id), Pair(3U, fact_of(4).id),
                                      Pair(4U, fact_of(5).id)));
}

TEST(Client, GivesUpPuttingWhenNobodyAnswers) {
    const FakeControl klikd{[](const Question&, const Reply&) {}};
    bool given = false;
    const auto done =
        client_of(klikd, std::chrono::milliseconds{50})
            .put_all(
                [&]() -> std::optional<Fact> {
                    return std::exchange(given, true) ? std::nullopt : std::optional{fact_of(1)};
                },
                [](std::size_t, const Result<PutAnswer>&) { FAIL(); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "no_answer");
}

TEST(Client, AsksForAChangeAndTellsARefusalByTheRulesFromAnError) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        const Value id = question.map["id"];
        if (id.text() == "r1") {
            reply.answer("request.accepted",
                         Value::map({{"id", id}, {"sequence", sequence_text(9)}}));
        } else {
            reply.answer("request.refused",
                         Value::map({{"id", id},
                                     {"reason", "transition"},
                                     {"violations", Value::List{Value::map({{"rule", "x"}})}}}));
        }
    }};
    Client client = client_of(klikd);
    const ChangeRequest asked{.id = "r1",
                              .number = 7,
                              .change = Value::map({{"status", "completed"}}),
                              .base_revision = 3,
                              .actor = Value::map({{"name", "Ulla"}}),
                              .lineage = {"e1.1"},
                              .reason = "færdig"};
    const auto accepted = client.request(asked).value();
    EXPECT_TRUE(accepted.accepted);
    EXPECT_EQ(accepted.sequence, 9U);
    Value sent = klikd.questions().at(0).map;
    sent.set("ref", nullptr);
    EXPECT_EQ(sent, Value::map({{"id", "r1"},
                                {"number", 7},
                                {"change", Value::map({{"status", "completed"}})},
                                {"base_revision", 3},
                                {"actor", Value::map({{"name", "Ulla"}})},
                                {"lineage", Value::List{"e1.1"}},
                                {"reason", "færdig"},
                                {"ref", nullptr}}));

    const auto refused = client
                             .request({.id = "r2",
                                       .number = 7,
                                       .change = {},
                                       .base_revision = {},
                                       .actor = {},
                                       .lineage = {},
                                       .reason = {}})
                             .value();
    EXPECT_FALSE(refused.accepted);
    EXPECT_EQ(refused.reason, "transition");
    EXPECT_EQ(refused.violations.at("0.rule").text(), "x");
    EXPECT_EQ(klikd.questions().at(1).map.find("actor"), nullptr);
}

TEST(Client, FollowsAQueryOverItsPages) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        const bool first = question.map.find("after") == nullptr;
        reply.answer("result",
                     Value::map({{"what", "tasks"},
                                 {"at", sequence_text(4)},
                                 {"rows", Value::List{Value::map({{"number", first ? 1 : 2}})}},
                                 {"next", first ? "1" : ""}}));
    }};
    const auto rows = client_of(klikd).query("tasks", Value::map({{"open", true}})).value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[1]["number"], Value{2});
    const auto questions = klikd.questions();
    EXPECT_EQ(questions.at(1).map["open"], Value{true});
    EXPECT_EQ(questions.at(1).map["after"], Value{"1"});
}

void answer_ping_or_snapshot(const Question& question, const Reply& reply, Sequence rows) {
    if (question.verb != "snapshot") {
        reply.answer("pong", Value::map({{"epoch", "e1"}, {"head", sequence_text(9)}}));
        return;
    }
    reply.answer("snapshot.begin", Value::map({{"epoch", "e1"}, {"sequence", sequence_text(9)}}));
    for (Sequence row = 1; row <= rows; ++row) {
        reply.event("snapshot.row", state_topic, envelope(row));
    }
    reply.answer("snapshot.end", Value::map({{"sequence", sequence_text(9)}}));
}

TEST(Client, TakesASnapshotAndGrantsCreditOnTheWay) {
    constexpr Sequence rows = 6000;
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        answer_ping_or_snapshot(question, reply, rows);
    }};
    Client client = client_of(klikd);
    const auto snapshot = client.snapshot();
    ASSERT_TRUE(snapshot) << snapshot.error().text;
    EXPECT_EQ(snapshot->sequence, 9U);
    ASSERT_EQ(snapshot->rows.size(), rows);
    EXPECT_EQ(snapshot->rows.back().sequence, rows);
    EXPECT_TRUE(client.ping()) << "behind which the credit has come";
    const auto acks = klikd.questions("ack");
    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].map["credit"], Value{5000});
}

TEST(Client, AdministersWithTheActionsOwnKeys) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        reply.answer("admin.ok", Value::map({{"do", question.map["do"]}, {"number", 7}}));
    }};
    const auto answer = client_of(klikd).admin("quarantine_drop", Value::map({{"number", 7}}));
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(*answer, Value::map({{"do", "quarantine_drop"}, {"number", 7}}))
        << "the number of the question is the client's own";
    const Value asked = klikd.questions().at(0).map;
    EXPECT_EQ(asked["do"], Value{"quarantine_drop"});
    EXPECT_EQ(asked["number"], Value{7});
}

TEST(Client, TakesNoAnswerToItsGrantForOneToTheNextQuestion) {
    constexpr Sequence rows = 5000; // the grant leaves with the last one, when the session is over
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        if (question.verb == "ack") {
            reply.answer(
                "error",
                Value::map({{"code", "not_found"}, {"text", "no stream"}, {"about", "ack"}}));
            return;
        }
        answer_ping_or_snapshot(question, reply, rows);
    }};
    Client client = client_of(klikd);
    ASSERT_EQ(client.snapshot().value().rows.size(), rows);
    const auto head = client.ping();
    ASSERT_TRUE(head) << head.error().text;
    EXPECT_EQ(head->head, 9U);
    EXPECT_EQ(klikd.questions("ack").size(), 1U);
    EXPECT_EQ(client.snapshot().value().rows.size(), rows);
}

TEST(Client, AsksAgainWhereKlikdIsBusy) {
    std::atomic<int> asked = 0;
    const FakeControl klikd{[&](const Question& /*question*/, const Reply& reply) {
        if (++asked < 3) {
            reply.answer("error", Value::map({{"code", "busy"}, {"text", "wait a moment"}}));
            return;
        }
        reply.answer("result", Value::map({{"what", "tasks"},
                                           {"at", sequence_text(9)},
                                           {"rows", Value::List{1}},
                                           {"next", ""}}));
    }};
    const auto rows = client_of(klikd).query("tasks");
    ASSERT_TRUE(rows) << rows.error().text;
    EXPECT_EQ(rows->size(), 1U);
    EXPECT_EQ(asked, 3);
}

TEST(Client, GivesUpWhenKlikdStaysBusy) {
    const FakeControl klikd{[](const Question& /*question*/, const Reply& reply) {
        reply.answer("error", Value::map({{"code", "busy"}, {"text", "wait a moment"}}));
    }};
    auto client = Client::connect({klikd.endpoint(), std::chrono::milliseconds{250}}).value();
    const auto rows = client.query("tasks");
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, "busy");
}

TEST(Client, AdvancesTheClock) {
    const FakeControl klikd{[](const Question& question, const Reply& reply) {
        reply.answer("clock.ok", Value::map({{"now", question.map["advance_to"]}}));
    }};
    EXPECT_EQ(
        client_of(klikd).advance_clock("2024-02-19T07:00:00Z", std::chrono::seconds{20}).value(),
        "2024-02-19T07:00:00Z");
}

} // namespace
} // namespace klik::client
