#include "ctl/typed_value.hpp"

#include "domain/status.hpp"

#include <fmt/core.h>

#include <sstream>

namespace klik::ctl {

namespace {

Result<Value> typed_numbers(const std::string& text) {
    Value::List numbers;
    std::istringstream parts{text};
    for (std::string part; std::getline(parts, part, ',');) {
        const auto number = domain::task_number(part);
        if (!number) {
            return std::unexpected(
                Error{"usage", fmt::format("'{}' is no task number; write 121850,-1", part)});
        }
        numbers.emplace_back(number->value);
    }
    return Value{std::move(numbers)};
}

} // namespace

Result<Value> person_value(const std::string& name_or_id, const People& people) {
    const auto id = people.id_of(name_or_id);
    if (!id) {
        return std::unexpected(id.error());
    }
    return *id ? Value{**id} : Value::map({{"name", name_or_id}});
}

Result<Value> typed_value(const domain::FieldDescription& field, const std::string& text,
                          const People& people) {
    if (text == "-") {
        return Value{};
    }
    if (field.shape == domain::FieldShape::person) {
        return person_value(text, people);
    }
    if (field.shape == domain::FieldShape::date) {
        auto date = domain::date_from_iso(text);
        if (!date) {
            date = domain::date_from_danish(text);
        }
        if (!date) {
            return std::unexpected(Error{
                "usage",
                fmt::format("'{}' is no date; write 04-03-2024, 2024-03-04 or - for none", text)});
        }
        return Value{domain::iso_date(*date)};
    }
    if (field.shape == domain::FieldShape::numbers) {
        return typed_numbers(text);
    }
    if (field.field == domain::TaskField::status) {
        const auto status = domain::status_from_label(text);
        return Value{status == domain::Status::unknown ? std::string_view{text}
                                                       : domain::canonical(status)};
    }
    return Value{text};
}

} // namespace klik::ctl
