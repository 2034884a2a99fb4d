#include "daemon/plugin_program.hpp"

#include "keys/guarded_file.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

/// Whoever may rename what is in a folder can put another program there. In one with the sticky bit
/// they can only do that to what is theirs.
domain::Result<void> check_folder(const fs::path& folder) {
    struct stat status{};
    if (::stat(folder.c_str(), &status) != 0) {
        return std::unexpected(Problem{
            "not_found", folder.native(),
            "cannot be read: " + std::error_code{errno, std::generic_category()}.message()});
    }
    if ((status.st_mode & S_IWOTH) != 0 && (status.st_mode & S_ISVTX) == 0) {
        return std::unexpected(Problem{
            "forbidden", folder.native(),
            "is a folder in which everybody on this machine could put another program: chmod o-w " +
                folder.native()});
    }
    return {};
}

domain::Result<void> check_folders_above(const fs::path& program) {
    std::error_code failure;
    auto folder = fs::canonical(program, failure).parent_path();
    while (!failure && !folder.empty()) {
        if (auto checked = check_folder(folder); !checked) {
            return checked;
        }
        if (folder == folder.root_path()) {
            break;
        }
        folder = folder.parent_path();
    }
    return {};
}

} // namespace

domain::Result<void> check_program(const fs::path& program) {
    if (auto guarded = keys::check_guarded_file(program, keys::Guard::writing); !guarded) {
        return guarded;
    }
    if (auto closed = check_folders_above(program); !closed) {
        return closed;
    }
    if (access(program.c_str(), X_OK) != 0) {
        return std::unexpected(
            Problem{"forbidden", program.native(),
                    "has no permission x for klikd's user, who is to run it; chmod +x " +
                        program.native()});
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
