#include "daemon/plugin_supervisor.hpp"

#include <spdlog/spdlog.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace klik::daemon {

domain::Result<void> PluginSupervisor::start(std::vector<PluginCommand> plugins, bus::Instant now) {
    epoll_ = Descriptor{epoll_create1(EPOLL_CLOEXEC)};
    if (!epoll_.open()) {
        return std::unexpected(domain::Problem{
            "unusable", "plugins",
            "cannot be watched: " + std::error_code{errno, std::generic_category()}.message()});
    }
    for (auto& command : plugins) {
        plugins_.push_back(
            std::make_unique<SupervisedPlugin>(std::move(command), epoll_.number(), now));
    }
    return {};
}

std::chrono::milliseconds PluginSupervisor::time_to_wait(std::chrono::milliseconds at_most,
                                                         bus::Instant now) const {
    using std::chrono::milliseconds;
    for (const auto& plugin : plugins_) {
        if (const auto due = plugin->next_due()) {
            at_most = std::min(at_most, std::chrono::ceil<milliseconds>(*due - now));
        }
    }
    return std::max(at_most, milliseconds{0});
}

bool PluginSupervisor::something_to_do(bus::Instant now) const {
    epoll_event event{};
    return epoll_wait(epoll_.number(), &event, 1, 0) > 0 ||
           std::ranges::any_of(plugins_, [&](const auto& plugin) {
               const auto due = plugin->next_due();
               return due && *due <= now;
           });
}

std::vector<PluginNews> PluginSupervisor::step(bus::Instant now) {
    std::vector<PluginNews> news;
    if (!plugins_.empty() && something_to_do(now)) {
        for (auto& plugin : plugins_) {
            plugin->step(now, news);
        }
    }
    return news;
}

void PluginSupervisor::try_again(bus::Instant now) {
    for (auto& plugin : plugins_) {
        plugin->try_again(now);
    }
}

void PluginSupervisor::end(bus::Instant now) {
    if (any_runs()) {
        spdlog::info("[K197] klikd ends, and its plugins before it: they have {} s",
                     SupervisedPlugin::time_to_end.count());
    }
    for (auto& plugin : plugins_) {
        plugin->end(now);
    }
}

void PluginSupervisor::kill() const {
    for (const auto& plugin : plugins_) {
        plugin->kill();
    }
}

bool PluginSupervisor::any_runs() const {
    return std::ranges::any_of(plugins_, [](const auto& plugin) { return plugin->running(); });
}

std::vector<PluginStatus> PluginSupervisor::statuses() const {
    std::vector<PluginStatus> statuses;
    statuses.reserve(plugins_.size());
    for (const auto& plugin : plugins_) {
        statuses.push_back(plugin->status());
    }
    return statuses;
}

} // namespace klik::daemon
