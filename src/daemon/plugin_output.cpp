#include "daemon/plugin_output.hpp"

#include "codec/utf8.hpp"
#include "daemon/plugin_line.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <ranges>
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

/// `M210` of `[M210] mail waits`; empty where a line has none.
std::string_view id_of(std::string_view line) {
    const auto end = line.find(']');
    return line.starts_with('[') && end != std::string_view::npos ? line.substr(1, end - 1)
                                                                  : std::string_view{};
}

/// `9999` of `[M210] 9999: mail waits`; empty where a line has none.
std::string_view subject_of(std::string_view line) {
    const auto begin = line.find("] ");
    const auto end = line.find(": ");
    return id_of(line).empty() || end == std::string_view::npos || begin + 2 > end
               ? std::string_view{}
               : line.substr(begin + 2, end - begin - 2);
}

/// What a line takes back.
struct End {
    std::string_view id;                       ///< empty: nothing
    std::optional<std::string_view> subject{}; ///< none: all of that id
};

/// Of a line at whose end stands `(ends M210)` or `(ends M210 of 9999)`.
End end_in(std::string_view line) {
    constexpr std::string_view words = "(ends ";
    constexpr std::string_view link = " of ";
    const auto at = line.rfind(words);
    if (at == std::string_view::npos || !line.ends_with(')')) {
        return {};
    }
    line.remove_prefix(at + words.size());
    line.remove_suffix(1);
    const auto of = line.find(link);
    return of == std::string_view::npos ? End{line}
                                        : End{line.substr(0, of), line.substr(of + link.size())};
}

bool is_about(std::string_view line, const End& end) {
    return !end.id.empty() && id_of(line) == end.id &&
           (!end.subject || subject_of(line) == *end.subject);
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
    const auto said = codec::printable(line, longest_line);
    spdlog::log(level, "[K191] {}: {}", plugin_, said);
    remember(level, said);
}

void PluginOutput::remember(spdlog::level::level_enum level, const std::string& line) {
    const bool warns = level >= spdlog::level::warn;
    const auto over = warns ? End{id_of(line), subject_of(line)} : end_in(line);
    std::erase_if(warnings_, [&](const PluginWarning& each) { return is_about(each.line, over); });
    if (!warns) {
        return;
    }
    warnings_.push_back(
        {line, level >= spdlog::level::err,
         std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())});
    if (warnings_.size() > most_warnings) {
        const auto least = std::ranges::find(warnings_, false, &PluginWarning::is_error);
        warnings_.erase(least == warnings_.end() ? warnings_.begin() : least);
    }
}

std::optional<PluginWarning> PluginOutput::warning() const {
    const auto latest_first = std::views::reverse(warnings_);
    const auto error = std::ranges::find(latest_first, true, &PluginWarning::is_error);
    if (error != latest_first.end()) {
        return *error;
    }
    return warnings_.empty() ? std::nullopt : std::optional{warnings_.back()};
}

} // namespace klik::daemon
