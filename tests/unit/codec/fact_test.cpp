#include "codec/fact.hpp"
#include "codec/field_length.hpp"
#include "codec/utf8.hpp"
#include "unit/codec/decode_and_resolve.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::TaskField;
using test::Json;
using test::problem_of;

/// Ids as `person-<name>`, and which names were asked for.
struct Resolver {
    std::vector<std::string> asked;
    PersonResolver resolve = [this](std::string_view name) {
        asked.emplace_back(name);
        return domain::PersonId{"person-" + std::string{name}};
    };
};

Json fact(const char* data = R"({"municipality": "9999", "number": 121850})") {
    Json json = Json::parse(R"({"specversion": "1.0", "id": "f-1", "source": "/kombit/klik",
        "type": "dk.klik.task.observed.v1", "time": "2024-02-01T08:00:00+01:00"})");
    json["data"] = Json::parse(data);
    return json;
}

domain::Result<Fact> decoded(const Json& json) {
    Resolver persons;
    return test::decode_and_resolve(test::msgpack_of(json), persons.resolve);
}

/// The problem of a fact whose data has this besides municipality and number.
std::string data_problem(const char* key, const char* value) {
    Json json = fact();
    json["data"][key] = Json::parse(value);
    return problem_of(decoded(json));
}

const domain::Observation& observation(const domain::Result<Fact>& fact) {
    return std::get<engine::ObserveTask>(fact.value().body).observation;
}

TEST(Fact, APlaceInACountIsOneThatCanBeReckonedWith) {
    Json json = fact();
    json["sourceepoch"] = "e1";
    for (const char* none :
         {"00000000000000000000", "01000000000000000000", "18446744073709551615"}) {
        json["sequence"] = none;
        EXPECT_EQ(problem_of(decoded(json)),
                  "sequence: not a place in a count, which begins at 1 and ends below 10^18");
    }
    json["sequence"] = "00999999999999999999";
    EXPECT_TRUE(decoded(json));
}

TEST(Fact, CarriesEveryFieldOfThePage) {
    Json json = fact();
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        Json& value = json["data"][std::string{description.name}];
        switch (description.shape) {
        case domain::FieldShape::text:
            value = "text of " + std::string{description.name};
            break;
        case domain::FieldShape::date:
            value = "2024-02-29";
            break;
        case domain::FieldShape::person:
            value = Json{{"id", "p-1"}};
            break;
        case domain::FieldShape::numbers:
            value = Json::array({3, 1});
            break;
        }
    }
    const auto fact = decoded(json);
    ASSERT_EQ(problem_of(fact), "");
    EXPECT_EQ(fact->municipality.value, "9999");
    EXPECT_EQ(fact->topic(), "platform/v1/9999/task/121850");
    EXPECT_TRUE(fact->is_published_on(fact->topic()));
    for (const auto* other :
         {"", "platform/v1/9999/task/", "platform/v1/9999/task/12185", "platform/v1/9999/121850",
          "platform/v1/9999/task/1218500", "platform/v1/0101/task/121850",
          "platform/v1/9999/set/121850", "platform/v1/9999task/121850"}) {
        EXPECT_FALSE(fact->is_published_on(other)) << other;
    }
    EXPECT_EQ(fact->identity().source, "/kombit/klik");
    EXPECT_EQ(fact->identity().id, "f-1");
    EXPECT_EQ(domain::rfc3339(fact->identity().time), "2024-02-01T07:00:00Z");
    const domain::Observation& seen = observation(fact);
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        EXPECT_TRUE(seen[description.field]) << description.name;
    }
    EXPECT_EQ(std::get<std::string>(*seen[TaskField::internal_notes]), "text of internal_notes");
    EXPECT_EQ(std::get<domain::Date>(*seen[TaskField::due_date]),
              domain::date_from_iso("2024-02-29"));
    EXPECT_EQ(std::get<domain::PersonId>(*seen[TaskField::assignee]).value, "p-1");
    EXPECT_EQ(std::get<std::vector<domain::TaskNumber>>(*seen[TaskField::prerequisites]).size(),
              2U);
    EXPECT_TRUE(fact->unknown_keys.empty());
}

TEST(Fact, KeepsAbsentNoneAndEmptyApart) {
    Json json = fact();
    json["data"]["goal"] = nullptr;
    json["data"]["method"] = "";
    json["data"]["assignee"] = nullptr;
    json["data"]["prerequisites"] = nullptr;
    json["data"]["related"] = Json::array();
    const auto fact = decoded(json);
    ASSERT_EQ(problem_of(fact), "");
    const domain::Observation& seen = observation(fact);
    EXPECT_FALSE(seen[TaskField::title]);
    EXPECT_EQ(*seen[TaskField::goal], domain::FieldValue{domain::None{}});
    EXPECT_EQ(*seen[TaskField::method], domain::FieldValue{std::string{}});
    EXPECT_EQ(*seen[TaskField::assignee], domain::FieldValue{domain::None{}});
    EXPECT_EQ(*seen[TaskField::prerequisites], domain::FieldValue{domain::None{}});
    EXPECT_EQ(*seen[TaskField::related], domain::FieldValue{std::vector<domain::TaskNumber>{}});
}

