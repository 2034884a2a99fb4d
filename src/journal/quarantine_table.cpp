#include "journal/quarantine_table.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

namespace klik::journal {

namespace {

constexpr std::string_view list_statement =
    "SELECT number, topic, frames, code, path, text, platform, received_ms, last_seen_ms, times, "
    "length(payload) FROM quarantine WHERE municipality = ?1 AND number > ?2 "
    "ORDER BY number LIMIT ?3";
constexpr std::string_view find_statement =
    "SELECT number, topic, frames, code, path, text, platform, received_ms, last_seen_ms, times, "
    "length(payload), payload FROM quarantine WHERE municipality = ?1 AND number = ?2";

/// A number as SQLite keeps it. One above 2^63-1 was never given.
template <class Count>
std::int64_t stored_count(Count count) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min<std::uint64_t>(count, most));
}

std::uint64_t count_of(std::int64_t stored) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(stored, 0));
}

domain::UtcTime time_of(std::int64_t ms) {
    return domain::UtcTime{std::chrono::milliseconds{ms}};
}

std::int64_t ms_of(domain::UtcTime time) {
    return time.time_since_epoch().count();
}

/// FNV-1a, to find equal messages by an index. Whether they are equal is decided by their bytes.
std::int64_t fingerprint(const codec::QuarantinedMessage& message) {
    constexpr std::uint64_t basis = 14'695'981'039'346'656'037U;
    constexpr std::uint64_t prime = 1'099'511'628'211U;
    std::uint64_t hash = basis;
    for (const std::string_view part : {std::string_view{message.topic}, std::string_view{"\0", 1},
                                        std::string_view{message.payload}}) {
        for (const char byte : part) {
            hash = (hash ^ static_cast<unsigned char>(byte)) * prime;
        }
    }
    return static_cast<std::int64_t>(hash);
}

std::uint64_t size_of(const codec::QuarantinedMessage& message) {
    return message.topic.size() + message.payload.size();
}

codec::QuarantinedMessage message_of(const Query& row) {
    return {.number = count_of(row.integer(0)),
            .topic = row.bytes(1),
            .payload = {},
            .bytes = count_of(row.integer(10)),
            .frames = count_of(row.integer(2)),
            .problem = {row.bytes(3), row.bytes(4), row.bytes(5)},
            .platform = row.bytes(6),
            .received = time_of(row.integer(7)),
            .last_seen = time_of(row.integer(8)),
            .times = count_of(row.integer(9))};
}

} // namespace

Result<std::optional<KeptMessage>> QuarantineTable::keep(const MunicipalityCode& municipality,
                                                         const codec::QuarantinedMessage& message,
                                                         const QuarantineLimits& limits) {
    const std::int64_t print = fingerprint(message);
    const auto same = same_message(municipality, message, print);
    if (!same) {
        return std::unexpected(same.error());
    }
    if (*same) {
        if (auto counted = count_again(municipality, **same, message.received); !counted) {
            return std::unexpected(std::move(counted.error()));
        }
        return KeptMessage{count_of(**same), true};
    }
    auto now = tally(municipality);
    if (!now) {
        return std::unexpected(std::move(now.error()));
    }
    const std::uint64_t size = size_of(message);
    if (now->totals.messages >= limits.messages || size > limits.bytes ||
        now->totals.bytes > limits.bytes - size) {
        return std::nullopt;
    }
    ++now->last_number;
    ++now->totals.messages;
    now->totals.bytes += size;
    auto done = insert(municipality, now->last_number, message, print);
    if (done) {
        done = store(municipality, *now);
    }
    if (!done) {
        return std::unexpected(std::move(done.error()));
    }
    return KeptMessage{count_of(now->last_number), false};
}

Result<std::optional<std::int64_t>>
QuarantineTable::same_message(const MunicipalityCode& municipality,
                              const codec::QuarantinedMessage& message, std::int64_t print) {
    auto query = database_.query("SELECT number FROM quarantine WHERE municipality = ?1 "
                                 "AND fingerprint = ?2 AND frames = ?3 AND topic = ?4 "
                                 "AND payload = ?5");
    const auto row = query
                         .bind(municipality.value, print, stored_count(message.frames),
                               Blob{message.topic}, Blob{message.payload})
                         .step();
    if (!row) {
        return std::unexpected(row.error());
    }
    return *row ? std::optional(query.integer(0)) : std::nullopt;
}

Result<void> QuarantineTable::count_again(const MunicipalityCode& municipality, std::int64_t number,
                                          domain::UtcTime seen) {
    return database_
        .query("UPDATE quarantine SET times = times + 1, last_seen_ms = max(last_seen_ms, ?3) "
               "WHERE municipality = ?1 AND number = ?2")
        .bind(municipality.value, number, ms_of(seen))
        .run();
}

