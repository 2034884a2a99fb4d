#pragma once

#include "codec/record.hpp"

#include <string>

namespace klik::bus {

/// An event as all of its readers get it.
struct PublishedEvent {
    domain::Sequence sequence;
    engine::EventKind kind{};
    std::string topic;
    std::string envelope;
};

/// `epoch` is that of the journal; `record` is of a published kind.
[[nodiscard]] PublishedEvent published_event(const domain::MunicipalityCode& municipality,
                                             const std::string& epoch, const codec::Record& record);

} // namespace klik::bus
