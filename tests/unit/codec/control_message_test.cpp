#include "codec/control_message.hpp"
#include "unit/codec/decode_and_resolve.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::TaskField;
using test::Json;

domain::PersonId person_named(std::string_view name) {
    return {"person-" + std::string{name}};
}

std::expected<ClientMessage, RefusedMessage> decoded(std::string_view verb,
                                                     std::string_view payload) {
    return test::decode_and_resolve(verb, payload, person_named);
}

/// The body of a message that must be right.
template <class Body>
Body body_of(std::string_view verb, std::string_view payload) {
    const auto message = decoded(verb, payload);
    if (!message) {
        ADD_FAILURE() << message.error().problem.sentence();
        return {};
    }
    return std::get<Body>(message->body);
}

template <class Body>
Body body_from(std::string_view verb, const char* json) {
    return body_of<Body>(verb, test::msgpack_of(Json::parse(json)));
}

std::string problem(std::string_view verb, const char* json) {
    const auto message = decoded(verb, test::msgpack_of(Json::parse(json)));
    return message ? "" : message.error().problem.sentence();
}

TEST(ControlMessage, OpensAStream) {
    const auto open = body_from<OpenStream>(
        "open", R"({"name": "mail", "from": "acked", "kinds": ["notification", "system"],
                    "credit": 100})");
    EXPECT_EQ(open.name, "mail");
    EXPECT_EQ(std::get<StreamStart>(open.from), StreamStart::acked);
    EXPECT_EQ(open.kinds,
              (std::vector{engine::EventKind::notification, engine::EventKind::system}));
    EXPECT_EQ(open.credit, 100U);
}

TEST(ControlMessage, OpensAStreamFromEachStart) {
    const auto from = [](const std::string& start) {
        const Json json{{"name", "mail"}, {"from", start}, {"credit", 1}};
        return body_of<OpenStream>("open", test::msgpack_of(json)).from;
    };
    EXPECT_EQ(std::get<StreamStart>(from("begin")), StreamStart::begin);
    EXPECT_EQ(std::get<StreamStart>(from("end")), StreamStart::end);
    EXPECT_EQ(std::get<domain::Sequence>(from("00000000000000000041")).value, 41U);
}

TEST(ControlMessage, RefusesAnOpenThatIsWrong) {
    EXPECT_EQ(problem("open", R"({"from": "end", "credit": 1})"), "name: missing");
    EXPECT_EQ(problem("open", R"({"name": "", "from": "end", "credit": 1})"),
              "name: not 1 to 128 characters long");
    EXPECT_EQ(problem("open", R"({"name": "m", "from": "41", "credit": 1})"),
              "from: neither acked, begin or end nor a sequence, which is text of 20 digits");
    EXPECT_EQ(problem("open", R"({"name": "m", "from": "end"})"), "credit: missing");
    EXPECT_EQ(problem("open", R"({"name": "m", "from": "end", "credit": 4294967297})"),
              "credit: a number above 4294967296");
    EXPECT_EQ(
        problem("open", R"({"name": "m", "from": "end", "credit": 1, "kinds": ["internal"]})"),
        "kinds[0]: not a kind of event, which are state, notification, request, system");
    EXPECT_EQ(problem("open", R"({"name": "m", "from": "end", "credit": 1, "kinds": []})"),
              "kinds: an empty list; leave the key out for all kinds");
}

TEST(ControlMessage, Acknowledges) {
    const auto ack = body_from<AckStream>(
        "ack", R"({"epoch": "e", "sequence": "00000000000000000009", "credit": 5})");
    EXPECT_EQ(ack.epoch, "e");
    EXPECT_EQ(ack.sequence.value, 9U);
    EXPECT_EQ(ack.credit, 5U);
    EXPECT_EQ(
        body_from<AckStream>("ack", R"({"epoch": "e", "sequence": "00000000000000000009"})").credit,
        0U);
    EXPECT_EQ(problem("ack", R"({"epoch": "e", "sequence": 9})"),
              "sequence: not a sequence, which is text of 20 digits");
}

