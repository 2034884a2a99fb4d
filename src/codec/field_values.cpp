#include "codec/field_values.hpp"

#include <variant>

namespace klik::codec {
namespace {

struct WriteFieldValue {
    MapWriter& map;
    std::string_view key;

    void operator()(domain::None /*none*/) const { map.nil(key); }
    void operator()(std::string_view text) const { map.text(key, text); }
    void operator()(domain::Date date) const { map.date(key, date); }
    void operator()(domain::PersonView person) const { map.text(key, person.id); }
    void operator()(domain::NumbersView numbers) const { map.numbers(key, numbers); }
};

} // namespace

void write_field_value(MapWriter& map, std::string_view key, const domain::FieldValueView& value) {
    std::visit(WriteFieldValue{map, key}, value.content);
}

domain::FieldValue read_field_value(const Value& value, domain::FieldShape shape,
                                    NumberList numbers, TextLength text) {
    if (value.is_nil()) {
        return domain::None{};
    }
    switch (shape) {
    case domain::FieldShape::text:
        return std::string{value.text(text)};
    case domain::FieldShape::date:
        return value.date();
    case domain::FieldShape::person:
        return domain::PersonId{std::string{value.text()}};
    case domain::FieldShape::numbers:
        return value.numbers(numbers.lowest, numbers.most);
    }
    return domain::None{};
}

void write_field_names(MapWriter& map, std::string_view key,
                       const std::vector<domain::TaskField>& fields) {
    map.texts(key, fields, [](domain::TaskField field) { return domain::describe(field).name; });
}

std::vector<domain::TaskField> read_field_names(const Value& value) {
    std::vector<domain::TaskField> fields;
    value.each([&](const Value& name) { fields.push_back(name.word(domain::task_field)); });
    return fields;
}

std::map<std::string, std::string> read_unknown(const Value& value) {
    std::map<std::string, std::string> unknown;
    MapReader map{value};
    map.each_unread([&](std::string_view name, const Value& entry) {
        const std::string_view bytes = entry.bytes();
        if (!check_bounds(bytes)) {
            entry.refuse("bytes that are no msgpack value");
        }
        unknown.emplace(name, bytes);
    });
    return unknown;
}

} // namespace klik::codec
