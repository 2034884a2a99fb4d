// A journal's files that were damaged: one byte says which of them, and three each say where
// another byte lies now. They open and can be read, or are refused with a sentence.

#include "daemon/recovery.hpp"
#include "fuzz/fuzz.hpp"
#include "fuzz/sound_journal.hpp"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace klik::fuzz {

namespace {

const domain::MunicipalityCode korsbaek{"9999"};

void check_refusal(const domain::Problem& problem) {
    static constexpr std::array<std::string_view, 4> codes{"damaged", "unusable", "newer_format",
                                                           "older_format"};
    require_sentence(problem);
    require(std::ranges::find(codes, problem.code) != codes.end(), "a code of the interface",
            problem.code);
}

template <class Result>
void check(const Result& read) {
    if (!read) {
        check_refusal(read.error());
    }
}

std::string with_damage(std::string bytes, Pieces pieces) {
    constexpr std::size_t places = 65536;
    constexpr std::uint8_t cut = 0xFF; // the file ends here
    for (int spots = 0; !pieces.done() && spots < 64; ++spots) {
        const std::size_t high = pieces.byte();
        const std::size_t at = (high * 256 + pieces.byte()) * (bytes.size() + 1) / places;
        const auto value = pieces.byte();
        if (value == cut) {
            bytes.resize(at);
        } else if (at < bytes.size()) {
            bytes[at] = static_cast<char>(value);
        }
    }
    return bytes;
}

void write(const std::string& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

/// On a disk in memory, where syncing takes no time.
std::string folder_with(Pieces pieces) {
    const std::string folder = "/dev/shm/klik-fuzz-" + std::to_string(getpid());
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto file = folder + "/journal.db";
    switch (pieces.below(3)) {
    case 0:
        write(file, with_damage(closed_journal().database, pieces));
        break;
    case 1:
        write(file, with_damage(crashed_journal().database, pieces));
        write(file + "-wal", crashed_journal().log);
        break;
    default:
        write(file, crashed_journal().database);
        write(file + "-wal", with_damage(crashed_journal().log, pieces));
    }
    return folder;
}

void read_all(journal::Journal& journal) {
    for (const auto& municipality : journal.municipalities()) {
        const auto recovered = daemon::recover(journal, municipality);
        check(recovered);
        require(!recovered || recovered->state.head == journal.head(municipality),
                "a start knows all records that there are");
        check(journal.history(municipality, {1}, {0}, 100));
    }
    check(journal.people(korsbaek));
    check(journal.quarantined(korsbaek, 0, 100));
    check(journal.find_quarantined(korsbaek, 1));
    check(journal.quarantine_totals(korsbaek));
    check(journal.cursor(korsbaek, "mail"));
    check(journal.find_input(korsbaek, "/platform", "f-1"));
}

} // namespace

void read_input(std::string_view input) {
    const auto folder = folder_with(Pieces{input});
    {
        const auto journal = journal::open_sqlite_journal(folder);
        check(journal);
        if (journal) {
            read_all(**journal);
        }
    }
    std::filesystem::remove_all(folder);
}

} // namespace klik::fuzz
