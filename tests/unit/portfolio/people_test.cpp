// Who did something in the tool, and whom it is about: found in KLIK, and told by name.
#include "portfolio/person_names.hpp"
#include "portfolio/plan_text.hpp"
#include "unit/portfolio/bench_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::portfolio {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class PeopleTest : public fake::SyncTest {
  protected:
    PeopleTest() {
        settings.mapping.fields[Field::assignee] = {Direction::both, Conflict::klik_wins};
        klik.add(1, "Kontrakt");
        klik.add(2, "Test");
    }

    [[nodiscard]] std::string plan_in_words() {
        std::string text;
        const auto called = names_of(tool.people, klik);
        for (const auto& [number, plan] : program().plans()) {
            const auto item = item_of(number);
            text += plan_text({&klik.tasks.at(number), &item, nullptr}, plan,
                              common::Language::danish, called);
        }
        return text;
    }
};

TEST_F(PeopleTest, SomebodyWhoHasNoTaskInKlikIsFoundByMailAddress) {
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::assignee, "3", "3");
    kill(); // so that the first look at the change is one at all
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(1));
    EXPECT_EQ(klik.requests.front().change["assignee"]["id"].text(), "p3");
    EXPECT_EQ(klik.requests.front().actor["id"].text(), "p3");
}

TEST_F(PeopleTest, SomebodyWhoIsNoMemberOfTheProjectIsNamedAsTheHistoryDoes) {
    ASSERT_TRUE(pass());
    tool.edit(item_of(1).id, Field::due_date, "2026-12-24", "9");
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(1));
    EXPECT_EQ(klik.requests.front().actor["name"].text(), "Ole Sand");
    settings.mapping.people["p9"] = "9";
    tool.edit(item_of(2).id, Field::due_date, "2026-12-24", "9");
    ASSERT_TRUE(pass());
    ASSERT_THAT(klik.requests, SizeIs(2));
    EXPECT_EQ(klik.requests.back().actor["id"].text(), "p9");
}

TEST_F(PeopleTest, AreToldByNameInAPlan) {
    klik.tasks.at(1).assignee = "p3";
    ASSERT_TRUE(pass());
    EXPECT_EQ(in_tool(1, Field::assignee), "3");
    klik.tasks.at(1).assignee = "p2";
    EXPECT_THAT(plan_in_words(), HasSubstr("udfører, værktøj: Karen Vest → Birte Holm ("));
    klik.tasks.at(1).assignee = "p8";
    EXPECT_THAT(plan_in_words(), HasSubstr("udfører: ændres ikke. KLIK: p8, værktøj: Karen Vest "
                                           "(personen er ikke fundet blandt projektets medlemmer"))
        << "of whom nobody knows the name";
    klik.tasks.at(1).assignee = "p3";
    tool.edit(item_of(1).id, Field::assignee, "2");
    EXPECT_THAT(plan_in_words(), HasSubstr("udfører, spørg KLIK: Karen Vest → p2"));
    tool.people.push_back({"4", "birte2", "Birte Holm", ""});
    klik.tasks.at(1).assignee = "p2";
    tool.edit(item_of(1).id, Field::assignee, "4");
    EXPECT_THAT(plan_in_words(), HasSubstr("Birte Holm (4)")) << "where two have the name";
}

TEST_F(PeopleTest, AreToldByNameInComments) {
    klik.tasks.at(1).assignee = "p3";
    ASSERT_TRUE(pass());
    klik.tasks.at(1).assignee = "p2";
    klik.tell(1);
    tool.edit(item_of(1).id, Field::assignee, "1");
    ASSERT_TRUE(pass());
    ASSERT_THAT(tool.comments, SizeIs(1));
    EXPECT_THAT(tool.comments.front(), HasSubstr("udfører var »KLIK« her og er nu »Birte Holm«"));
}

} // namespace
} // namespace klik::portfolio
