#include "domain/task.hpp"

#include <algorithm>

namespace klik::domain {

std::optional<PersonId> Task::person(TaskField field) const {
    const auto named = fields.person(field);
    return named ? std::optional{PersonId{std::string{named->id}}} : std::nullopt;
}

std::vector<TaskNumber> Task::prerequisites() const {
    const NumbersView named = numbers(TaskField::prerequisites);
    std::vector<TaskNumber> all;
    all.reserve(named.size() + local_prerequisites.size());
    all.insert(all.end(), named.begin(), named.end());
    all.insert(all.end(), local_prerequisites.begin(), local_prerequisites.end());
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
}

} // namespace klik::domain
