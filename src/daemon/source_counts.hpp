#pragma once

#include "codec/fact.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace klik::daemon {

/// A hole in what a platform published.
struct SourceGap {
    domain::Sequence expected;
    domain::Sequence got;
    friend bool operator==(const SourceGap&, const SourceGap&) = default;
};

/// How far each source has counted. A source counts without holes, so that a fact that was lost on
/// the way shows in the next one.
class SourceCounts {
  public:
    /// Notes a fact with its `sequence` and `sourceepoch`. The first of a source or of a new count
    /// has nothing before it that could be missing.
    [[nodiscard]] std::optional<SourceGap> note(const codec::Fact& fact);

  private:
    struct Count {
        std::string epoch;
        domain::Sequence last;
    };
    std::map<std::string, Count> counts_;
};

} // namespace klik::daemon
