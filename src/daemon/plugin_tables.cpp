#include "daemon/plugin_tables.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

namespace {

using codec::TomlProblems;
using codec::TomlTableReader;

bool is_plugin_name(std::string_view text) {
    constexpr std::size_t longest = 32;
    const auto letter_or_digit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    return !text.empty() && text.size() <= longest && letter_or_digit(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return letter_or_digit(c) || c == '-'; });
}

/// What a program can be given: C ends a text at the first zero.
std::optional<std::string> word_of(std::string_view text) {
    return text.contains('\0') ? std::nullopt : std::optional{std::string{text}};
}

std::optional<std::filesystem::path> program_of(std::string_view text) {
    return text.empty() || text.contains('\0') ? std::nullopt
                                               : std::optional{std::filesystem::path{text}};
}

std::vector<std::string> arguments_in(const TomlTableReader& table, TomlProblems& problems) {
    constexpr std::string_view allowed = "a list of texts, such as [\"--dry-run\"]";
    std::vector<std::string> arguments;
    const auto* elements = table.list("arguments", allowed);
    for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
        const auto& element = (*elements)[i];
        const auto* text = element.as_string();
        if (auto word = text ? word_of(text->get()) : std::nullopt) {
            arguments.push_back(*std::move(word));
        } else {
            problems.report(element.source(),
                            fmt::format("`{}` must be {}", table.full_name("arguments"), allowed));
        }
    }
    return arguments;
}

} // namespace

std::vector<PluginSettings> read_plugins(const TomlTableReader& top,
                                         const std::filesystem::path& folder,
                                         TomlProblems& problems) {
    std::vector<PluginSettings> plugins;
    const auto* all = top.table("plugins");
    if (all == nullptr) {
        return plugins;
    }
    for (const auto& [key, node] : *all) {
        const auto* found = node.as_table();
        if (found == nullptr || !is_plugin_name(key.str())) {
            problems.report(key.source(),
                            fmt::format("`plugins` holds a table [plugins.NAME] for each plugin, "
                                        "where NAME is {}",
                                        plugin_name_allowed));
            continue;
        }
        std::vector<std::string_view> any_key;
        for (const auto& [own, value] : *found) {
            any_key.push_back(own.str());
        }
        const TomlTableReader table{*found, fmt::format("plugins.{}", key.str()), any_key,
                                    problems};
        if (!table.flag("start").value_or(true)) {
            continue;
        }
        PluginSettings plugin{.name = std::string{key.str()}, .program = {}};
        if (const auto program =
                table.parsed("program", program_of, "a text that names the program")) {
            plugin.program = std::filesystem::absolute(folder / *program).lexically_normal();
        }
        plugin.arguments = arguments_in(table, problems);
        const auto* where = table.find("program");
        plugin.place = fmt::format("{}:{}", problems.file_name,
                                   (where ? where->source() : found->source()).begin.line);
        plugins.push_back(std::move(plugin));
    }
    return plugins;
}

} // namespace klik::daemon
