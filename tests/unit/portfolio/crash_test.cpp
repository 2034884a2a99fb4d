#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace klik::portfolio {
namespace {

using fake::Crash;
using fake::SyncTest;
using ::testing::IsEmpty;

/// Changes on both sides and kills between, from a seed.
class CrashTest : public SyncTest {
  protected:
    static constexpr std::int64_t tasks = 6;

    /// Kills the program when it comes to a failpoint for the count-th time from now.
    void kill_at(int count) {
        left_ = count;
        failpoint = [this](std::string_view place) {
            if (left_ > 0 && --left_ == 0) {
                throw Crash{std::string{place}};
            }
        };
    }
    [[nodiscard]] bool was_killed() const { return left_ == 0; }
    /// A pass in which it may be killed, and is started anew then.
    void risky_pass() {
        try {
            ASSERT_TRUE(pass());
        } catch (const Crash&) {
            kill();
        }
    }
    void begin() {
        for (std::int64_t number = 1; number <= tasks; ++number) {
            auto& task = klik.add(number, "Opgave " + std::to_string(number));
            if (number > 2) {
                task.prerequisites = {number - 2};
            }
        }
        klik.refresh_waiting();
    }
    void expect_peace() {
        failpoint = [](std::string_view) {};
        settle();
        const auto writes = tool.writes.size();
        const auto requests = klik.requests.size();
        for (const auto& [number, plan] : program().plans()) {
            EXPECT_THAT(plan.changes, IsEmpty()) << "task " << number;
            EXPECT_EQ(tool.with_number(number).size(), 1U) << "task " << number;
            expect_agreement(number, plan);
        }
        ASSERT_TRUE(pass());
        EXPECT_EQ(tool.writes.size(), writes);
        EXPECT_EQ(klik.requests.size(), requests);
        EXPECT_THAT(program().ledger().numbers_of_open(), IsEmpty());
        for (const auto& write : tool.writes) {
            EXPECT_NE(write.was, write.becomes)
                << "item " << write.item << ' ' << name_of(write.field) << " was written twice";
        }
    }
    void expect_agreement(std::int64_t number, const Plan& plan) {
        Known known;
        for (const auto& [each, task] : klik.tasks) {
            known.numbers.insert(each);
        }
        for (const auto& [field, shown] :
             shown_in_tool(settings.mapping, klik.tasks.at(number), known)) {
            const bool explained = std::ranges::any_of(
                plan.left, [&](const Change& left) { return left.field == field; });
            EXPECT_TRUE(explained || same_in_tool(field, in_tool(number, field), shown))
                << "task " << number << ' ' << name_of(field) << ": \"" << shown << "\" and \""
                << in_tool(number, field) << '"';
        }
    }

  private:
    int left_ = 0;
};

/// Each of the places in turn, with a story that comes to all of them.
TEST_F(CrashTest, KilledAnywhereTheNextRunConverges) {
    constexpr int more_than_there_are = 1000;
    int places = 0;
    for (int count = 1; count < more_than_there_are; ++count) {
        SCOPED_TRACE("killed at place " + std::to_string(count));
        klik = {};
        tool = {};
        kill();
        for (const auto& file : std::filesystem::directory_iterator{folder.path()}) {
            std::filesystem::remove(file);
        }
        begin();
        kill_at(count);
        risky_pass();
        risky_pass();
        klik.tasks.at(1).status = "in_progress";
        klik.tasks.at(2).title = "Ny titel";
        klik.tasks.at(3).prerequisites = {2};
        for (const auto number : {1, 2, 3}) {
            klik.tell(number);
        }
        if (const auto item = item_of(2); !item.id.empty()) {
            tool.edit(item.id, Field::due_date, "2027-01-04");
        }
        if (const auto item = item_of(4); !item.id.empty()) {
            tool.edit(item.id, Field::status, "Closed");
        }
        risky_pass();
        klik.carry_out();
        risky_pass();
        risky_pass();
        const bool killed = was_killed();
        expect_peace();
        if (!killed) {
            break;
        }
        places = count;
    }
    EXPECT_GT(places, 50);
}

/// KLIK's own rules hold for what happens there: nothing is completed that waits.
class RandomTest : public CrashTest, public testing::WithParamInterface<unsigned> {
  protected:
    std::mt19937 random{GetParam()};

    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random);
    }
    template <class List>
    auto any_of(const List& list) {
        return list[below(list.size())];
    }
    std::string any_date() { return "2027-01-" + std::to_string(10 + below(20)); }

    void change_klik() {
        const auto number = static_cast<std::int64_t>(1 + below(tasks));
        auto& task = klik.tasks.at(number);
        switch (below(4)) {
        case 0:
            task.title = "Titel " + std::to_string(below(100));
            break;
        case 1:
            task.due = common::date_from_iso(any_date());
            break;
        case 2:
            task.prerequisites = below(2) == 0 || number == 1
                                     ? std::vector<std::int64_t>{}
                                     : std::vector<std::int64_t>{number - 1};
            break;
        default: {
            const std::vector<std::string> statuses{"not_started", "in_progress", "completed"};
            klik.refresh_waiting();
            task.status = any_of(statuses);
            if (task.status == "completed" && !task.waits_for.empty()) {
                task.status = "in_progress";
            }
        }
        }
        klik.tell(number);
    }
    void change_tool() {
        const auto item = item_of(static_cast<std::int64_t>(1 + below(tasks)));
        if (item.id.empty()) {
            return;
        }
        switch (below(3)) {
        case 0:
            tool.edit(item.id, Field::due_date, any_date());
            break;
        case 1:
            tool.edit(item.id, Field::title, "Rettet " + std::to_string(below(100)));
            break;
        default: {
            const auto& next = tool.workflow.at(item.fields.at(Field::status));
            tool.edit(item.id, Field::status,
                      any_of(std::vector<std::string>{next.begin(), next.end()}));
        }
        }
    }
};

TEST_P(RandomTest, BothSidesComeToAgree) {
    begin();
    constexpr int rounds = 15;
    constexpr std::size_t most_places = 12;
    for (int round = 0; round < rounds; ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        for (std::size_t i = below(3); i > 0; --i) {
            change_klik();
        }
        for (std::size_t i = below(3); i > 0; --i) {
            change_tool();
        }
        if (below(2) == 0) {
            klik.carry_out();
        }
        tool.answers_to_lose = below(8) == 0 ? 1 : 0;
        kill_at(static_cast<int>(1 + below(most_places)));
        try {
            if (const auto done = pass(below(2) == 0); !done) {
                EXPECT_EQ(done.error().code, "unreachable");
            }
        } catch (const Crash&) {
            kill();
        }
    }
    tool.answers_to_lose = 0;
    expect_peace();
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTest, testing::Range(1U, 17U));

} // namespace
} // namespace klik::portfolio
