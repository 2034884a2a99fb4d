#pragma once

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace klik::chat {

/// What is logged while it lives, line by line.
class LogLines {
  public:
    LogLines() : before_{spdlog::default_logger()} {
        auto logger = std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(written_));
        logger->set_pattern("%v");
        spdlog::set_default_logger(std::move(logger));
    }
    ~LogLines() { spdlog::set_default_logger(before_); }
    LogLines(const LogLines&) = delete;
    LogLines& operator=(const LogLines&) = delete;

    [[nodiscard]] std::vector<std::string> all() const {
        std::vector<std::string> lines;
        std::istringstream text{written_.str()};
        for (std::string line; std::getline(text, line);) {
            lines.push_back(line);
        }
        return lines;
    }

  private:
    std::ostringstream written_;
    std::shared_ptr<spdlog::logger> before_;
};

} // namespace klik::chat