TEST(ControlMessage, PutsTheFactsBytesAsTheyStandInTheFrame) {
    const std::string event = test::msgpack_of(Json::parse(R"({"id": "f-1", "data": {"a": [1]}})"));
    const std::string payload =
        test::hex("82 a5 65 76 65 6e 74") + event + test::hex("a3 72 65 66 07");
    const auto put = body_of<PutFact>("put", payload);
    EXPECT_EQ(put.event, event);
    EXPECT_GE(put.event.data(), payload.data());
    EXPECT_LT(put.event.data(), payload.data() + payload.size());
    EXPECT_EQ(problem("put", R"({"event": "text"})"), "event: not a map");
    EXPECT_EQ(problem("put", "{}"), "event: missing");
}

TEST(ControlMessage, AsksForAChangeOfEveryChangeableField) {
    const auto ask = body_from<AskChange>("request", R"({"id": "r-1", "number": 121850,
        "change": {"status": "fuldført", "due_date": "2024-03-11", "start_date": null,
                   "responsible": {"id": "p-1"}, "assignee": {"name": "Karen"}, "priority": ""},
        "base_revision": 3, "actor": {"name": "Mads"}, "lineage": ["e.1", "e.2"],
        "reason": "Aftalt"})");
    const engine::RequestChange& request = ask.request;
    EXPECT_EQ(request.id, "r-1");
    EXPECT_EQ(request.number.value, 121850);
    EXPECT_EQ(request.base_revision, 3U);
    EXPECT_EQ(request.actor->value, "person-Mads");
    EXPECT_EQ(request.lineage, (std::vector<std::string>{"e.1", "e.2"}));
    EXPECT_EQ(request.reason, "Aftalt");
    const std::map<TaskField, domain::FieldValue> change{
        {TaskField::status, std::string{"fuldført"}},
        {TaskField::due_date, domain::date_from_iso("2024-03-11").value()},
        {TaskField::start_date, domain::None{}},
        {TaskField::responsible, domain::PersonId{"p-1"}},
        {TaskField::assignee, domain::PersonId{"person-Karen"}},
        {TaskField::priority, std::string{}}};
    EXPECT_EQ(request.change, change);
}

TEST(ControlMessage, TakesAPersonsIdAsText) {
    const auto ask = body_from<AskChange>(
        "request", R"({"id": "r", "number": -3, "change": {"assignee": "p-1"}, "actor": "p-2"})");
    EXPECT_EQ(ask.request.actor->value, "p-2");
    EXPECT_EQ(ask.request.change.at(TaskField::assignee),
              domain::FieldValue{domain::PersonId{"p-1"}});
    EXPECT_FALSE(ask.request.base_revision);
}

TEST(ControlMessage, RefusesARequestThatIsWrong) {
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 5, "change": {"title": "x"}})"),
              "change.title: not a field that can be changed, which are status, due_date, "
              "start_date, responsible, assignee, priority");
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 5, "change": {}})"),
              "change: an empty map; name at least one field to change");
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 5, "change": "fuldført"})"),
              "change: not a map");
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 0, "change": {"status": "x"}})"),
              "number: not a task number, which is never 0");
    EXPECT_EQ(problem("request", R"({"number": 5, "change": {"status": "x"}})"), "id: missing");
    EXPECT_EQ(
        problem("request", R"({"id": "r", "number": 5, "change": {"due_date": "11-03-2024"}})"),
        "change.due_date: not a date, which is text as YYYY-MM-DD between 1900 and 2199");
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 5, "change": {"assignee": {"id": "p",
                                    "mail": "x"}}})"),
              "change.assignee.mail: not a key that is known here");
    EXPECT_EQ(problem("request", R"({"id": "r", "number": 5, "change": {"status": "x"},
                                    "base_revision": -1})"),
              "base_revision: not a whole number of zero or above");
}

TEST(ControlMessage, LimitsLineageAndReason) {
    Json json = Json::parse(R"({"id": "r", "number": 5, "change": {"status": "x"}})");
    json["lineage"] = std::vector<std::string>(32, "e.1");
    json["reason"] = std::string(2000, 'x');
    EXPECT_TRUE(decoded("request", test::msgpack_of(json)));
    json["lineage"] = std::vector<std::string>(33, "e.1");
    EXPECT_FALSE(decoded("request", test::msgpack_of(json)));
    json.erase("lineage");
    json["reason"] = std::string(2001, 'x');
    EXPECT_FALSE(decoded("request", test::msgpack_of(json)));
}

