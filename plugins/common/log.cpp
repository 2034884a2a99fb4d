#include "common/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>

namespace klik::common {

void set_up_log(const std::string& program, spdlog::level::level_enum level) {
    auto logger = spdlog::stderr_logger_st(program);
    logger->set_level(level);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    spdlog::set_default_logger(std::move(logger));
}

void Trouble::lasts(const std::string& sentence) {
    if (said_ != sentence) {
        said_ = sentence;
        spdlog::error("[{}] {}", begins_, sentence);
    }
}

void Trouble::is_over(const std::string& sentence) {
    if (known()) {
        said_.clear();
        spdlog::info("[{}] {}", ends_, sentence);
    }
}

} // namespace klik::common
