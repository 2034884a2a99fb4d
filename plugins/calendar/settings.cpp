#include "calendar/settings.hpp"

#include "common/place_holders.hpp"
#include "common/server_address.hpp"

#include <algorithm>

namespace klik::calendar {

namespace {

constexpr std::int64_t shortest_poll_s = 1;
constexpr std::int64_t usual_poll_s = 300;
constexpr std::int64_t longest_poll_s = 86400;
constexpr std::int64_t usual_days_kept = 14;
constexpr std::int64_t most_days_kept = 3660;

std::optional<std::string> collection_template(std::string_view words) {
    const bool is_path = words.size() > 1 && words.starts_with('/') && words.ends_with('/') &&
                         words.find_first_of("?# ") == words.npos;
    const bool is_of_a_person = words.contains("{person}") || words.contains("{email}");
    if (!is_path || !is_of_a_person ||
        !common::has_only_place_holders(words, {"person", "email", "municipality"})) {
        return std::nullopt;
    }
    return std::string{words};
}

std::optional<std::filesystem::path> existing_folder(common::Section& section,
                                                     std::string_view key) {
    auto folder = section.file(key);
    std::error_code failure;
    if (folder && !std::filesystem::is_directory(*folder, failure)) {
        section.refuse(key, "a folder that is there");
        return std::nullopt;
    }
    return folder;
}

void check_that_people_do_not_share(common::Section& section, const Settings& settings) {
    const auto& path = settings.collection;
    if (settings.municipalities.size() > 1 && !path.contains("{municipality}") &&
        !path.contains("{email}")) {
        section.report("collection",
                       "several municipalities are served, and the ids of their people "
                       "may be the same: `collection` needs {municipality} in it");
    }
}

void check_login(common::Section& section, const Settings& settings) {
    if (settings.user.empty() != settings.password.empty()) {
        section.report("user", "`user` and one of `password_file` and `password_credential` belong "
                               "together; give both or none");
    }
}

} // namespace

Settings read_settings(common::SettingsFile& file, const common::CommandLine& line) {
    common::Section section{file, "calendar"};
    Settings settings;
    settings.municipalities =
        line.municipalities.empty() ? file.municipalities() : line.municipalities;
    settings.server = section
                          .parsed("server", common::server_address,
                                  "the https address of the CalDAV server, with a port up to 65535 "
                                  "where it needs one, without user and password; http is for this "
                                  "machine alone")
                          .value_or("");
    settings.collection =
        section
            .parsed("collection", collection_template,
                    "a path with a slash at both ends and {person} or {email} in it; "
                    "{municipality} may be there as well")
            .value_or("/klik/{person}/");
    settings.create = section.flag("create").value_or(true);
    settings.user = section.text("user").value_or("");
    settings.password = section.secret("password").value_or("");
    settings.ca_file = section.certificates("ca_file");
    settings.feed_folder = existing_folder(section, "feed_folder");
    settings.link = section
                        .parsed("link", common::link_template,
                                "a link that begins with https://, with {number} for the task and "
                                "{municipality} for its code")
                        .value_or("");
    settings.poll = std::chrono::seconds{
        section.whole("poll", shortest_poll_s, longest_poll_s).value_or(usual_poll_s)};
    settings.keep_closed = std::chrono::days{
        section.whole("keep_closed", 0, most_days_kept).value_or(usual_days_kept)};
    settings.language = section.parsed("language", common::language_named, "\"da\" or \"en\"")
                            .value_or(Language::danish);
    settings.keys = section.curve_keys();
    check_that_people_do_not_share(section, settings);
    check_login(section, settings);
    if (!section.has("server") && !section.has("feed_folder")) {
        section.report("server", "there is nothing to do: give `server`, `feed_folder` or both");
    }
    section.finish();
    return settings;
}

} // namespace klik::calendar
