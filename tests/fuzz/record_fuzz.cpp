// A row of the journal: one byte for the type of record, and its data.

#include "codec/record.hpp"
#include "fuzz/fuzz.hpp"
#include "unit/codec/random_events.hpp"

#include <array>

namespace klik::fuzz {

namespace {

constexpr std::size_t type_count = std::variant_size_v<engine::EventBody>;
const domain::MunicipalityCode korsbaek{"9999"};

const codec::Record& sample(std::size_t type) {
    static const auto samples = [] {
        std::array<codec::Record, type_count> all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all.at(i) = codec::encode_record(korsbaek, test::RandomEvents{1}.event(i));
        }
        return all;
    }();
    return samples.at(type);
}

} // namespace

void read_input(std::string_view input) {
    Pieces pieces{input};
    auto record = sample(pieces.below(type_count));
    record.data = pieces.rest();
    const auto event = codec::decode_record(record);
    if (!event) {
        require_sentence(event.error());
        require(event.error().code == "damaged", "a record that cannot be read is damage",
                event.error().code);
        require(event.error().path.find(domain::to_string(record.sequence)) != std::string::npos,
                "the damage is named by its record", event.error().path);
        return;
    }
    const auto written = codec::encode_record(korsbaek, *event);
    const auto back = codec::decode_record(written);
    require(back.has_value(), "a record that was written can be read", written.type);
    require(*back == *event, "a record is read as it was written", written.type);
    require(codec::encode_record(korsbaek, *back) == written, "equal events give equal bytes",
            written.type);
}

} // namespace klik::fuzz
