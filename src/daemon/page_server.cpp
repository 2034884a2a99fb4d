#include "daemon/page_server.hpp"

#include "daemon/page_visitors.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace klik::daemon {

namespace {

using Instant = PageVisitors::Instant;

/// Without descriptors or memory for one more, it is tried again later.
constexpr std::chrono::seconds rest_of_the_door{1};

std::optional<sockaddr_in> address_of(const std::string& address) {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) {
        return std::nullopt;
    }
    std::uint16_t port = 0;
    const auto* const end = address.data() + address.size();
    const auto read = std::from_chars(address.data() + colon + 1, end, port);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    if (read.ec != std::errc{} || read.ptr != end ||
        inet_pton(AF_INET, address.substr(0, colon).c_str(), &place.sin_addr) != 1) {
        return std::nullopt;
    }
    return place;
}

domain::Problem unusable(const std::string& address, int error) {
    if (error == EADDRINUSE) {
        return {"unusable", address,
                "another program has the port (ss -ltnp): end that one, or choose another port"};
    }
    return {"unusable", address,
            fmt::format("it cannot be listened on ({}); choose another address or port",
                        std::generic_category().message(error))};
}

int port_of(const Descriptor& listening) {
    sockaddr_in bound{};
    socklen_t size = sizeof bound;
    getsockname(listening.number(), reinterpret_cast<sockaddr*>(&bound), &size);
    return ntohs(bound.sin_port);
}

/// Milliseconds for poll(): those begun count in full, so that it does not wake a moment too early.
int wait_until(Instant then, Instant now) {
    if (then == Instant::max()) {
        return -1;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(then - now);
    return static_cast<int>(std::max(wait, std::chrono::milliseconds{0}).count());
}

class Porter {
  public:
    Porter(int listening, int end, const Page& page)
        : listening_{listening}, end_{end}, visitors_{page} {}

    void work() {
        while (serve_once()) {
        }
    }

  private:
    /// False when it is to end.
    bool serve_once() {
        auto now = std::chrono::steady_clock::now();
        const bool rests = now < open_again_;
        std::vector<pollfd> waits{{end_, POLLIN, 0}, {rests ? -1 : listening_, POLLIN, 0}};
        visitors_.append_waits(waits);
        const auto until = std::min(visitors_.next_cut(), rests ? open_again_ : Instant::max());
        if (poll(waits.data(), waits.size(), wait_until(until, now)) < 0) {
            return errno == EINTR;
        }
        now = std::chrono::steady_clock::now();
        visitors_.go_on(waits.data() + 2, now);
        if (waits[1].revents != 0) {
            let_in(now);
        }
        return waits[0].revents == 0;
    }

    void let_in(Instant now) {
        Descriptor socket{accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (socket.open()) {
            visitors_.add(std::move(socket), now);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            open_again_ = now + rest_of_the_door;
        }
    }

    int listening_;
    int end_;
    PageVisitors visitors_;
    Instant open_again_{};
};

} // namespace

domain::Result<std::unique_ptr<PageServer>> PageServer::listen(const std::string& address,
                                                               Page page) {
    const auto place = address_of(address);
    if (!place) {
        return std::unexpected(unusable(address, EINVAL));
    }
    Descriptor listening{socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    Descriptor end{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    const int yes = 1; // a restart does not wait for connections that have ended
    if (!listening.open() || !end.open() ||
        setsockopt(listening.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listening.number(), reinterpret_cast<const sockaddr*>(&*place), sizeof *place) != 0 ||
        ::listen(listening.number(), SOMAXCONN) != 0) {
        return std::unexpected(unusable(address, errno));
    }
    const int port = port_of(listening);
    return std::unique_ptr<PageServer>{
        new PageServer{std::move(listening), std::move(end), port, std::move(page)}};
}

PageServer::PageServer(Descriptor listening, Descriptor end, int port, Page page)
    : listening_{std::move(listening)}, end_{std::move(end)}, port_{port}, page_{std::move(page)},
      thread_{[this] { Porter{listening_.number(), end_.number(), page_}.work(); }} {}

PageServer::~PageServer() {
    eventfd_write(end_.number(), 1);
}

} // namespace klik::daemon
