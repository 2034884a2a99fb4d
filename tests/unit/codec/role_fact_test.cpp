#include "unit/codec/decode_and_resolve.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using test::Json;
using test::problem_of;

/// What went into the side table.
struct Kept {
    std::vector<std::string> lines;
    ContactKeeper keep = [this](const domain::PersonId& id, const GivenPerson& given) {
        lines.push_back(id.value + ' ' + given.name + ' ' + given.email.value_or("-") + ' ' +
                        given.language.value_or("-"));
        return given.email.has_value();
    };
};

Json role_fact(const char* data) {
    Json json = Json::parse(R"({"id": "r-1", "source": "/kombit/klik",
        "type": "dk.klik.role.assigned.v1", "time": "2024-02-01T08:00:00+01:00",
        "data": {"municipality": "9999", "role": "project_leader", "person": {"id": "lena"}}})");
    json["data"].update(Json::parse(data));
    return json;
}

domain::Result<Fact> decoded_fact(const Json& json, const ContactKeeper& keep = {}) {
    auto role_fact = decode_fact(test::msgpack_of(json));
    if (role_fact) {
        resolve_names(
            *role_fact,
            [](std::string_view name) { return domain::PersonId{"id of " + std::string{name}}; },
            keep);
    }
    return role_fact;
}

engine::AssignRole assigned(const char* data, const ContactKeeper& keep = {}) {
    return std::get<engine::AssignRole>(decoded_fact(role_fact(data), keep).value().body);
}

std::string role_problem(const char* data) {
    return problem_of(decoded_fact(role_fact(data)));
}

TEST(RoleFact, CarriesAllItsKeys) {
    const auto input = assigned(R"({"primary": true, "projects": ["DUBU 3.0", "Aula"],
        "absent_from": "2024-02-10", "absent_until": null, "deputy_of": {"id": "bo"}})");
    EXPECT_EQ(input.assignment,
              (domain::Assignment{domain::Role::project_leader, {"lena"}, domain::PersonId{"bo"}}));
    EXPECT_EQ(input.said.primary, true);
    EXPECT_EQ(input.said.projects, (std::set<std::string>{"Aula", "DUBU 3.0"}));
    EXPECT_EQ(input.said.absent_from, std::optional{domain::date_from_iso("2024-02-10")});
    ASSERT_TRUE(input.said.absent_until);
    EXPECT_FALSE(*input.said.absent_until);
    EXPECT_FALSE(input.said.addressed);
}

TEST(RoleFact, SaysNothingOfWhatItLeavesOut) {
    EXPECT_EQ(assigned("{}").said, domain::AssignmentSaid{});
    EXPECT_EQ(assigned(R"({"projects": null, "primary": null})").said.projects,
              (std::set<std::string>{}));
}

TEST(RoleFact, IsPublishedUnderItsRole) {
    EXPECT_EQ(decoded_fact(role_fact("{}"))->topic(), "platform/v1/9999/role/project_leader");
    EXPECT_EQ(decoded_fact(role_fact(R"({"role": "DUBU-superbruger"})"))->topic(),
              "platform/v1/9999/role/DUBU-superbruger");
}

TEST(RoleFact, ANameBecomesAnIdAndAnAddressThatThereIsOne) {
    Kept kept;
    const auto input = assigned(R"({"person": {"name": "Lena Lind", "email": "ll@korsbaek.example",
        "language": "da", "telephone": "12345678"}, "deputy_of": {"name": "Bo Berg"}})",
                                kept.keep);
    EXPECT_EQ(input.assignment.person.value, "id of Lena Lind");
    EXPECT_EQ(input.assignment.deputy_of->value, "id of Bo Berg");
    EXPECT_EQ(input.said.addressed, true);
    EXPECT_TRUE(input.readdressed);
    EXPECT_TRUE(input.unknown.empty()) << "what else is told of a person is not kept";
    EXPECT_EQ(kept.lines,
              (std::vector<std::string>{"id of Lena Lind Lena Lind ll@korsbaek.example da",
                                        "id of Bo Berg Bo Berg - -"}));
}

TEST(RoleFact, AnIdWinsAndTheNameIsKeptUnderIt) {
    Kept kept;
    const auto input =
        assigned(R"({"person": {"id": "k-77", "name": "Lena Lind", "email": null}})", kept.keep);
    EXPECT_EQ(input.assignment.person.value, "k-77");
    EXPECT_EQ(input.said.addressed, false);
    EXPECT_EQ(kept.lines, std::vector<std::string>{"k-77 Lena Lind  -"});
}

TEST(RoleFact, OfTheMailboxIsAboutTheMunicipalitysOwn) {
    EXPECT_EQ(assigned(R"({"role": "mailbox", "person": {"email": "klik@korsbaek.example"}})")
                  .assignment.person.value,
              "mailbox-9999");
    EXPECT_EQ(role_problem(R"({"role": "mailbox", "person": {"id": "mailbox-0101"}})"),
              "data.person.id: not that of this role, which is mailbox-9999");
}

TEST(RoleFact, AnEndedOneIsOfAllUnlessItNamesADeputy) {
    const auto ended = [](const char* data) {
        Json json = role_fact(data);
        json["type"] = "dk.klik.role.ended.v1";
        return std::get<engine::EndRole>(decoded_fact(json).value().body);
    };
    EXPECT_TRUE(ended("{}").whole);
    EXPECT_FALSE(ended(R"({"deputy_of": null})").whole);
    EXPECT_FALSE(ended(R"({"deputy_of": null})").assignment.deputy_of);
    EXPECT_EQ(ended(R"({"deputy_of": {"id": "bo"}, "primary": true})").assignment.deputy_of,
              domain::PersonId{"bo"});
}

TEST(RoleFact, KeepsKeysOfLaterVersions) {
    const auto fact_read = decoded_fact(role_fact(R"({"desk": "third floor"})"));
    EXPECT_EQ(fact_read->unknown_keys, std::vector<std::string>{"data.desk"});
    EXPECT_EQ(std::get<engine::AssignRole>(fact_read->body).unknown.size(), 1U);
}

TEST(RoleFact, RefusesWhatCannotBe) {
    EXPECT_EQ(role_problem(R"({"role": ""})").substr(0, 10), "data.role:");
    EXPECT_EQ(role_problem(R"({"role": "requester"})").substr(0, 10), "data.role:");
    EXPECT_EQ(role_problem(R"({"person": {}})"),
              "data.person: a person without id and name; one of them is needed");
    EXPECT_EQ(role_problem(R"({"person": {"name": " "}})"),
              "data.person.name: blanks alone are no name");
    EXPECT_EQ(role_problem(R"({"person": {"id": "x", "email": "nobody"}})"),
              "data.person.email: not an e-mail address");
    EXPECT_EQ(role_problem(R"({"absent_from": "2024-02-10", "absent_until": "2024-02-09"})"),
              "data.absent_until: lies before absent_from");
    EXPECT_EQ(role_problem(R"({"projects": [""]})").substr(0, 16), "data.projects[0]");
    EXPECT_EQ(role_problem(R"({"primary": "yes"})"), "data.primary: neither true nor false");
}

} // namespace
} // namespace klik::codec
