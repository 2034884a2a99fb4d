#include "codec/local_message.hpp"

#include "codec/field_length.hpp"
#include "codec/field_values.hpp"
#include "codec/person_reference.hpp"

namespace klik::codec {
namespace {

using domain::TaskField;
using engine::LocalAction;

constexpr NumberList related_numbers{.most = platform_numbers.most};

std::string local_fields() {
    return domain::field_names_with(&domain::FieldDescription::local);
}

void check_status(const Value& value) {
    if (value.is_text() && domain::status_from_label(value.text()) == domain::Status::unknown) {
        value.refuse("not a status, which are not_started, in_progress, completed, not_relevant or "
                     "their Danish labels");
    }
}

void read_field(const Value& value, const domain::FieldDescription& description,
                domain::Observation& task, WishedNames& names) {
    if (description.shape == domain::FieldShape::person && !value.is_nil()) {
        PersonReference person = read_person_or_id(value);
        if (auto* id = std::get_if<domain::PersonId>(&person)) {
            task.fields.set(description.field, std::move(*id));
        } else {
            names.emplace_back(description.field, std::get<PersonName>(person).value);
        }
        return;
    }
    if (description.field == TaskField::status) {
        check_status(value);
    } else if (description.field == TaskField::title) {
        static_cast<void>(value.text({1, most_characters(TaskField::title)}));
    }
    task.fields.set(description.field, read_field_value(value, description.shape, related_numbers,
                                                        {0, most_characters(description.field)}));
}

/// False where there is none.
bool read_fields(MapReader& map, domain::Observation& task, WishedNames& names) {
    bool any = false;
    for (const auto& description : domain::field_descriptions()) {
        const auto value = description.local ? map.optional(description.name) : std::nullopt;
        if (value) {
            any = true;
            read_field(*value, description, task, names);
        }
    }
    map.each_unread([](std::string_view /*name*/, const Value& value) {
        value.refuse("not a field of a municipality's own task, which are " + local_fields());
    });
    return any;
}

void read_action(MapReader& map, LocalAction action, engine::LocalChange& change,
                 WishedNames& names) {
    change.action = action;
    if (action != LocalAction::add_task) {
        change.task.number = map.required("number").number();
    }
    switch (action) {
    case LocalAction::add_task:
        static_cast<void>(map.required("title"));
        static_cast<void>(read_fields(map, change.task, names));
        break;
    case LocalAction::change_task:
        if (!read_fields(map, change.task, names)) {
            map.refuse("names no field to change");
        }
        break;
    case LocalAction::add_edge:
    case LocalAction::remove_edge:
        change.prerequisite = map.required("prerequisite").number();
        break;
    case LocalAction::remove_task:
        break;
    }
    map.close();
}

} // namespace

ChangeLocal read_local_change(MapReader& map, WishedNames& names) {
    ChangeLocal local;
    if (const auto id = map.optional("id")) {
        local.id = id->text({1, 128});
    }
    int actions = 0;
    for (const LocalAction action :
         {LocalAction::add_task, LocalAction::change_task, LocalAction::remove_task,
          LocalAction::add_edge, LocalAction::remove_edge}) {
        if (const auto value = map.optional(canonical(action))) {
            ++actions;
            MapReader inner{*value};
            read_action(inner, action, local.change, names);
        }
    }
    if (actions != 1) {
        map.refuse("names not one of add_task, change_task, remove_task, add_edge and remove_edge");
    }
    return local;
}

} // namespace klik::codec
