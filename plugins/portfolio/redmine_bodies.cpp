#include "portfolio/redmine_bodies.hpp"

#include "portfolio/redmine_text.hpp"

namespace klik::portfolio {

namespace {

using nlohmann::json;

template <class T>
std::optional<Error> error_of(const Result<T>& result) {
    return result ? std::nullopt : std::optional{result.error()};
}

} // namespace

Result<void> RedmineBodies::put_named(json& body, const std::string& key,
                                      const RedmineNames::List& list, const std::string& value) {
    if (value.empty()) {
        body[key] = "";
        return {};
    }
    auto id = names_.id_of(list, value);
    if (!id) {
        return std::unexpected(id.error());
    }
    body[key] = *std::move(id);
    return {};
}

Result<void> RedmineBodies::put_place(json& body, const std::string& project, RedminePlace place,
                                      const std::string& value) {
    switch (place) {
    case RedminePlace::category:
        return put_named(body, "category_id", RedmineNames::categories(project), value);
    case RedminePlace::version:
        return put_named(body, "fixed_version_id", RedmineNames::versions(project), value);
    case RedminePlace::none:
        break;
    }
    return std::unexpected(Error{"refused", "the configuration says of no place in Redmine for a "
                                            "phase or theme: give `phase` or `theme` in "
                                            "[plugins.portfolio.redmine]"});
}

Result<void> RedmineBodies::put_field(json& body, const std::string& project, Field field,
                                      const std::string& value) {
    switch (field) {
    case Field::title:
        body["subject"] = value;
        break;
    case Field::description:
        body["description"] = shown_as_it_is(value);
        break;
    case Field::status:
        return put_named(body, "status_id", RedmineNames::statuses(), value);
    case Field::priority:
        return put_named(body, "priority_id", RedmineNames::priorities(), value);
    case Field::start_date:
        body["start_date"] = value;
        break;
    case Field::due_date:
        body["due_date"] = value;
        break;
    case Field::assignee:
        body["assigned_to_id"] = value;
        break;
    case Field::phase:
        return put_place(body, project, settings_.phase, value);
    case Field::theme:
        return put_place(body, project, settings_.theme, value);
    case Field::prerequisites:
        break;
    }
    return {};
}

Result<json> RedmineBodies::changes(const std::string& project, std::optional<std::int64_t> number,
                                    const Fields& fields) {
    json body = json::object();
    for (const auto& [field, value] : fields) {
        if (auto put = put_field(body, project, field, value); !put) {
            return std::unexpected(put.error());
        }
    }
    if (settings_.number_field.empty() && number && body.contains("description")) {
        body["description"] = with_number(body["description"].get<std::string>(), *number);
    }
    return body;
}

Result<json> RedmineBodies::new_issue(const std::string& project, std::int64_t number,
                                      const Fields& fields) {
    const auto id = names_.project_id(project);
    const auto tracker = names_.id_of(RedmineNames::trackers(), settings_.tracker);
    const auto form = names_.form(project);
    Fields all{{Field::description, ""}, {Field::start_date, ""}, {Field::due_date, ""}};
    for (const auto& [field, value] : fields) {
        all[field] = value;
    }
    auto body = changes(project, number, all);
    for (const auto& error : {error_of(id), error_of(tracker), error_of(form), error_of(body)}) {
        if (error) {
            return std::unexpected(*error);
        }
    }
    (*body)["project_id"] = *id;
    (*body)["tracker_id"] = *tracker;
    if (form->number_field) {
        (*body)["custom_fields"] =
            json::array({{{"id", *form->number_field}, {"value", std::to_string(number)}}});
    }
    return body;
}

Result<json> RedmineBodies::numbered(const Item& item, std::int64_t number) {
    const auto form = names_.form(item.project);
    if (!form) {
        return std::unexpected(form.error());
    }
    json body = json::object();
    const auto text = item.fields.find(Field::description);
    const auto shown = shown_as_it_is(text == item.fields.end() ? "" : text->second);
    if (!form->number_field) {
        body["description"] = with_number(shown, number);
        return body;
    }
    body["custom_fields"] =
        json::array({{{"id", *form->number_field}, {"value", std::to_string(number)}}});
    if (item.number_is_loose) {
        body["description"] = shown;
    }
    return body;
}

} // namespace klik::portfolio
