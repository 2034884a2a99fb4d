#pragma once

#include "ctl/invocation.hpp"
#include "journal/journal.hpp"

#include <expected>
#include <memory>
#include <string>

namespace klik::ctl {

/// Which journal a command reads that asks no klikd.
struct JournalOption {
    std::string municipality;
};

/// `--municipality`; the option outlives the parsing. The data folder is that of the settings.
void add_journal_option(CLI::App& command, JournalOption& option);

struct OpenedJournal {
    std::unique_ptr<journal::Journal> journal;
    domain::MunicipalityCode municipality;
};

/// The journal, for reading, or the exit code after the reason was said. The only municipality in
/// it need not be named.
[[nodiscard]] std::expected<OpenedJournal, int>
open_journal(const JournalOption& option, const Settings& settings, Console& console);

/// Says what is wrong with the journal; the exit code that goes with it.
[[nodiscard]] int report(const domain::Problem& problem, Console& console);

} // namespace klik::ctl
