#include "portfolio/settings.hpp"

#include "portfolio/mapping_settings.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace klik::portfolio {

namespace {

constexpr std::int64_t shortest_poll_s = 1;
constexpr std::int64_t usual_poll_s = 60;
constexpr std::int64_t usual_full_pass_s = 3600;
constexpr std::int64_t a_day_s = 86400;

std::optional<std::string> tool_named(std::string_view words) {
    return words == "redmine" || words == "csv" ? std::optional{std::string{words}} : std::nullopt;
}

std::optional<bool> makes_again(std::string_view words) {
    if (words != "leave" && words != "make_again") {
        return std::nullopt;
    }
    return words == "make_again";
}

void refuse_none(common::Section& section, const Settings& settings) {
    if (settings.mapping.projects_of.empty()) {
        return;
    }
    for (const auto& municipality : settings.municipalities) {
        if (mapping_of(settings.mapping, municipality.code).projects.empty()) {
            section.report("projects",
                           fmt::format("the municipality {} has no project: give "
                                       "[plugins.portfolio.projects.\"{}\"], or take away the "
                                       "tables of the others",
                                       municipality.code, municipality.code));
        }
    }
}

/// Task numbers are one municipality's own: two that share a project of the tool would take each
/// other's items for theirs.
void refuse_shared_projects(common::Section& section, const Mapping& mapping,
                            const std::set<std::string>& municipalities) {
    std::map<std::string, std::string> taken;
    for (const auto& code : municipalities) {
        std::set<std::string> own;
        for (const auto& [klik, tool] : mapping_of(mapping, code).projects) {
            own.insert(tool);
        }
        for (const auto& tool : own) {
            const auto [found, is_new] = taken.emplace(tool, code);
            if (!is_new) {
                section.report("projects",
                               fmt::format("[F106] the municipalities {} and {} would share the "
                                           "tool's project `{}`, and take each other's items for "
                                           "theirs: give each a project of its own, in "
                                           "[plugins.portfolio.projects.\"{}\"]",
                                           found->second, code, tool, code));
            }
        }
    }
}

} // namespace

Settings settings_of(const Settings& settings, const std::string& municipality) {
    auto own = settings;
    own.mapping = mapping_of(settings.mapping, municipality);
    return own;
}

Settings read_settings(common::Section& section, common::SettingsFile& file,
                       const std::vector<common::Municipality>& municipalities) {
    Settings settings;
    settings.municipalities = municipalities.empty() ? file.municipalities() : municipalities;
    settings.tool = section.required("tool", tool_named, "\"redmine\" or \"csv\"").value_or("");
    settings.poll = std::chrono::seconds{
        section.whole("poll_s", shortest_poll_s, a_day_s).value_or(usual_poll_s)};
    settings.full_pass = std::chrono::seconds{
        section.whole("full_pass_s", shortest_poll_s, a_day_s).value_or(usual_full_pass_s)};
    settings.comments = section.flag("comments").value_or(true);
    settings.language = section.parsed("language", common::language_named, "\"da\" or \"en\"")
                            .value_or(common::Language::danish);
    settings.mapping = read_mapping(section);
    settings.mapping.makes_deleted_again =
        section.parsed("deleted", makes_again, "\"leave\" or \"make_again\"").value_or(false);
    refuse_none(section, settings);
    std::set<std::string> codes; // of all that may be served by this file, one after the other too
    for (const auto& each : settings.municipalities) {
        codes.insert(each.code);
    }
    for (const auto& each : file.municipalities()) {
        codes.insert(each.code);
    }
    refuse_shared_projects(section, settings.mapping, codes);
    settings.keys = section.curve_keys();
    return settings;
}

} // namespace klik::portfolio
