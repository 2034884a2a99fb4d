#include "portfolio/unknown_projects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::portfolio {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class UnknownProjects : public testing::Test {
  protected:
    [[nodiscard]] std::vector<Sentence> named(const std::string& project) const {
        Mapping mapping;
        mapping.projects = {{project, "portfolio"}};
        return unknown_projects(mapping, known);
    }
    std::set<std::string> known{"DUBU 3.0", "KP Basis", "Ny dubu"};
};

TEST_F(UnknownProjects, NoneWhereKlikdHasATaskInIt) {
    EXPECT_THAT(named("DUBU 3.0"), IsEmpty());
}

TEST_F(UnknownProjects, AreNamedWithTheNearestWhateverCaseBlanksAndSlipsMakeTheDifference) {
    for (const auto* wrong : {"dubu 3.0", "DUBU  3.0", " DUBU 3.0", "DUBU3.0", "DUBY 3.0"}) {
        EXPECT_THAT(named(wrong),
                    ElementsAre(testing::Field(&Sentence::english,
                                               HasSubstr("nearest is \"DUBU 3.0\"; there are: "
                                                         "DUBU 3.0, KP Basis, Ny dubu"))))
            << wrong;
    }
    EXPECT_THAT(named("KP Bassis"),
                ElementsAre(testing::Field(&Sentence::danish, HasSubstr("nærmest er »KP Basis«"))));
}

TEST_F(UnknownProjects, NothingIsSaidWhileKlikdHasNoTaskAtAll) {
    known.clear();
    EXPECT_THAT(named("dubu"), IsEmpty());
}

} // namespace
} // namespace klik::portfolio
