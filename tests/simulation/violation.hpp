#pragma once

#include <stdexcept>
#include <string>

namespace klik::simulation {

/// An invariant that does not hold. `rule` is its name, the same whatever the run.
class Violation : public std::runtime_error {
  public:
    Violation(std::string broken_rule, const std::string& what)
        : std::runtime_error{what}, rule{std::move(broken_rule)} {}

    std::string rule;
};

} // namespace klik::simulation
