#pragma once

#include "codec/key_path.hpp"

#include <string>
#include <vector>

namespace klik::codec {

/// What is wrong with a rule set although each of its values can be read: a sentence with a
/// counter-example.
struct RuleFinding {
    std::vector<KeyPath> keys; ///< to blame, the first that the file has
    std::string text;
    friend bool operator==(const RuleFinding&, const RuleFinding&) = default;
};
using RuleFindings = std::vector<RuleFinding>;

} // namespace klik::codec
