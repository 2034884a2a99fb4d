#include "domain/task.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

template <class T>
const T* value_of(const DatedValue* field) {
    return field ? std::get_if<T>(&field->value) : nullptr;
}

} // namespace

std::string_view Task::text(TaskField field) const {
    const auto* value = value_of<std::string>((*this)[field]);
    return value ? std::string_view(*value) : std::string_view{};
}

std::optional<Date> Task::date(TaskField field) const {
    const auto* value = value_of<Date>((*this)[field]);
    return value ? std::optional(*value) : std::nullopt;
}

const PersonId* Task::person(TaskField field) const {
    return value_of<PersonId>((*this)[field]);
}

const std::vector<TaskNumber>& Task::numbers(TaskField field) const {
    static const std::vector<TaskNumber> none;
    const auto* value = value_of<std::vector<TaskNumber>>((*this)[field]);
    return value ? *value : none;
}

std::vector<TaskNumber> Task::prerequisites() const {
    std::vector<TaskNumber> all = numbers(TaskField::prerequisites);
    all.insert(all.end(), local_prerequisites.begin(), local_prerequisites.end());
    std::ranges::sort(all);
    const auto repeated = std::ranges::unique(all);
    all.erase(repeated.begin(), repeated.end());
    return all;
}

bool Task::has_later_fact(UtcTime than) const {
    return std::ranges::any_of(fields.values(),
                               [&](const DatedValue& field) { return field.as_of > than; });
}

} // namespace klik::domain
