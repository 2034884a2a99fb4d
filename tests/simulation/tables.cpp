#include "simulation/tables.hpp"

#include "domain/person_name.hpp"
#include "simulation/bytes.hpp"

#include <stdexcept>

namespace klik::simulation {

namespace {

std::uint64_t stored(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

std::uint64_t stored(domain::UtcTime time) {
    return stored(time.time_since_epoch().count());
}

domain::UtcTime time_of(std::uint64_t value) {
    return domain::UtcTime{std::chrono::milliseconds{static_cast<std::int64_t>(value)}};
}

codec::Record record_of(const Change& change) {
    const auto& numbers = change.numbers;
    codec::Record record;
    record.sequence = {numbers.at(0)};
    record.previous = {numbers.at(1)};
    record.cause = {numbers.at(2)};
    record.at = {time_of(numbers.at(3)),
                 domain::LocalTime{time_of(numbers.at(4)).time_since_epoch()}};
    record.kind = static_cast<engine::EventKind>(numbers.at(5));
    if (numbers.at(6) != 0) {
        record.task = domain::TaskNumber{static_cast<std::int64_t>(numbers.at(7))};
    }
    record.type = change.texts.at(0);
    record.subject = change.texts.at(1);
    record.data = change.texts.at(2);
    return record;
}

codec::QuarantinedMessage message_of(const Change& change) {
    const auto& numbers = change.numbers;
    const auto& texts = change.texts;
    codec::QuarantinedMessage message;
    message.number = numbers.at(0);
    message.bytes = numbers.at(1);
    message.frames = numbers.at(2);
    message.received = time_of(numbers.at(3));
    message.last_seen = time_of(numbers.at(4));
    message.times = numbers.at(5);
    message.topic = texts.at(0);
    message.payload = texts.at(1);
    message.platform = texts.at(2);
    message.problem = {texts.at(3), texts.at(4), texts.at(5)};
    return message;
}

void keep_person_of(Table& table, const Change& change) {
    const auto& texts = change.texts;
    const domain::PersonId id{texts.at(0)};
    std::erase_if(table.names, [&](const auto& entry) { return entry.second == id; });
    if (!texts.at(1).empty()) {
        table.names[domain::folded_name(texts.at(1))] = id;
    }
    table.people[id] = {id, texts.at(1), texts.at(2), texts.at(3)};
}

} // namespace

Change change_of(const codec::Record& record) {
    return {ChangeKind::record,
            {},
            {record.sequence.value, record.previous.value, record.cause.value,
             stored(record.at.utc), stored(record.at.local.time_since_epoch().count()),
             static_cast<std::uint64_t>(record.kind), record.task ? 1U : 0U,
             record.task ? stored(record.task->value) : 0U},
            {record.type, record.subject, record.data}};
}

Change change_of(const journal::Person& person) {
    return {
        ChangeKind::person, {}, {}, {person.id.value, person.name, person.email, person.language}};
}

Change change_of(const codec::QuarantinedMessage& message) {
    return {ChangeKind::quarantine,
            {},
            {message.number, message.bytes, message.frames, stored(message.received),
             stored(message.last_seen), message.times},
            {message.topic, message.payload, message.platform, message.problem.code,
             message.problem.path, message.problem.text}};
}

void add(std::string& frame, const Change& change) {
    add_number(frame, static_cast<std::uint64_t>(change.kind));
    add_text(frame, change.municipality);
    add_number(frame, change.numbers.size());
    for (const auto number : change.numbers) {
        add_number(frame, number);
    }
    add_number(frame, change.texts.size());
    for (const auto& text : change.texts) {
        add_text(frame, text);
    }
}

std::vector<Change> changes_in(const std::string& frame) {
    std::vector<Change> changes;
    ByteReader reader{frame};
    while (!reader.ended()) {
        Change change;
        change.kind = static_cast<ChangeKind>(reader.number());
        change.municipality = reader.text();
        for (auto left = reader.number(); left > 0; --left) {
            change.numbers.push_back(reader.number());
        }
        for (auto left = reader.number(); left > 0; --left) {
            change.texts.push_back(reader.text());
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

void carry_out(std::map<domain::MunicipalityCode, Table>& tables, const Change& change) {
    Table& table = tables[domain::MunicipalityCode{change.municipality}];
    const auto& numbers = change.numbers;
    const auto& texts = change.texts;
    switch (change.kind) {
    case ChangeKind::record:
        table.records.push_back(record_of(change));
        table.heads.at(numbers.at(5)) = table.records.back().sequence;
        return;
    case ChangeKind::input:
        table.inputs.insert_or_assign({texts.at(0), texts.at(1)}, domain::Sequence{numbers.at(0)});
        return;
    case ChangeKind::cursor:
        table.cursors[texts.at(0)] = {{numbers.at(0)}, texts.at(1)};
        return;
    case ChangeKind::person:
        keep_person_of(table, change);
        return;
    case ChangeKind::quarantine:
        table.quarantine[numbers.at(0)] = message_of(change);
        table.last_quarantined = std::max(table.last_quarantined, numbers.at(0));
        return;
    case ChangeKind::removal:
        table.quarantine.erase(numbers.at(0));
        return;
    case ChangeKind::snapshot:
        table.snapshot = journal::StoredSnapshot{{numbers.at(0)}, texts.at(0)};
        return;
    }
    throw std::out_of_range("no such change");
}

} // namespace klik::simulation
