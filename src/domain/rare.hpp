#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace klik::domain {

/// `std::optional` for what is seldom there: it takes the place of a pointer then.
template <class T>
class Rare {
  public:
    Rare() = default;
    Rare(std::nullopt_t /*none*/) {}
    Rare(T value) : value_{std::make_unique<T>(std::move(value))} {}
    Rare(std::optional<T> value)
        : value_{value ? std::make_unique<T>(*std::move(value)) : nullptr} {}
    Rare(const Rare& other) : value_{other ? std::make_unique<T>(*other) : nullptr} {}
    Rare& operator=(const Rare& other) {
        if (this != &other) {
            *this = Rare(other);
        }
        return *this;
    }
    Rare(Rare&&) noexcept = default;
    Rare& operator=(Rare&&) noexcept = default;
    ~Rare() = default;

    [[nodiscard]] explicit operator bool() const { return value_ != nullptr; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] const T* operator->() const { return value_.get(); }
    void reset() { value_.reset(); }

    friend bool operator==(const Rare& a, const Rare& b) {
        return a && b ? *a == *b : a.value_ == b.value_;
    }

  private:
    std::unique_ptr<T> value_;
};

} // namespace klik::domain
