#pragma once

#include <string>

namespace klik::fuzz {

/// The bytes of a journal's files, with records of each part of a municipality's work in it.
struct JournalFiles {
    std::string database;
    std::string log; ///< the write-ahead log; empty where the journal was closed
};

[[nodiscard]] const JournalFiles& closed_journal();
/// As a crash leaves it: the records are in the log alone.
[[nodiscard]] const JournalFiles& crashed_journal();

} // namespace klik::fuzz
