#pragma once

#include "domain/compact_vector.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <utility>

namespace klik::domain {

/// A set of few elements in order, one behind the other: `std::flat_set`, which GCC 12 does not
/// have, as far as it is needed here. Any change ends the iterators.
template <class T>
class FlatSet {
  public:
    using value_type = T;
    using const_iterator = typename CompactVector<T>::const_iterator;

    FlatSet() = default;
    FlatSet(std::initializer_list<T> elements) : FlatSet(elements.begin(), elements.end()) {}
    template <class Iterator>
    FlatSet(Iterator first, Iterator last) : elements_(first, last) {
        std::ranges::sort(elements_);
        const auto repeated = std::ranges::unique(elements_);
        elements_.erase(repeated.begin(), repeated.end());
    }

    /// False where it is there already.
    bool insert(T element) {
        const auto place = lower_bound(element);
        if (place != end() && *place == element) {
            return false;
        }
        elements_.insert(place, std::move(element));
        return true;
    }
    template <class... Parts>
    bool emplace(Parts&&... parts) {
        return insert(T(std::forward<Parts>(parts)...));
    }
    template <class Iterator>
    void insert(Iterator first, Iterator last) {
        for (; first != last; ++first) {
            insert(*first);
        }
    }
    /// False where it is not there.
    template <class Key>
    bool erase(const Key& key) {
        const auto place = lower_bound(key);
        if (place == end() || *place != key) {
            return false;
        }
        elements_.erase(place);
        return true;
    }
    template <class Predicate>
    friend std::size_t erase_if(FlatSet& set, Predicate is_to_go) {
        return erase_if(set.elements_, is_to_go);
    }
    void clear() { elements_.clear(); }

    /// `Key` is anything that is compared with elements, such as `std::string_view`.
    template <class Key>
    [[nodiscard]] bool contains(const Key& key) const {
        const auto place = lower_bound(key);
        return place != end() && *place == key;
    }
    /// The first that is not before the key.
    template <class Key>
    [[nodiscard]] const_iterator lower_bound(const Key& key) const {
        return std::lower_bound(begin(), end(), key);
    }
    [[nodiscard]] const_iterator begin() const { return elements_.begin(); }
    [[nodiscard]] const_iterator end() const { return elements_.end(); }
    [[nodiscard]] std::size_t size() const { return elements_.size(); }
    [[nodiscard]] bool empty() const { return elements_.empty(); }
    friend bool operator==(const FlatSet&, const FlatSet&) = default;

  private:
    friend FlatSet merged(const FlatSet& a, const FlatSet& b) {
        FlatSet both;
        std::ranges::set_union(a, b, std::back_inserter(both.elements_));
        return both;
    }

    CompactVector<T> elements_;
};

} // namespace klik::domain
