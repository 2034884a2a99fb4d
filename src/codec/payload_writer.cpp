#include "codec/payload_writer.hpp"

#include "codec/packing.hpp"
#include "domain/short_text.hpp"

namespace klik::codec {

// The number of entries is only known at the end. The head of a map with up to 15 takes one byte,
// which is kept free here; a wider map moves its entries once.
MapWriter::MapWriter(PackedBytes& out) : out_{out}, start_{out.size()} {
    pack(out_, [](Packer& packer) { packer.pack_map(0); });
}

void MapWriter::finish() {
    const std::size_t end = out_.size();
    pack(out_, [&](Packer& packer) { packer.pack_map(length_of(entries_)); });
    out_.replace_byte(start_, end);
}

/// The key, and behind it what `use(PackCursor&)` writes, which has its own head and at most so
/// many bytes.
template <class Write>
void MapWriter::entry(std::string_view key, std::size_t most_bytes, Write use) {
    ++entries_;
    PackCursor cursor{out_, 2 * PackCursor::most_head_bytes + key.size() + most_bytes};
    cursor.text(key);
    use(cursor);
}

void MapWriter::begin(std::string_view key) {
    ++entries_;
    pack_text(out_, key);
}

void MapWriter::append_text(std::string_view value) {
    pack_text(out_, value);
}

void MapWriter::append_bytes(std::string_view value) {
    pack_bytes(out_, value);
}

void MapWriter::list(std::string_view key, std::size_t size) {
    entry(key, 0, [&](PackCursor& cursor) { Packer{cursor}.pack_array(length_of(size)); });
}

void MapWriter::nil(std::string_view key) {
    entry(key, 0, [](PackCursor& cursor) { Packer{cursor}.pack_nil(); });
}

void MapWriter::flag(std::string_view key, bool value) {
    entry(key, 0, [&](PackCursor& cursor) {
        value ? Packer{cursor}.pack_true() : Packer{cursor}.pack_false();
    });
}

void MapWriter::count(std::string_view key, std::uint64_t value) {
    entry(key, 0, [&](PackCursor& cursor) { Packer{cursor}.pack_uint64(value); });
}

void MapWriter::integer(std::string_view key, std::int64_t value) {
    entry(key, 0, [&](PackCursor& cursor) { Packer{cursor}.pack_int64(value); });
}

void MapWriter::text(std::string_view key, std::string_view value) {
    entry(key, value.size(), [&](PackCursor& cursor) { cursor.text(value); });
}

void MapWriter::joined_text(std::string_view key, std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) {
        size += part.size();
    }
    entry(key, size, [&](PackCursor& cursor) {
        Packer{cursor}.pack_str(length_of(size));
        for (const std::string_view part : parts) {
            cursor.write_text(part);
        }
    });
}

void MapWriter::bytes(std::string_view key, std::string_view value) {
    begin(key);
    append_bytes(value);
}

void MapWriter::raw(std::string_view key, std::string_view value) {
    entry(key, value.size(), [&](PackCursor& cursor) { cursor.write_text(value); });
}

void MapWriter::number(std::string_view key, domain::TaskNumber value) {
    integer(key, value.value);
}

void MapWriter::append_number(domain::TaskNumber value) {
    pack(out_, [&](Packer& packer) { packer.pack_int64(value.value); });
}

void MapWriter::sequence(std::string_view key, domain::Sequence value) {
    text(key, domain::ShortText{value}.view());
}

void MapWriter::date(std::string_view key, std::optional<domain::Date> value) {
    if (value) {
        text(key, domain::ShortText{*value}.view());
    } else {
        nil(key);
    }
}

void MapWriter::time(std::string_view key, domain::UtcTime value) {
    text(key, domain::ShortText{value}.view());
}

void MapWriter::raw_list(std::string_view key, const std::vector<std::string>& values) {
    list(key, values.size());
    for (const std::string& value : values) {
        PackCursor{out_, value.size()}.write_text(value);
    }
}

} // namespace klik::codec