TEST(ControlMessage, QueriesWithFilters) {
    const auto query = body_from<AskQuery>(
        "query", R"({"what": "tasks", "colour": "red", "number": 5, "open": true, "after": "9",
                     "ref": 1})");
    EXPECT_EQ(query.what, "tasks");
    EXPECT_EQ(query.after, "9");
    ASSERT_EQ(query.keys.size(), 3U);
    EXPECT_EQ(std::get<std::string>(query.keys.at("colour")), "red");
    EXPECT_EQ(std::get<std::int64_t>(query.keys.at("number")), 5);
    EXPECT_TRUE(std::get<bool>(query.keys.at("open")));
    EXPECT_EQ(problem("query", R"({"what": "tasks", "colour": ["red"]})"),
              "colour: neither text nor a whole number, true or false");
}

TEST(ControlMessage, TakesSixteenFiltersAndNotOneMore) {
    Json json{{"what", "tasks"}};
    for (int i = 0; i < 16; ++i) {
        json["k" + std::to_string(i)] = i;
    }
    EXPECT_TRUE(decoded("query", test::msgpack_of(json)));
    json["k16"] = 16;
    EXPECT_FALSE(decoded("query", test::msgpack_of(json)));
}

TEST(ControlMessage, AsksForASnapshotOfStateOnly) {
    const std::vector state{engine::EventKind::state};
    EXPECT_EQ(body_from<AskSnapshot>("snapshot", R"({"kinds": ["state"], "credit": 5})").kinds,
              state);
    EXPECT_EQ(body_from<AskSnapshot>("snapshot", R"({"credit": 5})").kinds, state);
    EXPECT_EQ(problem("snapshot", R"({"kinds": ["request"], "credit": 5})"),
              "kinds: only state has a snapshot");
}

TEST(ControlMessage, AdministersTheQuarantine) {
    const auto retry = body_from<Administer>("admin", R"({"do": "quarantine_retry", "number": 7})");
    EXPECT_EQ(retry.action, AdminAction::quarantine_retry);
    EXPECT_EQ(retry.number, 7U);
    EXPECT_EQ(body_from<Administer>("admin", R"({"do": "quarantine_drop", "number": 1})").action,
              AdminAction::quarantine_drop);
}

TEST(ControlMessage, AdministersPeopleAndRules) {
    const auto by_id =
        body_from<Administer>("admin", R"({"do": "replace_person", "person": "p1", "by": "p2"})");
    EXPECT_EQ(by_id.person.value, "p1");
    EXPECT_EQ(by_id.by.value, "p2");
    const auto by_name = body_from<Administer>(
        "admin", R"({"do": "replace_person", "person": "p1", "by": {"name": "Bo Berg"}})");
    EXPECT_EQ(by_name.by_name, "Bo Berg");
    EXPECT_EQ(body_from<Administer>("admin", R"({"do": "erase_person", "person": "p1"})").action,
              AdminAction::erase_person);
    const auto trial = body_from<Administer>("admin", R"({"do": "test_message", "person": "p1"})");
    EXPECT_EQ(trial.action, AdminAction::test_message);
    EXPECT_EQ(trial.person.value, "p1");
    EXPECT_EQ(body_from<Administer>("admin", R"({"do": "load_rules", "toml": "x = 1"})").toml,
              "x = 1");
}

TEST(ControlMessage, TellsWhatBecameOfAnItem) {
    const auto told = body_from<TellDelivery>(
        "report", R"({"event": "e.1", "item": "k", "person": "p1", "outcome": "bounced",
                      "detail": "550"})");
    EXPECT_EQ(told.event, "e.1");
    EXPECT_EQ(told.item, "k");
    EXPECT_EQ(told.outcome, engine::DeliveryOutcome::bounced);
    EXPECT_EQ(told.detail, "550");
    EXPECT_NE(problem("report", R"({"event": "e", "item": "k", "person": "p", "outcome": "read"})"),
              "");
}

