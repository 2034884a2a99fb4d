#include "codec/field_length.hpp"

#include <array>
#include <limits>

namespace klik::codec {

namespace {

using domain::TaskField;

constexpr std::array prose_fields{
    TaskField::goal,           TaskField::description,          TaskField::method,
    TaskField::result,         TaskField::quality_criteria,     TaskField::history,
    TaskField::internal_notes, TaskField::external_attachments, TaskField::files,
};

} // namespace

bool is_prose(domain::TaskField field) {
    static constexpr auto of_each = [] {
        std::array<bool, domain::task_field_count> prose{};
        for (const TaskField prose_field : prose_fields) {
            prose[static_cast<std::size_t>(prose_field)] = true;
        }
        return prose;
    }();
    return of_each[static_cast<std::size_t>(field)];
}

std::size_t most_characters(domain::TaskField field) {
    return is_prose(field) ? std::numeric_limits<std::size_t>::max() : most_characters_of_a_line;
}

} // namespace klik::codec
