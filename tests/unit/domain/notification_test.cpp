#include "domain/notification_text.hpp"
#include "domain/recipients.hpp"
#include "support/tasks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// docs/rules.md 7

const MunicipalityCode korsbaek{"9999"};
const RoleGallery nobody;

Recipient told(const Role& wanted, const Task& task) {
    return recipient_for(wanted, task, {korsbaek, nobody, rules(), date("2024-02-01")});
}

AskedBefore vacant(const Role& role) {
    return {role, PassedOver::vacant};
}

TEST(Recipients, TheAssigneeIsToldFirst) {
    const auto recipient = told(
        Role::assignee,
        task(1, {{TaskField::assignee, PersonId{"p1"}}, {TaskField::responsible, PersonId{"p2"}}}));
    EXPECT_EQ(recipient, (Recipient{PersonId{"p1"}, Role::assignee, {}}));
}

TEST(Recipients, AVacantRolePassesDownTheChainAndSaysSo) {
    const auto recipient =
        told(Role::assignee,
             task(1, {{TaskField::assignee, None{}}, {TaskField::responsible, PersonId{"p2"}}}));
    EXPECT_EQ(recipient, (Recipient{PersonId{"p2"}, Role::responsible, {vacant(Role::assignee)}}));
}

TEST(Recipients, TheChainEndsAtTheMailboxThatAlwaysExists) {
    const auto recipient = told(Role::assignee, task(1));
    EXPECT_EQ(recipient.person.value, "mailbox-9999");
    EXPECT_EQ(recipient.role, Role::mailbox);
    EXPECT_THAT(recipient.via,
                ElementsAre(vacant(Role::assignee), vacant(Role::responsible),
                            vacant(Role::project_leader), vacant(Role::klik_administrator)));
}

TEST(Recipients, WhatIsForTheProjectLeaderDoesNotGoToTheAssignee) {
    const auto recipient =
        told(Role::project_leader, task(1, {{TaskField::assignee, PersonId{"p1"}}}));
    EXPECT_EQ(recipient.role, Role::mailbox);
}

TEST(NotificationText, AReminderSaysWhatWhenAndWhy) {
    const std::map<std::string, std::string> facts{{"number", "121850"},
                                                   {"title", "Etabler projektorganisation"},
                                                   {"due_date", "2024-03-04"},
                                                   {"days_left", "14"}};
    const Recipient assignee{PersonId{"p1"}, Role::assignee, {}};
    EXPECT_EQ(notification_text(NotificationKind::reminder, facts, assignee, Language::danish),
              "Opgave #121850 »Etabler projektorganisation« har frist mandag den 4. marts 2024, "
              "om 14 dage. Du får beskeden som udfører.");
    EXPECT_EQ(notification_text(NotificationKind::reminder, facts, assignee, Language::english),
              "Task #121850 “Etabler projektorganisation” is due on Monday 4 March 2024, in 14 "
              "days. You are told as assignee.");
}

TEST(NotificationText, SaysWhichRolesAreVacant) {
    const Recipient mailbox{
        PersonId{"mailbox-9999"},
        Role::mailbox,
        {vacant(Role::assignee), vacant(Role::responsible), vacant(Role::project_leader)}};
    EXPECT_THAT(
        notification_text(NotificationKind::overdue, {{"number", "1"}}, mailbox, Language::danish),
        HasSubstr("fordi der ikke er nogen udfører, ansvarlig eller projektleder."));
}

TEST(NotificationText, SaysWhyARoleThatIsHeldWasPassedOver) {
    const auto text = [](std::vector<AskedBefore> via, bool deputy, Language language) {
        const Recipient to{PersonId{"p1"}, Role::project_leader, std::move(via), deputy};
        return notification_text(NotificationKind::overdue, {{"number", "1"}}, to, language);
    };
    const AskedBefore absent{Role::project_leader, PassedOver::absent};
    EXPECT_THAT(text({absent}, true, Language::danish),
                HasSubstr("Beskeden går til dig som stedfortræder for projektleder, fordi "
                          "projektlederen er fraværende."));
    EXPECT_THAT(text({absent}, true, Language::english),
                HasSubstr("This goes to you as the deputy of the project leader, because the "
                          "project leader is away."));
    EXPECT_THAT(text({vacant(Role::assignee), {Role::responsible, PassedOver::bounced}, absent},
                     true, Language::danish),
                HasSubstr("fordi der ikke er nogen udfører, projektlederen er fraværende og post "
                          "til den ansvarlige kom retur."));
    EXPECT_THAT(text({{Role::responsible, PassedOver::no_address}}, false, Language::danish),
                HasSubstr("Beskeden går til dig som projektleder, fordi vi ikke kender en "
                          "mailadresse på den ansvarlige."));
    EXPECT_THAT(text({{Role{"DUBU-superbruger"}, PassedOver::absent},
                      {Role::responsible, PassedOver::absent}},
                     false, Language::english),
                HasSubstr("because the DUBU-superbruger and the responsible are away."));
}

TEST(NotificationText, CountsOneDayInTheSingular) {
    const Recipient to{PersonId{"p1"}, Role::assignee, {}};
    const auto late = [&](const char* days) {
        return notification_text(NotificationKind::overdue,
                                 {{"number", "1"}, {"working_days_late", days}}, to,
                                 Language::danish);
    };
    EXPECT_THAT(late("1"), HasSubstr("1 arbejdsdag over"));
    EXPECT_THAT(late("6"), HasSubstr("6 arbejdsdage over"));
}

