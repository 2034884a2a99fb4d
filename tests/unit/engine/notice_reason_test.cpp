#include "engine/notice_reason.hpp"
#include "support/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// docs/protocol.md 3, `why`: what let a notice go out, and how it came to who was told.
namespace klik::test {
namespace {

using domain::AskedBefore;
using domain::NotificationKind;
using domain::PassedOver;
using domain::PersonId;
using domain::Recipient;
using domain::Role;
using engine::CauseKind;
using engine::NoticeCause;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

domain::NotificationItem reminder() {
    domain::NotificationItem item;
    item.number = {7};
    item.kind = NotificationKind::reminder;
    item.rule = "7.ladder.14d";
    return item;
}

engine::Prose reason(const Recipient& recipient, const domain::NotificationItem& item,
                     const std::vector<NoticeCause>& causes) {
    const engine::Event notice{
        {9}, {}, {8}, moment("2024-02-19 08:00"), engine::Notified{{recipient, {item}}}};
    return engine::reason_of(notice, item, causes);
}

const Recipient anna{PersonId{"anna"}, Role::assignee, {}};

NoticeCause cause(CauseKind what) {
    NoticeCause made{.at = moment("2024-02-19 07:30"), .what = what, .via = "platform"};
    if (what == CauseKind::fact) {
        made.fact = {"/platform", "f7", {}, {}};
    }
    if (what == CauseKind::request) {
        made.request = "r7";
    }
    return made;
}

TEST(NoticeReason, SaysWhomOfWhatWhenByWhichRuleAndFromWhat) {
    const NoticeCause time{.at = moment("2024-02-19 08:00"), .what = CauseKind::moment};
    const auto said = reason(anna, reminder(), {time});
    EXPECT_EQ(
        said.english,
        "anna was told of task #7 on Monday 19 February 2024 at 08:00 by rule 7.ladder.14d. "
        "Cause: the time had come (Monday 19 February 2024 at 08:00). The recipient was found "
        "as the assignee.");
    EXPECT_EQ(said.danish,
              "anna fik besked om opgave #7 mandag den 19. februar 2024 kl. 08:00 efter regel "
              "7.ladder.14d. Årsag: tiden var inde (mandag den 19. februar 2024 kl. 08:00). "
              "Modtageren er fundet som udføreren.");
}

TEST(NoticeReason, EachKindOfCauseHasItsWords) {
    const std::map<CauseKind, std::string> words{
        {CauseKind::fact, "fact f7 of /platform"},
        {CauseKind::request, "request r7"},
        {CauseKind::moment, "the time had come"},
        {CauseKind::rules, "other rules"},
        {CauseKind::roles, "another file of roles"},
        {CauseKind::people, "a person replaced or erased"},
        {CauseKind::report, "a report of what became of a notice"},
        {CauseKind::start, "the start of klikd"},
    };
    std::set<std::string_view> names;
    for (const auto& [kind, expected] : words) {
        EXPECT_THAT(reason(anna, reminder(), {cause(kind)}).english,
                    HasSubstr("Cause: " + expected +
                              " through platform (Monday 19 February 2024 at 07:30). "));
        names.insert(canonical(kind));
    }
    EXPECT_EQ(names.size(), words.size());
    EXPECT_THAT(reason(anna, reminder(), {cause(CauseKind::report), cause(CauseKind::fact)}).danish,
                HasSubstr(", samlet op fra faktum f7 fra /platform gennem platform"));
}

TEST(NoticeReason, SaysWhichRolesWereAskedBeforeAndForWhomADeputyStandsIn) {
    const Recipient bo{PersonId{"bo"},
                       Role::project_leader,
                       {{Role::assignee, PassedOver::vacant},
                        {Role::responsible, PassedOver::bounced},
                        {Role{"DUBU-superbruger"}, PassedOver::no_address},
                        {Role::project_leader, PassedOver::absent}},
                       true};
    const auto said = reason(bo, reminder(), {cause(CauseKind::moment)});
    EXPECT_THAT(said.english,
                EndsWith("The recipient was found as deputy for the project leader; asked before "
                         "that: the assignee (vacant), the responsible (mail came back), the "
                         "DUBU-superbruger (no known address), the project leader (absent)."));
    EXPECT_THAT(said.danish, EndsWith("før det blev spurgt: udføreren (ubesat), den ansvarlige "
                                      "(post kom retur), DUBU-superbruger (ingen kendt "
                                      "mailadresse), projektlederen (fraværende)."));
}

TEST(NoticeReason, OfAVacantRoleIsAboutTheProjectOrTheTasksWithoutOne) {
    domain::NotificationItem item = reminder();
    item.kind = NotificationKind::vacant_role;
    item.facts["project"] = "DUBU 3.0";
    EXPECT_THAT(reason(anna, item, {}).danish, HasSubstr("besked om projektet »DUBU 3.0« "));
    EXPECT_THAT(reason(anna, item, {}).english, HasSubstr("told of the project “DUBU 3.0” "));
    item.facts["project"] = "";
    EXPECT_THAT(reason(anna, item, {}).english, HasSubstr("told of tasks without a project on "));
    item.facts.erase("project");
    EXPECT_THAT(reason(anna, item, {}).english, HasSubstr("told of task #7 on "));
}

TEST(NoticeReason, EachItemSaysForItselfHowItCameToWhoWasTold) {
    const domain::Notification notice{anna, {reminder()}};
    domain::NotificationItem item = reminder();
    EXPECT_EQ(engine::recipient_of(notice, item), anna) << "an item that does not say it";
    item.facts["role"] = "responsible";
    EXPECT_EQ(engine::recipient_of(notice, item),
              (Recipient{PersonId{"anna"}, Role::responsible, {}, false}));
    item.facts["via"] = "assignee: absent, responsible: vacant";
    const auto deputy = engine::recipient_of(notice, item);
    EXPECT_THAT(deputy.via, ElementsAre(AskedBefore{Role::assignee, PassedOver::absent},
                                        AskedBefore{Role::responsible, PassedOver::vacant}));
    EXPECT_TRUE(deputy.deputy) << "the role itself was asked before";
}

TEST(NoticeReason, ARoleOfOnesOwnMayHaveAnythingInItsName) {
    domain::NotificationItem item = reminder();
    item.facts["role"] = "responsible";
    item.facts["via"] = "DUBU: bruger, lokal: absent, assignee: no_address";
    EXPECT_THAT(engine::recipient_of({anna, {item}}, item).via,
                ElementsAre(AskedBefore{Role{"DUBU: bruger, lokal"}, PassedOver::absent},
                            AskedBefore{Role::assignee, PassedOver::no_address}));
    item.facts["via"] = "DUBU: bruger";
    EXPECT_THAT(engine::recipient_of({anna, {item}}, item).via, IsEmpty());
}

TEST(NoticeReason, AnItemThatGatheredNamesItsOwnCause) {
    domain::NotificationItem item = reminder();
    EXPECT_FALSE(engine::gathered_from(item));
    item.facts["caused_by"] = "00000000000000000042";
    EXPECT_EQ(engine::gathered_from(item), domain::Sequence{42});
    item.facts["caused_by"] = "42";
    EXPECT_FALSE(engine::gathered_from(item));
}

TEST(NoticeReason, WhatKindOfInputItWasIsReadFromItsRecord) {
    const engine::FactIdentity fact{"/platform", "f7", {}, {}};
    const auto of = [](engine::EventBody body) {
        return engine::cause_of({{5}, {}, {5}, moment("2024-02-19 08:00"), std::move(body)});
    };
    const auto repeated = of(engine::FactRepeated{fact, "platform"});
    EXPECT_EQ(
        repeated,
        (NoticeCause{{5}, moment("2024-02-19 08:00"), CauseKind::fact, fact, "platform", ""}));
    engine::RequestChange request;
    request.id = "r7";
    EXPECT_EQ(of(engine::ChangeAsked{request, "anna"}).request, "r7");
    EXPECT_EQ(of(engine::MomentPassed{}).what, CauseKind::moment);
    EXPECT_EQ(of(engine::RulesLoaded{}).what, CauseKind::rules);
    EXPECT_EQ(of(engine::GalleryLoaded{}).what, CauseKind::roles);
    EXPECT_EQ(of(engine::PersonReplaced{}).what, CauseKind::people);
    EXPECT_EQ(of(engine::PersonErased{}).what, CauseKind::people);
    EXPECT_EQ(of(engine::DeliveryReported{}).what, CauseKind::report);
    EXPECT_EQ(of(engine::ServiceStarted{}).what, CauseKind::start);
}

} // namespace
} // namespace klik::test
