#include "domain/recipients.hpp"
#include "support/tasks.hpp"

#include <gtest/gtest.h>

namespace klik::domain {
namespace {

using test::date;

const Role superuser{"DUBU-superbruger"};

/// One task with Anna as its assignee, in the project DUBU.
class RecipientOfRole : public testing::Test {
  protected:
    RecipientOfRole() {
        rules.chain = {Role::assignee, Role::responsible, Role::project_leader,
                       Role::klik_administrator};
        task.number = {1};
        set(TaskField::assignee, PersonId{"anna"});
        set(TaskField::project, std::string{"DUBU"});
    }
    void set(TaskField field, FieldValue value) { task.fields.set(field, {std::move(value), {}}); }
    void holds(const Role& role, const char* person, AssignmentTerms terms = {},
               std::optional<PersonId> deputy_of = std::nullopt) {
        gallery.file.assignments[{role, PersonId{person}, std::move(deputy_of)}] = std::move(terms);
    }
    void away(const char* person) {
        gallery.file.persons[PersonId{person}].absence.from = date("2024-02-01");
    }
    /// `bo as deputy project_leader after assignee absent`
    std::string told(const Role& role) {
        const auto recipient = recipient_for(role, task, {municipality, gallery, rules, today});
        std::string text = recipient.person.value + " as " + (recipient.deputy ? "deputy " : "") +
                           recipient.role.name;
        for (const auto& [asked, why] : recipient.via) {
            text += (&asked == &recipient.via.front().role ? " after " : ", ") + asked.name + ' ' +
                    std::string(canonical(why));
        }
        return text;
    }

    MunicipalityCode municipality{"9999"};
    RoleGallery gallery;
    RuleSet rules;
    Task task;
    Date today = date("2024-02-05");
};

TEST_F(RecipientOfRole, TheHolderIsTold) {
    EXPECT_EQ(told(Role::assignee), "anna as assignee");
    holds(Role::project_leader, "lena");
    EXPECT_EQ(told(Role::project_leader), "lena as project_leader");
}

TEST_F(RecipientOfRole, AVacantRolePassesDownTheChainToTheMailbox) {
    set(TaskField::assignee, None{});
    EXPECT_EQ(told(Role::assignee),
              "mailbox-9999 as mailbox after assignee vacant, responsible vacant, "
              "project_leader vacant, klik_administrator vacant");
    holds(Role::klik_administrator, "kim");
    EXPECT_EQ(told(Role::project_leader), "kim as klik_administrator after project_leader vacant");
}

TEST_F(RecipientOfRole, AnAbsentHolderPassesToTheirDeputy) {
    away("anna");
    holds(Role::assignee, "bo", {}, PersonId{"anna"});
    EXPECT_EQ(told(Role::assignee), "bo as deputy assignee after assignee absent");
    away("bo");
    set(TaskField::responsible, PersonId{"carl"});
    EXPECT_EQ(told(Role::assignee), "carl as responsible after assignee absent");
}

TEST_F(RecipientOfRole, ADeputyOfAnotherAssigneeIsNotAsked) {
    set(TaskField::assignee, None{});
    holds(Role::assignee, "bo", {}, PersonId{"dora"});
    EXPECT_EQ(told(Role::assignee).substr(0, 12), "mailbox-9999");
    away("anna");
    set(TaskField::assignee, PersonId{"anna"});
    EXPECT_EQ(told(Role::assignee).substr(0, 12), "mailbox-9999");
}

TEST_F(RecipientOfRole, ADeputyOfSomebodyWhoIsGoneKeepsTheRole) {
    holds(Role::project_leader, "bo", {}, PersonId{"lena"});
    EXPECT_EQ(told(Role::project_leader),
              "bo as deputy project_leader after project_leader vacant");
}

TEST_F(RecipientOfRole, AbsenceIsOverTheDayAfterItsLast) {
    gallery.file.persons[PersonId{"anna"}].absence = {std::nullopt, date("2024-02-04")};
    EXPECT_EQ(told(Role::assignee), "anna as assignee");
}

TEST_F(RecipientOfRole, AnotherHolderOfTheRoleComesBeforeTheChain) {
    rules.chain.insert(rules.chain.begin() + 2, superuser);
    holds(superuser, "ida", {true, {}});
    holds(superuser, "jens");
    EXPECT_EQ(told(superuser), "ida as DUBU-superbruger") << "the one marked primary";
    away("ida");
    EXPECT_EQ(told(superuser), "jens as DUBU-superbruger");
    holds(superuser, "kaj", {}, PersonId{"ida"});
    EXPECT_EQ(told(superuser), "kaj as deputy DUBU-superbruger after DUBU-superbruger absent");
}

TEST_F(RecipientOfRole, AProjectsOwnHolderComesBeforeOneForAll) {
    holds(Role::project_leader, "lena", {true, {}});
    holds(Role::project_leader, "mona", {false, {"DUBU"}});
    holds(Role::project_leader, "nina", {true, {"Aula"}});
    EXPECT_EQ(told(Role::project_leader), "mona as project_leader");
    set(TaskField::project, std::string{"KP"});
    EXPECT_EQ(told(Role::project_leader), "lena as project_leader");
}

TEST_F(RecipientOfRole, ABouncedAddressPassesOn) {
    gallery.file.persons[PersonId{"anna"}].addressed = true;
    gallery.bounce({"anna"});
    set(TaskField::responsible, PersonId{"carl"});
    EXPECT_EQ(told(Role::assignee), "carl as responsible after assignee bounced");
}

TEST_F(RecipientOfRole, WhereNoAddressIsKnownThatIsSaid) {
    gallery.bounce({"anna"});
    set(TaskField::responsible, PersonId{"carl"});
    EXPECT_EQ(told(Role::assignee), "carl as responsible after assignee no_address");
}

TEST_F(RecipientOfRole, WhoReplacesSomebodyIsToldInTheirPlace) {
    gallery.replace({"anna"}, {"bo"});
    EXPECT_EQ(told(Role::assignee), "bo as assignee");
    holds(Role::assignee, "dora", {}, PersonId{"anna"});
    away("bo");
    EXPECT_EQ(told(Role::assignee), "dora as deputy assignee after assignee absent")
        << "the deputy stands in for whoever came after";
}

TEST_F(RecipientOfRole, AnErasedPersonCountsAsNobody) {
    gallery.erase({"anna"}, {});
    set(TaskField::responsible, PersonId{"carl"});
    EXPECT_EQ(told(Role::assignee), "carl as responsible after assignee vacant");
    EXPECT_FALSE(is_held(Role::assignee, task, gallery));
    EXPECT_TRUE(is_held(Role::responsible, task, gallery));
}

TEST_F(RecipientOfRole, ARoleOutsideOfTheChainIsAskedBeforeAllOfIt) {
    EXPECT_EQ(told(superuser), "anna as assignee after DUBU-superbruger vacant");
}

TEST_F(RecipientOfRole, NobodyComesBeforeTheMailboxWhereItIsMeant) {
    EXPECT_EQ(told(Role::mailbox), "mailbox-9999 as mailbox");
}

} // namespace
} // namespace klik::domain
