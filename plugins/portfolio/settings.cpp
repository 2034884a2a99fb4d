#include "portfolio/settings.hpp"

#include "portfolio/mapping_settings.hpp"

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

} // namespace

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
    settings.keys = section.curve_keys();
    return settings;
}

} // namespace klik::portfolio
