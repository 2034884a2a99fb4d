#include "portfolio/mapping_settings.hpp"

#include "portfolio/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klik::portfolio {

namespace {

constexpr std::string_view projects_key = "projects";
constexpr std::string_view fields_key = "fields";
constexpr std::string_view statuses_key = "statuses";
constexpr std::string_view statuses_in_key = "statuses_in";
constexpr std::array<std::string_view, 4> statuses_of_klik{"not_started", "in_progress",
                                                           "completed", "not_relevant"};

using Table = std::map<std::string, std::string>;

bool is_canonical(std::string_view status) {
    return std::ranges::find(statuses_of_klik, status) != statuses_of_klik.end();
}

std::optional<Direction> direction_of(std::string_view word) {
    if (word == "out") {
        return Direction::out;
    }
    if (word == "in") {
        return Direction::in;
    }
    return word == "both" ? std::optional{Direction::both} : std::nullopt;
}

std::optional<Conflict> conflict_of(std::string_view word) {
    if (word == "klik_wins") {
        return Conflict::klik_wins;
    }
    if (word == "tool_wins") {
        return Conflict::tool_wins;
    }
    if (word == "newest") {
        return Conflict::newest;
    }
    return word == "ask" ? std::optional{Conflict::ask} : std::nullopt;
}

std::optional<std::string> a_name(std::string_view words) {
    const auto name = trimmed(words);
    return name.empty() ? std::nullopt : std::optional{std::string{name}};
}

/// Names on both sides of the equals sign.
Table names_of(common::Section& table) {
    Table names;
    for (const auto& each : table.keys()) {
        if (table.is_table(each)) {
            continue; // of a municipality
        }
        if (auto name = table.parsed(each, a_name, "a name in quotes")) {
            names[each] = *std::move(name);
        }
    }
    return names;
}

Table table_of_names(common::Section& section, std::string_view key) {
    common::Section table{section, key};
    return names_of(table);
}

bool is_code(std::string_view words) {
    constexpr std::size_t digits = 4;
    return words.size() == digits &&
           words.find_first_not_of("0123456789") == std::string_view::npos;
}

void read_projects(common::Section& section, Mapping& mapping) {
    common::Section table{section, projects_key};
    mapping.projects = names_of(table);
    for (const auto& each : table.keys()) {
        if (table.is_table(each) && is_code(each)) {
            mapping.projects_of[each] = table_of_names(table, each);
        } else if (table.is_table(each)) {
            table.report(each, fmt::format("`{}` is no code of a municipality: it has four digits, "
                                           "in quotes, such as \"0101\"",
                                           each));
        }
    }
}

Table statuses_in_table(common::Section& section) {
    common::Section table{section, statuses_key};
    Table statuses;
    for (const auto& each : table.keys()) {
        if (!is_canonical(each) && each != blocked) {
            table.report(each,
                         fmt::format("`{}` is no status of KLIK; allowed here are not_started, "
                                     "blocked, in_progress, completed and not_relevant",
                                     each));
        } else if (auto name = table.parsed(each, a_name, "the name of a status in the tool")) {
            statuses[each] = *std::move(name);
        }
    }
    return statuses;
}

std::optional<std::string> canonical_status(std::string_view word) {
    return is_canonical(word) ? std::optional{std::string{word}} : std::nullopt;
}

/// The canonical statuses that the tool's status stands for already.
bool means_another(const Table& statuses, const std::string& tools, const std::string& canonical) {
    const auto stands_for = [&](const auto& entry) { return entry.second == tools; };
    const auto found = statuses.find(canonical);
    return std::ranges::any_of(statuses, stands_for) &&
           (found == statuses.end() || found->second != tools);
}

Table ways_in(common::Section& section, const Table& statuses) {
    common::Section table{section, statuses_in_key};
    Table ways;
    for (const auto& each : table.keys()) {
        const auto canonical = table.parsed(
            each, canonical_status, "one of not_started, in_progress, completed and not_relevant");
        if (canonical && means_another(statuses, each, *canonical)) {
            table.report(each, fmt::format("`{}` has another meaning in [plugins.portfolio.{}]; "
                                           "a status of the tool can mean one thing alone",
                                           each, statuses_key));
        } else if (canonical) {
            ways[each] = *canonical;
        }
    }
    return ways;
}

void check_that_klik_can_be_asked(common::Section& table, std::string_view key, Field field,
                                  Direction direction) {
    if (direction != Direction::out && !can_be_asked(field)) {
        table.report(key, fmt::format("`{}` can only go out: KLIK takes requests for status, "
                                      "priority, start_date, due_date and assignee alone",
                                      name_of(field)));
    }
}

/// `status = "both"`, or a table with direction and conflict.
FieldRule rule_of(common::Section& table, const std::string& key, Field field) {
    constexpr std::string_view directions = "\"out\", \"in\" or \"both\"";
    FieldRule rule{};
    if (!table.is_table(key)) {
        rule.direction = table.parsed(key, direction_of, directions).value_or(Direction::out);
        check_that_klik_can_be_asked(table, key, field, rule.direction);
        return rule;
    }
    common::Section own{table, key};
    rule.direction = own.required("direction", direction_of, directions).value_or(Direction::out);
    check_that_klik_can_be_asked(own, "direction", field, rule.direction);
    const auto conflict =
        own.parsed("conflict", conflict_of, "\"klik_wins\", \"tool_wins\", \"newest\" or \"ask\"");
    if (conflict && rule.direction != Direction::both) {
        own.report("conflict", "a conflict can only arise where `direction` is \"both\"; take "
                               "`conflict` away");
    }
    rule.conflict = conflict.value_or(Conflict::klik_wins);
    own.finish();
    return rule;
}

std::map<Field, FieldRule> default_fields() {
    std::map<Field, FieldRule> fields;
    for (const auto field : {Field::title, Field::description, Field::status, Field::start_date,
                             Field::due_date, Field::prerequisites}) {
        fields[field] = {};
    }
    return fields;
}

std::map<Field, FieldRule> field_rules(common::Section& section) {
    const bool is_given = section.has(fields_key);
    common::Section table{section, fields_key};
    if (!is_given) {
        return default_fields();
    }
    std::map<Field, FieldRule> rules;
    for (const auto& each : table.keys()) {
        if (const auto field = field_named(each)) {
            rules[*field] = rule_of(table, each, *field);
        } else {
            table.report(each, fmt::format("`{}` is no field; allowed here are title, description, "
                                           "status, priority, start_date, due_date, assignee, "
                                           "phase, theme and prerequisites",
                                           each));
        }
    }
    return rules;
}

} // namespace

Mapping read_mapping(common::Section& section) {
    Mapping mapping;
    read_projects(section, mapping);
    mapping.fields = field_rules(section);
    mapping.statuses = statuses_in_table(section);
    mapping.statuses_in = ways_in(section, mapping.statuses);
    mapping.priorities = table_of_names(section, "priorities");
    mapping.people = table_of_names(section, "people");
    if (!section.has(projects_key) || (section.is_table(projects_key) && mapping.projects.empty() &&
                                       mapping.projects_of.empty())) {
        section.report(projects_key,
                       "no project is mapped: give [plugins.portfolio.projects], with "
                       "a line \"project in KLIK\" = \"project in the tool\"");
    }
    if (mapping.fields.contains(Field::status) && !section.has(statuses_key)) {
        section.report(statuses_key, "the status has no words in the tool: give "
                                     "[plugins.portfolio.statuses], or take `status` out of "
                                     "[plugins.portfolio.fields]");
    }
    if (mapping.fields.contains(Field::priority) && !section.has("priorities")) {
        section.report("priorities", "the priority has no words in the tool: give "
                                     "[plugins.portfolio.priorities], or take `priority` out of "
                                     "[plugins.portfolio.fields]");
    }
    return mapping;
}

} // namespace klik::portfolio
