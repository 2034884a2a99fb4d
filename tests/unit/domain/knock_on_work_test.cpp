#include "domain/knock_on.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

#include <random>

namespace klik::test {
namespace {

/// Many tasks whose latest safe finishes are kept up to date, and how much was looked at for that.
class Plan {
  public:
    /// The task waits for tasks with lower numbers.
    void add(std::int64_t number, const std::vector<std::int64_t>& prerequisites) {
        std::vector<TaskNumber> list;
        for (const auto prerequisite : prerequisites) {
            list.push_back(TaskNumber{prerequisite});
            waiting_[TaskNumber{prerequisite}].insert(TaskNumber{number});
        }
        tasks_.emplace(TaskNumber{number},
                       task(number, {{TaskField::prerequisites, std::move(list)},
                                     {TaskField::due_date, date("2025-03-03")}}));
    }
    void move_due_date(std::int64_t number, std::string_view to) {
        tasks_.at(TaskNumber{number}).fields.set(TaskField::due_date, {date(to), UtcTime{}});
    }
    /// What names it is not told.
    void forget(std::int64_t number) { tasks_.erase(TaskNumber{number}); }
    /// As where tasks lie on a cycle.
    void put_in_order() { in_order_ = true; }
    [[nodiscard]] const std::map<TaskNumber, SafeFinish>& finishes() const { return finishes_; }
    /// Lookups of tasks.
    std::size_t update(const domain::FlatSet<TaskNumber>& changed) {
        lookups_ = 0;
        for (const auto& [number, finish] : moved(changed)) {
            finishes_[number] = finish;
        }
        return lookups_;
    }
    std::size_t update_all() { return update(all()); }
    bool is_up_to_date() { return moved(all()).empty(); }
    std::optional<Date> finish_of(std::int64_t number) {
        return finishes_[TaskNumber{number}].date;
    }

  private:
    [[nodiscard]] domain::FlatSet<TaskNumber> all() const {
        domain::FlatSet<TaskNumber> numbers;
        for (const auto& [number, task] : tasks_) {
            numbers.insert(number);
        }
        return numbers;
    }
    std::map<TaskNumber, SafeFinish> moved(const domain::FlatSet<TaskNumber>& changed) {
        const KnockOnGraph graph{
            .tasks = [this](TaskNumber number) -> const Task* {
                ++lookups_;
                const auto found = tasks_.find(number);
                return found == tasks_.end() ? nullptr : &found->second;
            },
            .waiting = [this](TaskNumber number) -> const auto& { return waiting_[number]; },
            .before = [this](TaskNumber number) { return finishes_[number]; },
            .on_cycle = [this](TaskNumber /*number*/) { return in_order_; }};
        return moved_safe_finishes(graph, {[](const Task&) { return 5; }, rules().calendar},
                                   changed);
    }

    std::map<TaskNumber, Task> tasks_;
    std::map<TaskNumber, domain::FlatSet<TaskNumber>> waiting_;
    std::map<TaskNumber, SafeFinish> finishes_;
    std::size_t lookups_ = 0;
    bool in_order_ = false;
};

TEST(KnockOnWork, OfAChangeInAChainIsThatOfTheTasksBeforeIt) {
    Plan chain;
    for (std::int64_t number = 1; number <= 1000; ++number) {
        chain.add(number, number == 1 ? std::vector<std::int64_t>{}
                                      : std::vector<std::int64_t>{number - 1});
    }
    const std::size_t full = chain.update_all();
    ASSERT_LT(chain.finish_of(1), date("2010-01-01"));
    chain.move_due_date(10, "1990-03-01");
    EXPECT_LT(chain.update({TaskNumber{10}}), full / 50);
    EXPECT_EQ(chain.finish_of(10), date("1990-03-01"));
    EXPECT_EQ(chain.finish_of(9), date("1990-02-22"));
    chain.move_due_date(1000, "2026-03-02");
    EXPECT_LE(chain.update({TaskNumber{1000}}), full);
    EXPECT_EQ(chain.finish_of(9), date("1990-02-22"));
}

TEST(KnockOnWork, OfAChangeThatMovesNothingStaysWithTheTask) {
    Plan chain;
    chain.add(1, {});
    for (std::int64_t number = 2; number <= 1000; ++number) {
        chain.add(number, {number - 1});
    }
    chain.update_all();
    chain.move_due_date(500, "2026-03-02"); // those that wait for it decide
    EXPECT_LT(chain.update({TaskNumber{500}}), 10U);
}

TEST(KnockOnWork, OfAChangeAmongTenThousandIsASmallPartOfIt) {
    Plan plan;
    std::mt19937 random{4};
    for (std::int64_t number = 1; number <= 10'000; ++number) {
        std::vector<std::int64_t> prerequisites;
        for (int edge = 0; number > 1 && edge < 2; ++edge) {
            prerequisites.push_back(
                std::uniform_int_distribution<std::int64_t>{1, number - 1}(random));
        }
        plan.add(number, prerequisites);
    }
    const std::size_t full = plan.update_all();
    std::size_t work = 0;
    for (int change = 0; change < 100; ++change) {
        const auto number = std::uniform_int_distribution<std::int64_t>{1, 10'000}(random);
        plan.move_due_date(number, "2025-01-0" + std::to_string(2 + change % 8));
        work += plan.update({TaskNumber{number}});
    }
    EXPECT_LT(work / 100, full / 50);
    EXPECT_TRUE(plan.is_up_to_date());
}

/// Where it spreads far, tasks are put in order first: both ways find the same.
TEST(KnockOnWork, FindsTheSameHoweverFarAChangeReaches) {
    std::mt19937 random{7};
    const auto below = [&](std::int64_t limit) {
        return std::uniform_int_distribution<std::int64_t>{0, limit - 1}(random);
    };
    for (int plan = 0; plan < 50; ++plan) {
        Plan spread;
        Plan ordered;
        ordered.put_in_order();
        for (std::int64_t number = 1; number <= 30; ++number) {
            std::vector<std::int64_t> prerequisites;
            for (std::int64_t edge = number == 1 ? 0 : below(4); edge > 0; --edge) {
                prerequisites.push_back(1 + below(number - 1));
            }
            spread.add(number, prerequisites);
            ordered.add(number, prerequisites);
        }
        spread.update_all();
        ordered.update_all();
        for (int change = 0; change < 20; ++change) {
            const std::int64_t number = 1 + below(30);
            const auto to = "2025-0" + std::to_string(1 + below(9)) + "-03";
            for (Plan* each : {&spread, &ordered}) {
                each->move_due_date(number, to);
                each->update({TaskNumber{number}});
            }
            ASSERT_EQ(spread.finishes(), ordered.finishes()) << "plan " << plan;
        }
    }
}

TEST(KnockOnWork, ATaskThatNamesThisOneAndIsNotThereDecidesNothing) {
    Plan plan;
    plan.add(1, {});
    plan.add(2, {1});
    plan.update_all();
    const auto with_both = plan.finish_of(1);
    plan.forget(2);
    plan.update({TaskNumber{1}});
    EXPECT_EQ(plan.finish_of(1), date("2025-03-03"));
    EXPECT_LT(with_both, plan.finish_of(1));
}

} // namespace
} // namespace klik::test
