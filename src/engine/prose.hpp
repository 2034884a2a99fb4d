#pragma once

#include <string>

namespace klik::engine {

/// Sentences for a person to read.
struct Prose {
    std::string danish;
    std::string english;
    friend bool operator==(const Prose&, const Prose&) = default;
};

} // namespace klik::engine