TEST(NotificationText, CountsOneHourInTheSingular) {
    const Recipient to{PersonId{"p1"}, Role::requester, {}};
    const auto unanswered = [&](const char* hours, Language language) {
        return notification_text(NotificationKind::request_unanswered,
                                 {{"number", "1"}, {"hours", hours}}, to, language);
    };
    EXPECT_THAT(unanswered("1", Language::danish), HasSubstr("inden for 1 time."));
    EXPECT_THAT(unanswered("24", Language::danish), HasSubstr("inden for 24 timer."));
    EXPECT_THAT(unanswered("1", Language::english), HasSubstr("within 1 hour."));
}

TEST(NotificationText, AColourWithinASentenceIsInLowerCase) {
    const Recipient to{PersonId{"p1"}, Role::assignee, {}};
    const std::map<std::string, std::string> facts{{"number", "1"},
                                                   {"due_date", "2024-03-04"},
                                                   {"from_da", "Gul"},
                                                   {"from_en", "Yellow"},
                                                   {"to_da", "Rød"},
                                                   {"to_en", "Red"},
                                                   {"colour_da", "Gul"},
                                                   {"colour_en", "Yellow"},
                                                   {"own_da", "Grøn"},
                                                   {"own_en", "Green"},
                                                   {"makes", "2"},
                                                   {"by", "2024-03-01"},
                                                   {"path", "#1 → #2"},
                                                   {"platform_colour", "Rød"},
                                                   {"shown_on", "2024-03-02"}};
    const auto text = [&](NotificationKind kind, Language language) {
        return notification_text(kind, facts, to, language);
    };
    EXPECT_THAT(text(NotificationKind::colour_changed, Language::danish),
                HasSubstr("er gået fra gul til rød."));
    EXPECT_THAT(text(NotificationKind::colour_changed, Language::english),
                HasSubstr("went from yellow to red."));
    EXPECT_THAT(text(NotificationKind::colour_disagrees, Language::danish),
                HasSubstr("blev vist som »Rød« i KLIK lørdag den 2. marts 2024, men var efter "
                          "reglerne gul med"));
    EXPECT_THAT(text(NotificationKind::knock_on, Language::danish),
                HasSubstr("er grøn for dig, men gul for #2"));
    EXPECT_THAT(text(NotificationKind::first_sight, Language::danish),
                HasSubstr("mandag den 4. marts 2024 (gul)."));
    EXPECT_THAT(text(NotificationKind::first_sight, Language::english), HasSubstr("(yellow)."));
}

TEST(NotificationText, AStatusIsSaidInTheReadersLanguage) {
    const Recipient to{PersonId{"p1"}, Role::assignee, {}};
    const auto text = [&](NotificationKind kind, Language language) {
        return notification_text(
            kind, {{"number", "1"}, {"from", "Ikke påbegyndt"}, {"to", "in_progress"}}, to,
            language);
    };
    for (const auto kind : {NotificationKind::status_changed, NotificationKind::rule_violation}) {
        EXPECT_THAT(text(kind, Language::danish),
                    HasSubstr("fra »Ikke påbegyndt« til »Påbegyndt«"));
        EXPECT_THAT(text(kind, Language::english),
                    HasSubstr("from “Not started” to “In progress”"));
    }
}

TEST(NotificationText, EveryKindHasATextOfItsOwnInBothLanguages) {
    const Recipient to{PersonId{"p1"}, Role::project_leader, {}};
    std::map<std::string, std::string> facts{{"number", "42"}, {"title", "T"}};
    for (const auto* key :
         {"from", "to", "from_da", "from_en", "to_da", "to_en", "colour_da", "colour_en",
          "platform_colour", "blocked_by", "prerequisite", "path", "label", "why_da", "why_en",
          "hours", "days_left", "working_days_late"}) {
        facts.emplace(key, "7");
    }
    for (const auto* key : {"due_date", "not_before", "shown_on"}) {
        facts.emplace(key, "2024-03-04");
    }
    std::set<std::string> texts;
    int kinds = 0;
    for (int i = 0; i <= static_cast<int>(NotificationKind::request_unanswered); ++i, ++kinds) {
        const auto kind = static_cast<NotificationKind>(i);
        EXPECT_EQ(notification_kind(canonical(kind)), kind);
        for (const auto language : {Language::danish, Language::english}) {
            const auto text = notification_text(kind, facts, to, language);
            EXPECT_THAT(text, HasSubstr("#42")) << canonical(kind);
            EXPECT_THAT(text, Not(HasSubstr("  "))) << canonical(kind);
            texts.insert(text);
        }
    }
    EXPECT_EQ(texts.size(), static_cast<std::size_t>(2 * kinds));
}

TEST(RuleSetNames, ARoleOfTheChainOfAKindOrOfTheEscalation) {
    RuleSet some;
    some.chain = {Role::assignee};
    some.recipients[NotificationKind::overdue] = {Role::responsible};
    some.overdue_escalation = {Role::project_leader};
    for (const auto& named : {Role::assignee, Role::responsible, Role::project_leader}) {
        EXPECT_TRUE(some.names(named)) << named.name;
    }
    EXPECT_FALSE(some.names(Role{"DUBU-superbruger"}));
}

TEST(RuleSetNames, TwoProjectsRulesAreEqualWhenNameAndRulesAre) {
    RuleSet other = rules();
    other.name = "other";
    const ProjectRules one{"DUBU 3.0", rules()};
    EXPECT_EQ(one, (ProjectRules{"DUBU 3.0", rules()}));
    EXPECT_FALSE(one == (ProjectRules{"DUBU 4.0", rules()}));
    EXPECT_FALSE(one == (ProjectRules{"DUBU 3.0", other}));
}

} // namespace
} // namespace klik::test
