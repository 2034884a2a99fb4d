// The plugins that klikd runs beside itself; the rest of the service is in service.cpp.

#include "daemon/service.hpp"

namespace klik::daemon {

std::vector<ControlPlace> Service::control_places() const {
    std::vector<ControlPlace> places;
    places.reserve(offices_.size());
    for (const auto& office : offices_) {
        places.push_back({office->settings().code, office->control_endpoint()});
    }
    return places;
}

domain::Result<void> Service::start_plugins(std::vector<PluginCommand> plugins) {
    if (plugins.empty()) {
        return {};
    }
    if (auto started = plugins_.start(std::move(plugins), std::chrono::steady_clock::now());
        !started) {
        return started;
    }
    watch(plugins_.descriptor());
    for (auto& office : offices_) {
        office->show_in_health(plugins_);
    }
    return {};
}

void Service::tell_of_plugins(bus::Instant now) {
    for (const auto& news : plugins_.step(now)) {
        std::map<std::string, std::string> details{{"name", news.name}};
        if (!news.started) {
            // The machine's time, since a virtual clock would never come to it.
            details.emplace("why", news.why);
            details.emplace("next_try", news.next_try
                                            ? domain::rfc3339(real_clock_.now() + *news.next_try)
                                            : "");
        }
        report_to_all(news.started ? "plugin_started" : "plugin_ended", details);
    }
}

} // namespace klik::daemon