TEST(Fact, GivesANameToTheResolverAndKeepsNothingElseOfThePerson) {
    Json json = fact();
    json["data"]["assignee"] = {{"name", "Karen Vest"}, {"email", "karen@korsbaek.example"}};
    json["data"]["responsible"] = {{"id", "p-2"}, {"name", "Mads Skjern"}};
    Resolver persons;
    const auto fact = test::decode_and_resolve(test::msgpack_of(json), persons.resolve);
    ASSERT_EQ(problem_of(fact), "");
    EXPECT_EQ(persons.asked, std::vector<std::string>{"Karen Vest"});
    EXPECT_EQ(std::get<domain::PersonId>(*observation(fact)[TaskField::assignee]).value,
              "person-Karen Vest");
    EXPECT_EQ(std::get<domain::PersonId>(*observation(fact)[TaskField::responsible]).value, "p-2");
    EXPECT_TRUE(fact->unknown_keys.empty());
    EXPECT_TRUE(observation(fact).unknown.empty());
}

TEST(Fact, ResolvesNobodyWhenSomethingElseIsWrong) {
    Json json = fact();
    json["data"]["assignee"] = {{"name", "Karen Vest"}};
    json["data"]["theme"] = 5;
    Resolver persons;
    EXPECT_EQ(problem_of(test::decode_and_resolve(test::msgpack_of(json), persons.resolve)),
              "data.theme: not text");
    EXPECT_TRUE(persons.asked.empty());
}

TEST(Fact, KeepsKeysOfLaterPlatformsAsTheyCame) {
    Json json = fact();
    json["traceparent"] = "00-ab";
    json["data"]["effort"] = Json::parse(R"({"days": [5, null]})");
    const auto fact = decoded(json);
    ASSERT_EQ(problem_of(fact), "");
    EXPECT_EQ(fact->unknown_keys, (std::vector<std::string>{"traceparent", "data.effort"}));
    EXPECT_EQ(std::get<engine::ObserveTask>(fact->body).unknown_attributes.at("traceparent"),
              test::msgpack_of("00-ab"));
    ASSERT_EQ(observation(fact).unknown.size(), 1U);
    EXPECT_EQ(observation(fact).unknown.at("effort"),
              test::msgpack_of(Json::parse(R"({"days": [5, null]})")));
}

TEST(Fact, KeepsWideFormsOfLaterPlatformsByteForByte) {
    std::string bytes = test::msgpack_of(fact());
    const std::string data_head = test::hex("a4 64 61 74 61 82");
    const auto at = bytes.find(data_head);
    ASSERT_NE(at, std::string::npos);
    bytes.replace(at, data_head.size(),
                  test::hex("a4 64 61 74 61 83 a1 77 cf 00 00 00 00 00 00 00 07"));
    Resolver persons;
    const auto fact = test::decode_and_resolve(bytes, persons.resolve);
    ASSERT_EQ(problem_of(fact), "");
    EXPECT_EQ(observation(fact).unknown.at("w"), test::hex("cf 00 00 00 00 00 00 00 07"));
}

TEST(Fact, RefusesTwiceNamedKeysInsideUnknownValues) {
    std::string bytes = test::msgpack_of(fact());
    bytes.front() = static_cast<char>(bytes.front() + 1);
    bytes += test::hex("a1 6e 82 a1 61 01 a1 61 02");
    Resolver persons;
    EXPECT_EQ(problem_of(test::decode_and_resolve(bytes, persons.resolve)), "n.a: there twice");
}

TEST(Fact, ReadsTheSourcesOwnCount) {
    Json json = fact();
    json["sequence"] = "00000000000000000041";
    json["sourceepoch"] = "2024-02-01";
    const auto fact = decoded(json);
    ASSERT_EQ(problem_of(fact), "");
    EXPECT_EQ(fact->identity().position, (engine::SourcePosition{"2024-02-01", {41}}));
    json["sequence"] = "00000000000000000000";
    EXPECT_EQ(problem_of(decoded(json)),
              "sequence: not a place in a count, which begins at 1 and ends below 10^18");
    json["sequence"] = "00000000000000000041";
    json.erase("sourceepoch");
    EXPECT_EQ(problem_of(decoded(json)), "sourceepoch: missing");
    json.erase("sequence");
    EXPECT_FALSE(decoded(json)->identity().position);
    json["sourceepoch"] = "2024-02-01";
    EXPECT_EQ(problem_of(decoded(json)), "sequence: missing");
}

