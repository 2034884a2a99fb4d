#include "journal/journal_format.hpp"
#include "journal/sqlite_journal.hpp"

#include <filesystem>
#include <utility>

namespace klik::journal {

namespace {

constexpr std::size_t epoch_digits = 32;

Result<std::string> read_epoch(Database& database) {
    auto query = database.query("SELECT value FROM meta WHERE key = 'epoch'");
    const auto row = query.step();
    if (!row) {
        return std::unexpected(row.error());
    }
    std::string epoch = *row ? query.bytes(0) : std::string();
    if (epoch.size() != epoch_digits ||
        epoch.find_first_not_of("0123456789abcdef") != std::string::npos) {
        return std::unexpected(damaged(database.file(), "its epoch is missing"));
    }
    return epoch;
}

struct Content {
    std::string epoch;
    std::map<MunicipalityCode, RecordPositions> positions;
};

Result<Content> read_content(Database& database) {
    auto epoch = read_epoch(database);
    if (!epoch) {
        return std::unexpected(std::move(epoch.error()));
    }
    auto positions = load_record_positions(database);
    if (!positions) {
        return std::unexpected(std::move(positions.error()));
    }
    return Content{*std::move(epoch), *std::move(positions)};
}

} // namespace

Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& folder) {
    auto claimed = JournalFolder::claim(folder);
    if (!claimed) {
        return std::unexpected(std::move(claimed.error()));
    }
    auto database = open_journal_file(*claimed);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    auto content = read_content(**database);
    if (!content) {
        return std::unexpected(std::move(content.error()));
    }
    // SQLite has made the log by now. It syncs the folder itself and does not look whether that
    // fails; without it a power cut could take the log away with all that was acknowledged.
    if (auto synced = claimed->sync(); !synced) {
        return std::unexpected(std::move(synced.error()));
    }
    return std::make_unique<SqliteJournal>(*std::move(claimed), *std::move(database),
                                           std::move(content->epoch),
                                           std::move(content->positions));
}

Result<std::string> renew_epoch(const std::string& folder) {
    if (std::error_code error; !std::filesystem::exists(folder + "/journal.db", error)) {
        return std::unexpected(domain::Problem{
            "unusable", folder, "there is no journal; put the copy in place as journal.db"});
    }
    auto claimed = JournalFolder::claim(folder);
    if (!claimed) {
        return std::unexpected(std::move(claimed.error()));
    }
    auto database = open_journal_file(*claimed);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    if (auto done = (*database)->execute("UPDATE meta SET value = lower(hex(randomblob(16))) "
                                         "WHERE key = 'epoch'");
        !done) {
        return std::unexpected(std::move(done.error()));
    }
    return read_epoch(**database);
}

Result<std::unique_ptr<Journal>> open_sqlite_journal_for_reading(const std::string& folder) {
    return open_sqlite_journal_file_for_reading(folder + "/journal.db");
}

Result<std::unique_ptr<Journal>> open_sqlite_journal_file_for_reading(const std::string& file) {
    auto database = open_journal_file_for_reading(file);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    // What is compared with each other has to be of one moment: klikd may be writing.
    if (auto begun = (*database)->execute("BEGIN"); !begun) {
        return std::unexpected(std::move(begun.error()));
    }
    auto content = read_content(**database);
    if (!content) {
        return std::unexpected(std::move(content.error()));
    }
    if (auto ended = (*database)->execute("COMMIT"); !ended) {
        return std::unexpected(std::move(ended.error()));
    }
    return std::make_unique<SqliteJournal>(*std::move(database), std::move(content->epoch),
                                           std::move(content->positions));
}

} // namespace klik::journal
