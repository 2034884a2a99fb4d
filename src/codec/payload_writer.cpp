#include "codec/payload_writer.hpp"

#include "codec/packing.hpp"

namespace klik::codec {

// The number of entries is only known at the end. The head of a map with up to 15 takes one byte,
// which is kept free here; a wider map moves its entries once.
MapWriter::MapWriter(std::string& out) : out_{out}, start_{out.size()} {
    out_.push_back('\0');
}

void MapWriter::finish() {
    std::string head;
    pack(head, [&](Packer& packer) { packer.pack_map(length_of(entries_)); });
    out_.replace(start_, 1, head);
}

void MapWriter::begin(std::string_view key) {
    ++entries_;
    append_text(key);
}

void MapWriter::append_text(std::string_view value) {
    pack(out_, [&](Packer& packer) { packer.pack_str(length_of(value.size())); });
    out_.append(value);
}

void MapWriter::list(std::string_view key, std::size_t size) {
    begin(key);
    pack(out_, [&](Packer& packer) { packer.pack_array(length_of(size)); });
}

void MapWriter::nil(std::string_view key) {
    begin(key);
    pack(out_, [](Packer& packer) { packer.pack_nil(); });
}

void MapWriter::flag(std::string_view key, bool value) {
    begin(key);
    pack(out_, [&](Packer& packer) { value ? packer.pack_true() : packer.pack_false(); });
}

void MapWriter::count(std::string_view key, std::uint64_t value) {
    begin(key);
    pack(out_, [&](Packer& packer) { packer.pack_uint64(value); });
}

void MapWriter::integer(std::string_view key, std::int64_t value) {
    begin(key);
    pack(out_, [&](Packer& packer) { packer.pack_int64(value); });
}

void MapWriter::text(std::string_view key, std::string_view value) {
    begin(key);
    append_text(value);
}

void MapWriter::bytes(std::string_view key, std::string_view value) {
    begin(key);
    pack(out_, [&](Packer& packer) { packer.pack_bin(length_of(value.size())); });
    out_.append(value);
}

void MapWriter::raw(std::string_view key, std::string_view value) {
    begin(key);
    out_.append(value);
}

void MapWriter::number(std::string_view key, domain::TaskNumber value) {
    integer(key, value.value);
}

void MapWriter::append_number(domain::TaskNumber value) {
    pack(out_, [&](Packer& packer) { packer.pack_int64(value.value); });
}

void MapWriter::sequence(std::string_view key, domain::Sequence value) {
    text(key, domain::to_string(value));
}

void MapWriter::date(std::string_view key, std::optional<domain::Date> value) {
    if (value) {
        text(key, domain::iso_date(*value));
    } else {
        nil(key);
    }
}

void MapWriter::time(std::string_view key, domain::UtcTime value) {
    text(key, domain::rfc3339(value));
}

void MapWriter::raw_list(std::string_view key, const std::vector<std::string>& values) {
    list(key, values.size());
    for (const std::string& value : values) {
        out_.append(value);
    }
}

} // namespace klik::codec
