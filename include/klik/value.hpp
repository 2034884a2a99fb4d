#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace klik {

/// A value of a message: nil, flag, whole number, real number, text, bytes, list or map. Maps keep
/// the order in which their keys came; two maps are equal when they have the same entries in any
/// order.
///
/// Lookups never fail: what is not there, or is of another type, reads as nil or as the default
/// given.
class Value {
  public:
    using Bytes = std::vector<std::byte>;
    using List = std::vector<Value>;
    using Entry = std::pair<std::string, Value>;
    using Map = std::vector<Entry>;

    Value() = default;
    Value(std::nullptr_t) {}
    template <std::same_as<bool> Flag>
    Value(Flag flag) : content_{flag} {}
    template <std::integral Whole>
        requires(!std::same_as<Whole, bool>)
    Value(Whole whole) {
        if (std::cmp_less_equal(whole, std::numeric_limits<std::int64_t>::max())) {
            content_ = static_cast<std::int64_t>(whole);
        } else {
            content_ = static_cast<std::uint64_t>(whole);
        }
    }
    Value(double real) : content_{real} {}
    Value(std::string text) : content_{std::move(text)} {}
    Value(std::string_view text) : content_{std::string{text}} {}
    Value(const char* text) : content_{std::string{text}} {}
    Value(Bytes bytes) : content_{std::move(bytes)} {}
    Value(List list) : content_{std::move(list)} {}
    Value(Map map) : content_{std::move(map)} {}

    /// `Value::map({{"number", 121850}, {"status", "completed"}})`
    [[nodiscard]] static Value map(std::initializer_list<Entry> entries = {});

    [[nodiscard]] bool is_nil() const { return holds<std::monostate>(); }
    [[nodiscard]] bool is_flag() const { return holds<bool>(); }
    [[nodiscard]] bool is_whole() const { return holds<std::int64_t>() || holds<std::uint64_t>(); }
    [[nodiscard]] bool is_real() const { return holds<double>(); }
    [[nodiscard]] bool is_text() const { return holds<std::string>(); }
    [[nodiscard]] bool is_bytes() const { return holds<Bytes>(); }
    [[nodiscard]] bool is_list() const { return holds<List>(); }
    [[nodiscard]] bool is_map() const { return holds<Map>(); }

    [[nodiscard]] bool flag_or(bool otherwise) const;
    [[nodiscard]] std::optional<std::int64_t> whole() const;
    [[nodiscard]] std::optional<std::uint64_t> count() const;
    /// Of a whole number as well.
    [[nodiscard]] std::optional<double> real() const;
    /// "" for what is no text.
    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] std::string_view text_or(std::string_view otherwise) const;
    /// Empty for what is no list, map or bytes.
    [[nodiscard]] const List& list() const;
    [[nodiscard]] const Map& entries() const;
    [[nodiscard]] const Bytes& bytes() const;

    /// The value under the key of a map; nil where there is none.
    [[nodiscard]] const Value& operator[](std::string_view key) const;
    /// Null where the map has no such key, or this is no map.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// Through maps by key and lists by position: `at("items.0.text.da")`; nil where the way ends
    /// early.
    [[nodiscard]] const Value& at(std::string_view path) const;

    /// Sets the key of a map; nil becomes a map first, anything else is replaced by one.
    Value& set(std::string key, Value value);
    /// Adds to a list; nil becomes a list first, anything else is replaced by one.
    Value& add(Value value);

    friend bool operator==(const Value& a, const Value& b);

  private:
    template <class T>
    [[nodiscard]] bool holds() const {
        return std::holds_alternative<T>(content_);
    }

    /// A whole number is only unsigned when it does not fit the signed one.
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Bytes,
                 List, Map>
        content_;
};

} // namespace klik
