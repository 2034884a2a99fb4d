#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace klik::domain {

/// How a value is kept, and what is kept where there is none.
template <class T>
struct CompactForm;

template <>
struct CompactForm<Date> {
    using Kept = std::int32_t; ///< days; five million years each way
    static constexpr Kept none = std::numeric_limits<Kept>::min();
    static constexpr Kept kept(Date date) {
        return static_cast<Kept>(date.time_since_epoch().count());
    }
    static constexpr Date value(Kept kept) { return Date{std::chrono::days{kept}}; }
};

template <>
struct CompactForm<UtcTime> {
    using Kept = std::int64_t;
    static constexpr Kept none = std::numeric_limits<Kept>::min();
    static constexpr Kept kept(UtcTime time) { return time.time_since_epoch().count(); }
    static constexpr UtcTime value(Kept kept) { return UtcTime{std::chrono::milliseconds{kept}}; }
};

template <>
struct CompactForm<TaskNumber> {
    using Kept = std::int64_t;
    static constexpr Kept none = 0;
    static constexpr Kept kept(TaskNumber number) { return number.value; }
    static constexpr TaskNumber value(Kept kept) { return {kept}; }
};

/// A `std::optional` that needs no room to say that there is none, for what many objects have.
template <class T>
class CompactOptional {
    using Form = CompactForm<T>;

  public:
    CompactOptional() = default;
    CompactOptional(std::nullopt_t /*none*/) {}
    CompactOptional(T value) : kept_{Form::kept(value)} {}
    CompactOptional(std::optional<T> value) : kept_{value ? Form::kept(*value) : Form::none} {}
    operator std::optional<T>() const { return *this ? std::optional{**this} : std::nullopt; }

    [[nodiscard]] explicit operator bool() const { return kept_ != Form::none; }
    /// Of one that is there.
    [[nodiscard]] T operator*() const { return Form::value(kept_); }
    [[nodiscard]] T value_or(T other) const { return *this ? **this : other; }
    void reset() { kept_ = Form::none; }

    friend bool operator==(CompactOptional, CompactOptional) = default;
    friend bool operator==(CompactOptional a, T b) { return a == CompactOptional{b}; }
    /// `std::optional`'s own would take this for a value, and find an empty one unequal.
    friend bool operator==(CompactOptional a, const std::optional<T>& b) {
        return a == CompactOptional{b};
    }
    friend bool operator==(CompactOptional a, std::nullopt_t /*none*/) { return !a; }

  private:
    typename Form::Kept kept_ = Form::none;
};

} // namespace klik::domain
