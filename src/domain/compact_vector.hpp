#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace klik::domain {

/// A `std::vector` that takes the room of one pointer, a third of it: for what many objects have
/// and is empty in most. Any change of its size ends the iterators.
template <class T>
class CompactVector {
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>);

  public:
    using value_type = T;
    using iterator = T*;
    using const_iterator = const T*;

    CompactVector() = default;
    CompactVector(std::initializer_list<T> elements)
        : CompactVector(elements.begin(), elements.end()) {}
    template <std::forward_iterator Iterator>
    CompactVector(Iterator first, Iterator last) : CompactVector() {
        reserve(static_cast<std::size_t>(std::distance(first, last)));
        for (; first != last; ++first) {
            push_back(*first);
        }
    }
    CompactVector(const CompactVector& other) : CompactVector(other.begin(), other.end()) {}
    CompactVector(CompactVector&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    CompactVector& operator=(const CompactVector& other) {
        if (this != &other) {
            *this = CompactVector(other);
        }
        return *this;
    }
    CompactVector& operator=(CompactVector&& other) noexcept {
        CompactVector taken = std::move(other);
        std::swap(block_, taken.block_);
        return *this;
    }
    ~CompactVector() {
        clear();
        ::operator delete(block_);
    }

    [[nodiscard]] std::size_t size() const { return block_ == nullptr ? 0 : block_->size; }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] iterator begin() { return elements(); }
    [[nodiscard]] iterator end() { return elements() + size(); }
    [[nodiscard]] const_iterator begin() const { return elements(); }
    [[nodiscard]] const_iterator end() const { return elements() + size(); }
    /// Throws `std::out_of_range` where there is none.
    [[nodiscard]] T& at(std::size_t place) { return begin()[known(place)]; }
    [[nodiscard]] const T& at(std::size_t place) const { return begin()[known(place)]; }
    [[nodiscard]] T& back() { return *std::prev(end()); }
    [[nodiscard]] const T& back() const { return *std::prev(end()); }

    void push_back(T element) { insert(end(), std::move(element)); }
    /// Before the place.
    iterator insert(const_iterator place, T element) {
        const auto at = place - begin();
        if (size() == capacity()) {
            constexpr std::size_t first_capacity = 1;
            reserve(std::max(first_capacity, 2 * size()));
        }
        std::construct_at(end(), std::move(element));
        ++block_->size;
        std::rotate(begin() + at, std::prev(end()), end());
        return begin() + at;
    }
    void erase(const_iterator first, const_iterator last) {
        const auto begin_of_gap = begin() + (first - begin());
        shorten_to(std::move(begin_of_gap + (last - first), end(), begin_of_gap));
    }
    void erase(const_iterator place) { erase(place, std::next(place)); }
    template <class Predicate>
    friend std::size_t erase_if(CompactVector& vector, Predicate is_to_go) {
        const auto kept = std::remove_if(vector.begin(), vector.end(), is_to_go);
        const auto erased = vector.end() - kept;
        vector.shorten_to(kept);
        return static_cast<std::size_t>(erased);
    }
    void clear() { shorten_to(begin()); }

    friend bool operator==(const CompactVector& a, const CompactVector& b) {
        return std::ranges::equal(a, b);
    }

  private:
    struct Block {
        std::uint32_t size = 0;
        std::uint32_t capacity = 0;
    };
    static_assert(alignof(T) <= sizeof(Block), "elements stand behind it");

    [[nodiscard]] T* elements() const {
        return block_ == nullptr ? nullptr : reinterpret_cast<T*>(block_ + 1);
    }
    [[nodiscard]] std::size_t known(std::size_t place) const {
        return place < size() ? place : throw std::out_of_range{"CompactVector"};
    }
    [[nodiscard]] std::size_t capacity() const { return block_ == nullptr ? 0 : block_->capacity; }
    void reserve(std::size_t capacity) {
        if (capacity == 0) {
            return;
        }
        if (capacity > std::numeric_limits<std::uint32_t>::max()) {
            throw std::length_error{"CompactVector"};
        }
        CompactVector larger;
        larger.block_ = std::construct_at(
            static_cast<Block*>(::operator new(sizeof(Block) + capacity * sizeof(T))));
        larger.block_->capacity = static_cast<std::uint32_t>(capacity);
        larger.block_->size = static_cast<std::uint32_t>(size());
        std::uninitialized_move(begin(), end(), larger.elements());
        *this = std::move(larger);
    }
    void shorten_to(T* new_end) {
        const auto size_left = new_end - begin();
        std::destroy(new_end, end());
        if (block_ != nullptr) {
            block_->size = static_cast<std::uint32_t>(size_left);
        }
    }

    Block* block_ = nullptr; ///< the elements stand behind it; null for none
};

} // namespace klik::domain
