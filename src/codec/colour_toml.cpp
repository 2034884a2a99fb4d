#include "codec/colour_toml.hpp"

#include "codec/rule_values.hpp"

namespace klik::codec {

namespace {

using domain::ColourOverride;
using domain::DayCount;
using domain::RuleSet;

using RedFrom = std::optional<DayCount>;

constexpr std::string_view allowed_red =
    R"("after" (from the day after the due date) or a distance such as "1d" or "2wd", from 0 to 3660)";

std::optional<RedFrom> red_from(std::string_view text) {
    std::optional<RedFrom> red;
    if (text == red_after_due) {
        red.emplace();
    } else if (const auto days = domain::day_count(text)) {
        red.emplace(*days);
    }
    return red;
}

ColourOverride read_override(const TomlTableReader& reader, const RulePlace& place,
                             const RuleSet& rules) {
    ColourOverride rule;
    rule.red = rules.red;
    if (!place.of_project()) {
        rule.project = reader.text("project").value_or("");
    }
    rule.priority = reader.text("priority").value_or("");
    if (place.of_project() && rule.priority.empty()) {
        reader.report("priority", "a [[" + place.name("colour.override") +
                                      "]] must name a `priority`; for all tasks of the project set "
                                      "its `colour.yellow`");
    } else if (rule.project.empty() && rule.priority.empty()) {
        reader.report("project", "a [[colour.override]] must name a `project`, a `priority` or "
                                 "both; for all tasks set `colour.yellow`");
    }
    if (reader.find("yellow") == nullptr) {
        reader.refuse("yellow", allowed_distance);
    }
    overlay(rule.yellow, reader.parsed("yellow", domain::day_count, allowed_distance));
    overlay(rule.red, reader.parsed("red", red_from, allowed_red));
    return rule;
}

} // namespace

void read_colour(const toml::table& table, const RulePlace& place, RuleSet& rules,
                 TomlProblems& problems) {
    const TomlTableReader colour(table, place.name("colour"), {"yellow", "red", "override"},
                                 problems);
    overlay(rules.yellow, colour.parsed("yellow", domain::day_count, allowed_distance));
    overlay(rules.red, colour.parsed("red", red_from, allowed_red));
    if (colour.find("override") == nullptr) {
        return;
    }
    rules.colour_overrides.clear();
    for (const auto* entry : colour.tables("override")) {
        const std::string name = place.name("colour.override");
        if (place.of_project()) {
            const TomlTableReader reader(*entry, name, {"priority", "yellow", "red"}, problems);
            rules.colour_overrides.push_back(read_override(reader, place, rules));
        } else {
            const TomlTableReader reader(*entry, name, {"project", "priority", "yellow", "red"},
                                         problems);
            rules.colour_overrides.push_back(read_override(reader, place, rules));
        }
    }
}

} // namespace klik::codec
