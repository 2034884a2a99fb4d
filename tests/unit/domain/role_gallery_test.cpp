#include "domain/role_gallery.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::domain {
namespace {

using test::date;

const PersonId lena{"lena"};
const PersonId bo{"bo"};

Assignment leads(const PersonId& person) {
    return {Role::project_leader, person, std::nullopt};
}

UtcTime at_hour(int hour) {
    return UtcTime{std::chrono::hours{hour}};
}

AssignmentSaid for_projects(std::set<std::string> projects, bool primary = false) {
    AssignmentSaid said;
    said.projects = std::move(projects);
    said.primary = primary;
    return said;
}

std::vector<std::string> ids(const std::vector<Holding>& holdings) {
    std::vector<std::string> found;
    for (const auto& holding : holdings) {
        found.push_back(holding.assignment.person.value);
    }
    return found;
}
using Ids = std::vector<std::string>;

TEST(Absence, IncludesBothItsDays) {
    const Absence absence{date("2024-02-10"), date("2024-02-20")};
    EXPECT_FALSE(absence.covers(date("2024-02-09")));
    EXPECT_TRUE(absence.covers(date("2024-02-10")));
    EXPECT_TRUE(absence.covers(date("2024-02-20")));
    EXPECT_FALSE(absence.covers(date("2024-02-21")));
}

TEST(Absence, HasOpenEndsAndIsNoneWithoutAny) {
    EXPECT_TRUE((Absence{date("2024-02-10"), std::nullopt}).covers(date("2199-01-01")));
    EXPECT_TRUE((Absence{std::nullopt, date("2024-02-10")}).covers(date("1990-01-01")));
    EXPECT_FALSE((Absence{std::nullopt, date("2024-02-10")}).covers(date("2024-02-11")));
    EXPECT_FALSE(Absence{}.covers(date("2024-02-10")));
}

TEST(RoleGallery, NamesThoseOfTheProjectFirstThenThePrimary) {
    RoleGallery gallery;
    gallery.assign(leads({"a"}), for_projects({}), at_hour(1));
    gallery.assign(leads({"b"}), for_projects({}, true), at_hour(1));
    gallery.assign(leads({"c"}), for_projects({"DUBU"}), at_hour(1));
    gallery.assign(leads({"d"}), for_projects({"Aula"}), at_hour(1));
    EXPECT_EQ(ids(gallery.holders(Role::project_leader, "DUBU")), (Ids{"c", "b", "a"}));
    EXPECT_EQ(ids(gallery.holders(Role::project_leader, "")), (Ids{"b", "a"}));
    EXPECT_TRUE(gallery.holders(Role::klik_administrator, "DUBU").empty());
}

TEST(RoleGallery, LetsNoOlderFactWin) {
    RoleGallery gallery;
    gallery.assign(leads(lena), for_projects({"DUBU"}), at_hour(5));
    gallery.assign(leads(lena), for_projects({"Aula"}), at_hour(4));
    EXPECT_EQ(gallery.holdings().front().terms.projects, std::set<std::string>{"DUBU"});
    gallery.end(leads(lena), at_hour(4));
    EXPECT_EQ(gallery.holdings().size(), 1U);
    gallery.end(leads(lena), at_hour(6));
    EXPECT_TRUE(gallery.holdings().empty());
    gallery.assign(leads(lena), {}, at_hour(5));
    EXPECT_TRUE(gallery.holdings().empty()) << "what ended is not brought back by what was before";
    gallery.assign(leads(lena), {}, at_hour(7));
    EXPECT_EQ(gallery.holdings().front(), (Holding{leads(lena), {}})) << "it begins anew";
}

TEST(RoleGallery, LeavesWhatAFactDoesNotSay) {
    RoleGallery gallery;
    gallery.assign(leads(lena), for_projects({"DUBU"}, true), at_hour(1));
    AssignmentSaid away;
    away.absent_from.emplace(date("2024-02-10"));
    gallery.assign(leads(lena), away, at_hour(2));
    EXPECT_EQ(gallery.holdings().front().terms, (AssignmentTerms{true, {"DUBU"}}));
    EXPECT_TRUE(gallery.absent(lena, date("2024-02-10")));
    AssignmentSaid back;
    back.absent_from.emplace();
    gallery.assign(leads(lena), back, at_hour(3));
    EXPECT_FALSE(gallery.absent(lena, date("2024-02-10")));
}

TEST(RoleGallery, EndsAllThatAPersonDoesInARole) {
    RoleGallery gallery;
    const Assignment deputy{Role::project_leader, bo, lena};
    gallery.assign(leads(bo), {}, at_hour(1));
    gallery.assign(deputy, {}, at_hour(1));
    gallery.assign(leads(lena), {}, at_hour(1));
    gallery.end_all(Role::project_leader, bo, at_hour(2));
    EXPECT_EQ(ids(gallery.holdings()), Ids{"lena"});
    gallery.assign({Role::project_leader, bo, PersonId{"carl"}}, {}, at_hour(1));
    EXPECT_EQ(gallery.holdings().size(), 1U) << "also what had not been heard of";
}

TEST(RoleGallery, APersonIsAbsentWhenEitherSourceSaysSo) {
    RoleGallery gallery;
    gallery.file.persons[lena].absence = {date("2024-02-10"), date("2024-02-11")};
    AssignmentSaid away;
    away.absent_from.emplace(date("2024-03-01"));
    gallery.assign(leads(lena), away, at_hour(1));
    EXPECT_TRUE(gallery.absent(lena, date("2024-02-11")));
    EXPECT_FALSE(gallery.absent(lena, date("2024-02-12")));
    EXPECT_TRUE(gallery.absent(lena, date("2024-03-02")));
}

TEST(RoleGallery, AFileAddsToWhatPlatformsTellAndIsReplacedAsAWhole) {
    RoleGallery gallery;
    gallery.assign(leads(lena), for_projects({"DUBU"}), at_hour(1));
    gallery.file.assignments[leads(lena)] = {true, {"Aula"}};
    gallery.file.assignments[leads(bo)] = {};
    EXPECT_EQ(gallery.holdings()[1].terms, (AssignmentTerms{true, {"Aula", "DUBU"}}));
    gallery.file = {};
    EXPECT_EQ(gallery.holdings().size(), 1U);
    EXPECT_EQ(gallery.holdings()[0].terms, (AssignmentTerms{false, {"DUBU"}}));
}

TEST(RoleGallery, FollowsWhoReplacedWhomAndNeverInACircle) {
    RoleGallery gallery;
    EXPECT_EQ(gallery.in_place_of(lena), lena);
    gallery.replace(lena, bo);
    gallery.replace(bo, {"carl"});
    EXPECT_EQ(gallery.in_place_of(lena), PersonId{"carl"});
    gallery.replace({"carl"}, lena);
    EXPECT_EQ(gallery.in_place_of(bo), lena);
    EXPECT_EQ(gallery.in_place_of(lena), lena);
}

TEST(RoleGallery, ForgetsABounceWithANewAddress) {
    RoleGallery gallery;
    gallery.readdress(lena);
    EXPECT_TRUE(gallery.marks.empty());
    gallery.bounce(lena);
    EXPECT_TRUE(gallery.bounced(lena));
    gallery.readdress(lena);
    EXPECT_FALSE(gallery.bounced(lena));
}

TEST(RoleGallery, AnErasedPersonHasLeftAndHasNoAddress) {
    RoleGallery gallery;
    AssignmentSaid said;
    said.addressed = true;
    gallery.assign(leads(lena), said, at_hour(1));
    gallery.file.persons[lena].addressed = true;
    EXPECT_TRUE(gallery.addressed(lena));
    gallery.erase(lena, at_hour(2));
    EXPECT_TRUE(gallery.left(lena));
    EXPECT_FALSE(gallery.addressed(lena));
}

TEST(RoleGallery, AnErasedPersonIsThereAgainByALaterAssignmentAlone) {
    RoleGallery gallery;
    AssignmentSaid said;
    said.addressed = true;
    gallery.erase(lena, at_hour(2));
    gallery.assign(leads(lena), said, at_hour(2));
    EXPECT_TRUE(gallery.left(lena));
    EXPECT_FALSE(gallery.addressed(lena));
    gallery.assign(leads(lena), {}, at_hour(3));
    EXPECT_FALSE(gallery.left(lena));
    gallery.assign({Role::klik_administrator, lena, std::nullopt}, said, at_hour(1));
    EXPECT_FALSE(gallery.addressed(lena)) << "that address was erased";
    gallery.assign(leads(lena), said, at_hour(4));
    EXPECT_TRUE(gallery.addressed(lena));
}

TEST(RoleGallery, WhatFileAndPlatformSayOfOneAssignmentAddsUp) {
    const auto both = [](AssignmentTerms written, AssignmentSaid told) {
        RoleGallery gallery;
        gallery.assign(leads(lena), told, at_hour(1));
        gallery.file.assignments.emplace(leads(lena), std::move(written));
        return gallery.holders(Role::project_leader, "DUBU 3.0").at(0).terms;
    };
    EXPECT_EQ(both({false, {"DUBU 3.0"}}, for_projects({"Other"})),
              (AssignmentTerms{false, {"DUBU 3.0", "Other"}}));
    EXPECT_EQ(both({true, {}}, for_projects({"DUBU 3.0"})), (AssignmentTerms{true, {}}));
    EXPECT_EQ(both({false, {"DUBU 3.0"}}, for_projects({}, true)), (AssignmentTerms{true, {}}));
}

TEST(RoleGallery, WhoLeftHoldsNoRoleAndNeitherDoesWhoWasReplaced) {
    RoleGallery gallery;
    gallery.assign(leads(lena), {}, at_hour(1));
    EXPECT_TRUE(gallery.holds(Role::project_leader, lena));
    gallery.replace(lena, bo);
    EXPECT_FALSE(gallery.holds(Role::project_leader, lena));
    EXPECT_TRUE(gallery.holds(Role::project_leader, bo));
    gallery.erase(bo, at_hour(2));
    EXPECT_FALSE(gallery.holds(Role::project_leader, bo));
}

TEST(RoleGallery, AnOlderFactChangesNeitherAbsenceNorAddressNorWhatEnded) {
    RoleGallery gallery;
    AssignmentSaid away;
    away.absent_from = date("2024-02-10");
    away.addressed = true;
    gallery.assign(leads(lena), away, at_hour(5));
    AssignmentSaid there;
    there.absent_from = std::optional<Date>{};
    there.addressed = false;
    gallery.assign(leads(lena), there, at_hour(4));
    EXPECT_TRUE(gallery.absent(lena, date("2024-02-11")));
    EXPECT_TRUE(gallery.addressed(lena));

    gallery.end_all(Role::project_leader, lena, at_hour(3));
    EXPECT_TRUE(gallery.holds(Role::project_leader, lena)) << "what was told later stands";
    EXPECT_TRUE(gallery.knows_later(leads(lena), at_hour(2)));
    EXPECT_FALSE(gallery.knows_later(leads(lena), at_hour(6))) << "than all that was told";
    EXPECT_FALSE(gallery.knows_later({Role::project_leader, bo, std::nullopt}, at_hour(2)));
}

TEST(RoleGallery, AMarkOfSomethingElseIsNoErasure) {
    RoleGallery gallery;
    gallery.bounce(lena);
    EXPECT_FALSE(gallery.erased_since(lena, at_hour(1)));
    gallery.erase(lena, at_hour(2));
    EXPECT_TRUE(gallery.erased_since(lena, at_hour(1)));
    EXPECT_FALSE(gallery.erased_since(lena, at_hour(3)));
}

TEST(Role, OfAMunicipalitysOwnHasItsNameAsTitleAndANameFitsOnALine) {
    const auto own = role("DUBU-superbruger").value();
    EXPECT_EQ(definite_title(own, Language::danish), "DUBU-superbruger");
    EXPECT_EQ(definite_title(own, Language::english), "the DUBU-superbruger");
    for (const std::string& name : {std::string{}, std::string(500, 'x'), std::string{"a\nb"}}) {
        EXPECT_FALSE(role(name)) << name;
    }
}

} // namespace
} // namespace klik::domain
