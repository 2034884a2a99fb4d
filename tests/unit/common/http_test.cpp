#include "common/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

namespace klik::common {
namespace {

using namespace std::chrono_literals;
using ::testing::StartsWith;

/// Takes one request and answers with a header, and then with a byte now and then until the client
/// has had enough.
class DrippingServer {
  public:
    DrippingServer() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* name = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, name, size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        EXPECT_EQ(::getsockname(listener_, name, &size), 0);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        thread_ = std::thread{[this] { serve(); }};
    }
    ~DrippingServer() {
        join();
        ::close(listener_);
    }
    DrippingServer(const DrippingServer&) = delete;
    DrippingServer& operator=(const DrippingServer&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }
    /// Once the client has gone.
    [[nodiscard]] const std::string& request() {
        join();
        return request_;
    }

  private:
    void join() {
        if (thread_.joinable()) {
            ::shutdown(listener_, SHUT_RDWR);
            thread_.join();
        }
    }
    void serve() {
        const int client = ::accept(listener_, nullptr, nullptr);
        std::array<char, 2000> bytes{};
        const auto came = ::recv(client, bytes.data(), bytes.size(), 0);
        request_.assign(bytes.data(), came > 0 ? static_cast<std::size_t>(came) : 0);
        std::string_view next = "HTTP/1.1 207 X\r\nContent-Length: 100000\r\n\r\n";
        while (::send(client, next.data(), next.size(), MSG_NOSIGNAL) > 0) {
            next = "x";
            pollfd gone{client, POLLRDHUP, 0};
            constexpr int between_drops_ms = 50;
            static_cast<void>(::poll(&gone, 1, between_drops_ms));
        }
        ::close(client);
    }

    int listener_;
    std::string url_;
    std::string request_;
    std::thread thread_;
};

HttpAccess access_to(const DrippingServer& server) {
    HttpAccess access;
    access.server = server.url();
    access.program = "test";
    return access;
}

TEST(HttpServer, GivesUpAnAnswerThatComesByDrops) {
    DrippingServer server;
    auto access = access_to(server);
    access.longest_pause = 1s;
    const auto answer = HttpServer{access, [] { return true; }}.ask({"GET", "/", {}, {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "slow");
}

TEST(HttpServer, GivesUpAnAnswerThatTakesTooLongInAll) {
    DrippingServer server;
    auto access = access_to(server);
    access.longest_request = 1s;
    const auto answer = HttpServer{access, [] { return true; }}.ask({"GET", "/", {}, {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "slow");
}

TEST(HttpServer, AsksForThePathAsItIs) {
    DrippingServer server;
    auto access = access_to(server);
    access.longest_request = 1s;
    static_cast<void>(
        HttpServer{access, [] { return true; }}.ask({"GET", "/klik/../x.ics", {}, {}}));
    EXPECT_THAT(server.request(), StartsWith("GET /klik/../x.ics HTTP/1.1\r\n"));
}

} // namespace
} // namespace klik::common
