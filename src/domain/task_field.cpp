#include "domain/task_field.hpp"

#include <algorithm>
#include <array>

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

} // namespace klik::domain
