#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace klik::daemon {

/// Lets so many lines of one id through in a minute. What is above that is counted, and one line
/// tells how many it was (K105), so that a flood hides nothing else and fills no disk. Lines
/// without an id, and those of plugins (K191), which are counted elsewhere, all pass.
class FloodFilter final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    static constexpr std::size_t most_lines = 200;
    static constexpr std::chrono::minutes window{1};

    explicit FloodFilter(spdlog::sink_ptr target) : target_{std::move(target)} {}

    [[nodiscard]] const spdlog::sink_ptr& target() const { return target_; }

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    /// Tells of the minutes that are over.
    void flush_() override;
    void set_pattern_(const std::string& pattern) override;
    void set_formatter_(std::unique_ptr<spdlog::formatter> formatter) override;

  private:
    using Time = spdlog::log_clock::time_point;
    struct Minute {
        Time began;
        std::size_t lines = 0;
        spdlog::level::level_enum worst = spdlog::level::trace; ///< of those left out
    };
    void tell_of_minutes_before(Time now);

    spdlog::sink_ptr target_;
    std::map<std::string, Minute, std::less<>> minutes_; ///< by id
};

} // namespace klik::daemon
