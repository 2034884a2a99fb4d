#include "unit/daemon/plugin_fixture.hpp"
#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace klik::daemon {
namespace {

using test::Json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

using Details = std::map<std::string, std::string>;

/// What clients see of plugins.
class ServicePluginsTest : public test::ServiceTest {
  protected:
    PluginCommand plugin(const std::string& body) const {
        return {.name = "mail",
                .program = test::shell_program(folder, "klik-mail", body),
                .arguments = {},
                .environment = {},
                .state_folder = folder.path() / "data/plugins/mail"};
    }
    std::vector<Details> events(const std::string& code) {
        std::vector<Details> found;
        const auto records =
            journal->read({code}, {}, journal::mask_of(engine::EventKind::system), 100).value();
        for (const auto& record : records) {
            const auto data = klik::test::json_of(record.data);
            if (data["kind"].get<std::string>().starts_with("plugin_")) {
                found.push_back(data.get<Details>());
            }
        }
        return found;
    }
    void step_until_events(std::size_t count) {
        for (int i = 0; i < test::patience_steps && events("9999").size() < count; ++i) {
            service->step(test::short_wait);
        }
    }
    std::vector<Json> health() {
        std::vector<Json> rows;
        auto answer = control().ask("query", {{"what", "health"}});
        for (const auto& row : answer.map["rows"]) {
            if (row["subject"] == "plugin") {
                rows.push_back(row);
            }
        }
        return rows;
    }
    const test::CapturedLog log;
};

TEST_F(ServicePluginsTest, StartsAndEndsArePublishedToAllMunicipalities) {
    start("2024-02-01T08:00:00+01:00", {{"9999"}, {"0101"}});
    ASSERT_TRUE(service->start_plugins({plugin("exit 78")}));
    step_until_events(2);
    const Details started{{"kind", "plugin_started"}, {"name", "mail"}};
    const Details ended{
        {"kind", "plugin_ended"}, {"name", "mail"}, {"why", "exit code 78"}, {"next_try", ""}};
    EXPECT_THAT(events("9999"), ElementsAre(started, ended));
    EXPECT_THAT(events("0101"), ElementsAre(started, ended));
}

TEST_F(ServicePluginsTest, ANextTryIsToldInTheMachinesTime) {
    start();
    ASSERT_TRUE(service->start_plugins({plugin("exit 1")}));
    step_until_events(2);
    EXPECT_THAT(events("9999").at(1).at("next_try"),
                AllOf(MatchesRegex("20..-..-..T..:..:.*Z"),
                      testing::Gt(domain::rfc3339(test::utc("2024-02-02T00:00:00Z")))));
}

TEST_F(ServicePluginsTest, HealthHasARowOfEachPlugin) {
    start();
    EXPECT_THAT(health(), IsEmpty());
    ASSERT_TRUE(service->start_plugins({plugin("read end")}));
    step_until_events(1);
    const auto rows = health();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0]["state"], "ok");
    EXPECT_EQ(rows[0]["text"], "mail runs");
    EXPECT_EQ(rows[0]["text_da"], "mail kører");
    EXPECT_EQ(rows[0]["counters"]["process"], service->plugins().statuses().at(0).pid);
    EXPECT_EQ(rows[0]["counters"]["restarts"], 0);
}

TEST_F(ServicePluginsTest, HealthTellsWhatAPluginWarnedOfLast) {
    start();
    ASSERT_TRUE(service->start_plugins({plugin("echo '<3>[M210] no mail server'; read end")}));
    while (!log.text().contains("[M210]")) {
        service->step(test::short_wait);
    }
    const auto row = health().at(0);
    EXPECT_EQ(row["state"], "warning");
    EXPECT_THAT(row["text"].get<std::string>(),
                MatchesRegex("mail runs; at 20.*Z it said: .M210. no mail server"));
    EXPECT_THAT(row["text_da"].get<std::string>(),
                MatchesRegex("mail kører; 20.*Z skrev det: .M210. no mail server"));
}

TEST_F(ServicePluginsTest, HealthFailsWhereAPluginWasGivenUp) {
    start();
    ASSERT_TRUE(service->start_plugins({plugin("exit 78")}));
    step_until_events(2);
    const auto row = health().at(0);
    EXPECT_EQ(row["state"], "failed");
    EXPECT_THAT(row["text"].get<std::string>(),
                AllOf(HasSubstr("mail finds its configuration wrong (exit code 78)")));
    EXPECT_THAT(row["text_da"].get<std::string>(), HasSubstr("(exitkode 78)"));
    EXPECT_EQ(row["counters"]["process"], 0);
}

TEST_F(ServicePluginsTest, HealthWarnsWhereAPluginWaitsForItsNextStart) {
    start();
    ASSERT_TRUE(service->start_plugins({plugin("exit 1")}));
    step_until_events(2);
    EXPECT_EQ(health().at(0)["state"], "warning");
}

TEST_F(ServicePluginsTest, AFullDiskStopsNoPlugin) {
    start();
    journal->fill_up();
    ASSERT_TRUE(service->start_plugins({plugin("echo here; read end")}));
    for (int i = 0; i < test::patience_steps && !log.text().contains("[K191] mail: here"); ++i) {
        service->step(test::short_wait);
    }
    EXPECT_TRUE(service->plugins().any_runs());
    EXPECT_THAT(log.text(), HasSubstr("[K191] mail: here"));
}

TEST_F(ServicePluginsTest, ClientsAreServedWhileAPluginIsAskedToEnd) {
    start();
    ASSERT_TRUE(service->start_plugins({plugin("trap '' TERM; echo here; read end")}));
    while (!log.text().contains("[K191] mail: here")) {
        service->step(test::short_wait);
    }
    service->plugins().end(std::chrono::steady_clock::now());
    EXPECT_EQ(control().ask("put", put_of(test::observed(1, "f-1"))).verb, "put.ok");
    EXPECT_TRUE(service->plugins().any_runs());
    service->plugins().kill();
    while (service->plugins().any_runs()) {
        service->step(test::short_wait);
    }
}

} // namespace
} // namespace klik::daemon
