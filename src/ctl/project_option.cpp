#include "ctl/project_option.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/terminal_text.hpp"
#include "domain/status.hpp"

#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace klik::ctl {

namespace {

constexpr std::string_view without_project = "-";

std::string missing_text(const std::string& option, const Console& console) {
    if (option == without_project) {
        return std::string{
            console.say("ingen opgave er uden projekt", "no task is without a project")};
    }
    return fmt::format("{}{}{}",
                       console.say("ingen opgave har projektet »", "no task has the project “"),
                       terminal_line(option), console.say("«", "”"));
}

std::string projects_text(const std::vector<Value>& rows, const Console& console) {
    std::vector<std::string> names;
    bool some_without = false;
    for (const Value& row : rows) {
        const std::string_view name = row["project"].text();
        some_without = some_without || name.empty();
        if (!name.empty()) {
            names.push_back(terminal_line(name));
        }
    }
    if (some_without) {
        names.emplace_back(console.say("- (opgaver uden projekt)", "- (tasks without a project)"));
    }
    return names.empty() ? std::string{console.say("der er ingen opgaver", "there are no tasks")}
                         : fmt::format("{}: {}", console.say("projekterne er", "the projects are"),
                                       fmt::join(names, ", "));
}

} // namespace

std::string project_key(const std::string& option) {
    return option == without_project ? "" : option;
}

std::expected<void, int> expect_project(const std::string& option, Client& client,
                                        Console& console) {
    const auto rows = client.query("projects");
    if (!rows) {
        return std::unexpected(report(rows.error(), console));
    }
    const std::string wanted = domain::lower_case(project_key(option));
    if (std::ranges::any_of(*rows, [&](const Value& row) {
            return domain::lower_case(row["project"].text()) == wanted;
        })) {
        return {};
    }
    fmt::print(console.err, "klikctl: --project: {}; {}\n", missing_text(option, console),
               projects_text(*rows, console));
    return std::unexpected(exit_code::refused_input);
}

} // namespace klik::ctl
