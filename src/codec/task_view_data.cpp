#include "codec/task_view_data.hpp"

#include "codec/deadline_data.hpp"
#include "codec/field_values.hpp"
#include "codec/words.hpp"

namespace klik::codec {
namespace {

using domain::TaskField;

/// The key `status` holds the canonical word, so the platform's own goes under another one.
std::string_view key_of(const domain::FieldDescription& description) {
    return description.field == TaskField::status ? "platform_status" : description.name;
}

std::string_view status_label(const engine::TaskView& view) {
    const auto told = view.fields[TaskField::status];
    const auto* label = told ? std::get_if<std::string_view>(&told->content) : nullptr;
    const bool for_people = label && !label->empty() && *label != domain::canonical(view.status);
    return for_people ? *label : domain::label(view.status, domain::Language::danish);
}

engine::TaskStanding read_standing(MapReader& map) {
    engine::TaskStanding standing;
    standing.colour = map.required("colour").word(colour_word);
    standing.blocked_by = map.required("blocked_by").numbers();
    standing.blocks = map.required("blocks").numbers();
    standing.latest_safe_finish = read_safe_finish(map);
    standing.revision = map.required("revision").count();
    return standing;
}

} // namespace

void write_safe_finish(MapWriter& map, const domain::SafeFinish& finish) {
    map.date("latest_safe_finish", finish.date);
    if (finish.decider) {
        map.number("latest_safe_finish_for", *finish.decider);
    }
}

domain::SafeFinish read_safe_finish(MapReader& map) {
    domain::SafeFinish finish;
    finish.date = read_reckoned_date(map.required("latest_safe_finish"));
    if (const auto decider = map.optional("latest_safe_finish_for")) {
        finish.decider = decider->number();
    }
    return finish;
}

void write_task_view(MapWriter& map, const domain::MunicipalityCode& municipality,
                     const engine::TaskView& view) {
    map.text("municipality", municipality.value);
    map.number("number", view.number);
    view.fields.each([&](TaskField field, const domain::FieldValueView& value) {
        write_field_value(map, key_of(domain::describe(field)), value);
    });
    map.text("status", domain::canonical(view.status));
    map.text("status_label", status_label(view));
    map.text("colour", domain::canonical(view.colour));
    map.text("colour_label", domain::label(view.colour, domain::Language::danish));
    map.flag("ready", view.ready());
    map.numbers("blocked_by", view.blocked_by);
    map.numbers("blocks", view.blocks);
    write_safe_finish(map, view.latest_safe_finish);
    map.text("origin", canonical(view.origin));
    map.count("revision", view.revision);
}

engine::TaskView read_task_view(MapReader& map) {
    engine::TaskView view{read_standing(map), {}, {}, {}, {}};
    for (const std::string_view derived :
         {"municipality", "status_label", "colour_label", "ready"}) {
        static_cast<void>(map.required(derived));
    }
    view.number = map.required("number").number();
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        if (!description.in_state) {
            continue;
        }
        if (const auto value = map.optional(key_of(description))) {
            view.fields.set(description.field, read_field_value(*value, description.shape));
        }
    }
    view.status = map.required("status").word(status_word);
    view.origin = map.required("origin").word(origin_word);
    return view;
}

} // namespace klik::codec
