#pragma once

#include "domain/ids.hpp"
#include "engine/event.hpp"

namespace klik::daemon {

/// What an operator should hear of a platform's count and sets (K141 to K182 of
/// docs/operations.md); nothing for other reports.
void log_source_report(const domain::MunicipalityCode& municipality,
                       const engine::SystemReported& report);

} // namespace klik::daemon
