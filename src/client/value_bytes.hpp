#pragma once

#include "klik/error.hpp"
#include "klik/value.hpp"

#include <string>
#include <string_view>

namespace klik::client {

/// The value as msgpack.
[[nodiscard]] std::string to_bytes(const Value& value);

/// Checks the bytes before anything is made of them; `unreadable` says where they are wrong.
[[nodiscard]] Result<Value> from_bytes(std::string_view payload);

} // namespace klik::client
