#pragma once

#include "codec/key_path.hpp"

#include <toml++/toml.h>

namespace klik::codec {

[[nodiscard]] KeyLines key_lines(const toml::table& file);

} // namespace klik::codec
