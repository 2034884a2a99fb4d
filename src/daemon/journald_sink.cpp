#include "daemon/journald_sink.hpp"

#include "daemon/log_fields.hpp"

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace klik::daemon {

namespace {

/// The library takes it for a success when nobody is there.
constexpr const char* socket_of_journal = "/run/systemd/journal/socket";

int priority_of(spdlog::level::level_enum level) {
    switch (level) {
    case spdlog::level::critical:
        return LOG_CRIT;
    case spdlog::level::err:
        return LOG_ERR;
    case spdlog::level::warn:
        return LOG_WARNING;
    case spdlog::level::info:
        return LOG_INFO;
    default:
        return LOG_DEBUG;
    }
}

} // namespace

bool journald_reads_standard_error() {
    const char* stream = std::getenv("JOURNAL_STREAM"); // NOLINT(concurrency-mt-unsafe)
    struct stat own{};
    return stream != nullptr && ::fstat(STDERR_FILENO, &own) == 0 &&
           fmt::format("{}:{}", own.st_dev, own.st_ino) == stream;
}

void JournaldSink::sink_it_(const spdlog::details::log_msg& message) {
    const std::string_view line{message.payload.data(), message.payload.size()};
    const auto fields = log_fields(line);
    const int priority = priority_of(message.level);
    std::vector<std::string> texts{fmt::format("MESSAGE={}", line),
                                   fmt::format("PRIORITY={}", priority), "SYSLOG_IDENTIFIER=klikd"};
    const auto add = [&texts](const char* name, std::string_view value) {
        if (!value.empty()) {
            texts.push_back(fmt::format("{}={}", name, value));
        }
    };
    add("KLIK_ID", fields.id);
    add("KLIK_MUNICIPALITY", fields.municipality);
    add("KLIK_PLUGIN", fields.plugin);
    add("KLIK_PLUGIN_ID", fields.plugin_id);
    std::vector<iovec> entry;
    entry.reserve(texts.size());
    for (auto& text : texts) {
        entry.push_back({text.data(), text.size()});
    }
    if (::access(socket_of_journal, W_OK) != 0 ||
        ::sd_journal_sendv(entry.data(), static_cast<int>(entry.size())) < 0) {
        fmt::print(stderr, "<{}>{}\n", priority, line);
    }
}

} // namespace klik::daemon
