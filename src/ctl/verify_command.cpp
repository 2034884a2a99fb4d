#include "ctl/verify_command.hpp"

#include "ctl/exit_code.hpp"
#include "ctl/journal_option.hpp"
#include "ctl/json_text.hpp"
#include "ctl/replay_command.hpp"
#include "journal/journal_check.hpp"
#include "journal/journal_copy.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace klik::ctl {

namespace {

struct Verified {
    domain::MunicipalityCode municipality;
    replay::Verification verification;
};

/// What has been found in a journal's file.
struct Findings {
    std::vector<std::string> flaws;
    std::vector<Verified> municipalities; ///< none where the file has flaws

    [[nodiscard]] bool sound() const {
        return flaws.empty() && std::ranges::all_of(municipalities, [](const Verified& each) {
                   return each.verification.reproduced();
               });
    }
};

std::string file_of(const std::string& copy, const Settings& settings) {
    const std::filesystem::path path = copy.empty() ? settings.data : copy;
    std::error_code none;
    return std::filesystem::is_directory(path, none) ? path / journal::journal_file_name : path;
}

/// A spoilt file is not decided again: what comes of it would say nothing.
domain::Result<Findings> examine(const std::string& file) {
    auto flaws = journal::flaws_of_file(file);
    if (!flaws && flaws.error().code == "damaged") {
        // What to do about it is the verdict's to say, and not to look at what this command says.
        const auto& text = flaws.error().text;
        return Findings{{text.substr(0, text.find("; "))}, {}};
    }
    if (!flaws) {
        return std::unexpected(std::move(flaws.error()));
    }
    Findings findings{*std::move(flaws), {}};
    if (!findings.flaws.empty()) {
        return findings;
    }
    auto opened = journal::open_sqlite_journal_file_for_reading(file);
    if (!opened) {
        return std::unexpected(std::move(opened.error()));
    }
    for (const auto& municipality : (*opened)->municipalities()) {
        auto verification = replay::verify(**opened, municipality);
        if (!verification) {
            return std::unexpected(std::move(verification.error()));
        }
        findings.municipalities.push_back({municipality, *std::move(verification)});
    }
    return findings;
}

Value json_of(const std::string& file, const Findings& findings) {
    Value::List flaws;
    for (const auto& flaw : findings.flaws) {
        flaws.push_back(flaw);
    }
    Value::List municipalities;
    for (const auto& each : findings.municipalities) {
        municipalities.push_back(verification_json(each.municipality, each.verification));
    }
    return Value::map({{"file", file},
                       {"sound", findings.sound()},
                       {"flaws", std::move(flaws)},
                       {"municipalities", std::move(municipalities)}});
}

std::string text_of(const std::string& file, const Findings& findings, const Console& console) {
    std::string text;
    for (const auto& flaw : findings.flaws) {
        text += fmt::format("{}: {}\n", file, flaw);
    }
    for (const auto& each : findings.municipalities) {
        text += each.municipality.value + ": " + verification_text(each.verification, console);
    }
    const auto verdict =
        findings.sound() ? console.say("i orden: hver side, hver kæde af poster og hver afgørelse",
                                       "sound: each page, each chain of records and each decision")
        : findings.flaws.empty()
            ? console.say("filen er hel, men er ændret af andet end klikd; sammenlign med en "
                          "sikkerhedskopi",
                          "the file is whole, but something else than klikd changed it; compare "
                          "with a backup")
            : console.say("beskadiget: se systemets log efter fejl på disken, stop klikd, og "
                          "gendan en sikkerhedskopi med klikctl restore",
                          "damaged: look at the system's log for errors of the disk, stop klikd, "
                          "and put a backup in place with klikctl restore");
    return fmt::format("{}{}: {}\n", text, file, verdict);
}

int verify(const std::string& copy, const Settings& settings, Console& console) {
    const std::string file = file_of(copy, settings);
    const auto findings = examine(file);
    if (!findings) {
        return report(findings.error(), console);
    }
    fmt::print(console.out, "{}",
               console.json ? to_json(json_of(file, *findings)) + '\n'
                            : text_of(file, *findings, console));
    return findings->sound() ? exit_code::done : exit_code::refused_input;
}

} // namespace

void add_verify_command(CLI::App& program, Invocation& invocation) {
    const auto copy = std::make_shared<std::string>();
    auto* command = program.add_subcommand(
        "verify", "Check the whole journal: pages, chains, and each decision again; reads the data "
                  "folder (--data) or a backup, needs no klikd");
    command->add_option("COPY", *copy, "A folder that backup made, or a journal's file");
    command->callback([&invocation, copy] {
        invocation.needs_klikd = false;
        invocation.run = [copy](const Settings& settings, Console& console) {
            return verify(*copy, settings, console);
        };
    });
}

} // namespace klik::ctl
