#include "daemon/plugin_output.hpp"

#include "codec/utf8.hpp"
#include "daemon/plugin_line.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace klik::daemon {

namespace {

constexpr std::size_t longest_character = 4; // of UTF-8

/// The last character may have been cut into, and then none of the line would be UTF-8.
void drop_last_character(std::string& line) {
    const auto is_continuation = [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    };
    while (!line.empty() && is_continuation(line.back())) {
        line.pop_back();
    }
    if (!line.empty()) {
        line.pop_back();
    }
}

} // namespace

void PluginOutput::take(std::string_view bytes, bus::Instant now) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        keep(bytes.substr(0, end));
        if (end == std::string_view::npos) {
            return;
        }
        end_line(now);
        bytes.remove_prefix(end + 1);
    }
}

void PluginOutput::end(bus::Instant now) {
    if (begun_) {
        end_line(now);
    }
    if (const auto count = std::exchange(left_out_, 0); count > 0) {
        spdlog::warn("[K196] {}: {} line(s) that it wrote were left out", plugin_, count);
    }
}

void PluginOutput::keep(std::string_view part) {
    constexpr std::size_t most = longest_line + 2 * longest_character;
    line_.append(part.substr(0, most - std::min(most, line_.size())));
    begun_ = true;
}

void PluginOutput::end_line(bus::Instant now) {
    begun_ = false;
    std::string whole = std::exchange(line_, {});
    const auto rate = rate_.take(plugin_, whole.size(), now);
    if (rate.verdict != bus::RateVerdict::within) {
        ++left_out_;
        if (rate.worth_telling) {
            spdlog::warn("[K196] {}: writes more than klikd's log takes, {} lines a second; the "
                         "others are left out",
                         plugin_, limits.messages_per_second);
        }
        return;
    }
    if (whole.size() > longest_line + longest_character) {
        drop_last_character(whole);
    }
    std::string_view line{whole};
    const auto level = take_level(line);
    spdlog::log(level, "[K191] {}: {}", plugin_, codec::printable(line, longest_line));
}

} // namespace klik::daemon
