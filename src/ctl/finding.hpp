#pragma once

#include "klik/value.hpp"

#include <string>

namespace klik::ctl {

/// What `doctor` found about one thing; a row of the same form as one of `query health`.
struct Finding {
    const char* subject;
    const char* state;
    std::string danish;
    std::string english;

    [[nodiscard]] Value row() const {
        return Value::map({{"subject", subject},
                           {"state", state},
                           {"text", english},
                           {"text_da", danish},
                           {"counters", Value::map()}});
    }
};

inline constexpr const char* is_ok = "ok";
inline constexpr const char* is_warning = "warning";
inline constexpr const char* has_failed = "failed";

} // namespace klik::ctl