Result<void> QuarantineTable::insert(const MunicipalityCode& municipality, std::int64_t number,
                                     const codec::QuarantinedMessage& message, std::int64_t print) {
    return database_
        .query("INSERT INTO quarantine (municipality, number, fingerprint, topic, frames, code, "
               "path, text, platform, received_ms, last_seen_ms, times, payload) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 1, ?11)")
        .bind(municipality.value, number, print, Blob{message.topic}, stored_count(message.frames),
              message.problem.code, message.problem.path, message.problem.text, message.platform,
              ms_of(message.received), Blob{message.payload})
        .run();
}

Result<std::vector<codec::QuarantinedMessage>>
QuarantineTable::list(const MunicipalityCode& municipality, std::uint64_t after,
                      std::size_t limit) {
    auto query = database_.query(list_statement);
    query.bind(municipality.value, stored_count(after), stored_count(limit));
    std::vector<codec::QuarantinedMessage> messages;
    auto read = query.for_each_row([&](const Query& row) -> Result<void> {
        messages.push_back(message_of(row));
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return messages;
}

Result<std::optional<codec::QuarantinedMessage>>
QuarantineTable::find(const MunicipalityCode& municipality, std::uint64_t number) {
    auto query = database_.query(find_statement);
    const auto row = query.bind(municipality.value, stored_count(number)).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return std::nullopt;
    }
    auto message = message_of(query);
    message.payload = query.bytes(11);
    return message;
}

Result<std::vector<std::uint64_t>>
QuarantineTable::received_before(const MunicipalityCode& municipality, domain::UtcTime time,
                                 std::size_t limit) {
    auto query = database_.query("SELECT number FROM quarantine WHERE municipality = ?1 "
                                 "AND received_ms < ?2 ORDER BY received_ms, number LIMIT ?3");
    query.bind(municipality.value, ms_of(time), stored_count(limit));
    std::vector<std::uint64_t> numbers;
    auto read = query.for_each_row([&](const Query& row) -> Result<void> {
        numbers.push_back(count_of(row.integer(0)));
        return {};
    });
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    return numbers;
}

Result<bool> QuarantineTable::remove(const MunicipalityCode& municipality, std::uint64_t number) {
    std::uint64_t size = 0;
    {
        auto query = database_.query("SELECT length(topic) + length(payload) FROM quarantine "
                                     "WHERE municipality = ?1 AND number = ?2");
        const auto row = query.bind(municipality.value, stored_count(number)).step();
        if (!row || !*row) {
            return row;
        }
        size = count_of(query.integer(0));
    }
    auto now = tally(municipality);
    if (!now) {
        return std::unexpected(std::move(now.error()));
    }
    now->totals.messages -= std::min<std::uint64_t>(1, now->totals.messages);
    now->totals.bytes -= std::min(size, now->totals.bytes);
    auto done = database_.query("DELETE FROM quarantine WHERE municipality = ?1 AND number = ?2")
                    .bind(municipality.value, stored_count(number))
                    .run();
    if (done) {
        done = store(municipality, *now);
    }
    if (!done) {
        return std::unexpected(std::move(done.error()));
    }
    return true;
}

Result<void> QuarantineTable::rewrite() {
    return database_.rewrite("quarantine");
}

Result<QuarantineTotals> QuarantineTable::totals(const MunicipalityCode& municipality) {
    const auto now = tally(municipality);
    if (!now) {
        return std::unexpected(now.error());
    }
    return now->totals;
}

Result<QuarantineTable::Tally> QuarantineTable::tally(const MunicipalityCode& municipality) {
    auto query = database_.query(
        "SELECT last_number, messages, bytes FROM quarantine_total WHERE municipality = ?1");
    const auto row = query.bind(municipality.value).step();
    if (!row) {
        return std::unexpected(row.error());
    }
    if (!*row) {
        return Tally{};
    }
    return Tally{query.integer(0), {count_of(query.integer(1)), count_of(query.integer(2))}};
}

Result<void> QuarantineTable::store(const MunicipalityCode& municipality, const Tally& tally) {
    return database_
        .query("INSERT INTO quarantine_total (municipality, last_number, messages, bytes) "
               "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET last_number = "
               "excluded.last_number, messages = excluded.messages, bytes = excluded.bytes")
        .bind(municipality.value, tally.last_number, stored_count(tally.totals.messages),
              stored_count(tally.totals.bytes))
        .run();
}

} // namespace klik::journal
