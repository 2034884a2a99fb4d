#include "daemon/logging.hpp"

#include "daemon/flood_filter.hpp"
#include "daemon/journald_sink.hpp"

#include <fmt/core.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <syslog.h>

#include <algorithm>
#include <cstdio>

namespace klik::daemon {

namespace {

using FileSink = spdlog::sinks::rotating_file_sink_st;

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        return spdlog::level::warn;
    case LogLevel::error:
        break;
    }
    return spdlog::level::err;
}

spdlog::sink_ptr sink_of(const Config& config) {
    if (!config.log_file.empty()) {
        return std::make_shared<FileSink>(config.log_file.native(), config.log_file_bytes,
                                          config.log_files - 1);
    }
    if (journald_reads_standard_error()) {
        return std::make_shared<JournaldSink>();
    }
    return std::make_shared<spdlog::sinks::stderr_sink_st>();
}

template <class Sink>
bool ends_in(const spdlog::sink_ptr& sink) {
    const auto* filter = dynamic_cast<const FloodFilter*>(sink.get());
    return filter != nullptr && dynamic_cast<const Sink*>(filter->target().get()) != nullptr;
}

/// `level` is syslog's.
void say(int level, std::string_view sentence) {
    const auto prefix =
        journald_reads_standard_error() ? fmt::format("<{}>", level) : std::string{};
    fmt::print(stderr, "{}klikd: {}\n", prefix, sentence);
}

} // namespace

domain::Result<void> set_up_logging(const Config& config) {
    try {
        auto logger = std::make_shared<spdlog::logger>(
            "klikd", std::make_shared<FloodFilter>(sink_of(config)));
        logger->set_level(level_of(config.log_level));
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
        logger->flush_on(spdlog::level::info);
        spdlog::set_default_logger(std::move(logger));
        return {};
    } catch (const spdlog::spdlog_ex& failure) {
        return std::unexpected(
            domain::Problem{"unusable", config.log_file.native(), failure.what()});
    }
}

void say_error(std::string_view sentence) {
    say(LOG_ERR, sentence);
}

void log_broken(std::string_view why) {
    const std::string line = fmt::format("[K199] ended by an error of its own: {}", why);
    const auto& sinks = spdlog::default_logger()->sinks();
    const bool in_journal = std::ranges::any_of(sinks, ends_in<JournaldSink>);
    if (!in_journal) {
        say(LOG_CRIT, line);
    }
    if (in_journal || std::ranges::any_of(sinks, ends_in<FileSink>)) {
        spdlog::critical("{}", line);
    }
}

} // namespace klik::daemon
