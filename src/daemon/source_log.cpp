#include "daemon/source_log.hpp"

#include "codec/utf8.hpp"

#include <spdlog/spdlog.h>

namespace klik::daemon {

namespace {

bool is_of_a_source(const std::string& kind) {
    return kind == "gap" || kind == "gap_closed" || kind == "source_restarted" ||
           kind == "set_incomplete";
}

} // namespace

void SourceLog::take(const engine::SystemReported& report) {
    if (!is_of_a_source(report.kind)) {
        return;
    }
    if (lines_left_ == 0) {
        ++left_out_;
        return;
    }
    --lines_left_;
    const auto detail = [&](const char* name) {
        const auto found = report.details.find(name);
        if (found == report.details.end()) {
            return std::string{"?"};
        }
        const auto number = domain::sequence(found->second);
        return number ? std::to_string(number->value) : codec::printable(found->second);
    };
    if (report.kind == "gap") {
        spdlog::warn("[K141] {}: facts {} to {} of {} are missing", municipality_, detail("first"),
                     detail("last"), detail("source"));
    } else if (report.kind == "gap_closed") {
        spdlog::info("[K180] {}: facts {} to {} of {} are no longer missing ({})", municipality_,
                     detail("first"), detail("last"), detail("source"), detail("how"));
    } else if (report.kind == "source_restarted") {
        spdlog::warn("[K181] {}: {} counts anew; what it told behind {} of its old count is not "
                     "known",
                     municipality_, detail("source"), detail("last"));
    } else {
        spdlog::warn("[K182] {}: the set {} of {} is not complete ({}); nothing is taken away",
                     municipality_, detail("set"), detail("source"), detail("reason"));
    }
}

void SourceLog::beat() {
    constexpr int beats_of_a_minute = 60;
    if (++beats_ < beats_of_a_minute) {
        return;
    }
    if (left_out_ > 0) {
        spdlog::warn("[K184] {}: {} more lines about gaps and sources were left out in the last "
                     "minute; klikctl losses lists them",
                     municipality_, left_out_);
    }
    beats_ = 0;
    left_out_ = 0;
    lines_left_ = most_lines_a_minute;
}

} // namespace klik::daemon
