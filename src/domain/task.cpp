#include "domain/task.hpp"

#include <algorithm>

namespace klik::domain {

namespace {

using enum FieldShape;

constexpr std::array<FieldDescription, task_field_count> descriptions{{
    // field, name, shape, in_state, changeable, local
    {TaskField::title, "title", text, true, false, true},
    {TaskField::platform_colour, "platform_colour", text, true, false, false},
    {TaskField::priority, "priority", text, true, true, true},
    {TaskField::status, "status", text, true, true, true},
    {TaskField::responsible, "responsible", person, true, true, true},
    {TaskField::assignee, "assignee", person, true, true, true},
    {TaskField::start_date, "start_date", date, true, true, true},
    {TaskField::due_date, "due_date", date, true, true, true},
    {TaskField::goal, "goal", text, false, false, true},
    {TaskField::description, "description", text, false, false, true},
    {TaskField::method, "method", text, false, false, true},
    {TaskField::result, "result", text, false, false, true},
    {TaskField::recommended_responsible, "recommended_responsible", text, false, false, false},
    {TaskField::recommended_assignee, "recommended_assignee", text, false, false, false},
    {TaskField::quality_criteria, "quality_criteria", text, false, false, false},
    {TaskField::history, "history", text, false, false, false},
    {TaskField::internal_notes, "internal_notes", text, false, false, false},
    {TaskField::prerequisites, "prerequisites", numbers, false, false, false},
    {TaskField::related, "related", numbers, false, false, true},
    {TaskField::project, "project", text, true, false, true},
    {TaskField::phase, "phase", text, true, false, true},
    {TaskField::theme, "theme", text, true, false, true},
    {TaskField::external_attachments, "external_attachments", text, false, false, false},
    {TaskField::files, "files", text, false, false, false},
}};

template <class T>
const T* value_of(const std::optional<DatedValue>& field) {
    return field ? std::get_if<T>(&field->value) : nullptr;
}

} // namespace

std::span<const FieldDescription, task_field_count> field_descriptions() {
    return descriptions;
}

const FieldDescription& describe(TaskField field) {
    return descriptions[static_cast<std::size_t>(field)];
}

std::optional<TaskField> task_field(std::string_view name) {
    const auto* found = std::ranges::find(descriptions, name, &FieldDescription::name);
    if (found == descriptions.end()) {
        return std::nullopt;
    }
    return found->field;
}

std::string field_names_with(bool FieldDescription::* quality) {
    std::string names;
    for (const FieldDescription& description : descriptions) {
        if (description.*quality) {
            names += (names.empty() ? "" : ", ") + std::string(description.name);
        }
    }
    return names;
}

std::string_view Task::text(TaskField field) const {
    const auto* value = value_of<std::string>((*this)[field]);
    return value ? std::string_view(*value) : std::string_view{};
}

std::optional<Date> Task::date(TaskField field) const {
    const auto* value = value_of<Date>((*this)[field]);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<PersonId> Task::person(TaskField field) const {
    const auto* value = value_of<PersonId>((*this)[field]);
    return value ? std::optional(*value) : std::nullopt;
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
    return std::ranges::any_of(fields,
                               [&](const auto& field) { return field && field->as_of > than; });
}

Status Task::status() const {
    const auto* value = value_of<std::string>((*this)[TaskField::status]);
    return value && !value->empty() ? status_from_label(*value) : Status::not_started;
}

} // namespace klik::domain
