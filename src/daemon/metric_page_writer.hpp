#pragma once

#include "daemon/tally.hpp"

#include <prometheus/metric_family.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace klik::daemon {

using MetricLabels = std::vector<prometheus::ClientMetric::Label>;

/// Writes one page of metrics: `begin` names a metric, what follows are its samples.
class MetricPageWriter {
  public:
    void begin(prometheus::MetricType type, std::string name, std::string help) {
        page_.push_back({std::move(name), std::move(help), type, {}});
    }
    /// Of a counter or a gauge.
    void add(MetricLabels labels, double value) {
        prometheus::ClientMetric sample;
        sample.label = std::move(labels);
        auto& family = page_.back();
        (family.type == prometheus::MetricType::Counter ? sample.counter.value
                                                        : sample.gauge.value) = value;
        family.metric.push_back(std::move(sample));
    }
    void add(MetricLabels labels, std::uint64_t value) {
        add(std::move(labels), static_cast<double>(value));
    }
    void add(MetricLabels labels, bool value) { add(std::move(labels), value ? 1.0 : 0.0); }
    /// Of a histogram.
    template <std::size_t bound_count>
    void add(const Distribution<bound_count>& values) {
        prometheus::ClientMetric sample;
        std::uint64_t up_to = 0;
        for (std::size_t i = 0; i <= bound_count; ++i) {
            up_to += values.counts()[i];
            sample.histogram.bucket.push_back(
                {up_to,
                 i < bound_count ? values.bounds()[i] : std::numeric_limits<double>::infinity()});
        }
        sample.histogram.sample_count = up_to;
        sample.histogram.sample_sum = values.sum();
        page_.back().metric.push_back(std::move(sample));
    }

    /// Metrics without a sample are left out.
    [[nodiscard]] std::vector<prometheus::MetricFamily> take() {
        std::erase_if(page_, [](const auto& family) { return family.metric.empty(); });
        return std::move(page_);
    }

  private:
    std::vector<prometheus::MetricFamily> page_;
};

} // namespace klik::daemon
