#include "daemon/logging.hpp"

#include <fmt/core.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>

namespace klik::daemon {

namespace {

using FileSink = spdlog::sinks::basic_file_sink_st;

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

} // namespace

domain::Result<void> set_up_logging(const Config& config) {
    try {
        auto logger = config.log_file.empty()
                          ? spdlog::stderr_logger_st("klikd")
                          : spdlog::basic_logger_st("klikd", config.log_file.native());
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

void log_broken(std::string_view why) {
    const std::string line = fmt::format("[K199] ended by an error of its own: {}", why);
    fmt::print(stderr, "klikd: {}\n", line);
    const auto& sinks = spdlog::default_logger()->sinks();
    const bool in_a_file = std::ranges::any_of(sinks, [](const auto& sink) {
        return dynamic_cast<const FileSink*>(sink.get()) != nullptr;
    });
    if (in_a_file) {
        spdlog::critical("{}", line);
    }
}

} // namespace klik::daemon
