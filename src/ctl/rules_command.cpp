#include "ctl/rules_command.hpp"

#include "codec/rule_set_toml.hpp"
#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace klik::ctl {

namespace {

std::vector<domain::Problem> findings_in(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) {
        return {{"not_found", file, "the file cannot be read"}};
    }
    auto rules = codec::parse_rule_set(text, file);
    return rules ? std::vector<domain::Problem>{} : std::move(rules.error());
}

} // namespace

int check_rules(const std::string& file, Console& console) {
    const auto findings = findings_in(file);
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

void add_rules_command(CLI::App& program, Invocation& invocation) {
    CLI::App* rules = program.add_subcommand("rules", "Work on rule sets");
    rules->require_subcommand(1);
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
