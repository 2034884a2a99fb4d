#include "ctl/rules_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "ctl/rules_show.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace klik::ctl {

std::expected<codec::LocatedRuleSet, std::vector<domain::Problem>>
read_rules(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        return std::unexpected(
            std::vector<domain::Problem>{{"not_found", file, "the file cannot be read"}});
    }
    return codec::locate_rule_set(text, file);
}

int report_findings(const std::string& file, const std::vector<domain::Problem>& findings,
                    Console& console) {
    if (console.json) {
        Value::List list;
        for (const auto& finding : findings) {
            list.push_back(Value::map({{"path", finding.path}, {"text", finding.text}}));
        }
        fmt::print(console.out, "{}\n",
                   to_json(Value::map(
                       {{"file", file}, {"ok", findings.empty()}, {"findings", std::move(list)}})));
    } else if (findings.empty()) {
        fmt::print(console.out, "{}: {}\n", file,
                   console.say("regelsættet er i orden", "the rule set is in order"));
    } else {
        for (const auto& finding : findings) {
            fmt::print(console.out, "{}\n", finding.sentence());
        }
    }
    return findings.empty() ? exit_code::done : exit_code::refused_input;
}

int check_rules(const std::string& file, Console& console) {
    auto rules = read_rules(file);
    return report_findings(file, rules ? std::vector<domain::Problem>{} : std::move(rules.error()),
                           console);
}

namespace {

void add_show(CLI::App& rules, Invocation& invocation) {
    CLI::App* show = rules.add_subcommand("show", "Show a rule set and where its values come from");
    const auto asked = std::make_shared<ShowRules>();
    show->add_option("FILE", asked->file, "The rule set, in TOML; the default rules without it");
    show->add_flag("--effective", asked->effective,
                   "All that would hold, not the file's part alone");
    show->add_option("--project", asked->project, "What holds for the tasks of a project");
    show->fallthrough();
    show->callback([&invocation, asked] {
        asked->effective = asked->effective || asked->file.empty();
        invocation.needs_klikd = false;
        invocation.run = [asked](const Settings& /*settings*/, Console& console) {
            return show_rules(*asked, console);
        };
    });
}

} // namespace

void add_rules_command(CLI::App& program, Invocation& invocation) {
    CLI::App* rules = program.add_subcommand("rules", "Work on rule sets");
    rules->require_subcommand(1);
    add_show(*rules, invocation);
    CLI::App* check = rules->add_subcommand("check", "Say what is wrong with a rule set");
    const auto file = std::make_shared<std::string>();
    check->add_option("FILE", *file, "The rule set, in TOML")->required();
    check->fallthrough();
    check->callback([&invocation, file] {
        invocation.needs_klikd = false;
        invocation.run = [file](const Settings& /*settings*/, Console& console) {
            return check_rules(*file, console);
        };
    });
}

} // namespace klik::ctl
