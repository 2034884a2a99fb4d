#include "daemon/flood_filter.hpp"

#include "daemon/log_fields.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

void FloodFilter::sink_it_(const spdlog::details::log_msg& message) {
    tell_of_minutes_before(message.time);
    const auto id = log_fields({message.payload.data(), message.payload.size()}).id;
    if (id.empty() || id == plugin_line_id) {
        target_->log(message);
        return;
    }
    auto found = minutes_.find(id);
    if (found == minutes_.end()) {
        found = minutes_.emplace(std::string{id}, Minute{message.time}).first;
    }
    auto& minute = found->second;
    if (++minute.lines <= most_lines) {
        target_->log(message);
    } else {
        minute.worst = std::max(minute.worst, message.level);
    }
}

void FloodFilter::flush_() {
    tell_of_minutes_before(spdlog::log_clock::now());
    target_->flush();
}

void FloodFilter::set_pattern_(const std::string& pattern) {
    target_->set_pattern(pattern);
}

void FloodFilter::set_formatter_(std::unique_ptr<spdlog::formatter> formatter) {
    target_->set_formatter(std::move(formatter));
}

void FloodFilter::tell_of_minutes_before(Time now) {
    std::erase_if(minutes_, [&](const auto& entry) {
        const auto& [id, minute] = entry;
        if (now - minute.began < window) {
            return false;
        }
        if (minute.lines > most_lines) {
            const auto text = fmt::format("[K105] {} more lines of [{}] within a minute were left "
                                          "out",
                                          minute.lines - most_lines, id);
            target_->log(spdlog::details::log_msg{now, {}, "klikd", minute.worst, text});
        }
        return true;
    });
}

} // namespace klik::daemon
