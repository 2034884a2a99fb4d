#include "codec/bounds_check.hpp"
#include "codec/record.hpp"
#include "unit/codec/random_events.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::TaskField;
using test::Json;

const domain::MunicipalityCode of_korsbaek{"9999"};

engine::Event event_of(domain::Sequence sequence, engine::EventBody body) {
    return {sequence, {0}, sequence, {}, std::move(body)};
}

Json data_of(engine::EventBody body) {
    return test::json_of(encode_record(of_korsbaek, event_of({1}, std::move(body))).data);
}

class EveryEvent : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryEvent, ComesBackAsItWas) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        test::RandomEvents random{seed};
        const engine::Event event = random.event(GetParam());
        const Record record = encode_record(of_korsbaek, event);
        EXPECT_EQ(record.kind, engine::kind_of(event.body));
        EXPECT_EQ(record.subject, engine::subject_of(event.body));
        const auto back = decode_record(record);
        ASSERT_TRUE(back) << back.error().sentence();
        ASSERT_TRUE(*back == event) << record.type << " with seed " << seed;
        EXPECT_EQ(back->at.local, event.at.local);
        EXPECT_EQ(encode_record(of_korsbaek, *back), record);
    }
}

TEST_P(EveryEvent, IsOnlyReadWhole) {
    test::RandomEvents random{7};
    Record record = encode_record(of_korsbaek, random.event(GetParam()));
    const std::string whole = record.data;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        record.data = whole.substr(0, length);
        const auto event = decode_record(record);
        ASSERT_FALSE(event);
        EXPECT_EQ(event.error().code, "damaged");
    }
    record.data = whole + '\xC0';
    EXPECT_FALSE(decode_record(record));
}

TEST_P(EveryEvent, IsNotReadAsAnotherKind) {
    test::RandomEvents random{7};
    Record record = encode_record(of_korsbaek, random.event(GetParam()));
    record.kind = record.kind == engine::EventKind::state ? engine::EventKind::system
                                                          : engine::EventKind::state;
    EXPECT_FALSE(decode_record(record));
}

TEST_P(EveryEvent, HasAJournalNameExactlyWhenItIsNotPublished) {
    test::RandomEvents random{7};
    const Record record = encode_record(of_korsbaek, random.event(GetParam()));
    EXPECT_EQ(record.type.starts_with("dk.klik.journal."),
              record.kind == engine::EventKind::internal);
}

INSTANTIATE_TEST_SUITE_P(Record, EveryEvent,
                         testing::Range(std::size_t{0}, std::variant_size_v<engine::EventBody>));

TEST(Record, ADamagedOneNamesItselfAndTheKey) {
    Record record = encode_record(of_korsbaek, event_of({41}, engine::TaskRemoved{{5}}));
    record.data = test::msgpack_of(Json{{"municipality", "9999"}, {"number", "5"}});
    EXPECT_EQ(decode_record(record).error().sentence(),
              "record 00000000000000000041: dk.klik.task.removed.v1: number: not a whole number");
    record.type = "dk.klik.task.merged.v1";
    EXPECT_EQ(decode_record(record).error().text,
              "dk.klik.task.merged.v1: not a type of record that this version knows");
}

TEST(Record, ADamagedTypeIsNamedOnOneLine) {
    Record record;
    record.sequence = {7};
    record.type = "dk.klik.notification\n.v1";
    const auto event = decode_record(record);
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().text.find('\n'), std::string::npos) << event.error().text;
    EXPECT_TRUE(event.error().text.starts_with("dk.klik.notification?.v1: ")) << event.error().text;
}

TEST(Record, ADamagedOneMayHoldAKeyTooMany) {
    Record record = encode_record(of_korsbaek, event_of({41}, engine::MomentPassed{}));
    record.data = test::msgpack_of(Json{{"late", false}, {"early", false}});
    EXPECT_FALSE(decode_record(record));
}

TEST(Record, RulesStayWhatTheyWereWhateverTheirTextWouldMeanLater) {
    domain::RuleSet rules = default_rules();
    rules.name = "Egne";
    rules.yellow = {10, true};
    rules.colour_overrides = {{"DUBU 3.0", "", {30, false}}, {"", "Kritisk", {5, true}}};
    rules.calendar.days_off = {domain::date_from_iso("2024-05-10").value()};
    rules.calendar.working_days = {domain::date_from_iso("2024-06-05").value()};
    rules.start_blocked = domain::Policy::off;
    rules.red = domain::DayCount{1, true};
    rules.colour_overrides[0].red = domain::DayCount{2, false};
    rules.transitions[domain::Status::completed] = {};
    rules.texts[domain::NotificationKind::reminder] = {"Husk {number}", "Remember {number}"};
    domain::RuleSet of_project = rules;
    of_project.reminders = {{3, true}};
    of_project.red.reset();
    of_project.effort_working_days = 9;
    rules.projects = {{"DUBU 3.0", of_project}};
    const engine::Event event = event_of({2}, engine::RulesLoaded{rules, "no_such_key = true"});
    const auto read = decode_record(encode_record(of_korsbaek, event));
    ASSERT_TRUE(read) << read.error().sentence();
    EXPECT_TRUE(*read == event);
}