TEST(ControlMessage, RefusesToAdministerWhatThisVersionCannotAndSaysWhatItCan) {
    for (const char* later : {R"({"do": "dance"})", R"({"do": ""})"}) {
        EXPECT_EQ(problem("admin", later),
                  "do: not something that this version does, which are quarantine_retry, "
                  "quarantine_drop, load_rules, replace_person, erase_person and test_message");
    }
    EXPECT_EQ(problem("admin", R"({"do": "load_rules"})"), "toml: missing");
    EXPECT_EQ(problem("admin", R"({"do": "erase_person"})"), "person: missing");
    EXPECT_EQ(problem("admin", R"({"do": "replace_person", "person": "p1", "by": "p1"})"),
              "by: the person who is to be replaced");
    EXPECT_EQ(problem("admin", R"({"number": 1})"), "do: missing");
    EXPECT_EQ(problem("admin", R"({"do": "quarantine_drop"})"), "number: missing");
    EXPECT_EQ(problem("admin", R"({"do": "quarantine_drop", "number": 0})"),
              "number: not the number of a message in quarantine, which is above 0");
    EXPECT_NE(problem("admin", R"({"do": "quarantine_drop", "number": -1})"), "");
    EXPECT_EQ(problem("admin", R"({"do": "quarantine_drop", "number": 1, "all": true})"),
              "all: not a key that is known here");
}

TEST(ControlMessage, BoundsTheTextsOfAWish) {
    const std::string status(2001, 'a');
    EXPECT_EQ(
        problem("request",
                (R"({"id": "r", "number": 1, "change": {"status": ")" + status + R"("}})").c_str()),
        "change.status: not 0 to 2000 characters long");
}

TEST(ControlMessage, MovesTheClockAndPings) {
    EXPECT_EQ(
        domain::rfc3339(
            body_from<AdvanceClock>("clock", R"({"advance_to": "2024-02-19T12:00:00+01:00"})").to),
        "2024-02-19T11:00:00Z");
    EXPECT_TRUE(
        problem("clock", R"({"advance_to": "2024-02-19"})").starts_with("advance_to: not a time"));
    EXPECT_EQ(problem("ping", "{}"), "");
}

TEST(ControlMessage, MapsAreClosed) {
    EXPECT_EQ(problem("ping", R"({"extra": 1})"), "extra: not a key that is known here");
    EXPECT_EQ(problem("open", R"({"name": "m", "from": "end", "credit": 1, "kind": "state"})"),
              "kind: not a key that is known here");
    EXPECT_EQ(problem("clock", R"({"advance_to": "2024-02-19T12:00:00Z", "zone": "x"})"),
              "zone: not a key that is known here");
}

TEST(ControlMessage, GivesTheReferenceBackAsItCame) {
    EXPECT_EQ(decoded("ping", test::hex("81 a3 72 65 66 cd 00 05"))->ref, test::hex("cd 00 05"));
    EXPECT_EQ(decoded("ping", test::msgpack_of(Json{{"ref", "p-1"}}))->ref,
              test::hex("a3 70 2d 31"));
    EXPECT_EQ(decoded("ping", test::hex("80"))->ref, "");
}

TEST(ControlMessage, GivesTheReferenceBackWithARefusal) {
    const auto refused = decoded("open", test::hex("81 a3 72 65 66 07"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().ref, test::hex("07"));
    EXPECT_EQ(refused.error().problem.sentence(), "name: missing");
    EXPECT_EQ(problem("ping", R"({"ref": [1]})"), "ref: neither text nor a number");
    EXPECT_EQ(decoded("ping", test::hex("81 a3 72 65 66 a1 ff")).error().ref, "");
}

TEST(ControlMessage, RefusesAVerbThatItDoesNotKnow) {
    const auto refused = decoded("de\nlete", test::hex("81 a3 72 65 66 07"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().problem.code, "unknown_verb");
    EXPECT_EQ(refused.error().problem.text, "'de?lete' is no verb that this version knows");
    EXPECT_EQ(refused.error().ref, test::hex("07"));
}

TEST(ControlMessage, RefusesBadBytesWithTheirCode) {
    const auto code = [](std::string_view payload) {
        return decoded("ping", payload).error().problem.code;
    };
    EXPECT_EQ(code(""), "malformed");
    EXPECT_EQ(code(test::hex("dd ff ff ff ff")), "malformed");
    EXPECT_EQ(code(std::string(40, '\x91')), "malformed");
    EXPECT_EQ(code(test::hex("80 80")), "malformed");
    EXPECT_EQ(code(test::hex("82 a3 72 65 66 01 a3 72 65 66 02")), "malformed");
    EXPECT_EQ(code(std::string(2UL * 1024 * 1024, '\xC0')), "too_large");
}

} // namespace
} // namespace klik::codec
