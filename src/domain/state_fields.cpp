#include "domain/state_fields.hpp"

#include <algorithm>

namespace klik::domain {

std::optional<FieldValueView> StateFields::operator[](TaskField field) const {
    if (!describe(field).in_state) {
        return std::nullopt;
    }
    const auto told = fields_[field];
    return told ? std::optional{told->value} : std::nullopt;
}

bool operator==(const StateFields& a, const StateFields& b) {
    return std::ranges::all_of(field_descriptions(), [&](const FieldDescription& description) {
        return a[description.field] == b[description.field];
    });
}

} // namespace klik::domain
