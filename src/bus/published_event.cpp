#include "bus/published_event.hpp"

#include "codec/envelope.hpp"

namespace klik::bus {

PublishedEvent published_event(const domain::MunicipalityCode& municipality,
                               const std::string& epoch, const codec::Record& record) {
    return {record.sequence, record.kind, codec::topic_of(municipality, record),
            codec::encode_envelope(municipality, epoch, record)};
}

} // namespace klik::bus
