#include "simulation/simulated_journal.hpp"

#include "domain/person_name.hpp"

#include <algorithm>
#include <stdexcept>

namespace klik::simulation {

using domain::MunicipalityCode;
using domain::Result;
using domain::Sequence;

Result<std::unique_ptr<SimulatedJournal>> SimulatedJournal::open(Disk& disk, Defect defect) {
    auto log = LogFile::open(disk, defect != Defect::unchecked_bytes);
    if (!log) {
        return std::unexpected(std::move(log.error()));
    }
    std::unique_ptr<SimulatedJournal> opened{new SimulatedJournal{std::move(*log), defect}};
    opened->read_log();
    return opened;
}

void SimulatedJournal::read_log() {
    tables_.clear();
    for (const auto& frame : log_.frames()) {
        for (const auto& change : changes_in(frame)) {
            carry_out(tables_, change);
        }
    }
}

// --- The batch ---

Result<void> SimulatedJournal::change(const MunicipalityCode& municipality, Change change) {
    if (refusal_) {
        return std::unexpected(*refusal_);
    }
    change.municipality = municipality.value;
    add(batch_, change);
    carry_out(tables_, change);
    return {};
}

Result<void> SimulatedJournal::append(const MunicipalityCode& municipality,
                                      const codec::Record& record) {
    const Table& table = tables_[municipality];
    if (record.sequence.value != table.records.size() + 1 ||
        record.previous != table.heads.at(static_cast<std::size_t>(record.kind)) ||
        record.cause.value == 0 || record.cause > record.sequence) {
        throw std::logic_error("record " + domain::to_string(record.sequence) +
                               " does not follow the journal's head");
    }
    return change(municipality, change_of(record));
}

Result<void> SimulatedJournal::commit() {
    if (refusal_) {
        return std::unexpected(*refusal_);
    }
    if (batch_.empty()) {
        return {};
    }
    if (auto done = log_.append(std::move(batch_)); !done) {
        refusal_ = {"read_only", done.error().path,
                    "the journal takes nothing more: " + done.error().text};
        rollback();
        return std::unexpected(*refusal_);
    }
    batch_.clear();
    return {};
}

void SimulatedJournal::rollback() {
    batch_.clear();
    read_log();
}

// --- Records ---

Result<std::vector<codec::Record>> SimulatedJournal::read(const MunicipalityCode& municipality,
                                                          Sequence after, journal::KindMask kinds,
                                                          std::size_t limit) {
    std::vector<codec::Record> found;
    // Streams ask for what is published, recovery for everything.
    const bool another =
        defect_ == Defect::mixed_municipalities && kinds != journal::all_records && !after.value;
    const auto& records =
        another ? tables_.rbegin()->second.records : tables_[municipality].records;
    for (auto at = after.value; at < records.size() && found.size() < limit; ++at) {
        if ((kinds & journal::mask_of(records[at].kind)) != 0) {
            found.push_back(records[at]);
        }
    }
    return found;
}

Result<std::vector<codec::Record>> SimulatedJournal::history(const MunicipalityCode& municipality,
                                                             domain::TaskNumber task,
                                                             Sequence after, std::size_t limit) {
    std::vector<codec::Record> found;
    const auto& records = tables_[municipality].records;
    for (auto at = after.value; at < records.size() && found.size() < limit; ++at) {
        if (records[at].task == task) {
            found.push_back(records[at]);
        }
    }
    return found;
}

Result<std::optional<codec::Record>> SimulatedJournal::find(const MunicipalityCode& municipality,
                                                            Sequence sequence) {
    const auto& records = tables_[municipality].records;
    return sequence.value == 0 || sequence.value > records.size()
               ? std::nullopt
               : std::optional(records[sequence.value - 1]);
}

Sequence SimulatedJournal::head(const MunicipalityCode& municipality) {
    return {tables_[municipality].records.size()};
}

std::vector<MunicipalityCode> SimulatedJournal::municipalities() {
    std::vector<MunicipalityCode> codes;
    for (const auto& [code, table] : tables_) {
        if (!table.records.empty()) {
            codes.push_back(code);
        }
    }
    return codes;
}

// --- Inputs and cursors ---

Result<std::optional<Sequence>> SimulatedJournal::find_input(const MunicipalityCode& municipality,
                                                             std::string_view source,
                                                             std::string_view id) {
    const auto& inputs = tables_[municipality].inputs;
    const auto found = inputs.find({std::string{source}, std::string{id}});
    return found == inputs.end() || defect_ == Defect::no_duplicate_check
               ? std::nullopt
               : std::optional(found->second);
}

Result<void> SimulatedJournal::remember_input(const MunicipalityCode& municipality,
                                              std::string_view source, std::string_view id,
                                              Sequence sequence) {
    return change(
        municipality,
        {ChangeKind::input, {}, {sequence.value}, {std::string{source}, std::string{id}}});
}

Result<std::optional<journal::Cursor>>
SimulatedJournal::cursor(const MunicipalityCode& municipality, std::string_view name) {
    const auto& cursors = tables_[municipality].cursors;
    const auto found = cursors.find(std::string{name});
    return found == cursors.end() ? std::nullopt : std::optional(found->second);
}

Result<void> SimulatedJournal::store_cursor(const MunicipalityCode& municipality,
                                            std::string_view name, const journal::Cursor& cursor) {
    return change(
        municipality,
        {ChangeKind::cursor, {}, {cursor.sequence.value}, {std::string{name}, cursor.owner}});
}

Result<std::vector<journal::NamedCursor>>
SimulatedJournal::cursors(const MunicipalityCode& municipality) {
    std::vector<journal::NamedCursor> all;
    for (const auto& [name, cursor] : tables_[municipality].cursors) {
        all.push_back({name, cursor.sequence});
    }
    return all;
}

Result<std::size_t> SimulatedJournal::count_cursors(const MunicipalityCode& municipality,
                                                    std::string_view owner) {
    return static_cast<std::size_t>(
        std::ranges::count_if(tables_[municipality].cursors,
                              [&](const auto& entry) { return entry.second.owner == owner; }));
}

// --- People ---

Result<domain::PersonId> SimulatedJournal::person_id_for(const MunicipalityCode& municipality,
                                                         std::string_view name) {
    if (domain::tidy_name(name).empty()) {
        return domain::malformed("", "a person's name is empty");
    }
    Table& table = tables_[municipality];
    if (const auto known = table.names.find(domain::folded_name(name));
        known != table.names.end()) {
        return known->second;
    }
    const domain::PersonId id{"p" + std::to_string(table.people.size() + 1)};
    if (auto kept = change(municipality, change_of(journal::Person{id, domain::tidy_name(name)}));
        !kept) {
        return std::unexpected(std::move(kept.error()));
    }
    return id;
}

Result<std::optional<domain::PersonId>>
SimulatedJournal::find_person(const MunicipalityCode& municipality, std::string_view name) {
    const auto& names = tables_[municipality].names;
    const auto known = names.find(domain::folded_name(name));
    return known == names.end() ? std::nullopt : std::optional(known->second);
}

Result<std::optional<journal::Person>>
SimulatedJournal::person(const MunicipalityCode& municipality, const domain::PersonId& id) {
    const auto& people = tables_[municipality].people;
    const auto known = people.find(id);
    return known == people.end() ? std::nullopt : std::optional(known->second);
}

Result<std::vector<journal::Person>>
SimulatedJournal::people(const MunicipalityCode& municipality) {
    std::vector<journal::Person> all;
    for (const auto& [id, person] : tables_[municipality].people) {
        all.push_back(person);
    }
    return all;
}

Result<bool> SimulatedJournal::keep_person(const MunicipalityCode& municipality,
                                           const domain::PersonId& id,
                                           const journal::PersonNews& news) {
    const Table& table = tables_[municipality];
    const auto known = table.people.find(id);
    const auto before = known == table.people.end() ? journal::Person{id, {}} : known->second;
    const journal::Person after{id, news.name.empty() ? before.name : news.name,
                                news.email.value_or(before.email),
                                news.language.value_or(before.language)};
    if (known != table.people.end() && after == before) {
        return false;
    }
    if (auto kept = change(municipality, change_of(after)); !kept) {
        return std::unexpected(std::move(kept.error()));
    }
    return !after.email.empty() && after.email != before.email;
}

Result<std::vector<domain::PersonId>>
SimulatedJournal::erase_person(const MunicipalityCode& municipality, const domain::PersonId& id) {
    if (!tables_[municipality].people.contains(id)) {
        return std::unexpected(domain::Problem{"not_found", id.value, "nobody has this id"});
    }
    if (defect_ == Defect::kept_name) {
        return std::vector{id};
    }
    if (auto erased = change(municipality, change_of(journal::Person{id, {}})); !erased) {
        return std::unexpected(std::move(erased.error()));
    }
    return std::vector{id};
}

// --- Quarantine ---

Result<std::optional<journal::KeptMessage>>
SimulatedJournal::quarantine(const MunicipalityCode& municipality,
                             const codec::QuarantinedMessage& message,
                             const journal::QuarantineLimits& limits) {
    const Table& table = tables_[municipality];
    auto kept = message;
    kept.number = table.last_quarantined + 1;
    bool again = false;
    for (const auto& [number, known] : table.quarantine) {
        if (known.topic == message.topic && known.payload == message.payload) {
            kept = known;
            ++kept.times;
            kept.last_seen = message.last_seen;
            again = true;
        }
    }
    if (!again && table.quarantine.size() >= limits.messages) {
        return std::nullopt;
    }
    if (auto stored = change(municipality, change_of(kept)); !stored) {
        return std::unexpected(std::move(stored.error()));
    }
    return journal::KeptMessage{kept.number, again};
}

Result<std::vector<codec::QuarantinedMessage>>
SimulatedJournal::quarantined(const MunicipalityCode& municipality, std::uint64_t after,
                              std::size_t limit) {
    std::vector<codec::QuarantinedMessage> found;
    for (const auto& [number, message] : tables_[municipality].quarantine) {
        if (number > after && found.size() < limit) {
            found.push_back(message);
            found.back().payload.clear();
        }
    }
    return found;
}

Result<std::optional<codec::QuarantinedMessage>>
SimulatedJournal::find_quarantined(const MunicipalityCode& municipality, std::uint64_t number) {
    const auto& kept = tables_[municipality].quarantine;
    const auto found = kept.find(number);
    return found == kept.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<std::uint64_t>>
SimulatedJournal::quarantined_before(const MunicipalityCode& municipality, domain::UtcTime time,
                                     std::size_t limit) {
    std::vector<std::pair<domain::UtcTime, std::uint64_t>> old;
    for (const auto& [number, message] : tables_[municipality].quarantine) {
        if (message.received < time) {
            old.emplace_back(message.received, number);
        }
    }
    std::ranges::sort(old);
    std::vector<std::uint64_t> numbers;
    for (const auto& [received, number] : old) {
        if (numbers.size() < limit) {
            numbers.push_back(number);
        }
    }
    return numbers;
}

Result<bool> SimulatedJournal::remove_quarantined(const MunicipalityCode& municipality,
                                                  std::uint64_t number) {
    if (!tables_[municipality].quarantine.contains(number)) {
        return false;
    }
    if (auto removed = change(municipality, {ChangeKind::removal, {}, {number}, {}}); !removed) {
        return std::unexpected(std::move(removed.error()));
    }
    return true;
}

Result<journal::QuarantineTotals>
SimulatedJournal::quarantine_totals(const MunicipalityCode& municipality) {
    journal::QuarantineTotals totals;
    for (const auto& [number, message] : tables_[municipality].quarantine) {
        ++totals.messages;
        totals.bytes += message.topic.size() + message.payload.size();
    }
    return totals;
}

// --- Snapshots ---

Result<std::optional<journal::StoredSnapshot>>
SimulatedJournal::latest_snapshot(const MunicipalityCode& municipality) {
    return tables_[municipality].snapshot;
}

Result<void> SimulatedJournal::store_snapshot(const MunicipalityCode& municipality,
                                              const journal::StoredSnapshot& snapshot) {
    return change(municipality,
                  {ChangeKind::snapshot, {}, {snapshot.sequence.value}, {snapshot.state}});
}

} // namespace klik::simulation
