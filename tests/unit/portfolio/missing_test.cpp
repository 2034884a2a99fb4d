#include "portfolio/missing.hpp"
#include "unit/portfolio/sample_pair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Missing : public testing::Test {
  protected:
    Missing() {
        offer_.statuses = {"Planned", "Waiting", "Running", "Testing", "Done", "Cancelled"};
        offer_.closed_statuses = {"Done", "Cancelled"};
        offer_.priorities = {"Normal", "High"};
        offer_.people = {{"5", "ida", "Ida Berg", ""}};
        for (const auto& [field, rule] : mapping_.fields) {
            offer_.fields.push_back(field);
        }
    }
    std::vector<std::string> missing(common::Language language = common::Language::english) {
        return missing_in(mapping_, offer_, language);
    }

    Mapping mapping_ = sample::sample_mapping();
    Offer offer_;
};

TEST_F(Missing, NothingWhereTheToolHasEveryName) {
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(Missing, AStatusThatWasRenamedIsNamedWithThoseThatAreThere) {
    offer_.statuses[2] = "In progress";
    EXPECT_THAT(missing(),
                ElementsAre("[plugins.portfolio.statuses] names `Running`, "
                            "and there is no such status; there are: Planned, Waiting, In "
                            "progress, Testing, Done, Cancelled"));
}

TEST_F(Missing, AStatusEndsAnItemWhereItEndsATask) {
    offer_.closed_statuses = {"Done", "Running"};
    EXPECT_THAT(missing(), testing::UnorderedElementsAre(
                               HasSubstr("`Running` stands for `in_progress`, which is open, but "
                                         "in the tool it closes an item"),
                               HasSubstr("`Cancelled` stands for `not_relevant`, which is closed, "
                                         "but in the tool it does not close an item")));
}

TEST_F(Missing, NamesPrioritiesPeopleAndFields) {
    offer_.priorities = {"High"};
    offer_.people.clear();
    std::erase(offer_.fields, Field::theme);
    EXPECT_THAT(missing(), testing::UnorderedElementsAre(HasSubstr("no such priority"),
                                                         HasSubstr("names `ida` for `p7`"),
                                                         HasSubstr("no field for `theme`")));
}

TEST_F(Missing, AsksForNoNamesOfFieldsThatAreNotMapped) {
    offer_.statuses.clear();
    offer_.priorities.clear();
    offer_.people.clear();
    mapping_.fields = {{Field::title, {}}};
    EXPECT_THAT(missing(), IsEmpty());
}

TEST_F(Missing, TellsWhatTheAdapterFound) {
    offer_.missing = {{"feltet `KLIK` findes ikke", "the custom field `KLIK` is not there"}};
    EXPECT_THAT(missing(), Contains("the custom field `KLIK` is not there"));
    EXPECT_THAT(missing(common::Language::danish), Contains("feltet `KLIK` findes ikke"));
}

TEST_F(Missing, SaysItInDanish) {
    offer_.statuses[2] = "In progress";
    offer_.closed_statuses = {"Done"};
    offer_.priorities.clear();
    offer_.people.clear();
    std::erase(offer_.fields, Field::theme);
    EXPECT_THAT(
        missing(common::Language::danish),
        testing::IsSupersetOf(
            {HasSubstr("[plugins.portfolio.statuses] nævner `Running`, men værktøjet har ingen "
                       "status af det navn; der findes: Planned, Waiting, In progress"),
             HasSubstr("`Cancelled` står for `not_relevant`, som er afsluttet, men i værktøjet "
                       "afslutter den ikke en sag"),
             HasSubstr("har ingen prioritet af det navn; der findes: ingen"),
             HasSubstr("nævner `ida` for `p7`, men ingen i projektet har det id eller brugernavn"),
             HasSubstr("har intet felt til `theme`, som nøglen må skrive i")}));
}

} // namespace
} // namespace klik::portfolio