Json set_fact(const char* type, const char* data) {
    Json json = fact(data);
    json["type"] = type;
    return json;
}

TEST(Fact, TellsWhereACompleteSetBeginsAndEnds) {
    const auto begun = decoded(set_fact(
        "dk.klik.set.started.v1",
        R"({"municipality": "9999", "set": "night-7", "scope": "municipality", "count": 3})"));
    ASSERT_EQ(problem_of(begun), "");
    EXPECT_EQ(std::get<engine::StartSet>(begun->body).set, "night-7");
    EXPECT_EQ(std::get<engine::StartSet>(begun->body).project, "");
    EXPECT_EQ(begun->topic(), "platform/v1/9999/set/night-7");
    const auto ended = decoded(set_fact(
        "dk.klik.set.ended.v1",
        R"({"municipality": "9999", "set": "s", "scope": "project", "project": "FBS 2", "count": 3})"));
    ASSERT_EQ(problem_of(ended), "");
    EXPECT_EQ(std::get<engine::EndSet>(ended->body).project, "FBS 2");
    EXPECT_EQ(std::get<engine::EndSet>(ended->body).count, 3U);
}

TEST(Fact, NamesWhatIsWrongWithASet) {
    const auto problem = [](const char* type, const char* data) {
        return problem_of(decoded(set_fact(type, data)));
    };
    constexpr const char* started = "dk.klik.set.started.v1";
    constexpr const char* ended = "dk.klik.set.ended.v1";
    EXPECT_EQ(problem(started, R"({"municipality": "9999", "scope": "municipality"})"),
              "data.set: missing");
    EXPECT_EQ(
        problem(started, R"({"municipality": "9999", "set": "a/b", "scope": "municipality"})"),
        "data.set: has other characters than A-Z a-z 0-9 . _ : -");
    EXPECT_EQ(problem(started, R"({"municipality": "9999", "set": "s"})"), "data.scope: missing");
    EXPECT_EQ(problem(started, R"({"municipality": "9999", "set": "s", "scope": "all"})"),
              "data.scope: neither municipality nor project");
    EXPECT_EQ(problem(started, R"({"municipality": "9999", "set": "s", "scope": "project"})"),
              "data.project: missing");
    EXPECT_EQ(problem(ended, R"({"municipality": "9999", "set": "s", "scope": "municipality"})"),
              "data.count: missing");
    EXPECT_EQ(
        problem(ended,
                R"({"municipality": "9999", "set": "s", "scope": "municipality", "count": -1})"),
        "data.count: not a whole number of zero or above");
}

TEST(Fact, TellsOfARemovedTask) {
    Json json = fact();
    json["type"] = "dk.klik.task.removed.v1";
    json["data"]["why"] = "merged";
    json["traceparent"] = "00-ab";
    const auto fact = decoded(json);
    ASSERT_EQ(problem_of(fact), "");
    const auto& removal = std::get<engine::RemoveTask>(fact->body);
    EXPECT_EQ(removal.unknown.at("why"), test::msgpack_of("merged"));
    EXPECT_EQ(removal.unknown_attributes.at("traceparent"), test::msgpack_of("00-ab"));
    EXPECT_EQ(std::get<engine::RemoveTask>(fact->body).number.value, 121850);
    EXPECT_EQ(fact->unknown_keys, (std::vector<std::string>{"traceparent", "data.why"}));
}

TEST(Fact, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(data_problem("due_date", R"("2024-02-30")"),
              "data.due_date: not a date, which is text as YYYY-MM-DD between 1900 and 2199");
    EXPECT_EQ(data_problem("title", "7"), "data.title: not text");
    EXPECT_EQ(data_problem("prerequisites", R"("121851")"), "data.prerequisites: not a list");
    EXPECT_EQ(data_problem("prerequisites", "[5, 0]"), "data.prerequisites[1]: a number below 1");
    EXPECT_EQ(data_problem("related", "[-5]"), "data.related[0]: a number below 1");
    EXPECT_EQ(data_problem("assignee", R"("Karen Vest")"), "data.assignee: not a map");
    EXPECT_EQ(data_problem("assignee", "{}"),
              "data.assignee: a person without id and name; one of them is needed");
    EXPECT_EQ(data_problem("assignee", R"({"name": ""})"),
              "data.assignee.name: not 1 to 256 characters long");
    EXPECT_EQ(data_problem("assignee", R"({"name": " \u00a0"})"),
              "data.assignee.name: blanks alone are no name");
    EXPECT_EQ(data_problem("assignee", R"({"id": 5})"), "data.assignee.id: not text");
    EXPECT_EQ(data_problem("number", "-1"), "data.number: a number below 1");
    EXPECT_EQ(data_problem("number", R"("121850")"), "data.number: not a whole number");
    EXPECT_EQ(data_problem("municipality", R"("101")"),
              "data.municipality: not the code of a municipality, which is text of four digits");
    EXPECT_EQ(data_problem("municipality", "9999"), "data.municipality: not text");
}

