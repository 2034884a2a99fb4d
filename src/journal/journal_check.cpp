#include "journal/journal_check.hpp"

#include "journal/era_table.hpp"
#include "journal/journal_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace klik::journal {

namespace {

using domain::Result;
using Flaws = std::vector<std::string>;

/// Of one kind: a spoilt file has no end of them.
constexpr std::int64_t flaws_shown = 10;

/// A rule, and the rows that break it: a municipality, a number, and what else stands in the text.
/// `log` is what `log_of` says.
struct Rule {
    int first_format;
    int last_format;
    std::string_view broken; ///< `{0}` the municipality, `{1}` and `{2}` the two numbers
    std::string_view rows;
};

// Until format 3 a record's key was its municipality and its sequence.
constexpr int with_two_keys = 3;
constexpr int with_one_key = 4;
constexpr int with_eras = 5;
constexpr int newest = format_version;

constexpr std::string_view missing = "municipality {0}: {1} records are missing below record {2}";
constexpr std::string_view off_the_chain =
    "municipality {0}, record {1}: the chain of its kind does not lead to it; it should follow {2}";
constexpr std::string_view snapshot_ahead =
    "municipality {0}: the snapshot is of record {1}, and {2} is the last";
constexpr std::string_view cursor_ahead =
    "municipality {0}: a cursor stands at record {1}, and {2} is the last";
constexpr std::string_view input_without_record =
    "municipality {0}: an input is remembered as record {1}, which is not there";

constexpr std::array<Rule, 13> rules{{
    {1, with_two_keys, missing,
     "SELECT municipality, max(sequence) - count(*), max(sequence) FROM log "
     "GROUP BY municipality HAVING min(sequence) <> 1 OR max(sequence) <> count(*) LIMIT ?1"},
    {with_one_key, newest, missing,
     "SELECT municipality, sequence - expected, sequence FROM (SELECT municipality, sequence, "
     "CASE WHEN sequence > key - lag(key, 1, 0) OVER (ORDER BY key) "
     "THEN sequence - (key - lag(key, 1, 0) OVER (ORDER BY key)) + 1 ELSE 1 END AS expected "
     "FROM log) WHERE sequence <> expected LIMIT ?1"},
    {1, with_two_keys, off_the_chain,
     "SELECT municipality, sequence, expected FROM (SELECT municipality, sequence, previous, "
     "lag(sequence, 1, 0) OVER (PARTITION BY municipality, kind ORDER BY sequence) AS expected "
     "FROM log) WHERE previous <> expected LIMIT ?1"},
    {with_one_key, newest, off_the_chain,
     "SELECT municipality, sequence, expected FROM (SELECT municipality, sequence, previous, "
     "lag(sequence, 1, 0) OVER (PARTITION BY key / 100000000000000, kind ORDER BY key) "
     "AS expected FROM log) WHERE previous <> expected LIMIT ?1"},
    {1, newest, "municipality {0}, record {1}: its cause {2} is not before it",
     "SELECT municipality, sequence, cause FROM log WHERE cause < 1 OR cause > sequence LIMIT "
     "?1"},
    {1, newest, "municipality {0}, record {1}: kind {2} is not known",
     "SELECT municipality, sequence, kind FROM log WHERE kind NOT BETWEEN 0 AND 4 LIMIT ?1"},
    {1, with_two_keys, snapshot_ahead,
     "SELECT municipality, sequence, head FROM (SELECT municipality, sequence, "
     "(SELECT coalesce(max(sequence), 0) FROM record WHERE record.municipality = "
     "snapshot.municipality) AS head FROM snapshot) WHERE sequence > head LIMIT ?1"},
    {with_one_key, newest, snapshot_ahead,
     "SELECT municipality, sequence, head FROM (SELECT municipality, sequence, "
     "(SELECT coalesce(max(key) % 100000000000000, 0) FROM record WHERE key BETWEEN "
     "snapshot.municipality * 100000000000000 AND "
     "snapshot.municipality * 100000000000000 + 99999999999999) AS head FROM snapshot) "
     "WHERE sequence > head LIMIT ?1"},
    {1, with_two_keys, cursor_ahead,
     "SELECT municipality, sequence, head FROM (SELECT municipality, sequence, "
     "(SELECT coalesce(max(sequence), 0) FROM record WHERE record.municipality = "
     "cursor.municipality) AS head FROM cursor) WHERE sequence > head LIMIT ?1"},
    {with_one_key, newest, cursor_ahead,
     "SELECT municipality, sequence, head FROM (SELECT municipality, sequence, "
     "(SELECT coalesce(max(key) % 100000000000000, 0) FROM record WHERE key BETWEEN "
     "cursor.municipality * 100000000000000 AND "
     "cursor.municipality * 100000000000000 + 99999999999999) AS head FROM cursor) "
     "WHERE sequence > head LIMIT ?1"},
    {1, with_two_keys, input_without_record,
     "SELECT municipality, sequence, 0 FROM input WHERE NOT EXISTS (SELECT 1 FROM record WHERE "
     "record.municipality = input.municipality AND record.sequence = input.sequence) LIMIT ?1"},
    {with_one_key, newest, input_without_record,
     "SELECT coalesce(municipality, '?'), sequence, 0 FROM input LEFT JOIN source "
     "ON source.number = input.source WHERE NOT EXISTS (SELECT 1 FROM record WHERE "
     "key = source.municipality * 100000000000000 + input.sequence) LIMIT ?1"},
    {2, newest, "municipality {0}: the quarantine counts {1} messages and holds {2}",
     "SELECT municipality, messages, held FROM (SELECT municipality, messages, (SELECT count(*) "
     "FROM quarantine WHERE quarantine.municipality = quarantine_total.municipality) AS held "
     "FROM quarantine_total) WHERE messages <> held LIMIT ?1"},
}};

/// The records with their municipalities and sequences, as a view of the query.
std::string_view log_of(std::int64_t format) {
    return format < with_one_key
               ? "WITH log AS (SELECT * FROM record) "
               : "WITH log AS (SELECT printf('%04d', key / 100000000000000) AS municipality, "
                 "key % 100000000000000 AS sequence, key, previous, cause, kind FROM record) ";
}

Result<void> add_spoilt_pages(Database& database, Flaws& flaws) {
    auto query = database.query("PRAGMA integrity_check(10)");
    return query.for_each_row([&](const Query& row) -> Result<void> {
        if (auto words = row.bytes(0); words != "ok") {
            flaws.push_back(std::move(words));
        }
        return {};
    });
}

Result<void> add_broken(Database& database, std::int64_t format, const Rule& rule, Flaws& flaws) {
    auto query = database.query(std::string(log_of(format)).append(rule.rows));
    return query.bind(flaws_shown).for_each_row([&](const Query& row) -> Result<void> {
        flaws.push_back(
            fmt::format(fmt::runtime(rule.broken), row.bytes(0), row.integer(1), row.integer(2)));
        return {};
    });
}

Result<void> add_wrong_eras(Database& database, Flaws& flaws) {
    auto wrong = EraTable{database}.flaws(static_cast<std::size_t>(flaws_shown));
    if (!wrong) {
        return std::unexpected(std::move(wrong.error()));
    }
    std::ranges::move(*wrong, std::back_inserter(flaws));
    return {};
}

Result<void> add_all_broken(Database& database, std::int64_t format, Flaws& flaws) {
    for (const auto& rule : rules) {
        if (format < rule.first_format || format > rule.last_format) {
            continue;
        }
        if (auto read = add_broken(database, format, rule, flaws); !read) {
            return read;
        }
    }
    return format < with_eras ? Result<void>{} : add_wrong_eras(database, flaws);
}

} // namespace

Result<std::vector<std::string>> flaws_of(Database& database) {
    const auto format = database.pragma("user_version");
    if (!format) {
        return std::unexpected(format.error());
    }
    Flaws flaws;
    if (auto read = add_spoilt_pages(database, flaws); !read) {
        return std::unexpected(std::move(read.error()));
    }
    // Pages that cannot be read have been named.
    if (auto read = add_all_broken(database, *format, flaws); !read && flaws.empty()) {
        return std::unexpected(std::move(read.error()));
    }
    return flaws;
}

Result<std::vector<std::string>> flaws_of_file(const std::string& file) {
    auto database = open_any_journal_for_reading(file);
    if (!database) {
        return std::unexpected(std::move(database.error()));
    }
    return flaws_of(**database);
}

} // namespace klik::journal
