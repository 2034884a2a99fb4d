#include "codec/value_events.hpp"

#include "codec/packing.hpp"
#include "codec/payload_reader.hpp"

namespace klik::codec {
namespace {

void tell_scalar(std::string_view value, ValueEvents& events) {
    if (const auto number = whole_number(value)) {
        if (number->negative) {
            events.integer(static_cast<std::int64_t>(number->bits));
        } else {
            events.count(number->bits);
        }
    } else if (const auto real = real_number(value)) {
        events.real(*real);
    } else if (value.front() == '\xC0') {
        events.nil();
    } else {
        events.flag(value.front() == '\xC3');
    }
}

/// All values of a checked payload stand one behind the other, containers' heads before what is in
/// them.
void tell(std::string_view checked, ValueEvents& events) {
    while (!checked.empty()) {
        const ValueHead head = *read_head(checked);
        const std::string_view value = checked.substr(0, head.head_bytes + head.body_bytes);
        switch (head.family) {
        case ValueHead::Family::text:
            events.text(value.substr(head.head_bytes));
            break;
        case ValueHead::Family::bytes:
            events.bytes(value.substr(head.head_bytes));
            break;
        case ValueHead::Family::array:
            events.list(head.children);
            break;
        case ValueHead::Family::map:
            events.map(head.children / 2);
            break;
        default:
            tell_scalar(value, events);
            break;
        }
        checked.remove_prefix(value.size());
    }
}

} // namespace

domain::Result<void> read_value(std::string_view payload, ValueEvents& events,
                                const Bounds& bounds) {
    const auto checked = check_payload(payload, bounds);
    if (!checked) {
        return std::unexpected(checked.error());
    }
    Reading reading;
    Value{reading, *checked}.check_content();
    if (reading.problem()) {
        return std::unexpected(*reading.problem());
    }
    tell(payload, events);
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
    pack_text(out_, value);
}

void ValueWriter::bytes(std::string_view value) {
    pack_bytes(out_, value);
}

void ValueWriter::list(std::size_t size) {
    pack(out_, [&](Packer& packer) { packer.pack_array(length_of(size)); });
}

void ValueWriter::map(std::size_t size) {
    pack(out_, [&](Packer& packer) { packer.pack_map(length_of(size)); });
}

} // namespace klik::codec
