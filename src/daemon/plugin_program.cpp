#include "daemon/plugin_program.hpp"

#include "keys/guarded_file.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <optional>
#include <system_error>

namespace klik::daemon {

namespace {

namespace fs = std::filesystem;
using domain::Problem;

std::optional<fs::path> found_in(std::span<const fs::path> folders, const std::string& name) {
    for (const auto& folder : folders) {
        std::error_code ignored;
        if (fs::exists(folder / name, ignored)) {
            return folder / name;
        }
    }
    return std::nullopt;
}

std::string names_of(std::span<const fs::path> folders) {
    std::string names;
    for (const auto& folder : folders) {
        names += fmt::format("{}{}", names.empty() ? "" : " or ", folder.native());
    }
    return names;
}

} // namespace

domain::Result<void> check_program(const fs::path& program) {
    if (auto guarded = keys::check_guarded_file(program, keys::Guard::writing); !guarded) {
        return guarded;
    }
    if (access(program.c_str(), X_OK) != 0) {
        return std::unexpected(
            Problem{"forbidden", program.native(),
                    "cannot be run by klikd's user; chmod +x " + program.native()});
    }
    return {};
}

std::vector<fs::path> program_folders() {
    std::error_code failure;
    const auto own = fs::read_symlink("/proc/self/exe", failure).parent_path();
    if (failure) {
        return {};
    }
    return {own, (own / "../lib/klikd").lexically_normal()};
}

std::vector<Problem> find_programs(std::vector<PluginSettings>& plugins,
                                   std::span<const fs::path> folders) {
    std::vector<Problem> problems;
    for (auto& plugin : plugins) {
        if (plugin.program.empty()) {
            const std::string name = "klik-" + plugin.name;
            const auto found = found_in(folders, name);
            if (!found) {
                problems.push_back(
                    {"not_found", plugin.place,
                     fmt::format("there is no program {} in {}; install it, or name the program in "
                                 "`plugins.{}.program`",
                                 name, names_of(folders), plugin.name)});
                continue;
            }
            plugin.program = *found;
        }
        if (const auto allowed = check_program(plugin.program); !allowed) {
            problems.push_back({allowed.error().code, plugin.place,
                                fmt::format("`plugins.{}.program` {} {}", plugin.name,
                                            allowed.error().path, allowed.error().text)});
        }
    }
    return problems;
}

domain::Result<void> make_state_folder(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (!failure) {
        fs::permissions(folder, fs::perms::owner_all, failure);
    }
    if (failure) {
        return std::unexpected(
            Problem{"unusable", folder.native(), "cannot be made: " + failure.message()});
    }
    return {};
}

} // namespace klik::daemon
