#include "daemon/metrics_server.hpp"

#include "daemon/figures_handover.hpp"
#include "daemon/metrics_page.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <prometheus/collectable.h>
#include <prometheus/exposer.h>
#include <sys/socket.h>

#include <mutex>
#include <thread>

namespace klik::daemon {

namespace {

/// In a second a round of the loop has ended, or something is wrong with it.
constexpr std::chrono::milliseconds patience_with_the_loop{1000};
constexpr std::chrono::seconds oldest_shown{1};

/// One that sends its request slowly holds a thread no longer.
constexpr const char* request_timeout_ms = "3000";
constexpr const char* scrape_threads = "2";
constexpr std::chrono::milliseconds between_looks{5};

/// Ends this process's sockets at the address, listening and connected: nobody waits at one then.
void hang_up(const std::string& host, int port) {
    in_addr address{};
    inet_pton(AF_INET, host.c_str(), &address);
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd", failure}) {
        const int descriptor = std::stoi(entry.path().filename());
        sockaddr_in own{};
        socklen_t size = sizeof own;
        const bool named = getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) == 0;
        if (named && own.sin_family == AF_INET && own.sin_addr.s_addr == address.s_addr &&
            ntohs(own.sin_port) == port) {
            shutdown(descriptor, SHUT_RDWR);
        }
    }
}

} // namespace

/// What the library's threads ask. They have a lock of their own.
class MetricsCollector final : public prometheus::Collectable {
  public:
    explicit MetricsCollector(MetricsIdentity identity) : identity_{std::move(identity)} {}

    [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
        const auto figures = latest();
        return metrics_page({identity_, domain::UtcTime{last_round_.load()}, *figures});
    }

    [[nodiscard]] FiguresHandover& handover() { return handover_; }
    void round_ended(domain::UtcTime now) {
        last_round_.store(now.time_since_epoch(), std::memory_order_relaxed);
    }

  private:
    [[nodiscard]] std::shared_ptr<const MetricsFigures> latest() const {
        const std::scoped_lock lock{readers_};
        const auto now = std::chrono::steady_clock::now();
        if (!asked_ || now - *asked_ >= oldest_shown) {
            if (auto fresh = handover_.ask(patience_with_the_loop)) {
                latest_ = std::move(fresh);
            }
            asked_ = std::chrono::steady_clock::now();
        }
        return latest_;
    }

    MetricsIdentity identity_;
    mutable FiguresHandover handover_;
    std::atomic<std::chrono::milliseconds> last_round_{};
    mutable std::mutex readers_; ///< the loop never takes it
    mutable std::shared_ptr<const MetricsFigures> latest_ = std::make_shared<MetricsFigures>();
    mutable std::optional<std::chrono::steady_clock::time_point> asked_;
};

struct MetricsServer::Parts {
    Parts(const std::string& address, MetricsIdentity identity)
        : collector{std::make_shared<MetricsCollector>(std::move(identity))},
          exposer{std::make_unique<prometheus::Exposer>(
              std::vector<std::string>{"listening_ports", address, "num_threads", scrape_threads,
                                       "request_timeout_ms", request_timeout_ms})},
          host{address.substr(0, address.rfind(':'))}, port{exposer->GetListeningPorts().front()} {
        exposer->RegisterCollectable(collector);
    }
    /// The library's threads look once in two seconds whether they are to end, and klikd has to end
    /// in two: they are woken.
    ~Parts() {
        collector->handover().close();
        std::atomic<bool> ended = false;
        const std::jthread ender{[&] {
            exposer.reset();
            ended = true;
        }};
        while (!ended) {
            hang_up(host, port);
            std::this_thread::sleep_for(between_looks);
        }
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    std::shared_ptr<MetricsCollector> collector;
    std::unique_ptr<prometheus::Exposer> exposer; // ends its threads before the collector goes
    std::string host;
    int port;
};

domain::Result<MetricsServer> MetricsServer::listen(const std::string& address,
                                                    MetricsIdentity identity) {
    try {
        return MetricsServer{std::make_unique<Parts>(address, std::move(identity))};
    } catch (const std::exception&) { // it says no more than that
        return std::unexpected(domain::Problem{
            "unusable", "metrics.listen",
            fmt::format("{} cannot be listened on; another program may have the port (ss -ltnp): "
                        "end that one, or choose another port",
                        address)});
    }
}

MetricsServer::MetricsServer(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
MetricsServer::~MetricsServer() = default;
MetricsServer::MetricsServer(MetricsServer&&) noexcept = default;
MetricsServer& MetricsServer::operator=(MetricsServer&&) noexcept = default;

int MetricsServer::port() const {
    return parts_->port;
}

int MetricsServer::descriptor() const {
    return parts_->collector->handover().descriptor();
}

void MetricsServer::round_ended(domain::UtcTime now) {
    parts_->collector->round_ended(now);
}

bool MetricsServer::wanted() {
    return parts_->collector->handover().wanted();
}

void MetricsServer::show(MetricsFigures figures) {
    parts_->collector->handover().give(std::move(figures));
}

} // namespace klik::daemon
