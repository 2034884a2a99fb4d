#include "fuzz/sound_journal.hpp"

#include "codec/state_snapshot.hpp"
#include "fuzz/decided.hpp"
#include "fuzz/fuzz.hpp"
#include "journal/journal.hpp"
#include "support/busy_year.hpp"
#include "support/temporary_folder.hpp"

#include <iterator>

namespace klik::fuzz {

namespace {

/// Some records of a year; the rest would only make the file long.
void fill(journal::Journal& journal) {
    constexpr std::size_t most_records = 300;
    const auto year = test::busy_year();
    const auto& code = year.state().municipality;
    for (const auto& event : year.events()) {
        if (event.sequence.value > most_records) {
            break;
        }
        const auto record = codec::encode_record(code, event);
        require(journal.append(code, record).has_value(), "a record is taken");
    }
    codec::QuarantinedMessage message;
    message.topic = "platform/v1/9999/task/1";
    message.payload = "\xC1";
    message.problem = {"malformed", "byte 0", "an extension type"};
    require(journal.person_id_for(code, "Ib Andersen").has_value() &&
                journal.remember_input(code, "/platform", "f-1", {1}).has_value() &&
                journal.store_cursor(code, "mail", {{1}, "local"}).has_value() &&
                journal.quarantine(code, message, {}).has_value() && journal.commit().has_value(),
            "a batch is taken");
}

std::string bytes_of(const std::string& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

JournalFiles files_of(bool crashed) {
    const test::TemporaryFolder folder;
    auto journal = journal::open_sqlite_journal(folder.data()).value();
    fill(*journal);
    if (!crashed) {
        journal.reset();
    }
    const auto file = folder.data() + "/journal.db";
    return {bytes_of(file), bytes_of(file + "-wal")};
}

} // namespace

const JournalFiles& closed_journal() {
    static const auto files = files_of(false);
    return files;
}

const JournalFiles& crashed_journal() {
    static const auto files = files_of(true);
    return files;
}

} // namespace klik::fuzz
