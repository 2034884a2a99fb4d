#include "common/log.hpp"

#include "common/parent.hpp"
#include "common/text.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdlib>
#include <iostream>

namespace klik::common {

namespace {

/// The levels of syslog, which are those of sd-daemon(3) as well.
class SyslogLevel : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
                spdlog::memory_buf_t& line) override {
        const std::string_view level = name(message.level);
        line.append(level.data(), level.data() + level.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<SyslogLevel>();
    }

  private:
    static std::string_view name(spdlog::level::level_enum level) {
        switch (level) {
        case spdlog::level::critical:
        case spdlog::level::err:
            return "<3>";
        case spdlog::level::warn:
            return "<4>";
        case spdlog::level::info:
            return "<6>";
        default:
            return "<7>";
        }
    }
};

/// A line is one line of text, whatever it quotes.
class ReadableText : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
                spdlog::memory_buf_t& line) override {
        const auto text = readable({message.payload.data(), message.payload.size()});
        line.append(text.data(), text.data() + text.size());
    }
    [[nodiscard]] std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<ReadableText>();
    }
};

/// JOURNAL_STREAM is systemd's.
bool is_read_by_a_journal() {
    return started_by_klikd() ||
           std::getenv("JOURNAL_STREAM") != nullptr; // NOLINT(concurrency-mt-unsafe)
}

} // namespace

void set_up_log(const std::string& program, spdlog::level::level_enum level) {
    auto logger = spdlog::stderr_logger_mt(program);
    logger->set_level(level);
    auto format = std::make_unique<spdlog::pattern_formatter>();
    format->add_flag<SyslogLevel>('*').add_flag<ReadableText>('v').set_pattern(
        is_read_by_a_journal() ? "%*%v" : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->set_formatter(std::move(format));
    spdlog::set_default_logger(std::move(logger));
}

void print_error(const std::string& program, std::string_view text) {
    std::cerr << (is_read_by_a_journal() ? "<3>" : "") << program << ": " << readable(text) << '\n';
}

void Trouble::lasts(const std::string& subject, const std::string& sentence) {
    if (subject_ != subject || said_ != sentence) {
        subject_ = subject;
        said_ = sentence;
        spdlog::error("[{}] {}: {}", begins_, subject, sentence);
    }
}

void Trouble::is_over(const std::string& sentence) {
    if (known()) {
        said_.clear();
        spdlog::info("[{}] {}: {} (ends {} of {})", ends_, subject_, sentence, begins_, subject_);
    }
}

} // namespace klik::common
