#pragma once

#include "codec/bounds_check.hpp"
#include "codec/map_entries.hpp"
#include "codec/raw_value.hpp"
#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "domain/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// The bytes of one value that passed the first pass, `check_bounds`. They lie elsewhere, and
/// outlive this and what is read from it.
class CheckedPayload {
  public:
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

  private:
    friend domain::Result<CheckedPayload> check_payload(std::string_view, const Bounds&);
    explicit CheckedPayload(std::string_view bytes) : bytes_{bytes} {}
    std::string_view bytes_;
};
[[nodiscard]] domain::Result<CheckedPayload> check_payload(std::string_view bytes,
                                                           const Bounds& bounds = wire_bounds);

/// The second pass over one payload. It keeps the first thing that was found wrong; what is read
/// after that is empty and means nothing, so that a decoder reads straight on and asks once, at its
/// end.
class Reading {
  public:
    void refuse(std::string path, std::string text);
    [[nodiscard]] const std::optional<domain::Problem>& problem() const { return problem_; }
    [[nodiscard]] bool ok() const { return !problem_; }

  private:
    std::optional<domain::Problem> problem_;
};

/// A place within a payload; spelled out only when there is something to say about it.
struct Place {
    static constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();

    const Place* parent = nullptr;
    std::string_view key;
    std::size_t index = no_index; ///< in a list, in place of a key

    [[nodiscard]] std::string path() const;
};

struct TextLength {
    std::size_t min_characters = 0;
    std::size_t max_characters = std::numeric_limits<std::size_t>::max();
};

class MapReader;

/// One value and where it stands, read from its bytes when it is asked for. Every read refuses what
/// has another type or is out of range.
class Value {
  public:
    Value(Reading& reading, CheckedPayload payload, Place place = {})
        : Value{reading, payload.bytes(), place} {}

    [[nodiscard]] bool is_nil() const { return bytes_.front() == '\xC0'; }
    [[nodiscard]] bool is_text() const { return family() == ValueHead::Family::text; }
    [[nodiscard]] bool is_flag() const {
        return bytes_.front() == '\xC2' || bytes_.front() == '\xC3';
    }
    [[nodiscard]] bool is_integer() const { return whole_number(bytes_).has_value(); }
    [[nodiscard]] bool is_map() const { return family() == ValueHead::Family::map; }
    /// The same value, of which the other reading keeps what is wrong.
    [[nodiscard]] Value within(Reading& other) const { return {other, bytes_, place_}; }
    /// The value as it came.
    [[nodiscard]] std::string_view raw() const { return bytes_; }

    [[nodiscard]] std::string_view text(TextLength length = {}) const; ///< valid UTF-8
    [[nodiscard]] std::string_view bytes() const;                      ///< msgpack's bin
    /// The value that bytes of this program's own hold, checked by itself.
    [[nodiscard]] Value embedded() const;
    [[nodiscard]] bool flag() const;
    [[nodiscard]] std::int64_t
    integer(std::int64_t lowest = std::numeric_limits<std::int64_t>::min()) const;
    [[nodiscard]] std::uint64_t
    count(std::uint64_t highest = std::numeric_limits<std::uint64_t>::max()) const;

    [[nodiscard]] domain::Date date() const;
    /// A date that was reckoned from others, and may therefore lie beyond those that people may
    /// give.
    [[nodiscard]] domain::Date reckoned_date() const;
    [[nodiscard]] domain::UtcTime time() const;
    [[nodiscard]] domain::Sequence sequence() const;
    [[nodiscard]] domain::TaskNumber
    number(std::int64_t lowest = std::numeric_limits<std::int64_t>::min()) const;

    /// The value that the word stands for; `named` gives none for a word that it does not know.
    template <class Named>
    [[nodiscard]] auto word(Named named) const {
        const std::string_view name = text();
        const auto found = named(name);
        if (!found) {
            refuse_word(name);
        }
        return found.value_or(typename decltype(found)::value_type{});
    }

    /// Calls `visit(Value)` for each element of a list of at most `most`.
    template <class Visit>
    void each(Visit visit, std::size_t most = std::numeric_limits<std::size_t>::max()) const {
        const std::size_t size = list_size(most);
        std::string_view rest = bytes_.substr(size == 0 ? 0 : head().head_bytes);
        for (std::size_t i = 0; i < size; ++i) {
            const std::string_view element = first_value(rest);
            rest.remove_prefix(element.size());
            visit(Value{*reading_, element, Place{&place_, {}, i}});
        }
    }
    [[nodiscard]] std::vector<domain::TaskNumber>
    numbers(std::int64_t lowest = std::numeric_limits<std::int64_t>::min(),
            std::size_t most = std::numeric_limits<std::size_t>::max()) const;

    /// Everything in it, whatever it means: text in UTF-8, keys that are text and no key twice.
    void check_content() const;

    void refuse(std::string text) const { reading_->refuse(place_.path(), std::move(text)); }

  private:
    friend class MapReader;
    Value(Reading& reading, std::string_view bytes, Place place)
        : reading_{&reading}, bytes_{bytes}, place_{place} {}
    [[nodiscard]] ValueHead head() const { return *read_head(bytes_); }
    [[nodiscard]] ValueHead::Family family() const { return first_byte_of(bytes_).family; }
    [[nodiscard]] std::size_t list_size(std::size_t most) const;
    void refuse_word(std::string_view word) const;

    Reading* reading_;
    std::string_view bytes_; ///< of this value alone; never empty
    Place place_;
};

/// The entries of a map, by key. Refuses keys that are no text and those that come twice. Values
/// read from it point at it.
class MapReader {
  public:
    /// A message as a whole.
    MapReader(Reading& reading, CheckedPayload payload);
    explicit MapReader(const Value& value);
    MapReader(const MapReader&) = delete;
    MapReader& operator=(const MapReader&) = delete;

    /// A missing key is refused.
    [[nodiscard]] Value required(std::string_view key);
    [[nodiscard]] std::optional<Value> optional(std::string_view key);
    /// As `optional`, and nil is taken as a missing key.
    [[nodiscard]] std::optional<Value> optional_or_nil(std::string_view key);

    /// Calls `visit(key, Value)` for each entry that nothing has asked for yet, in their order.
    template <class Visit>
    void each_unread(Visit visit) {
        for (MapEntries::Entry& entry : entries_.all()) {
            if (!std::exchange(entry.read, true)) {
                visit(entry.key(), value_of(entry));
            }
        }
    }
    [[nodiscard]] std::size_t unread_count() const;
    /// For a closed map: refuses keys that nothing has asked for.
    void close();
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    void refuse(std::string text) const { reading_->refuse(place_.path(), std::move(text)); }

  private:
    void take_entries(std::string_view bytes);
    /// The entry, read from now on; null where there is none.
    [[nodiscard]] const MapEntries::Entry* read_entry(std::string_view key) {
        MapEntries::Entry* const entry = entries_.find(key);
        if (entry != nullptr) {
            entry->read = true;
        }
        return entry;
    }
    [[nodiscard]] Value value_of(const MapEntries::Entry& entry) const {
        return Value{*reading_, entry.value(), place_of(entry.key())};
    }
    [[nodiscard]] Place place_of(std::string_view key) const { return {&place_, key}; }

    Reading* reading_;
    Place place_;
    MapEntries entries_;
};

} // namespace klik::codec