TEST(Record, RulesMayBeLongerThanAMessage) {
    const std::string toml =
        std::string{default_rules_toml()} + "\n# " + std::string(100'000, 'x') + "\n";
    const Record record =
        encode_record(of_korsbaek, event_of({2}, engine::RulesLoaded{default_rules(), toml}));
    ASSERT_TRUE(decode_record(record));
    EXPECT_EQ(std::get<engine::RulesLoaded>(decode_record(record)->body).toml, toml);
}

engine::TaskView view_of_121850() {
    engine::TaskView view;
    view.number = {121850};
    view.revision = 1;
    view.colour = domain::Colour::yellow;
    view.blocks = {{121855}};
    view.latest_safe_finish = {domain::date_from_iso("2024-02-26").value(), {{121855}}};
    view.fields.set(TaskField::title, "Etabler projektorganisation");
    view.fields.set(TaskField::status, "ikke påbegyndt");
    view.fields.set(TaskField::assignee, domain::None{});
    view.fields.set(TaskField::responsible, domain::PersonId{"p-1"});
    view.fields.set(TaskField::due_date, domain::date_from_iso("2024-03-04").value());
    return view;
}

TEST(TaskState, CarriesWordsAndLabels) {
    EXPECT_EQ(
        data_of(engine::TaskStateChanged{view_of_121850()}).dump(),
        R"({"municipality":"9999","number":121850,"title":"Etabler projektorganisation",)"
        R"("platform_status":"ikke påbegyndt","responsible":"p-1","assignee":null,)"
        R"("due_date":"2024-03-04","status":"not_started","status_label":"ikke påbegyndt",)"
        R"("colour":"yellow","colour_label":"Gul","ready":true,"blocked_by":[],)"
        R"("blocks":[121855],"latest_safe_finish":"2024-02-26","latest_safe_finish_for":121855,)"
        R"("origin":"platform","revision":1})");
}

TEST(TaskState, HasADanishStatusLabelWhereThePlatformGivesNone) {
    engine::TaskView view = view_of_121850();
    const auto label = [&] { return data_of(engine::TaskStateChanged{view})["status_label"]; };
    view.fields.reset(TaskField::status);
    EXPECT_EQ(label(), "Ikke påbegyndt");
    view.fields.set(TaskField::status, domain::None{});
    EXPECT_EQ(label(), "Ikke påbegyndt");
    view.status = domain::Status::completed;
    view.fields.set(TaskField::status, "completed");
    EXPECT_EQ(label(), "Fuldført");
    view.status = domain::Status::unknown;
    view.fields.set(TaskField::status, "Afventer KOMBIT");
    EXPECT_EQ(label(), "Afventer KOMBIT");
}

TEST(TaskState, NeverCarriesInternalNotes) {
    engine::TaskView view = view_of_121850();
    view.fields.set(TaskField::internal_notes, "kun for os");
    const Record record = encode_record(of_korsbaek, event_of({1}, engine::TaskStateChanged{view}));
    EXPECT_EQ(record.data.find("internal_notes"), std::string::npos);
    EXPECT_EQ(record.data.find("kun for os"), std::string::npos);
}

TEST(TaskObserved, KeepsInternalNotesInTheJournal) {
    engine::TaskObserved observed;
    observed.observation.number = {121850};
    observed.observation.fields.set(TaskField::internal_notes, "kun for os");
    EXPECT_EQ(data_of(observed)["fields"]["internal_notes"], "kun for os");
}

TEST(Notification, SaysItsOnlyItemsKindElseDigest) {
    domain::NotificationItem item{.key = "121850/2024-03-04/14d/p-1",
                                  .number = {121850},
                                  .kind = domain::NotificationKind::reminder,
                                  .rule = "7.ladder.14d",
                                  .facts = {{"days_left", "14"}},
                                  .text_da = "om 14 dage",
                                  .text_en = "in 14 days",
                                  .thread = "task-121850"};
    domain::Notification notification;
    notification.recipient = {{"mailbox-9999"},
                              domain::Role::mailbox,
                              {{domain::Role::assignee, domain::PassedOver::vacant}},
                              false};
    notification.items = {item};
    EXPECT_EQ(data_of(engine::Notified{notification}).dump(),
              R"({"kind":"reminder","recipient":{"person":"mailbox-9999","role":"mailbox",)"
              R"("via":["assignee"]},"items":[{"key":"121850/2024-03-04/14d/p-1",)"
              R"("number":121850,"kind":"reminder","rule":"7.ladder.14d","facts":{"days_left":)"
              R"("14"},"text":{"da":"om 14 dage","en":"in 14 days"},"thread":"task-121850",)"
              R"("withdraws":null}],"late":false,"urgency":"normal"})");
    notification.items.push_back(item);
    EXPECT_EQ(data_of(engine::Notified{notification})["kind"], "digest");
}

TEST(Notification, IsDamagedWithoutAnItem) {
    test::RandomEvents random{1};
    Record record = encode_record(of_korsbaek, random.event(12));
    Json data = test::json_of(record.data);
    data["items"] = Json::array();
    record.data = test::msgpack_of(data);
    const auto event = decode_record(record);
    ASSERT_FALSE(event);
    EXPECT_TRUE(event.error().text.starts_with("dk.klik.notification.v1: items: an empty list"));
}

TEST(SystemEvent, PutsItsDetailsBesideItsKind) {
    EXPECT_EQ(data_of(engine::SystemReported{"unroutable", {{"person", "mailbox-9999"}}}).dump(),
              R"({"kind":"unroutable","person":"mailbox-9999"})");
}

} // namespace
} // namespace klik::codec
