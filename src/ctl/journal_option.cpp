#include "ctl/journal_option.hpp"

#include "ctl/exit_code.hpp"

#include <CLI/CLI.hpp>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace klik::ctl {

namespace {

std::string names_of(const std::vector<domain::MunicipalityCode>& codes) {
    std::vector<std::string> names;
    names.reserve(codes.size());
    for (const auto& code : codes) {
        names.push_back(code.value);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// The one that is named, or the only one.
std::expected<domain::MunicipalityCode, int>
chosen(const std::vector<domain::MunicipalityCode>& there, const std::string& named,
       Console& console) {
    const auto refuse = [&](std::string_view danish, std::string_view english) {
        fmt::print(console.err, "klikctl: {}\n", console.say(danish, english));
        return std::unexpected(exit_code::refused_input);
    };
    if (there.empty()) {
        return refuse("journalen er tom", "the journal is empty");
    }
    if (named.empty()) {
        if (there.size() > 1) {
            return refuse(
                fmt::format("journalen har {}; vælg en med --municipality", names_of(there)),
                fmt::format("the journal has {}; choose one with --municipality", names_of(there)));
        }
        return there.front();
    }
    if (std::ranges::find(there, domain::MunicipalityCode{named}) == there.end()) {
        return refuse(fmt::format("journalen har ikke {}, men {}", named, names_of(there)),
                      fmt::format("the journal has not {} but {}", named, names_of(there)));
    }
    return domain::MunicipalityCode{named};
}

} // namespace

void add_journal_option(CLI::App& command, JournalOption& option) {
    command
        .add_option("--municipality", option.municipality,
                    "Code of the municipality, where the journal has several")
        ->type_name("CODE");
}

int report(const domain::Problem& problem, Console& console) {
    fmt::print(console.err, "klikctl: {}\n", problem.sentence());
    return exit_code::refused_input;
}

std::expected<OpenedJournal, int> open_journal(const JournalOption& option,
                                               const Settings& settings, Console& console) {
    auto journal = journal::open_sqlite_journal_for_reading(settings.data);
    if (!journal) {
        return std::unexpected(report(journal.error(), console));
    }
    auto municipality = chosen((*journal)->municipalities(), option.municipality, console);
    if (!municipality) {
        return std::unexpected(municipality.error());
    }
    return OpenedJournal{*std::move(journal), *std::move(municipality)};
}

} // namespace klik::ctl
