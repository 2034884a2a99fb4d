#include "domain/dated_fields.hpp"

namespace klik::domain {

void DatedFields::set(TaskField field, DatedValue value) {
    table_.set(field, std::move(value));
    if (field == TaskField::status) {
        read_status();
    }
}

void DatedFields::reset(TaskField field) {
    table_.reset(field);
    if (field == TaskField::status) {
        read_status();
    }
}

void DatedFields::read_status() {
    const DatedValue* told = table_[TaskField::status];
    const auto* label = told ? std::get_if<std::string>(&told->value) : nullptr;
    status_ = label && !label->empty() ? status_from_label(*label) : Status::not_started;
}

} // namespace klik::domain
