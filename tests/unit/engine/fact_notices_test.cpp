#include "support/tasks.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::vector<std::string> keys_of(const World& world) {
    std::vector<std::string> keys;
    for (const auto& item : world.items()) {
        if (item.kind == NotificationKind::status_changed) {
            keys.push_back(item.key);
        }
    }
    return keys;
}

engine::ObserveTask observed(const std::string& source, const std::string& id,
                             std::string_view local, Fields fields) {
    engine::ObserveTask fact{{source, id, moment(local).utc}, {}};
    fact.observation.number = TaskNumber{1};
    for (auto& [field, value] : fields) {
        fact.observation.fields.set(field, std::move(value));
    }
    return fact;
}

TEST(FactNotices, AnIdOfTwoSourcesIsTwoFactsInTheKeys) {
    World world;
    world.fact(1, {{TaskField::assignee, PersonId{"anna"}}});
    world.known();
    const auto status = [&](const std::string& source, const std::string& label) {
        world.fact(
            observed(source, "17", "2024-02-01 09:00",
                     {{TaskField::status, label}, {TaskField::responsible, PersonId{"anna"}}}));
        world.wait(std::chrono::minutes{10});
    };
    status("/kombit/klik", "Påbegyndt");
    status("/import", "Ikke påbegyndt");
    EXPECT_THAT(keys_of(world), ElementsAre("9999/1/-/status_changed:/kombit/klik|17/anna",
                                            "9999/1/-/status_changed:/import|17/anna"));
}

TEST(FactNotices, AnotherUnknownLabelIsAnotherStatus) {
    World world;
    world.fact(1, {{TaskField::status, std::string("Sat på pause")}});
    world.known();
    world.fact(1, {{TaskField::status, std::string("Afventer")}});
    world.wait(std::chrono::minutes{10});
    EXPECT_THAT(world.told(), ElementsAre("2024-02-02 09:10 status_changed #1 -> mailbox-9999"));
    world.fact(1, {{TaskField::status, std::string("Løst")}});
    world.wait(std::chrono::minutes{10});
    static_cast<void>(world.told());
    world.fact(1, {{TaskField::status, std::string("Fuldført")}});
    world.wait(std::chrono::minutes{10});
    EXPECT_THAT(world.told(), ElementsAre()) << "two labels of one status";
}

TEST(FactNotices, UnknownKeysOfAnOlderFactReplaceNoneThatAreKnown) {
    World world;
    auto later = observed("/s", "1", "2024-02-01 08:00", {{TaskField::title, std::string("A")}});
    later.observation.unknown = {{"new", "\x01"}};
    auto older = observed("/s", "2", "2024-01-01 08:00", {{TaskField::title, std::string("B")}});
    older.observation.unknown = {{"new", "\x02"}, {"old", "\x03"}};
    world.fact(later);
    world.fact(older);
    const domain::FlatMap<std::string, std::string> expected{{"new", "\x01"}, {"old", "\x03"}};
    EXPECT_EQ(world.state().task(TaskNumber{1})->unknown, expected);
    auto latest = observed("/s", "3", "2024-02-01 09:00", {});
    latest.observation.unknown = {{"new", "\x04"}};
    world.fact(latest);
    EXPECT_EQ(world.state().task(TaskNumber{1})->unknown.find("new")->second, "\x04");
}

} // namespace
} // namespace klik::test
