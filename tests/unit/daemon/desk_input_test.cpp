#include "unit/daemon/desk_fixture.hpp"

#include <gmock/gmock.h>

namespace klik::daemon {
namespace {

using test::Json;
using test::observed;
using testing::HasSubstr;
using testing::Not;

/// What comes from outside and leaves a trace, or none.
class DeskInputTest : public test::DeskTest {
  protected:
    static Json naming(const std::string& name, const std::string& id = "f-1") {
        return observed(1, id, {{"assignee", {{"name", name}}}});
    }
    std::size_t people() { return journal.people(test::korsbaek).value().size(); }
    std::string last_record() {
        const auto records = journal.read(test::korsbaek, {}, journal::all_records, 1000).value();
        std::string texts;
        for (const auto& record : records) {
            texts += klik::test::json_of(record.data).dump();
        }
        return texts;
    }
};

TEST_F(DeskInputTest, OnlyAFactThatIsTakenLeavesAName) {
    auto forbidden = naming("Karen Vest");
    forbidden["data"]["municipality"] = "0101";
    EXPECT_EQ(put(forbidden)["code"], "forbidden");
    auto of_another_task = naming("Karen Vest");
    of_another_task["sequence"] = "00000000000000000001";
    of_another_task["sourceepoch"] = "e-1";
    publish("platform/v1/9999/task/2", of_another_task);
    EXPECT_EQ(people(), 0U);

    put(naming("Ib Andersen"));
    EXPECT_EQ(put(naming("Karen Vest"))["code"], "conflict");
    EXPECT_EQ(people(), 1U);
    EXPECT_EQ(put(naming("ib andersen"))["duplicate"], true) << "the same person, the same fact";
    put(naming("Karen Vest", "f-2"));
    EXPECT_EQ(people(), 2U);
}

TEST_F(DeskInputTest, ASetNamesATaskByAFactThatIsKnownToo) {
    const auto set = [](const char* type, const char* id) {
        auto event = observed(1, id);
        event["type"] = type;
        event["data"] = {
            {"municipality", "9999"}, {"set", "s"}, {"scope", "municipality"}, {"count", 2}};
        return event;
    };
    put(observed(1, "f-1", {{"title", "A"}}));
    put(observed(2, "f-2", {{"title", "B"}}));
    put(set("dk.klik.set.started.v1", "s-1"));
    EXPECT_EQ(put(observed(1, "f-1", {{"title", "A"}}))["duplicate"], true);
    put(observed(9, "f-3", {{"title", "told in its midst"}}));
    EXPECT_EQ(put(observed(2, "f-2", {{"title", "B"}}))["duplicate"], true);
    put(set("dk.klik.set.ended.v1", "s-2"));
    EXPECT_TRUE(desk.state().task({1}));
    EXPECT_TRUE(desk.state().task({2}));
    EXPECT_EQ(desk.state().task({1})->revision, 1U);
    EXPECT_THAT(last_record(), HasSubstr("set_completed"));
}

TEST_F(DeskInputTest, WhatALaterPlatformSendsIsKeptInTheRecordOfARemovalAsWell) {
    auto event = observed(1, "f-1");
    event["traceparent"] = "00-ab";
    put(event);
    EXPECT_THAT(last_record(), HasSubstr("traceparent"));
    auto removal = observed(1, "f-2", {{"why", "merged"}});
    removal["type"] = "dk.klik.task.removed.v1";
    const auto first = put(removal);
    EXPECT_THAT(last_record(), HasSubstr("\"why\""));
    EXPECT_EQ(put(removal)["sequence"], first["sequence"]);
    removal["data"]["why"] = "lost";
    EXPECT_EQ(put(removal)["code"], "conflict");
}

TEST_F(DeskInputTest, WhatComesFromOutsideMakesNoLogLineOfItsOwn) {
    const test::CapturedLog log;
    auto event = observed(1, "f-1");
    event["source"] = "/platform\n[K999] fake";
    event["id"] = "f\n[K999] fake";
    event[std::string("key\n[K999] fake")] = 1;
    event["sourceepoch"] = "e-1";
    event["sequence"] = "00000000000000000001";
    publish("platform/v1/9999/task/1", event);
    event["sequence"] = "00000000000000000005";
    event["data"]["title"] = "other";
    publish("platform/v1/9999/task/1", event);
    EXPECT_THAT(log.text(), HasSubstr("[K142]"));
    EXPECT_THAT(log.text(), HasSubstr("came before with other content"));
    EXPECT_THAT(log.text(), HasSubstr("?[K999] fake"));
    EXPECT_THAT(log.text(), Not(HasSubstr("\n[K999]")));
}

} // namespace
} // namespace klik::daemon
