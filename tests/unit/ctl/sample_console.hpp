#pragma once

#include "ctl/console.hpp"

#include <sstream>

namespace klik::ctl {

/// A console that keeps what is written.
struct SampleConsole {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err};
};

} // namespace klik::ctl
