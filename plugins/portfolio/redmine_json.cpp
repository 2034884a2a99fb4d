#include "portfolio/redmine_json.hpp"

#include "portfolio/redmine_text.hpp"
#include "portfolio/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace klik::portfolio {

namespace {

using nlohmann::json;

constexpr std::string_view mark = "KLIK: ";

/// FNV-1a: the same in each build, as versions are kept.
std::uint64_t digest(std::string_view text) {
    constexpr std::uint64_t start = 0xcbf29ce484222325;
    constexpr std::uint64_t prime = 0x100000001b3;
    std::uint64_t sum = start;
    for (const char each : text) {
        sum = (sum ^ static_cast<unsigned char>(each)) * prime;
    }
    return sum;
}

struct Marked {
    std::string description;
    std::optional<std::int64_t> number;
};

/// The number stands in the last line that is one.
Marked marked(std::string_view text) {
    const auto clean = tidy(text);
    const auto begin = clean.rfind(mark);
    if (begin == std::string::npos || (begin > 0 && clean[begin - 1] != '\n')) {
        return {clean, std::nullopt};
    }
    const auto end = std::min(clean.find('\n', begin), clean.size());
    const auto from = begin + mark.size();
    const auto number = whole_number(trimmed(std::string_view{clean}.substr(from, end - from)));
    if (!number) {
        return {clean, std::nullopt};
    }
    return {tidy(clean.substr(0, begin) + clean.substr(end)), number};
}

std::string value_in(RedminePlace place, const json& issue) {
    switch (place) {
    case RedminePlace::category:
        return text_at(at(issue, "category"), "name");
    case RedminePlace::version:
        return text_at(at(issue, "fixed_version"), "name");
    case RedminePlace::none:
        break;
    }
    return {};
}

std::optional<std::int64_t> number_in_field(const std::string& field, const json& issue) {
    for (const auto& each : at(issue, "custom_fields")) {
        if (id_at(each, "id") == field) {
            return whole_number(trimmed(text_at(each, "value")));
        }
    }
    return std::nullopt;
}

std::optional<Field> field_of(const IssueForm& form, const std::string& name) {
    static const std::map<std::string, Field> plain{
        {"subject", Field::title},          {"description", Field::description},
        {"status_id", Field::status},       {"priority_id", Field::priority},
        {"start_date", Field::start_date},  {"due_date", Field::due_date},
        {"assigned_to_id", Field::assignee}};
    if (const auto found = plain.find(name); found != plain.end()) {
        return found->second;
    }
    const auto place = name == "category_id"        ? RedminePlace::category
                       : name == "fixed_version_id" ? RedminePlace::version
                                                    : RedminePlace::none;
    if (place == RedminePlace::none) {
        return std::nullopt;
    }
    if (place == form.phase) {
        return Field::phase;
    }
    return place == form.theme ? std::optional{Field::theme} : std::nullopt;
}

std::vector<Edit> edits_of(const IssueForm& form, const json& issue) {
    std::vector<Edit> edits;
    for (const auto& journal : at(issue, "journals")) {
        Edit edit{
            .id = id_at(journal, "id"), .author = id_at(at(journal, "user"), "id"), .fields = {}};
        edit.author_name = text_at(at(journal, "user"), "name");
        edit.time =
            common::time_from_rfc3339(text_at(journal, "created_on")).value_or(common::Time{});
        for (const auto& detail : at(journal, "details")) {
            const auto property = text_at(detail, "property");
            if (property == "relation") {
                edit.fields.push_back(Field::prerequisites);
            } else if (const auto field = field_of(form, text_at(detail, "name"));
                       field && property == "attr") {
                edit.fields.push_back(*field);
            }
        }
        edits.push_back(std::move(edit));
    }
    return edits;
}

/// Redmine gives a parent the dates and the priority of its subtasks without a record in the
/// history, where a person's change has one. A value that the
/// issue was made with has none either; then it is the one on which both sides agreed.
std::set<Field> worked_out_in(const json& issue) {
    std::set<Field> fields;
    if (!at(issue, "journals").is_array()) {
        return fields;
    }
    const std::map<std::string, std::pair<Field, std::string>> now{
        {"start_date", {Field::start_date, text_at(issue, "start_date")}},
        {"due_date", {Field::due_date, text_at(issue, "due_date")}},
        {"priority_id", {Field::priority, id_at(at(issue, "priority"), "id")}}};
    std::map<std::string, std::string> told;
    for (const auto& journal : at(issue, "journals")) {
        for (const auto& detail : at(journal, "details")) {
            if (text_at(detail, "property") == "attr") {
                told[text_at(detail, "name")] = text_at(detail, "new_value");
            }
        }
    }
    for (const auto& [name, is] : now) {
        const auto found = told.find(name);
        if (found == told.end() || found->second != is.second) {
            fields.insert(is.first);
        }
    }
    return fields;
}

Fields fields_of(const IssueForm& form, const json& issue) {
    Fields fields{{Field::title, text_at(issue, "subject")},
                  {Field::description, given_back(tidy(text_at(issue, "description")))},
                  {Field::status, text_at(at(issue, "status"), "name")},
                  {Field::priority, text_at(at(issue, "priority"), "name")},
                  {Field::start_date, text_at(issue, "start_date")},
                  {Field::due_date, text_at(issue, "due_date")},
                  {Field::assignee, id_at(at(issue, "assigned_to"), "id")}};
    if (form.phase != RedminePlace::none) {
        fields[Field::phase] = value_in(form.phase, issue);
    }
    if (form.theme != RedminePlace::none) {
        fields[Field::theme] = value_in(form.theme, issue);
    }
    return fields;
}

} // namespace

