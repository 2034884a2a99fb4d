#include "daemon/metrics_server.hpp"

#include "daemon/figures_handover.hpp"
#include "daemon/metrics_page.hpp"
#include "daemon/page_server.hpp"

#include <prometheus/text_serializer.h>

#include <atomic>

namespace klik::daemon {

namespace {

/// In a second a round of the loop has ended, or something is wrong with it.
constexpr std::chrono::milliseconds patience_with_the_loop{1000};
constexpr std::chrono::seconds oldest_shown{1};

} // namespace

/// What the server's thread asks.
class MetricsCollector {
  public:
    explicit MetricsCollector(MetricsIdentity identity) : identity_{std::move(identity)} {}

    [[nodiscard]] std::string text() {
        return prometheus::TextSerializer{}.Serialize(
            metrics_page({identity_, domain::UtcTime{last_round_.load()}, latest()}));
    }

    // The loop's.

    [[nodiscard]] FiguresHandover& handover() { return handover_; }
    void round_ended(domain::UtcTime now) {
        last_round_.store(now.time_since_epoch(), std::memory_order_relaxed);
    }

  private:
    [[nodiscard]] const MetricsFigures& latest() {
        const auto now = std::chrono::steady_clock::now();
        if (!asked_ || now - *asked_ >= oldest_shown) {
            if (auto fresh = handover_.ask(patience_with_the_loop)) {
                latest_ = std::move(fresh);
            }
            asked_ = std::chrono::steady_clock::now();
        }
        return *latest_;
    }

    MetricsIdentity identity_;
    FiguresHandover handover_;
    std::atomic<std::chrono::milliseconds> last_round_{};
    // The thread's alone.
    std::unique_ptr<const MetricsFigures> latest_ = std::make_unique<MetricsFigures>();
    std::optional<std::chrono::steady_clock::time_point> asked_;
};

struct MetricsServer::Parts {
    explicit Parts(MetricsIdentity identity) : collector{std::move(identity)} {}
    ~Parts() { collector.handover().close(); } // the thread waits for no more figures
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    MetricsCollector collector;
    std::unique_ptr<PageServer> server; // ends its thread before the collector goes
};

domain::Result<MetricsServer> MetricsServer::listen(const std::string& address,
                                                    MetricsIdentity identity) {
    auto parts = std::make_unique<Parts>(std::move(identity));
    auto server = PageServer::listen(
        address, {"/metrics", "text/plain; version=0.0.4; charset=utf-8",
                  [collector = &parts->collector] { return collector->text(); }});
    if (!server) {
        return std::unexpected(domain::Problem{server.error().code, "metrics.listen",
                                               server.error().path + ": " + server.error().text});
    }
    parts->server = *std::move(server);
    return MetricsServer{std::move(parts)};
}

MetricsServer::MetricsServer(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
MetricsServer::~MetricsServer() = default;
MetricsServer::MetricsServer(MetricsServer&&) noexcept = default;
MetricsServer& MetricsServer::operator=(MetricsServer&&) noexcept = default;

int MetricsServer::port() const {
    return parts_->server->port();
}

int MetricsServer::descriptor() const {
    return parts_->collector.handover().descriptor();
}

void MetricsServer::round_ended(domain::UtcTime now) {
    parts_->collector.round_ended(now);
}

bool MetricsServer::wanted() {
    return parts_->collector.handover().wanted();
}

void MetricsServer::show(MetricsFigures figures) {
    parts_->collector.handover().give(std::move(figures));
}

} // namespace klik::daemon
