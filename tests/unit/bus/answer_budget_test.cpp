#include "bus/answer_budget.hpp"

#include <gtest/gtest.h>

namespace klik::bus {
namespace {

constexpr std::size_t page = std::size_t{64} * 1024;

class AnswerBudgetTest : public testing::Test {
  protected:
    /// Asks for pages until there are no more, and gives their number.
    std::size_t pages_at(Instant now, const std::string& client = "a") {
        std::size_t pages = 0;
        for (; budget.allows(client, now); ++pages) {
            budget.spend(client, page, now);
        }
        return pages;
    }

    AnswerBudget budget;
    Instant start{std::chrono::hours{1}};
};

TEST_F(AnswerBudgetTest, ABurstIsAnsweredAndTheRestAtItsRate) {
    EXPECT_EQ(pages_at(start), AnswerBudget::burst_bytes / page);
    EXPECT_EQ(pages_at(start), 0U);
    EXPECT_EQ(pages_at(start + std::chrono::seconds{1}), AnswerBudget::bytes_per_second / page);
    EXPECT_EQ(pages_at(start + std::chrono::hours{1}), AnswerBudget::burst_bytes / page)
        << "what was saved up has an end";
}

TEST_F(AnswerBudgetTest, EachConnectionHasItsOwn) {
    EXPECT_GT(pages_at(start, "a"), 0U);
    EXPECT_EQ(pages_at(start, "b"), AnswerBudget::burst_bytes / page);
}

TEST_F(AnswerBudgetTest, RemembersOnlyWhoHasUsedSomething) {
    EXPECT_TRUE(budget.allows("a", start));
    EXPECT_EQ(budget.remembered(), 0U);
    budget.spend("a", page, start);
    budget.forget_idle(start);
    EXPECT_EQ(budget.remembered(), 1U);
    budget.forget_idle(start + std::chrono::seconds{1});
    EXPECT_EQ(budget.remembered(), 0U);
}

} // namespace
} // namespace klik::bus
