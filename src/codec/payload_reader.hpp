#pragma once

#include "codec/bounds_check.hpp"
#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "domain/problem.hpp"

#include <msgpack.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// A payload that passed the first pass, as objects. Text in it points into `bytes`, which must
/// outlive it.
[[nodiscard]] domain::Result<msgpack::object_handle>
parse_payload(std::string_view bytes, const Bounds& bounds = wire_bounds);

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
    const Place* parent = nullptr;
    std::string_view key;
    std::optional<std::size_t> index; ///< in a list, in place of a key

    [[nodiscard]] std::string path() const;
};

struct TextLength {
    std::size_t min_characters = 0;
    std::size_t max_characters = std::numeric_limits<std::size_t>::max();
};

class MapReader;

/// One value and where it stands. Every read refuses what has another type or is out of range.
class Value {
  public:
    Value(Reading& reading, const msgpack::object& object, Place place)
        : reading_{&reading}, object_{&object}, place_{place} {}

    [[nodiscard]] bool is_nil() const { return object_->type == msgpack::type::NIL; }
    [[nodiscard]] bool is_text() const { return object_->type == msgpack::type::STR; }
    [[nodiscard]] bool is_flag() const { return object_->type == msgpack::type::BOOLEAN; }
    [[nodiscard]] bool is_integer() const {
        return object_->type == msgpack::type::POSITIVE_INTEGER ||
               object_->type == msgpack::type::NEGATIVE_INTEGER;
    }
    [[nodiscard]] bool is_map() const { return object_->type == msgpack::type::MAP; }

    [[nodiscard]] std::string_view text(TextLength length = {}) const; ///< valid UTF-8
    [[nodiscard]] std::string_view bytes() const;                      ///< msgpack's bin
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
        for (std::size_t i = 0; i < size; ++i) {
            visit(Value{*reading_, object_->via.array.ptr[i], Place{&place_, {}, i}});
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
    [[nodiscard]] std::size_t list_size(std::size_t most) const;
    void refuse_word(std::string_view word) const;

    Reading* reading_;
    const msgpack::object* object_;
    Place place_;
};

/// The entries of a map, by key. Refuses keys that are no text and those that come twice. Values
/// read from it point at it.
class MapReader {
  public:
    /// A message as a whole.
    MapReader(Reading& reading, const msgpack::object& object);
    explicit MapReader(const Value& value);
    MapReader(const MapReader&) = delete;
    MapReader& operator=(const MapReader&) = delete;

    /// A missing key is refused.
    [[nodiscard]] Value required(std::string_view key);
    [[nodiscard]] std::optional<Value> optional(std::string_view key);
    /// As `optional`, and nil is taken as a missing key.
    [[nodiscard]] std::optional<Value> optional_or_nil(std::string_view key);

    /// Keys that nothing has asked for yet, sorted.
    [[nodiscard]] std::vector<std::string_view> unread() const;
    /// For a closed map: refuses keys that nothing has asked for.
    void close();
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    void refuse(std::string text) const { reading_->refuse(place_.path(), std::move(text)); }

  private:
    struct Entry {
        std::string_view key;
        const msgpack::object* value;
        bool read;
    };
    void take_entries(const msgpack::object& object);
    [[nodiscard]] Place place_of(std::string_view key) const { return {&place_, key, {}}; }

    Reading* reading_;
    Place place_;
    std::vector<Entry> entries_; ///< sorted by key
};

} // namespace klik::codec
