#include "daemon/figures_handover.hpp"
#include "daemon/metrics_server.hpp"
#include "unit/daemon/loopback_client.hpp"
#include "unit/daemon/service_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <thread>

namespace klik::daemon {
namespace {

using test::observed;
using test::ServiceTest;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::milliseconds long_patience{60'000};

std::string scrape(int port) {
    const auto connection = test::connection_to(port);
    test::say(connection, "GET /metrics HTTP/1.0\r\n\r\n");
    return test::rest_of(connection);
}

TEST(FiguresHandoverTest, TheLoopIsWokenAndItsFiguresComeToWhoAsked) {
    FiguresHandover handover;
    EXPECT_FALSE(handover.wanted());
    std::thread loop{[&] {
        pollfd wake{handover.descriptor(), POLLIN, 0};
        while (!handover.wanted()) {
            poll(&wake, 1, 1000);
        }
        MetricsFigures figures;
        figures.connections_refused = 7;
        handover.give(std::move(figures));
        EXPECT_EQ(poll(&wake, 1, 0), 0) << "nobody waits any more";
    }};
    const auto figures = handover.ask(long_patience);
    loop.join();
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->connections_refused, 7U);
}

TEST(FiguresHandoverTest, ALoopThatDoesNotAnswerIsNotWaitedFor) {
    FiguresHandover handover;
    EXPECT_FALSE(handover.ask(std::chrono::milliseconds{1}));
    EXPECT_TRUE(handover.wanted());
    handover.give({}); // too late
    std::thread loop{[&] {
        while (!handover.wanted()) {
            std::this_thread::yield();
        }
        MetricsFigures figures;
        figures.connections_refused = 8;
        handover.give(std::move(figures));
    }};
    const auto figures = handover.ask(long_patience);
    loop.join();
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->connections_refused, 8U) << "not those that came too late";
}

TEST(FiguresHandoverTest, OnceItIsClosedNobodyWaits) {
    FiguresHandover handover;
    std::thread loop{[&] {
        while (!handover.wanted()) {
            std::this_thread::yield();
        }
        handover.close();
    }};
    EXPECT_FALSE(handover.ask(long_patience));
    loop.join();
    EXPECT_FALSE(handover.ask(long_patience));
}

TEST_F(ServiceTest, WhileTheServiceWorksManyCanReadItsMetrics) {
    configure = [](Config& config) { config.metrics = "127.0.0.1:0"; };
    start();
    auto client = control();
    std::atomic<int> done = 0;
    std::string last;
    std::thread reader{[&] {
        for (int i = 0; i < 5; ++i) {
            last = scrape(*service->metrics_port());
        }
        ++done;
    }};
    std::thread other{[&] {
        scrape(*service->metrics_port());
        ++done;
    }};
    int number = 0;
    while (done < 2) {
        ++number;
        EXPECT_EQ(client.ask("put", put_of(observed(number, "f-" + std::to_string(number)))).verb,
                  "put.ok");
    }
    reader.join();
    other.join();
    EXPECT_THAT(last, HasSubstr("klikd_facts_total{municipality=\"9999\",outcome=\"taken\"}"));
    EXPECT_THAT(last, HasSubstr("klikd_read_only 0"));
}

TEST_F(ServiceTest, MetricsAreOffUnlessTheyAreConfigured) {
    start();
    EXPECT_EQ(service->metrics_port(), std::nullopt);
}

TEST(MetricsServerTest, OfALoopThatHangsTheFiguresOfBeforeAreShown) {
    auto server = MetricsServer::listen("127.0.0.1:0", {"1.2.3", "4", {}, "/nowhere"});
    ASSERT_TRUE(server) << server.error().sentence();
    MetricsFigures figures;
    figures.connections_refused = 41;
    server->show(figures);
    server->round_ended(domain::UtcTime{std::chrono::seconds{1700000000}});
    const auto page = scrape(server->port()); // nobody answers its wish
    EXPECT_THAT(page, HasSubstr("klikd_connections_refused_total 41"));
    EXPECT_THAT(page, HasSubstr("klikd_last_progress_timestamp_seconds 1700000000"));
    EXPECT_THAT(page, HasSubstr("klikd_build_info{version=\"1.2.3\",engine=\"4\"} 1"));
    EXPECT_THAT(page, Not(HasSubstr("klikd_journal_bytes"))) << "there is none to measure";
}

TEST(MetricsServerTest, APortThatIsTakenIsAProblemWithAWayOut) {
    const MetricsIdentity identity{"1.2.3", "4", {}, "/nowhere"};
    const auto first = MetricsServer::listen("127.0.0.1:0", identity);
    ASSERT_TRUE(first);
    const auto second =
        MetricsServer::listen("127.0.0.1:" + std::to_string(first->port()), identity);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().sentence(), HasSubstr("choose another port"));
}

} // namespace
} // namespace klik::daemon
