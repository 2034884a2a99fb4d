#pragma once

#include "codec/packed_bytes.hpp"
#include "domain/civil_time.hpp"
#include "domain/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// Writes the entries of one msgpack map, in the order of the calls, each in its
/// shortest form: the same calls give the same bytes. Dates become `YYYY-MM-DD`, times RFC 3339 in
/// UTC, sequences 20 digits, task numbers integers, a missing date or number nil.
class MapWriter {
  public:
    /// Appends a map to `out`; `fill(MapWriter&)` writes its entries.
    template <class Fill>
    static void append(PackedBytes& out, Fill fill) {
        MapWriter writer{out};
        fill(writer);
        writer.finish();
    }

    void nil(std::string_view key);
    void flag(std::string_view key, bool value);
    void count(std::string_view key, std::uint64_t value);
    void integer(std::string_view key, std::int64_t value);
    void text(std::string_view key, std::string_view value);
    /// A text that is these parts one behind the other.
    void joined_text(std::string_view key, std::initializer_list<std::string_view> parts);
    void bytes(std::string_view key, std::string_view value); ///< msgpack's bin
    void raw(std::string_view key, std::string_view value);   ///< one msgpack value as it stands

    void number(std::string_view key, domain::TaskNumber value);
    template <class Range>
    void numbers(std::string_view key, const Range& range) {
        list(key, range.size());
        for (const domain::TaskNumber element : range) {
            append_number(element);
        }
    }
    void sequence(std::string_view key, domain::Sequence value);
    void date(std::string_view key, std::optional<domain::Date> value);
    void time(std::string_view key, domain::UtcTime value);

    /// `of(element)` gives each element's text.
    template <class Range, class Of>
    void texts(std::string_view key, const Range& range, Of of) {
        list(key, range.size());
        for (const auto& element : range) {
            append_text(of(element));
        }
    }
    template <class Range>
    void texts(std::string_view key, const Range& range) {
        texts(key, range, [](const auto& element) -> std::string_view { return element; });
    }
    template <class Range>
    void texts_by_name(std::string_view key, const Range& texts_of_names) {
        map(key, [&](MapWriter& inner) {
            for (const auto& [name, value] : texts_of_names) {
                inner.text(name, value);
            }
        });
    }

    template <class Fill>
    void map(std::string_view key, Fill fill) {
        begin(key);
        append(out_, fill);
    }
    /// A list of maps: `fill(MapWriter&, element)` writes each.
    template <class Range, class Fill>
    void maps(std::string_view key, const Range& range, Fill fill) {
        list(key, range.size());
        for (const auto& element : range) {
            append(out_, [&](MapWriter& inner) { fill(inner, element); });
        }
    }
    /// The same, each as bytes for `Value::embedded`: whoever passes over one looks at its length
    /// alone.
    template <class Range, class Fill>
    void embedded_maps(std::string_view key, const Range& range, Fill fill) {
        list(key, range.size());
        for (const auto& element : range) {
            PackedBytes map;
            append(map, [&](MapWriter& inner) { fill(inner, element); });
            append_bytes(map.take());
        }
    }
    /// A list of ready msgpack values.
    void raw_list(std::string_view key, const std::vector<std::string>& values);

  private:
    explicit MapWriter(PackedBytes& out);
    void finish();
    void begin(std::string_view key);
    void list(std::string_view key, std::size_t size);
    void append_text(std::string_view value);
    void append_bytes(std::string_view value);
    void append_number(domain::TaskNumber value);
    template <class Write>
    void entry(std::string_view key, std::size_t most_bytes, Write use);

    PackedBytes& out_;
    std::size_t start_;
    std::size_t entries_ = 0;
};

/// One msgpack map; `fill(MapWriter&)` writes its entries.
template <class Fill>
[[nodiscard]] std::string write_map(Fill fill) {
    PackedBytes out;
    MapWriter::append(out, fill);
    return out.take();
}

} // namespace klik::codec
