#include "codec/control_message.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::TaskField;
using engine::LocalAction;

std::expected<ClientMessage, RefusedMessage> decoded_local(const test::Json& map) {
    static std::string bytes; // the message points into it
    bytes = test::msgpack_of(map);
    return decode_client_message("local", bytes);
}

ChangeLocal local(const char* json) {
    const auto message = decoded_local(test::Json::parse(json));
    return std::get<ChangeLocal>(message.value().body);
}

std::string refusal(const char* json) {
    const auto message = decoded_local(test::Json::parse(json));
    return message ? "taken" : message.error().problem.sentence();
}

TEST(LocalMessage, AddsATask) {
    const auto add = local(R"({"id": "k-1", "ref": 4, "add_task": {"title": "Kursus",
        "due_date": "2024-03-01", "status": "Påbegyndt", "assignee": "p-1", "responsible": null,
        "related": [7, -2]}})");
    EXPECT_EQ(add.id, "k-1");
    EXPECT_EQ(add.change.action, LocalAction::add_task);
    EXPECT_EQ(*add.change.task[TaskField::title], domain::FieldValue{std::string{"Kursus"}});
    EXPECT_EQ(*add.change.task[TaskField::assignee], domain::FieldValue{domain::PersonId{"p-1"}});
    EXPECT_EQ(*add.change.task[TaskField::responsible], domain::FieldValue{domain::None{}});
    EXPECT_FALSE(add.change.task[TaskField::start_date]);
}

TEST(LocalMessage, TakesAPersonByNameOnceItsIdIsKnown) {
    auto message =
        decoded_local(
            test::Json::parse(R"({"add_task": {"title": "A", "assignee": {"name": "Bo Juul"}}})"))
            .value();
    resolve_names(message, [](std::string_view) { return domain::PersonId{"p-9"}; });
    EXPECT_EQ(*std::get<ChangeLocal>(message.body).change.task[TaskField::assignee],
              domain::FieldValue{domain::PersonId{"p-9"}});
}

TEST(LocalMessage, ChangesAndRemovesATaskAndEdges) {
    const auto change = local(R"({"change_task": {"number": -1, "due_date": null}})");
    EXPECT_EQ(change.change.action, LocalAction::change_task);
    EXPECT_EQ(change.change.task.number, domain::TaskNumber{-1});
    EXPECT_EQ(*change.change.task[TaskField::due_date], domain::FieldValue{domain::None{}});
    EXPECT_EQ(local(R"({"remove_task": {"number": -1}})").change.action, LocalAction::remove_task);
    const auto edge = local(R"({"add_edge": {"number": 7, "prerequisite": -1}})");
    EXPECT_EQ(edge.change.action, LocalAction::add_edge);
    EXPECT_EQ(edge.change.task.number, domain::TaskNumber{7});
    EXPECT_EQ(edge.change.prerequisite, domain::TaskNumber{-1});
    EXPECT_EQ(local(R"({"remove_edge": {"number": 7, "prerequisite": -1}})").change.action,
              LocalAction::remove_edge);
}

TEST(LocalMessage, IsOneChange) {
    EXPECT_EQ(refusal("{}"), "names not one of add_task, change_task, remove_task, add_edge and "
                             "remove_edge");
    EXPECT_EQ(refusal(R"({"remove_task": {"number": -1}, "add_task": {"title": "A"}})"),
              refusal("{}"));
    EXPECT_EQ(refusal(R"({"remove_task": {"number": -1}, "why": 1})"),
              "why: not a key that is known here");
}

TEST(LocalMessage, RefusesWhatATaskOfItsOwnCannotHave) {
    const std::string fields = "title, priority, status, responsible, assignee, start_date, "
                               "due_date, goal, description, method, result, related, project, "
                               "phase, theme";
    EXPECT_EQ(refusal(R"({"add_task": {"title": "A", "platform_colour": "Rød"}})"),
              "add_task.platform_colour: not a field of a municipality's own task, which are " +
                  fields);
    for (const char* key : {"prerequisites", "internal_notes", "number", "nonsense"}) {
        const test::Json map{{"add_task", {{"title", "A"}, {key, 1}}}};
        const auto message = decoded_local(map);
        ASSERT_FALSE(message) << key;
        EXPECT_EQ(message.error().problem.path, std::string("add_task.") + key);
    }
}

TEST(LocalMessage, RefusesBadValuesWithTheirPlace) {
    EXPECT_EQ(refusal(R"({"add_task": {}})"), "add_task.title: missing");
    EXPECT_EQ(refusal(R"({"add_task": {"title": ""}})").substr(0, 15), "add_task.title:");
    EXPECT_EQ(refusal(R"({"change_task": {"number": -1, "title": null}})").substr(0, 18),
              "change_task.title:");
    EXPECT_EQ(refusal(R"({"add_task": {"title": "A", "status": "Parkeret"}})"),
              "add_task.status: not a status, which are not_started, in_progress, completed, "
              "not_relevant or their Danish labels");
    EXPECT_EQ(refusal(R"({"add_task": {"title": "A", "due_date": "01-03-2024"}})").substr(0, 18),
              "add_task.due_date:");
    EXPECT_EQ(refusal(R"({"change_task": {"number": -1}})"),
              "change_task: names no field to change");
    EXPECT_EQ(refusal(R"({"remove_task": {"number": 0}})").substr(0, 19), "remove_task.number:");
    EXPECT_EQ(refusal(R"({"add_edge": {"number": 7}})").substr(0, 22), "add_edge.prerequisite:");
    EXPECT_EQ(refusal(R"({"add_edge": [7, -1]})").substr(0, 9), "add_edge:");
    EXPECT_EQ(refusal(R"({"id": "", "remove_task": {"number": -1}})").substr(0, 3), "id:");
}

} // namespace
} // namespace klik::codec
