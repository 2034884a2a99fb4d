#include "ctl/rules_show.hpp"

#include "codec/rule_set_text.hpp"
#include "codec/rule_set_toml.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/rules_command.hpp"

#include <fmt/ostream.h>

namespace klik::ctl {

namespace {

using codec::KeyPath;

/// Where the values of a rule set come from.
class Origins {
  public:
    Origins(const ShowRules& asked, codec::KeyLines lines)
        : asked_(asked), lines_(std::move(lines)) {}

    /// `korsbaek.toml:3`, or `default`.
    [[nodiscard]] std::string of(const KeyPath& path) const {
        if (!asked_.project.empty()) {
            KeyPath own{"project", asked_.project};
            own.insert(own.end(), path.begin(), path.end());
            if (const auto line = line_of(own)) {
                return place(*line) + ", project \"" + asked_.project + '"';
            }
        }
        const auto line = line_of(path);
        return line ? place(*line) : "default";
    }
    [[nodiscard]] bool in_file(const KeyPath& path) const { return of(path) != "default"; }

  private:
    /// What an override leaves out is decided where the override stands.
    [[nodiscard]] std::optional<std::uint32_t> line_of(KeyPath path) const {
        auto found = lines_.find(path);
        if (found == lines_.end() && path.size() >= 3 && path[path.size() - 3] == "override") {
            path.pop_back();
            found = lines_.find(path);
        }
        return found == lines_.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::string place(std::uint32_t line) const {
        return asked_.file + ':' + std::to_string(line);
    }

    const ShowRules& asked_;
    codec::KeyLines lines_;
};

void print_toml(const std::vector<codec::RuleTable>& tables, const Origins& origins,
                Console& console) {
    bool first = true;
    for (const auto& table : tables) {
        if (!table.header.empty()) {
            fmt::print(console.out, "{}{}\n", first ? "" : "\n", table.header);
        }
        first = false;
        for (const auto& entry : table.entries) {
            fmt::print(console.out, "{} = {} # {}\n", codec::toml_key({entry.path.back()}),
                       entry.value, origins.of(entry.path));
        }
    }
}

void print_json(const ShowRules& asked, const std::vector<codec::RuleTable>& tables,
                const Origins& origins, Console& console) {
    Value::List rows;
    for (const auto& table : tables) {
        for (const auto& entry : table.entries) {
            rows.push_back(Value::map({{"key", codec::toml_key(entry.path)},
                                       {"value", entry.value},
                                       {"from", origins.of(entry.path)}}));
        }
    }
    fmt::print(
        console.out, "{}\n",
        to_json(Value::map(
            {{"file", asked.file}, {"project", asked.project}, {"rules", std::move(rows)}})));
}

} // namespace

int show_rules(const ShowRules& asked, Console& console) {
    codec::LocatedRuleSet read{codec::default_rules(), {}};
    if (!asked.file.empty()) {
        auto file = read_rules(asked.file);
        if (!file) {
            return report_findings(asked.file, file.error(), console);
        }
        read = *std::move(file);
    }
    domain::RuleSet rules =
        asked.project.empty() ? read.rules : read.rules.of_project(asked.project);
    if (!asked.project.empty()) {
        rules.projects.clear();
    }
    const Origins origins(asked, std::move(read.lines));
    auto tables = codec::rule_tables(rules);
    if (!asked.effective) {
        for (auto& table : tables) {
            std::erase_if(table.entries,
                          [&](const auto& entry) { return !origins.in_file(entry.path); });
        }
        std::erase_if(tables, [](const auto& table) { return table.entries.empty(); });
    }
    if (console.json) {
        print_json(asked, tables, origins, console);
    } else {
        print_toml(tables, origins, console);
    }
    return exit_code::done;
}

} // namespace klik::ctl
