#include "codec/value_events.hpp"

#include "codec/packing.hpp"
#include "codec/payload_reader.hpp"

namespace klik::codec {
namespace {

/// The payload went through the first pass: it is no deeper than 16 levels.
void tell(const msgpack::object& object, ValueEvents& events) {
    switch (object.type) {
    case msgpack::type::BOOLEAN:
        events.flag(object.via.boolean);
        break;
    case msgpack::type::POSITIVE_INTEGER:
        events.count(object.via.u64);
        break;
    case msgpack::type::NEGATIVE_INTEGER:
        events.integer(object.via.i64);
        break;
    case msgpack::type::FLOAT32:
    case msgpack::type::FLOAT64:
        events.real(object.via.f64);
        break;
    case msgpack::type::STR:
        events.text({object.via.str.ptr, object.via.str.size});
        break;
    case msgpack::type::BIN:
        events.bytes({object.via.bin.ptr, object.via.bin.size});
        break;
    case msgpack::type::ARRAY:
        events.list(object.via.array.size);
        for (std::uint32_t i = 0; i < object.via.array.size; ++i) {
            tell(object.via.array.ptr[i], events);
        }
        break;
    case msgpack::type::MAP:
        events.map(object.via.map.size);
        for (std::uint32_t i = 0; i < object.via.map.size; ++i) {
            tell(object.via.map.ptr[i].key, events);
            tell(object.via.map.ptr[i].val, events);
        }
        break;
    default:
        events.nil();
        break;
    }
}

} // namespace

domain::Result<void> read_value(std::string_view payload, ValueEvents& events,
                                const Bounds& bounds) {
    const auto parsed = parse_payload(payload, bounds);
    if (!parsed) {
        return std::unexpected(parsed.error());
    }
    Reading reading;
    Value{reading, parsed->get(), Place{}}.check_content();
    if (reading.problem()) {
        return std::unexpected(*reading.problem());
    }
    tell(parsed->get(), events);
    return {};
}

void ValueWriter::nil() {
    pack(out_, [](Packer& packer) { packer.pack_nil(); });
}

void ValueWriter::flag(bool value) {
    pack(out_, [&](Packer& packer) { value ? packer.pack_true() : packer.pack_false(); });
}

void ValueWriter::integer(std::int64_t value) {
    pack(out_, [&](Packer& packer) { packer.pack_int64(value); });
}

void ValueWriter::count(std::uint64_t value) {
    pack(out_, [&](Packer& packer) { packer.pack_uint64(value); });
}

void ValueWriter::real(double value) {
    pack(out_, [&](Packer& packer) { packer.pack_double(value); });
}

void ValueWriter::text(std::string_view value) {
    pack(out_, [&](Packer& packer) { packer.pack_str(length_of(value.size())); });
    out_.append(value);
}

void ValueWriter::bytes(std::string_view value) {
    pack(out_, [&](Packer& packer) { packer.pack_bin(length_of(value.size())); });
    out_.append(value);
}

void ValueWriter::list(std::size_t size) {
    pack(out_, [&](Packer& packer) { packer.pack_array(length_of(size)); });
}

void ValueWriter::map(std::size_t size) {
    pack(out_, [&](Packer& packer) { packer.pack_map(length_of(size)); });
}

} // namespace klik::codec
