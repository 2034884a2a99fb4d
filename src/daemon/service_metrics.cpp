// What the service tells the metrics; the rest of it is in service.cpp.

#include "daemon/service.hpp"
#include "engine/decide.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace klik::daemon {

domain::Result<void> Service::start_metrics(const std::string& address,
                                            const std::filesystem::path& data_dir) {
    if (address.empty()) {
        return {};
    }
    auto server = MetricsServer::listen(address, {.version = KLIK_VERSION,
                                                  .engine = std::string{engine::engine_version},
                                                  .started = real_clock_.now(),
                                                  .data_dir = data_dir});
    if (!server) {
        return std::unexpected(std::move(server.error()));
    }
    metrics_ = std::move(*server);
    metrics_->show(figures());
    metrics_->round_ended(real_clock_.now());
    watch(metrics_->descriptor());
    spdlog::info("[K106] metrics are at http://{}:{}/metrics",
                 address.substr(0, address.rfind(':')), metrics_->port());
    return {};
}

std::optional<int> Service::metrics_port() const {
    return metrics_ ? std::optional{metrics_->port()} : std::nullopt;
}

void Service::tell_metrics() {
    metrics_->round_ended(real_clock_.now());
    if (metrics_->wanted()) {
        metrics_->show(figures());
    }
}

MetricsFigures Service::figures() {
    MetricsFigures figures;
    figures.commits = batch_.tally();
    figures.read_only = batch_.read_only();
    figures.connections_refused = authentication_->refused();
    figures.reloads_refused = reloads_refused_;
    for (const auto& plugin : plugins_.statuses()) {
        figures.plugins.push_back({plugin.name, plugin.pid > 0,
                                   plugin.state == PluginStatus::State::given_up,
                                   plugin.warning.has_value(), plugin.starts_again});
    }
    const auto now = clock().now();
    for (const auto& office : offices_) {
        figures.municipalities.push_back(office->figures());
        if (!virtual_clock_) {
            figures.clock_offset =
                std::max(figures.clock_offset, office->desk().state().now.utc - now);
        }
    }
    return figures;
}

} // namespace klik::daemon
