#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

namespace klik::daemon {

/// Whether standard error is read by systemd's journal, which says so in the environment.
[[nodiscard]] bool journald_reads_standard_error();

/// Lines as entries of systemd's journal, each with its level and, where it has them, the fields
/// `KLIK_ID`, `KLIK_MUNICIPALITY`, `KLIK_PLUGIN` and `KLIK_PLUGIN_ID`. One that the journal does
/// not take goes to standard error, with its level as systemd reads it (`<4>`).
class JournaldSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}
};

} // namespace klik::daemon
