#pragma once

#include "domain/compact_vector.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace klik::domain {

/// A map of few keys in order, one behind the other: `std::flat_map`, which GCC 12 does not have,
/// as far as it is needed here. Any change ends the iterators.
template <class Key, class Value>
class FlatMap {
  public:
    using value_type = std::pair<Key, Value>;
    using const_iterator = typename CompactVector<value_type>::const_iterator;

    FlatMap() = default;
    FlatMap(std::initializer_list<value_type> entries) {
        for (const auto& [key, value] : entries) {
            (*this)[key] = value;
        }
    }
    /// Of a map with the same keys and values.
    template <class Map>
    explicit FlatMap(const Map& entries) : entries_(entries.begin(), entries.end()) {}

    /// Makes an empty value where there is none.
    Value& operator[](const Key& key) {
        auto place = std::ranges::lower_bound(entries_, key, {}, &value_type::first);
        if (place == entries_.end() || place->first != key) {
            place = entries_.insert(place, {key, Value{}});
        }
        return place->second;
    }
    void clear() { entries_.clear(); }

    [[nodiscard]] const_iterator find(const Key& key) const {
        const auto place = std::ranges::lower_bound(entries_, key, {}, &value_type::first);
        return place != end() && place->first == key ? place : end();
    }
    [[nodiscard]] bool contains(const Key& key) const { return find(key) != end(); }
    [[nodiscard]] const_iterator begin() const { return entries_.begin(); }
    [[nodiscard]] const_iterator end() const { return entries_.end(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    friend bool operator==(const FlatMap&, const FlatMap&) = default;

  private:
    CompactVector<value_type> entries_;
};

} // namespace klik::domain
