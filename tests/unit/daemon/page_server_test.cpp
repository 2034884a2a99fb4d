#include "daemon/page_server.hpp"
#include "daemon/page_visitors.hpp"
#include "unit/daemon/loopback_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <atomic>
#include <vector>

namespace klik::daemon {
namespace {

using test::connection_to;
using test::rest_of;
using test::say;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* request = "GET /page HTTP/1.1\r\n\r\n";

std::unique_ptr<PageServer> server_of(std::function<std::string()> text) {
    auto server = PageServer::listen("127.0.0.1:0", {"/page", "text/plain", std::move(text)});
    EXPECT_TRUE(server) << server.error().sentence();
    return *std::move(server);
}

std::string asked(const PageServer& server) {
    const auto connection = connection_to(server.port());
    say(connection, request);
    return rest_of(connection);
}

TEST(PageServerTest, EachWhoAsksGetsThePageAsItIsThen) {
    std::atomic<int> times = 0;
    const auto server = server_of([&] { return "time " + std::to_string(++times); });
    EXPECT_THAT(asked(*server), HasSubstr("time 1"));
    EXPECT_THAT(asked(*server), HasSubstr("time 2"));
}

TEST(PageServerTest, ARequestMayComeInParts) {
    const auto server = server_of([] { return "the page"; });
    const auto connection = connection_to(server->port());
    say(connection, "GET /pa");
    EXPECT_THAT(asked(*server), HasSubstr("the page")) << "another one meanwhile";
    say(connection, "ge HTTP/1.1\r\n");
    say(connection, "\r\n");
    EXPECT_THAT(rest_of(connection), HasSubstr("the page"));
}

TEST(PageServerTest, APageLargerThanWhatFitsIntoASocketComesWhole) {
    const std::string large(std::size_t{16} << 20U, 'x');
    const auto server = server_of([&] { return large; });
    const auto slow = connection_to(server->port());
    say(slow, request); // and reads nothing yet
    EXPECT_THAT(asked(*server), testing::EndsWith("\r\n\r\n" + large));
    EXPECT_THAT(rest_of(slow), testing::EndsWith("\r\n\r\n" + large));
}

TEST(PageServerTest, AnAnswerIsNotLostWhereMoreIsSentThanIsRead) {
    const auto server = server_of([] { return "the page"; });
    const auto connection = connection_to(server->port());
    say(connection, std::string(longest_request_bytes * 20, 'x'));
    EXPECT_THAT(rest_of(connection), StartsWith("HTTP/1.1 431 "));
}

TEST(PageServerTest, MoreThanItKeepsPushOutTheOldestAndNobodyElseIsHeldUp) {
    const auto server = server_of([] { return "the page"; });
    std::vector<Descriptor> silent;
    for (std::size_t i = 0; i < 2 * PageVisitors::most; ++i) {
        silent.push_back(connection_to(server->port()));
        say(silent.back(), "GET /pa");
    }
    EXPECT_THAT(asked(*server), HasSubstr("the page"));
    EXPECT_EQ(rest_of(silent.front()), "") << "it was cut";
    say(silent.back(), "ge HTTP/1.1\r\n\r\n");
    EXPECT_THAT(rest_of(silent.back()), HasSubstr("the page"));
}

TEST(PageServerTest, ItsEndWaitsForNobody) {
    auto server = server_of([] { return std::string(std::size_t{16} << 20U, 'x'); });
    std::vector<Descriptor> open;
    for (const auto* said : {"", "GET /pa", request}) {
        open.push_back(connection_to(server->port()));
        say(open.back(), said);
    }
    asked(*server); // those before were let in before it
    const auto began = std::chrono::steady_clock::now();
    server.reset();
    // Of the two that klikd has for all of its end.
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{1});
    EXPECT_EQ(rest_of(open.front()), "");
}

TEST(PageServerTest, ItsPortIsFreeAgainAtOnce) {
    auto server = server_of([] { return "the page"; });
    const auto address = "127.0.0.1:" + std::to_string(server->port());
    asked(*server);
    const auto silent = connection_to(server->port());
    server.reset();
    EXPECT_TRUE(PageServer::listen(address, {"/page", "text/plain", [] { return ""; }}));
}

TEST(PageServerTest, WhereItCannotListenTheCauseIsSaid) {
    const auto refused = [](const std::string& address) {
        auto server = PageServer::listen(address, {"/page", "text/plain", [] { return ""; }});
        return server ? "it listens" : server.error().sentence();
    };
    const auto first = server_of([] { return ""; });
    EXPECT_THAT(refused("127.0.0.1:" + std::to_string(first->port())),
                HasSubstr("another program has the port"));
    EXPECT_THAT(refused("192.0.2.1:0"), HasSubstr("Cannot assign requested address"));
    for (const auto* address : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "here:1"}) {
        EXPECT_THAT(refused(address), HasSubstr("Invalid argument")) << address;
    }
}

