#pragma once

#include <string>
#include <string_view>

namespace klik::codec {

/// Which tables of a rule file are being read: those of the municipality, or those of a project,
/// which are laid over them.
struct RulePlace {
    std::string prefix; ///< of the project's tables, such as `project."DUBU 3.0".`; else empty

    [[nodiscard]] bool of_project() const { return !prefix.empty(); }
    [[nodiscard]] std::string name(std::string_view table) const {
        return prefix + std::string(table);
    }
};

/// Lays over a value what a file says about it.
template <class Value, class Said>
void overlay(Value& value, Said said) {
    if (said) {
        value = *std::move(said);
    }
}

} // namespace klik::codec
