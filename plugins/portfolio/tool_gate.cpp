#include "portfolio/tool_gate.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::portfolio {

void ToolGate::worked() {
    failures_ = 0;
    closed_until_ = {};
    trouble_.is_over("it can be used again");
}

void ToolGate::failed(const Error& error, std::optional<std::chrono::seconds> asked, Instant now) {
    if (error.code == "interrupted") {
        return;
    }
    std::chrono::milliseconds wait = back_off_.after(++failures_);
    std::uniform_int_distribution<std::chrono::milliseconds::rep> jitter{0, wait.count() / 4};
    wait = std::max<std::chrono::milliseconds>(wait - std::chrono::milliseconds{jitter(random_)},
                                               asked.value_or(std::chrono::seconds{0}));
    closed_until_ = now + wait;
    trouble_.lasts(tool_, "it cannot be used; everything waits and is tried again: " + error.text);
}

} // namespace klik::portfolio
