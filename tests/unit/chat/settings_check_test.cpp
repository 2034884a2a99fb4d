#include "chat/settings_check.hpp"
#include "chat/store.hpp"
#include "support/temporary_folder.hpp"
#include "unit/chat/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace klik::chat {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ChatSettingsCheck, NamesProjectsAndPhasesThatNoTaskHas) {
    auto settings = sample_settings();
    settings.rooms.front().projects = {"omsorgsjournalen"};
    auto state = sample_state();
    state.set("project", "Omsorgsjournalen 2.0");
    state.set("phase", "Fase 1");
    std::map<std::int64_t, common::KnownTasks::Known> tasks;
    EXPECT_THAT(names_of_no_task(settings, "9999", tasks), IsEmpty()) << "nothing is known yet";
    tasks[1].state = state;
    settings.rooms.front().phases = {"fase 1"};
    EXPECT_THAT(names_of_no_task(settings, "9999", tasks),
                ElementsAre(AllOf(HasSubstr("no task has \"omsorgsjournalen\""),
                                  HasSubstr("`projects` of [plugins.chat.rooms.drift]"))));
    EXPECT_THAT(names_of_no_task(settings, "0101", tasks), IsEmpty()) << "no room of theirs";
    settings.rooms.front().projects = {"omsorgsjournalen 2.0"};
    EXPECT_THAT(names_of_no_task(settings, "9999", tasks), IsEmpty());
}

TEST(ChatSettingsCheck, NamesIdsThatNobodyHas) {
    auto settings = sample_settings();
    settings.people["xmpp"]["9999"]["anna@example"] = "p77";
    const auto is_jonas = [](const std::string& id) { return Result<bool>{id == "jonas"}; };
    EXPECT_THAT(ids_of_nobody(settings, "9999", is_jonas),
                ElementsAre(AllOf(HasSubstr("\"p77\""), HasSubstr("[plugins.chat.people.xmpp]"))));
    EXPECT_THAT(ids_of_nobody(settings, "9999",
                              [](const auto&) -> Result<bool> {
                                  return std::unexpected(Error{"forbidden", "no"});
                              }),
                IsEmpty());
}

TEST(ChatStore, SaysWhatToDoWhereItsFileIsDamaged) {
    const test::TemporaryFolder folder;
    std::ofstream{folder.path() / "chat.db"} << std::string(8192, 'x');
    try {
        static_cast<void>(Store::open(folder.path()));
        FAIL() << "it was taken for a store";
    } catch (const common::DatabaseFailure& failure) {
        const auto words = Store::damage_in_words(folder.path(), failure);
        ASSERT_TRUE(words);
        EXPECT_THAT(*words, AllOf(HasSubstr((folder.path() / "chat.db").native()),
                                  HasSubstr("Move it away"), HasSubstr("are lost")));
    }
    EXPECT_FALSE(
        Store::damage_in_words(folder.path(), common::DatabaseFailure{"database or disk is full"}));
}

} // namespace
} // namespace klik::chat
