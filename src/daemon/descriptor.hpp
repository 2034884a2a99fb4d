#pragma once

#include <unistd.h>

#include <utility>

namespace klik::daemon {

/// A file descriptor, closed with the object; empty below zero.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    void close() {
        if (open()) {
            ::close(std::exchange(number_, -1));
        }
    }

  private:
    int number_ = -1;
};

} // namespace klik::daemon
