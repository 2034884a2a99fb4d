#pragma once

#include "calendar/language.hpp"
#include "common/command_line.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::calendar {

/// `[plugins.calendar]` of klikd's configuration, docs/reminders.md.
struct Settings {
    std::string server;     ///< base URL without a slash at its end; empty: feeds alone
    std::string collection; ///< with {person}, {email} and {municipality}; `/` at both ends
    bool create = true;
    std::string user;
    std::string password;
    std::optional<std::filesystem::path> ca_file;
    std::optional<std::filesystem::path> feed_folder;
    std::string link; ///< with {number} and {municipality}; empty for none
    std::chrono::seconds poll{};
    std::chrono::days keep_closed{};
    Language language = Language::danish; ///< of feeds, and of people who have none

    std::vector<common::Municipality> municipalities;
    std::optional<CurveKeys> keys;
};

/// Reads the section; what is wrong with it is in the file's `mistakes`.
[[nodiscard]] Settings read_settings(common::SettingsFile& file, const common::CommandLine& line);

} // namespace klik::calendar