const json& at(const json& object, std::string_view key) {
    static const json nothing;
    if (!object.is_object()) {
        return nothing;
    }
    const auto found = object.find(std::string{key});
    return found == object.end() ? nothing : *found;
}

std::string text_at(const json& object, std::string_view key) {
    const auto& value = at(object, key);
    if (const auto* text = value.get_ptr<const std::string*>()) {
        return *text;
    }
    return value.is_number() ? value.dump() : std::string{};
}

std::string id_at(const json& object, std::string_view key) {
    return text_at(object, key);
}

std::optional<std::int64_t> number_at(const json& object, std::string_view key) {
    return whole_number(text_at(object, key));
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
    std::int64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

std::vector<std::string> words_of_refusal(const json& body) {
    std::vector<std::string> words;
    for (const auto& each : at(body, "errors")) {
        if (each.is_string()) {
            words.push_back(one_line(each.get<std::string>()));
        }
    }
    return words;
}

std::string with_number(std::string_view description, std::int64_t number) {
    const auto text = tidy(description);
    return fmt::format("{}{}{}{}", text, text.empty() ? "" : "\n\n", mark, number);
}

std::string_view name_of(RedmineRelation relation) {
    return relation == RedmineRelation::blocks ? "blocks" : "precedes";
}

std::vector<IssueRelation> relations_of(const IssueForm& form, const json& holder) {
    std::vector<IssueRelation> relations;
    for (const auto& each : at(holder, "relations")) {
        const auto kind = text_at(each, "relation_type");
        relations.push_back({.id = id_at(each, "id"),
                             .before = id_at(each, "issue_id"),
                             .after = id_at(each, "issue_to_id"),
                             .counts = kind == name_of(form.relation),
                             .kind = kind});
    }
    return relations;
}

Item item_of(const IssueForm& form, const json& issue) {
    Item item{.id = id_at(issue, "id"),
              .project = {},
              .number = {},
              .fields = fields_of(form, issue),
              .author = id_at(at(issue, "author"), "id"),
              .version = {}};
    if (form.number_field) {
        item.number = number_in_field(*form.number_field, issue);
    }
    if (auto found = marked(item.fields[Field::description]); !item.number) {
        item.number = found.number;
        item.number_is_loose = found.number.has_value();
        item.number_is_to_move = item.number_is_loose && form.number_field.has_value();
        item.fields[Field::description] = std::move(found.description);
    }
    item.changed = common::time_from_rfc3339(text_at(issue, "updated_on")).value_or(common::Time{});
    // Redmine's time has whole seconds, in which there can be two changes.
    std::string all;
    for (const auto& [field, value] : item.fields) {
        all += fmt::format("{}={}\n", name_of(field), value);
    }
    all += text_at(at(issue, "tracker"), "name");
    item.version = fmt::format("{} {:016x}", text_at(issue, "updated_on"), digest(all));
    for (const auto& status : at(issue, "allowed_statuses")) {
        if (auto name = text_at(status, "name"); name != item.fields[Field::status]) {
            item.next_statuses.push_back(std::move(name));
        }
    }
    if (const auto tracker = text_at(at(issue, "tracker"), "name"); tracker != form.tracker) {
        item.other_kind = fmt::format("it is a `{}` and no `{}`", tracker, form.tracker);
    }
    for (const auto& each : relations_of(form, issue)) {
        const bool blocks_it =
            each.kind == name_of(RedmineRelation::blocks) && each.after == item.id;
        item.next_is_partial = item.next_is_partial || blocks_it;
    }
    // Of a closed parent nothing is opened again.
    item.next_is_partial = item.next_is_partial || at(issue, "parent").is_object();
    item.edits = edits_of(form, issue);
    item.worked_out = worked_out_in(issue);
    const auto& hours = at(issue, "spent_hours");
    item.holds_more = hours.is_number() && hours.get<double>() > 0;
    return item;
}

} // namespace klik::portfolio
