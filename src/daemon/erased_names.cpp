#include "daemon/erased_names.hpp"

#include "domain/person_name.hpp"

#include <functional>
#include <string>

namespace klik::daemon {

namespace {

std::size_t mark_of(std::string_view name) {
    return std::hash<std::string>{}(domain::folded_name(name));
}

} // namespace

void ErasedNames::add(std::string_view name, const domain::PersonId& id) {
    ids_.insert_or_assign(mark_of(name), id);
}

std::optional<domain::PersonId> ErasedNames::find(std::string_view name) const {
    const auto found = ids_.find(mark_of(name));
    return found == ids_.end() ? std::nullopt : std::optional{found->second};
}

} // namespace klik::daemon
