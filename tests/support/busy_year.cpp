#include "support/busy_year.hpp"

#include "support/tasks.hpp"

namespace klik::test {

World busy_year() {
    World world;
    std::uint32_t seed = 7;
    const auto next = [&seed](std::uint32_t bound) {
        seed = seed * 1664525U + 1013904223U;
        return (seed >> 8U) % bound;
    };
    const std::vector<std::string> labels{"Ikke påbegyndt", "Påbegyndt", "Fuldført",
                                          "Ikke relevant", "Sat på pause"};
    for (int day = 0; day < 365; ++day) {
        world.clock(iso_date(date("2024-02-01") + std::chrono::days{day}) + " 12:00");
        for (std::uint32_t i = 0; i < 3; ++i) {
            const auto number = static_cast<std::int64_t>(1 + next(60));
            Fields fields;
            if (next(2) == 0) {
                fields[TaskField::due_date] =
                    date("2024-02-10") + std::chrono::days{static_cast<int>(next(400))};
            }
            if (next(3) == 0) {
                fields[TaskField::status] = labels[next(5)];
            }
            if (next(4) == 0) {
                fields[TaskField::prerequisites] = numbers({1 + next(60), 1 + next(70)});
            }
            if (next(4) == 0) {
                fields[TaskField::assignee] = PersonId{"p" + std::to_string(next(5))};
            }
            if (next(40) == 0) {
                world.removed(number);
            } else if (next(6) == 0) {
                world.request("r" + std::to_string(day) + '-' + std::to_string(i), number,
                              {{TaskField::status, labels[next(4)]}}, "p1");
            } else {
                world.fact(number, std::move(fields));
            }
        }
        if (day == 180) {
            world.load_rules("[colour]\nyellow = \"10wd\"\n");
        }
    }
    return world;
}

} // namespace klik::test
