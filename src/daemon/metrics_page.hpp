#pragma once

#include "daemon/metrics_server.hpp"

#include <prometheus/metric_family.h>

#include <vector>

namespace klik::daemon {

struct MetricsBasis {
    const MetricsIdentity& identity;
    domain::UtcTime last_round; ///< of the loop
    const MetricsFigures& figures;
};

/// All metrics, each of them in docs/metrics.md. Looks at the size of the journal's files and the
/// room on its disk.
[[nodiscard]] std::vector<prometheus::MetricFamily> metrics_page(const MetricsBasis& basis);

} // namespace klik::daemon
