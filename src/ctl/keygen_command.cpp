#include "ctl/keygen_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/json_text.hpp"
#include "keys/authorised_keys.hpp"
#include "keys/key_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <filesystem>
#include <memory>

namespace klik::ctl {

namespace {

struct KeygenOptions {
    std::string name;
    std::string folder = ".";
    std::string municipality = "9999";
    std::vector<std::string> rights{"read"};
};

int keygen(const KeygenOptions& options, Console& console) {
    const auto pair = keys::make_key_pair();
    const auto file = std::filesystem::path{options.folder} / (options.name + ".key");
    if (const auto written = keys::write_key_file(file, pair); !written) {
        return report(Error{"refused", written.error().sentence()}, console);
    }
    keys::AuthorisedKey entry{options.name, pair.public_key, {options.municipality}, {}, {}};
    Value::List words;
    for (const auto& word : options.rights) {
        entry.rights.add(codec::right_word(word).value()); // checked with the command line
        words.emplace_back(word);
    }
    if (console.json) {
        fmt::print(console.out, "{}\n",
                   to_json(Value::map({{"name", options.name},
                                       {"file", file.native()},
                                       {"public", pair.public_key},
                                       {"municipality", options.municipality},
                                       {"rights", std::move(words)}})));
        return exit_code::done;
    }
    fmt::print(
        console.out, "{} {}\n{} {}\n\n{}\n\n{}",
        console.say("Hemmelig nøgle skrevet til", "Secret key written to"), file.native(),
        console.say("Offentlig nøgle:", "Public key:"), pair.public_key,
        console.say("Til klikds fil med godkendte nøgler:", "For klikd's file of authorised keys:"),
        keys::toml_of(entry));
    return exit_code::done;
}

/// A check that says what is allowed.
CLI::Validator must_be(std::string_view allowed, bool (*fits)(const std::string&)) {
    return CLI::Validator{[allowed, fits](const std::string& text) {
                              return fits(text) ? std::string{}
                                                : fmt::format("'{}' must be {}", text, allowed);
                          },
                          ""};
}

} // namespace

void add_keygen_command(CLI::App& program, Invocation& invocation) {
    CLI::App* command = program.add_subcommand(
        "keygen", "Make a key: NAME.key for its owner, and the entry for klikd's file of keys");
    const auto options = std::make_shared<KeygenOptions>();
    command->add_option("NAME", options->name, "Who the key is for, such as mail")
        ->required()
        ->check(must_be(keys::key_name_allowed,
                        [](const std::string& text) { return keys::is_key_name(text); }));
    command->add_option("--dir", options->folder, "Folder of the file")->capture_default_str();
    command->add_option("--municipality", options->municipality, "Where the key is let in")
        ->capture_default_str()
        ->check(must_be("a municipality's code, four digits", [](const std::string& text) {
            return domain::municipality_code(text).has_value();
        }));
    command
        ->add_option("--rights", options->rights,
                     fmt::format("What it may do, with commas between: {}", codec::rights_allowed))
        ->capture_default_str()
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(must_be(codec::rights_allowed, [](const std::string& text) {
            return codec::right_word(text).has_value();
        }));
    command->callback([&invocation, options] {
        invocation.needs_klikd = false;
        invocation.run = [options](const Settings& /*settings*/, Console& console) {
            return keygen(*options, console);
        };
    });
}

} // namespace klik::ctl
