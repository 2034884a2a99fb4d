#include "unit/daemon/why_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

/// On 2024-02-05 Anna is told of tasks 1 and 3 in one notification.
class HistoryQueryTest : public test::WhyQueryTest {
  protected:
    struct History {
        std::vector<std::string> sequences;
        std::vector<Json> told; ///< the notifications
        std::size_t pages = 0;
    };
    History history_of(std::int64_t number) {
        History history;
        std::string after;
        do {
            const Json page = ask("history", {{"number", number}}, after);
            if (!page.contains("rows")) {
                ADD_FAILURE() << page.dump();
                break;
            }
            for (const Json& row : page["rows"]) {
                history.sequences.push_back(row["sequence"]);
                if (row["kind"] == "notification") {
                    history.told.push_back(row);
                }
            }
            after = page["next"];
            ++history.pages;
        } while (!after.empty());
        EXPECT_TRUE(std::ranges::is_sorted(history.sequences));
        EXPECT_EQ(std::ranges::adjacent_find(history.sequences), history.sequences.end());
        return history;
    }
    static std::vector<Json> told_to(const std::string& person, const History& history) {
        std::vector<Json> told;
        std::ranges::copy_if(history.told, std::back_inserter(told), [&](const Json& row) {
            return row["data"]["recipient"]["person"] == person;
        });
        return told;
    }
    static std::vector<std::int64_t> numbers_in(const Json& notification) {
        std::vector<std::int64_t> numbers;
        for (const Json& item : notification["data"]["items"]) {
            numbers.push_back(item["number"]);
        }
        return numbers;
    }
};

TEST_F(HistoryQueryTest, ANotificationStandsWithEachTaskThatOneOfItsItemsNames) {
    put(3, {{"assignee", {{"id", "anna"}}}});
    clock("2024-02-05T12:00:00Z");
    put(3, {{"assignee", {{"id", "anna"}}}, {"goal", "Et mål"}});
    const auto history = history_of(3);
    const auto annas = told_to("anna", history);
    ASSERT_EQ(annas.size(), 1U);
    EXPECT_THAT(numbers_in(annas.front()), ElementsAre(1, 3));
    EXPECT_EQ(told_to("anna", history_of(1)), annas);
    EXPECT_THAT(told_to("anna", history_of(2)), IsEmpty());
    EXPECT_LT(history.sequences.front(), annas.front()["sequence"].get<std::string>());
    EXPECT_GT(history.sequences.back(), annas.front()["sequence"].get<std::string>());
}

TEST_F(HistoryQueryTest, LooksThroughAPartOfTheNotificationsForEachPage) {
    fill_with_people_to_tell(most_records_of_a_page + 1);
    put(3, {{"assignee", {{"id", "zoe"}}}});
    put(4, {{"assignee", {{"id", "zoe"}}}});
    clock("2024-02-05T12:00:00Z");
    put(4, {{"assignee", {{"id", "zoe"}}}, {"goal", "Et mål"}});
    const auto history = history_of(4);
    EXPECT_GT(history.pages, 1U);
    const auto zoes = told_to("zoe", history);
    ASSERT_EQ(zoes.size(), 1U);
    EXPECT_THAT(numbers_in(zoes.front()), ElementsAre(3, 4));
    EXPECT_GT(history.sequences.back(), zoes.front()["sequence"].get<std::string>());
}

TEST_F(HistoryQueryTest, PagesEndWhereTheyAreFullAndLeaveNothingOut) {
    put(3, {{"assignee", {{"id", "anna"}}}});
    clock("2024-02-05T12:00:00Z");
    for (int i = 0; i < 150; ++i) {
        put(3, {{"assignee", {{"id", "anna"}}}, {"title", std::to_string(i)}},
            i < 75 ? "2024-01-20T09:00:00Z" : "2024-01-21T09:00:00Z");
    }
    clock("2024-02-07T12:00:00Z");
    const auto history = history_of(3);
    EXPECT_GT(history.pages, 1U);
    std::vector<std::string> own;
    const auto records = journal.history({"9999"}, {3}, {}, 100000).value();
    for (const auto& record : records) {
        own.push_back(domain::to_string(record.sequence));
    }
    EXPECT_THAT(history.sequences, IsSupersetOf(own));
    EXPECT_EQ(told_to("anna", history).size(), 1U);
}

} // namespace
} // namespace klik::daemon