TEST(Fact, TakesAThousandPrerequisitesAndNotOneMore) {
    Json json = fact();
    json["data"]["prerequisites"] = std::vector<int>(1000, 5);
    EXPECT_EQ(problem_of(decoded(json)), "");
    json["data"]["prerequisites"] = std::vector<int>(1001, 5);
    EXPECT_EQ(problem_of(decoded(json)), "data.prerequisites: a list of more than 1000");
}

TEST(Fact, NamesTheAttributeThatIsMissing) {
    for (const char* key : {"id", "source", "type", "time", "data"}) {
        Json json = fact();
        json.erase(key);
        EXPECT_EQ(problem_of(decoded(json)), std::string{key} + ": missing");
    }
    EXPECT_EQ(problem_of(decoded(fact(R"({"number": 5})"))), "data.municipality: missing");
    EXPECT_EQ(problem_of(decoded(fact(R"({"municipality": "9999"})"))), "data.number: missing");
}

TEST(Fact, NamesTheAttributeThatIsWrong) {
    const auto problem_with = [](const char* key, const Json& value) {
        Json json = fact();
        json[key] = value;
        return problem_of(decoded(json));
    };
    EXPECT_EQ(problem_with("id", ""), "id: not 1 to 256 characters long");
    EXPECT_EQ(problem_with("id", std::string(257, 'x')), "id: not 1 to 256 characters long");
    EXPECT_EQ(problem_with("source", 5), "source: not text");
    EXPECT_EQ(problem_with("specversion", "2.0"),
              "specversion: not a version of CloudEvents that is read here, which is 1.0");
    EXPECT_EQ(problem_with("sequence", 41), "sequence: not a sequence, which is text of 20 digits");
    EXPECT_EQ(problem_with("data", Json::array()), "data: not a map");
    EXPECT_TRUE(problem_with("time", "2024-02-01").starts_with("time: not a time"));
}

TEST(Fact, RefusesTypesOfLaterVersionsWithASentence) {
    Json json = fact();
    json["type"] = "dk.klik.role.merged.v1";
    const auto fact = decoded(json);
    ASSERT_FALSE(fact);
    EXPECT_EQ(fact.error().code, "malformed");
    EXPECT_EQ(fact.error().path, "type");
    EXPECT_NE(fact.error().text.find("dk.klik.task.observed.v1"), std::string::npos);
}

TEST(Fact, RefusesBytesThatAreNoFactAtAll) {
    Resolver persons;
    const std::string whole = test::msgpack_of(fact());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_FALSE(
            test::decode_and_resolve(std::string_view{whole}.substr(0, length), persons.resolve));
    }
    EXPECT_FALSE(test::decode_and_resolve(whole + '\xC0', persons.resolve));
    EXPECT_FALSE(test::decode_and_resolve(test::hex("dd ff ff ff ff"), persons.resolve));
    EXPECT_FALSE(test::decode_and_resolve(std::string(100'000, '\x91'), persons.resolve));
}

TEST(Fact, SurvivesAChangeOfAnySingleByte) {
    Json json = fact();
    json["data"]["title"] = "Etablér";
    json["data"]["prerequisites"] = {121849, 121848};
    json["data"]["new"] = {{"a", 1}};
    const std::string whole = test::msgpack_of(json);
    Resolver persons;
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned flip : {0x01U, 0x02U, 0x10U, 0x20U, 0x40U, 0x80U, 0xC0U, 0xFFU}) {
            std::string changed = whole;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ flip);
            const auto fact = test::decode_and_resolve(changed, persons.resolve);
            refused += fact ? 0 : 1;
            EXPECT_TRUE(fact || is_utf8(fact.error().sentence()));
        }
    }
    EXPECT_GT(refused, 0);
}

TEST(Fact, BoundsWhatIsSaidInASentenceAndLetsProseBeLong) {
    const auto quoted = [](std::size_t characters) {
        std::string json = "\"";
        for (std::size_t i = 0; i < characters; ++i) {
            json += "æ";
        }
        return json + '"';
    };
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        if (description.shape != domain::FieldShape::text) {
            continue;
        }
        const std::string name{description.name};
        EXPECT_EQ(data_problem(name.c_str(), quoted(2000).c_str()), "") << name;
        EXPECT_EQ(data_problem(name.c_str(), quoted(2001).c_str()),
                  is_prose(description.field) ? ""
                                              : "data." + name + ": not 0 to 2000 characters long");
    }
}

} // namespace
} // namespace klik::codec
