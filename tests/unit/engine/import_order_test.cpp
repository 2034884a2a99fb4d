#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace klik::test {
namespace {

constexpr int known_tasks = 5;
constexpr int all_tasks = 7;

/// A whole page of a task, as an import brings it.
class Pages {
  public:
    explicit Pages(std::uint32_t seed) : random_{seed} {}

    engine::ObserveTask page(const std::string& import, int number, std::string_view local) {
        engine::ObserveTask fact{{"/import", import + '-' + std::to_string(number),
                                  moment(local).utc + std::chrono::seconds{below(600)}},
                                 {}};
        auto& observation = fact.observation;
        observation.number = TaskNumber{number};
        observation.fields.set(TaskField::title, "Opgave " + std::to_string(number));
        observation.fields.set(TaskField::status, one_of({"Ikke påbegyndt", "Påbegyndt", "Fuldført",
                                                          "Ikke relevant", "Sat på pause"}));
        observation.fields.set(TaskField::platform_colour, one_of({"Grøn", "Gul"}));
        observation.fields.set(TaskField::assignee, PersonId{one_of({"anna", "bo"})});
        observation.fields.set(TaskField::responsible, PersonId{one_of({"anna", "carl"})});
        observation.fields.set(TaskField::due_date,
                               date("2024-02-05") + std::chrono::days{7 * below(4)});
        observation.fields.set(TaskField::prerequisites, prerequisites());
        return fact;
    }

  private:
    int below(int limit) { return std::uniform_int_distribution<int>{0, limit - 1}(random_); }
    std::string one_of(std::initializer_list<const char*> words) {
        return words.begin()[below(static_cast<int>(words.size()))];
    }
    FieldValue prerequisites() {
        std::vector<TaskNumber> named;
        for (int number = 1; number <= all_tasks + 1; ++number) {
            if (below(4) == 0) {
                named.push_back(TaskNumber{number});
            }
        }
        return named.empty() ? FieldValue{None{}} : FieldValue{named};
    }

    std::mt19937 random_;
};

std::vector<std::string> told_after(const std::vector<engine::ObserveTask>& first,
                                    const std::vector<engine::ObserveTask>& second) {
    World world;
    for (const auto& fact : first) {
        world.fact(fact);
    }
    world.clock("2024-02-06 12:00");
    for (const auto& fact : second) {
        world.fact(fact);
    }
    world.clock("2024-03-15 12:00");
    std::vector<std::string> told;
    for (const auto& event : world.events()) {
        const auto* notified = std::get_if<engine::Notified>(&event.body);
        if (notified == nullptr) {
            continue;
        }
        // A key names the fact that happened to be the last.
        const auto& to = notified->notification.recipient.person.value;
        for (const auto& item : notified->notification.items) {
            told.push_back(rfc3339(event.at.utc) + ' ' + to + ' ' +
                           std::string(canonical(item.kind)) + ' ' + item.text_en);
        }
    }
    std::ranges::sort(told);
    return told;
}

TEST(ImportOrder, MakesNoNotice) {
    std::size_t notices = 0;
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        Pages pages{seed};
        std::vector<engine::ObserveTask> first;
        std::vector<engine::ObserveTask> second;
        for (int number = 1; number <= all_tasks; ++number) {
            if (number <= known_tasks) {
                first.push_back(pages.page("a", number, "2024-02-01 08:00"));
            }
            second.push_back(pages.page("b", number, "2024-02-06 10:00"));
        }
        const auto expected = told_after(first, second);
        notices += expected.size();
        std::mt19937 shuffled{seed};
        for (int time = 0; time < 8; ++time) {
            std::ranges::shuffle(first, shuffled);
            std::ranges::shuffle(second, shuffled);
            ASSERT_EQ(told_after(first, second), expected) << "seed " << seed;
        }
    }
    EXPECT_GT(notices, 1000U);
}

} // namespace
} // namespace klik::test
