#include "codec/query_rows.hpp"
#include "codec/rule_set_toml.hpp"
#include "codec/task_view_data.hpp"
#include "engine/task_view.hpp"
#include "unit/codec/random_events.hpp"
#include "unit/codec/wire_bytes.hpp"

#include <gtest/gtest.h>

namespace klik::codec {
namespace {

using domain::TaskField;
using test::Json;
using test::json_of;

const domain::UtcTime as_of = domain::utc_from_rfc3339("2024-02-01T07:00:00Z").value();

engine::Event event_of(engine::EventBody body) {
    return {{3}, {0}, {3}, {as_of, {}}, std::move(body)};
}

/// Two tasks that wait for each other; #5 also names #7, which is not known.
engine::State two_tasks() {
    engine::State state;
    state.municipality = {"9999"};
    const auto add = [&](std::int64_t number, std::vector<domain::TaskNumber> prerequisites) {
        engine::TaskEntry& entry = state.tasks.try_emplace({number}).first->second;
        entry.task.number = {number};
        entry.task.fields.set(TaskField::title, {"Opgave", as_of});
        entry.task.fields.set(TaskField::description, {"Læs *vejledningen*", as_of});
        entry.task.fields.set(TaskField::internal_notes, {"kun for os", as_of});
        entry.task.fields.set(TaskField::prerequisites, {std::move(prerequisites), as_of});
        entry.standing = engine::PublishedStanding{
            engine::standing_of(state, entry.task, domain::date_from_iso("2024-02-01").value())};
        entry.published = {1};
    };
    add(5, {{6}, {7}});
    add(6, {{5}});
    engine::TaskEntry& entry = state.tasks.at({5});
    entry.task.unknown["effort"] = test::hex("81 a4 64 61 79 73 05");
    entry.deadline.spent[domain::date_from_iso("2024-03-04").value()] = {"14d", "7d"};
    entry.deadline.run_on = domain::date_from_iso("2024-03-01");
    return state;
}

TEST(TaskRow, IsTheDataOfTheStateEvent) {
    const engine::State state = two_tasks();
    const engine::TaskEntry& entry = state.tasks.at({5});
    const Record record =
        encode_record(state.municipality,
                      event_of(engine::TaskStateChanged{engine::published_view(state, entry)}));
    EXPECT_EQ(task_row(state, entry), record.data);
}

TEST(TaskDetailRow, AddsProseAndWhatTheDeadlineAndTheGraphSay) {
    const engine::State state = two_tasks();
    const Json row = json_of(task_detail_row(state, state.tasks.at({5})));
    EXPECT_EQ(row["title"], "Opgave");
    EXPECT_EQ(row["description"], "Læs *vejledningen*");
    EXPECT_EQ(row["prerequisites"], Json::array({6, 7}));
    EXPECT_EQ(row["unknown"], Json::parse(R"({"effort": {"days": 5}})"));
    EXPECT_EQ(row["as_of"]["description"], "2024-02-01T07:00:00Z");
    EXPECT_EQ(row["spent"], Json::parse(R"({"2024-03-04": ["14d", "7d"]})"));
    EXPECT_EQ(row["next_run"], "2024-03-01");
    EXPECT_EQ(row["colour_on"], nullptr);
    EXPECT_EQ(row["cycle"], Json::array({5, 6, 5}));
    EXPECT_EQ(row["unknown_prerequisites"], Json::array({7}));
}

/// docs/rules.md 7: the ladder, over the Easter of 2024.
TEST(TaskDetailRow, NamesTheReminderDaysOfAnOpenTask) {
    engine::State state = two_tasks();
    state.rules = default_rules();
    engine::TaskEntry& entry = state.tasks.at({5});
    const auto reminders = [&] {
        return json_of(task_detail_row(state, entry))["reminders"].dump();
    };
    EXPECT_EQ(reminders(), "[]") << "no due date";
    entry.task.fields.set(TaskField::due_date,
                          {domain::date_from_iso("2024-04-02").value(), as_of});
    EXPECT_EQ(reminders(), R"([{"step":"14d","on":"2024-03-19"},{"step":"7d","on":"2024-03-26"},)"
                           R"({"step":"1wd","on":"2024-03-27"}])");
    EXPECT_EQ(json_of(task_detail_row(state, entry))["run_at"], "08:00");
    entry.task.fields.set(TaskField::status, {"Fuldført", as_of});
    EXPECT_EQ(reminders(), "[]") << "closed";
}

TEST(QueryRows, NeverHoldInternalNotes) {
    const engine::State state = two_tasks();
    engine::TaskObserved observed;
    observed.observation.number = {5};
    observed.observation.fields.set(TaskField::internal_notes, "kun for os");
    observed.observation.fields.set(TaskField::title, "Opgave");
    observed.taken = {TaskField::title, TaskField::internal_notes};
    observed.stale = {TaskField::internal_notes};
    const engine::Event event = event_of(observed);
    for (const std::string& row :
         {task_row(state, state.tasks.at({5})), task_detail_row(state, state.tasks.at({5})),
          history_row(encode_record(state.municipality, event), event)}) {
        EXPECT_EQ(row.find("internal_notes"), std::string::npos);
        EXPECT_EQ(row.find("kun for os"), std::string::npos);
    }
}

TEST(HistoryRow, TellsWhatAFactSaidAndWhatOfItWasTaken) {
    engine::TaskObserved observed;
    observed.fact = {"/s", "f-1", as_of};
    observed.via = "platform";
    observed.changed = true;
    observed.observation.number = {5};
    observed.observation.fields.set(TaskField::title, "Opgave");
    observed.observation.fields.set(TaskField::assignee, domain::None{});
    observed.observation.fields.set(TaskField::phase, "Opstart");
    observed.taken = {TaskField::title, TaskField::assignee};
    observed.stale = {TaskField::phase};
    const engine::Event event = event_of(observed);
    EXPECT_EQ(json_of(history_row(encode_record({"9999"}, event), event)).dump(),
              R"({"sequence":"00000000000000000003","time":"2024-02-01T07:00:00Z",)"
              R"("type":"dk.klik.journal.task_observed.v1","kind":"internal","subject":"5",)"
              R"("cause":"00000000000000000003","data":{"source":"/s","id":"f-1",)"
              R"("time":"2024-02-01T07:00:00Z","via":"platform","number":5,"changed":true,)"
              R"("taken":["title","assignee"],"stale":["phase"],)"
              R"("values":{"title":"Opgave","assignee":null}}})");
}

TEST(HistoryRow, HoldsWhatAnEventWasPublishedWith) {
    for (std::size_t alternative = 1; alternative < std::variant_size_v<engine::EventBody>;
         ++alternative) {
        test::RandomEvents random{11};
        const engine::Event event = random.event(alternative);
        const Record record = encode_record({"9999"}, event);
        EXPECT_EQ(json_of(history_row(record, event))["data"], json_of(record.data));
    }
}

TEST(ProjectRow, TellsHowFarAProjectHasCome) {
    engine::TaskEntry next;
    next.task.number = {7};
    next.task.fields.set(TaskField::title, {"Så", as_of});
    next.task.fields.set(TaskField::due_date, {domain::date_from_iso("2024-06-03").value(), as_of});
    next.standing.colour = domain::Colour::green;
    engine::Progress progress;
    progress.tasks = 4;
    progress.open = 2;
    progress.completed = 1;
    progress.not_relevant = 1;
    progress.green = 1;
    progress.red = 1;
    progress.next_due_date = domain::date_from_iso("2024-03-04");
    progress.next_deadlines = {&next};
    progress.requests_waiting = 1;
    progress.requests_unanswered = 2;
    EXPECT_EQ(json_of(project_row({"DUBU 3.0", {}}, progress)).dump(),
              R"({"row":"project","project":"DUBU 3.0","phase":null,"theme":null,)"
              R"("tasks":4,"open":2,"completed":1,"completed_percent":33,"not_relevant":1,)"
              R"("green":1,"yellow":0,"red":1,"blocked":0,"next_due_date":"2024-03-04",)"
              R"("next_deadlines":[{"due_date":"2024-06-03","number":7,"title":"Så",)"
              R"("colour":"green"}],"requests_waiting":1,"requests_unanswered":2})");
}

TEST(ProjectRow, NamesPhaseAndThemeOfAGroup) {
    const Json row = json_of(project_row({"Aula", engine::TaskGroup{"Drift", ""}}, {}));
    EXPECT_EQ(row["row"], "group");
    EXPECT_EQ(row["phase"], "Drift");
    EXPECT_EQ(row["theme"], "");
    EXPECT_EQ(row["completed_percent"], nullptr);
    EXPECT_EQ(row["next_due_date"], nullptr);
    EXPECT_EQ(row["next_deadlines"], Json::array());
}

TEST(OtherRows, NamePersonsAndSubjects) {
    EXPECT_EQ(json_of(person_row({"p-1"}, "Karen Vest", "kv@korsbaek.example", "da")).dump(),
              R"({"id":"p-1","name":"Karen Vest","email":"kv@korsbaek.example","language":"da"})");
    const std::map<std::string, std::uint64_t> counters{{"records", 5}};
    EXPECT_EQ(json_of(health_row({"journal", "ok", "written", "skrevet", counters})).dump(),
              R"({"subject":"journal","state":"ok","text":"written","text_da":"skrevet",)"
              R"("counters":{"records":5}})");
}

} // namespace
} // namespace klik::codec
