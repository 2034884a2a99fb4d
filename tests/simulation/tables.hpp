#pragma once

#include "journal/journal.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace klik::simulation {

/// What is kept of one municipality.
struct Table {
    std::vector<codec::Record> records; ///< that of sequence n at n less one
    std::array<domain::Sequence, engine::event_kind_count> heads{};
    std::map<std::pair<std::string, std::string>, domain::Sequence> inputs;
    std::map<std::string, journal::Cursor> cursors;
    std::map<domain::PersonId, journal::Person> people;
    std::map<std::string, domain::PersonId> names; ///< folded
    std::map<std::uint64_t, codec::QuarantinedMessage> quarantine;
    std::uint64_t last_quarantined = 0;
    std::optional<journal::StoredSnapshot> snapshot;
};

enum class ChangeKind : std::uint8_t {
    record,
    input,
    cursor,
    person,
    quarantine,
    removal,
    snapshot
};

/// One change of a table, as it stands in a frame of the log.
struct Change {
    ChangeKind kind{};
    std::string municipality;
    std::vector<std::uint64_t> numbers;
    std::vector<std::string> texts;
};

[[nodiscard]] Change change_of(const codec::Record& record);
[[nodiscard]] Change change_of(const journal::Person& person);
[[nodiscard]] Change change_of(const codec::QuarantinedMessage& message);

void add(std::string& frame, const Change& change);
/// Throws `std::out_of_range` for a frame that `add` did not write.
[[nodiscard]] std::vector<Change> changes_in(const std::string& frame);
void carry_out(std::map<domain::MunicipalityCode, Table>& tables, const Change& change);

} // namespace klik::simulation
