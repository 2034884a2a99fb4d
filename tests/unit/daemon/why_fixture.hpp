#pragma once

#include "daemon/long_questions.hpp"
#include "unit/daemon/desk_fixture.hpp"

namespace klik::daemon::test {

using Keys = decltype(codec::AskQuery::keys);

/// Task 1 is Anna's, waits for Bo's task 2, and is due on 2024-03-04.
class WhyQueryTest : public DeskTest {
  private:
    void put_into_batch(int number, const Json& fields,
                        const std::string& time = "2024-01-15T09:00:00Z") {
        Json fact = observed(number, "w-" + std::to_string(++facts), fields);
        fact["time"] = time;
        ASSERT_EQ(desk.put({klik::test::msgpack_of(fact)}, {"", now}).verb, "put.ok");
    }

  protected:
    WhyQueryTest() {
        now = utc("2024-02-01T09:00:00Z");
        load_rules("");
        put(1,
            {{"due_date", "2024-03-04"}, {"assignee", {{"id", "anna"}}}, {"prerequisites", {2}}});
        put(2, {{"assignee", {{"id", "bo"}}}});
    }

    void put(int number, const Json& fields, const std::string& time = "2024-01-15T09:00:00Z") {
        put_into_batch(number, fields, time);
        ASSERT_TRUE(batch.finish());
    }
    /// Facts that change nothing, each a record or more.
    void fill_with_facts(int count) {
        for (int i = 0; i < count; ++i) {
            put_into_batch(2, {{"assignee", {{"id", "bo"}}}});
        }
        ASSERT_TRUE(batch.finish());
    }
    /// So many people are told of a task of their own with the next run.
    void fill_with_people_to_tell(std::size_t count) {
        for (std::size_t i = 1; i <= count; ++i) {
            put_into_batch(static_cast<int>(100 + i),
                           {{"assignee", {{"id", "n-" + std::to_string(i)}}}});
        }
        ASSERT_TRUE(batch.finish());
    }
    void load_rules(const std::string& toml) {
        desk.load_rules(
            load_rule_file(folder.file("rules" + std::to_string(++facts) + ".toml", toml)).value(),
            now);
        ASSERT_TRUE(batch.finish());
    }
    void clock(const char* time) {
        now = utc(time);
        desk.pass_due_moments(now, false);
        ASSERT_TRUE(batch.finish());
    }
    [[nodiscard]] QueryBasis basis() { return {desk.state(), journal, desk.moment(now), {}}; }
    Json ask(const std::string& what, const Keys& keys, const std::string& after = "") {
        const codec::AskQuery query{what, keys, after};
        return json_of(what == WhyNot::name ? answer_to(query) : answer_query(basis(), query, ref));
    }
    static Json json_of(const codec::ServerMessage& answer) {
        keep_seen({answer.verb, answer.payload});
        return klik::test::json_of(answer.payload);
    }
    /// However many rounds it takes.
    codec::ServerMessage answer_to(const codec::AskQuery& query) {
        LongQuestions questions;
        auto answer = questions.ask(basis(), query, {}, ref);
        while (!answer) {
            if (auto last = questions.go_on(basis())) {
                answer = std::move(last->message);
            }
        }
        return *answer;
    }
    Json why_not(std::int64_t number, const std::string& person, const std::string& on = {}) {
        Keys keys{{"number", number}, {"person", person}};
        if (!on.empty()) {
            keys.emplace("on", on);
        }
        const auto answer = ask("why_not", keys);
        EXPECT_TRUE(answer.contains("rows")) << answer.dump();
        return answer["rows"][0];
    }

    static constexpr const char* ref = "\x05";

  private:
    int facts = 0;
};

} // namespace klik::daemon::test
