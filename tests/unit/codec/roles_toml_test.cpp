#include "codec/roles_toml.hpp"

#include <gmock/gmock.h>

namespace klik::codec {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* whole = R"(
[mailbox]
email = "klik@korsbaek.example"

[[person]]
name = "Lena Lind"
email = "ll@korsbaek.example"
language = "da"
absent_from = 2024-02-10
absent_until = 2024-02-20

[[person]]
name = "Bo Berg"
id = "bb"

[[role]]
role = "project_leader"
person = "lena  LIND"
primary = true
projects = ["DUBU 3.0"]

[[role]]
role = "project_leader"
person = "bb"
deputy_of = "Lena Lind"
)";

/// The sentences about a file with these lines.
std::string problems(const std::string& toml) {
    const auto file = parse_roles_file(toml, "roles.toml");
    std::string sentences;
    if (!file) {
        for (const auto& problem : file.error()) {
            sentences += problem.sentence() + '\n';
        }
    }
    return sentences;
}

const std::string anna = "[[person]]\nname = \"Anna\"\n";

TEST(RolesFile, IsRefusedWithoutAWordThatMayBeAName) {
    for (const std::string wrong :
         {"\"Lena Lind\" = \"ll@korsbaek.example\"\n", "[\"Lena Lind\"]\nid = \"l\"\n",
          "\"Lena Lind\" = 1\n\"Lena Lind\" = 2\n", "name = finn Lind\n", "name = Lena Lind\n",
          "[[person]]\nname = \"Lena Lind\"\n\"Lena Lind\" = 1\n",
          "[[role]]\nrole = \"chair\"\nperson = \"Lena Lind\"\n"}) {
        const std::string found = problems(wrong);
        EXPECT_THAT(found, HasSubstr("roles.toml:")) << wrong;
        EXPECT_THAT(found, Not(ContainsRegex("Lind|Lena|finn"))) << wrong;
    }
}

TEST(RolesFile, IsReadAsAWhole) {
    const auto file = parse_roles_file(whole, "roles.toml");
    ASSERT_TRUE(file) << file.error().front().sentence();
    ASSERT_EQ(file->persons.size(), 2U);
    EXPECT_EQ(file->persons[0].given.name, "Lena Lind");
    EXPECT_EQ(file->persons[0].given.email, "ll@korsbaek.example");
    EXPECT_EQ(file->persons[0].given.language, "da");
    EXPECT_EQ(file->persons[0].absence.until, domain::date_from_iso("2024-02-20"));
    EXPECT_EQ(file->persons[1].given.id, domain::PersonId{"bb"});
    EXPECT_EQ(file->persons[1].place, "roles.toml:12");
    EXPECT_EQ(file->persons[1].given.email, "") << "the file knows of none";
    ASSERT_EQ(file->assignments.size(), 2U);
    EXPECT_EQ(file->assignments[0].person, 0U);
    EXPECT_EQ(file->assignments[0].terms, (domain::AssignmentTerms{true, {"DUBU 3.0"}}));
    EXPECT_EQ(file->assignments[1].person, 1U);
    EXPECT_EQ(file->assignments[1].deputy_of, 0U);
    EXPECT_EQ(file->mailbox->email, "klik@korsbaek.example");
}

TEST(RolesFile, MayBeEmpty) {
    EXPECT_EQ(problems(""), "");
}

TEST(RolesFile, NamesTheLineOfEachMistake) {
    const std::string found = problems(anna + "mail = \"x\"\nemail = \"nobody\"\n"
                                              "absent_from = \"soon\"\nlanguage = \"sv\"\n");
    EXPECT_THAT(
        found,
        HasSubstr("roles.toml:3: there is no key of this name; allowed here are name, id, "));
    EXPECT_THAT(found, HasSubstr("roles.toml:4: `person.email` must be an e-mail address"));
    EXPECT_THAT(found, HasSubstr("roles.toml:5: `person.absent_from` must be a date"));
    EXPECT_THAT(found, HasSubstr("roles.toml:6: `person.language` must be \"da\" or \"en\""));
}

TEST(RolesFile, KnowsEveryPersonOfARole) {
    EXPECT_THAT(problems(anna + "[[role]]\nrole = \"project_leader\"\nperson = \"Ana\"\n"),
                HasSubstr("roles.toml:5: `role.person` must be the name or id of a [[person]]"));
    EXPECT_THAT(problems(anna + "[[role]]\nrole = \"assignee\"\nperson = \"Anna\"\n"
                                "deputy_of = \"Bo\"\n"),
                HasSubstr("roles.toml:6: `role.deputy_of` must be the name or id"));
    EXPECT_THAT(problems(anna + anna),
                HasSubstr("roles.toml:4: `person.name` is that of another [[person]]"));
}

TEST(RolesFile, AnAbsenceEndsAfterItBegan) {
    EXPECT_THAT(problems(anna + "absent_from = 2024-02-10\nabsent_until = 2024-02-09\n"),
                HasSubstr("roles.toml:4: `person.absent_until` lies before"));
}

TEST(RolesFile, RefusesRolesThatCannotBeHeldSo) {
    const auto role = [](const std::string& lines) {
        return problems(anna + "[[person]]\nname = \"Bo\"\n[[role]]\n" + lines);
    };
    EXPECT_THAT(role("role = \"assignee\"\nperson = \"Anna\"\n"),
                HasSubstr("roles.toml:6: the assignee stands on each task"));
    EXPECT_THAT(role("role = \"mailbox\"\nperson = \"Anna\"\n"),
                HasSubstr("roles.toml:6: `role.role` must be a role"));
    EXPECT_THAT(role("role = \"x\"\nperson = \"Anna\"\ndeputy_of = \"anna\"\n"),
                HasSubstr("roles.toml:8: `role.deputy_of` is the person's own name"));
    EXPECT_THAT(role("role = \"x\"\nperson = \"Anna\"\nprojects = []\n"),
                HasSubstr("leave it out for all projects"));
    EXPECT_THAT(
        role("role = \"x\"\nperson = \"Anna\"\n[[role]]\nrole = \"x\"\nperson = \"Anna\"\n"),
        HasSubstr("roles.toml:10: this person has the role x already"));
    EXPECT_THAT(role("role = \"x\"\nperson = \"Anna\"\nprimary = true\n"
                     "[[role]]\nrole = \"x\"\nperson = \"Bo\"\nprimary = true\n"),
                HasSubstr("roles.toml:12: another x is `primary` already"));
    EXPECT_EQ(role("role = \"x\"\nperson = \"Anna\"\nprimary = true\nprojects = [\"A\"]\n"
                   "[[role]]\nrole = \"x\"\nperson = \"Bo\"\nprimary = true\nprojects = [\"B\"]\n"),
              "");
}

TEST(RolesFile, SaysWhereItIsNoToml) {
    EXPECT_THAT(problems("[[person]\n"), HasSubstr("roles.toml:1: this is not TOML"));
}

TEST(RolesFile, FindingsNameNobody) {
    const std::string secret = "Hemmelig Hansen";
    const std::string person = "[[person]]\nname = \"" + secret + "\"\nemail = \"hh\"\n";
    EXPECT_EQ(problems(person + person).find("Hemmelig"), std::string::npos);
}

} // namespace
} // namespace klik::codec
