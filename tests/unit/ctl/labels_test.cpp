#include "ctl/labels.hpp"
#include "domain/notification.hpp"

#include <gtest/gtest.h>

#include <set>

namespace klik::ctl {
namespace {

using domain::TaskField;

TEST(Labels, NameEachFieldInBothLanguagesAndFindItAgain) {
    for (const auto& description : domain::field_descriptions()) {
        EXPECT_EQ(field_from_label(description.name), description.field);
        for (const auto language : {Language::danish, Language::english}) {
            EXPECT_EQ(field_from_label(field_label(description.field, language)), description.field)
                << description.name;
        }
    }
}

TEST(Labels, FindAFieldByItsHeadingWithoutRegardToCase) {
    EXPECT_EQ(field_from_label("UDFØRER"), TaskField::assignee);
    EXPECT_EQ(field_from_label("frist"), TaskField::due_date);
    EXPECT_EQ(field_from_label("kommune"), std::nullopt);
}

TEST(Labels, ShowThePlatformsStatusInDanishAndOursInEnglish) {
    const Value task = Value::map({{"status", "not_started"}, {"status_label", "Ikke påbegyndt"}});
    EXPECT_EQ(status_text(task, Language::danish), "Ikke påbegyndt");
    EXPECT_EQ(status_text(task, Language::english),
              domain::label(domain::Status::not_started, Language::english));
    const Value unknown = Value::map({{"status", "unknown"}, {"status_label", "Parkeret"}});
    EXPECT_EQ(status_text(unknown, Language::english), "Parkeret");
}

TEST(Labels, NeverShowAStatusAsACode) {
    const Value task = Value::map({{"status", "in_progress"}, {"status_label", "in_progress"}});
    EXPECT_EQ(status_text(task, Language::danish), "Påbegyndt");
}

TEST(Labels, SayAStepOfTheLadderInWords) {
    EXPECT_EQ(step_text("1d", Language::danish), "1 dag før fristen");
    EXPECT_EQ(step_text("10wd", Language::danish), "10 arbejdsdage før fristen");
    EXPECT_EQ(step_text("overdue-2", Language::danish), "frist overskredet, besked nr. 2");
    EXPECT_EQ(step_text("1wd", Language::english), "1 working day before the due date");
    EXPECT_EQ(step_text("leap", Language::danish), "leap");
}

TEST(Labels, AlwaysGiveTheColourItsWord) {
    const Value task = Value::map({{"colour", "yellow"}});
    EXPECT_EQ(colour_text(task, Language::danish), "Gul");
    EXPECT_EQ(colour_ink(task), Ink::yellow);
    EXPECT_EQ(colour_ink(Value::map({{"colour", "none"}})), Ink::plain);
    EXPECT_EQ(colour_text(Value::map({{"colour", "mauve"}}), Language::danish), "mauve");
}

TEST(Labels, ListNumbers) {
    EXPECT_EQ(numbers_text(Value::List{130101, 130102}), "#130101, #130102");
    EXPECT_EQ(numbers_text({}), "-");
}

TEST(Labels, NameEveryKindOfNoticeInBothLanguages) {
    std::set<std::string_view> danish;
    for (std::size_t kind = 0; kind < domain::notification_kind_count; ++kind) {
        const auto code = canonical(static_cast<domain::NotificationKind>(kind));
        EXPECT_NE(notification_label(code, Language::danish), code);
        EXPECT_NE(notification_label(code, Language::english),
                  notification_label(code, Language::danish));
        danish.insert(notification_label(code, Language::danish));
    }
    EXPECT_EQ(danish.size(), domain::notification_kind_count);
}

TEST(Labels, KeepCodesOfLaterVersions) {
    EXPECT_EQ(notification_label("reminder", Language::danish), "påmindelse");
    EXPECT_EQ(notification_label("something_new", Language::danish), "something_new");
    EXPECT_EQ(refusal_text("something_new", Language::english), "something_new");
    EXPECT_EQ(outcome_label("fulfilled", Language::english), "fulfilled");
}

} // namespace
} // namespace klik::ctl