std::chrono::microseconds time_of_the_processor() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return std::chrono::seconds{usage.ru_utime.tv_sec + usage.ru_stime.tv_sec} +
           std::chrono::microseconds{usage.ru_utime.tv_usec + usage.ru_stime.tv_usec};
}

TEST(PageServerTest, WithoutDescriptorsForOneMoreItRestsAndLetsInLater) {
    const auto server = server_of([] { return "the page"; });
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const Descriptor late{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const rlimit few{3, before.rlim_max}; // what is open stays so
    setrlimit(RLIMIT_NOFILE, &few);
    test::connect_to(server->port(), late);
    say(late, request);
    const auto spent = time_of_the_processor();
    pollfd nothing{late.number(), POLLIN, 0};
    EXPECT_EQ(poll(&nothing, 1, 200), 0) << "nobody lets it in";
    EXPECT_LT(time_of_the_processor() - spent, std::chrono::milliseconds{100})
        << "it does not spin";
    setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_THAT(rest_of(late), HasSubstr("the page"));
}

/// Visitors on a clock of the test's own.
class PageVisitorsTest : public testing::Test {
  protected:
    Descriptor visitor() {
        std::array<int, 2> ends{};
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()),
                  0);
        visitors.add(Descriptor{ends[0]}, now);
        return Descriptor{ends[1]};
    }
    void go_on() {
        std::vector<pollfd> waits;
        visitors.append_waits(waits);
        poll(waits.data(), waits.size(), 0);
        visitors.go_on(waits.data(), now);
    }
    static bool is_cut(const Descriptor& visitor) {
        char byte = 0;
        return recv(visitor.number(), &byte, 1, MSG_PEEK) == 0;
    }

    std::string text = "the page";
    const Page page{"/page", "text/plain", [this] { return text; }};
    PageVisitors visitors{page};
    PageVisitors::Instant now{std::chrono::hours{1}};
};

TEST_F(PageVisitorsTest, WhoBeginsToAskAndGoesOnSlowlyIsCut) {
    EXPECT_EQ(visitors.next_cut(), PageVisitors::Instant::max());
    const auto silent = visitor();
    const auto slow = visitor();
    EXPECT_EQ(visitors.next_cut(), now + std::chrono::seconds{3});
    now = visitors.next_cut() - std::chrono::milliseconds{1};
    say(slow, "GET /pa");
    go_on();
    EXPECT_FALSE(is_cut(silent) || is_cut(slow));
    now += std::chrono::milliseconds{1};
    say(slow, "g");
    go_on();
    EXPECT_TRUE(is_cut(silent) && is_cut(slow));
    EXPECT_EQ(visitors.next_cut(), PageVisitors::Instant::max());
}

TEST_F(PageVisitorsTest, WhoseRequestWasWaitingWhenTheTimeHadRunOutIsAnswered) {
    const auto waiting = visitor();
    say(waiting, request);
    now += std::chrono::seconds{5}; // the page of another took that long
    go_on();
    EXPECT_THAT(rest_of(waiting), HasSubstr("the page"));
}

TEST_F(PageVisitorsTest, WhoDoesNotTakeTheAnswerIsCut) {
    text = std::string(std::size_t{16} << 20U, 'x');
    const auto slow = visitor();
    say(slow, request);
    go_on();
    EXPECT_EQ(visitors.next_cut(), now + std::chrono::seconds{10});
    now = visitors.next_cut();
    go_on();
    EXPECT_EQ(visitors.next_cut(), PageVisitors::Instant::max());
}

TEST_F(PageVisitorsTest, WhoHasTheAnswerAndStaysIsCut) {
    const auto staying = visitor();
    say(staying, request);
    go_on();
    say(staying, "and what I wanted to say besides");
    go_on();
    EXPECT_EQ(visitors.next_cut(), now + std::chrono::seconds{1});
    now = visitors.next_cut();
    go_on();
    EXPECT_EQ(visitors.next_cut(), PageVisitors::Instant::max());
    EXPECT_THAT(rest_of(staying), HasSubstr("the page"));
}

} // namespace
} // namespace klik::daemon
