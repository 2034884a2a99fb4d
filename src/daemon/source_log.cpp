#include "daemon/source_log.hpp"

#include "codec/utf8.hpp"

#include <spdlog/spdlog.h>

namespace klik::daemon {

void log_source_report(const domain::MunicipalityCode& municipality,
                       const engine::SystemReported& report) {
    const auto detail = [&](const char* name) {
        const auto found = report.details.find(name);
        if (found == report.details.end()) {
            return std::string{"?"};
        }
        const auto number = domain::sequence(found->second);
        return number ? std::to_string(number->value) : codec::printable(found->second);
    };
    if (report.kind == "gap") {
        spdlog::warn("[K141] {}: facts {} to {} of {} are missing", municipality.value,
                     detail("first"), detail("last"), detail("source"));
    } else if (report.kind == "gap_closed") {
        spdlog::info("[K180] {}: facts {} to {} of {} are no longer missing ({})",
                     municipality.value, detail("first"), detail("last"), detail("source"),
                     detail("how"));
    } else if (report.kind == "source_restarted") {
        spdlog::warn("[K181] {}: {} counts anew; what it told behind {} of its old count is not "
                     "known",
                     municipality.value, detail("source"), detail("last"));
    } else if (report.kind == "set_incomplete") {
        spdlog::warn("[K182] {}: the set {} of {} is not complete ({}); nothing is taken away",
                     municipality.value, detail("set"), detail("source"), detail("reason"));
    }
}

} // namespace klik::daemon
