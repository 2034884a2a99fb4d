#pragma once

#include "codec/bounds_check.hpp"
#include "codec/packed_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace klik::codec {

/// The parts of a value whose shape is not known beforehand, in the order of its bytes: a list's
/// elements follow `list`, a map's keys (as `text`) and values take turns after `map`.
class ValueEvents {
  public:
    virtual ~ValueEvents() = default;
    ValueEvents() = default;
    ValueEvents(const ValueEvents&) = delete;
    ValueEvents& operator=(const ValueEvents&) = delete;

    virtual void nil() = 0;
    virtual void flag(bool value) = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void count(std::uint64_t value) = 0;
    virtual void real(double value) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void bytes(std::string_view value) = 0;
    virtual void list(std::size_t size) = 0;
    virtual void map(std::size_t size) = 0;
};

/// Both passes over a payload of any shape: its form, then UTF-8 and keys that are text and come
/// once. Nothing is told to `events` unless all of it is in order.
[[nodiscard]] domain::Result<void> read_value(std::string_view payload, ValueEvents& events,
                                              const Bounds& bounds = wire_bounds);

/// Makes msgpack of the parts, each in its shortest form.
class ValueWriter final : public ValueEvents {
  public:
    void nil() override;
    void flag(bool value) override;
    void integer(std::int64_t value) override;
    void count(std::uint64_t value) override;
    void real(double value) override;
    void text(std::string_view value) override;
    void bytes(std::string_view value) override;
    void list(std::size_t size) override;
    void map(std::size_t size) override;

    [[nodiscard]] std::string take() { return out_.take(); }

  private:
    PackedBytes out_;
};

} // namespace klik::codec
