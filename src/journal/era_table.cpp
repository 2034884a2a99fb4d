#include "journal/era_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <ranges>

namespace klik::journal {

namespace {

constexpr auto places_of_an_era = static_cast<std::size_t>(keys_of_an_era);
constexpr std::size_t bytes_of_a_task = 8;
using TaskBytes = std::array<char, bytes_of_a_task>;
/// In the place of a kind: the first era of a municipality has no record with sequence 0.
constexpr char no_record = '\xFF';

std::int64_t first_key_of(std::int64_t era) {
    return era * keys_of_an_era;
}

std::int64_t last_key_of(std::int64_t era) {
    return first_key_of(era) + keys_of_an_era - 1;
}

/// Big-endian, on every machine.
TaskBytes bytes_of(std::int64_t task) {
    TaskBytes bytes{};
    auto left = static_cast<std::uint64_t>(task);
    for (char& byte : std::views::reverse(bytes)) {
        byte = static_cast<char>(left & 0xFFU);
        left >>= 8U;
    }
    return bytes;
}

bool is_kind(std::int64_t kind) {
    return kind >= 0 && kind < static_cast<std::int64_t>(engine::event_kind_count);
}

bool is_kind(char kind) {
    return is_kind(static_cast<std::int64_t>(static_cast<unsigned char>(kind)));
}

/// The first place from `place` on that has one of the kinds; the number of places for none.
std::size_t next_of_kinds(std::string_view places, std::size_t place, KindMask kinds) {
    const auto wanted = [kinds](char kind) {
        return is_kind(kind) && (kinds & mask_of(static_cast<engine::EventKind>(kind))) != 0;
    };
    const auto rest = places.substr(place);
    return place + static_cast<std::size_t>(std::ranges::find_if(rest, wanted) - rest.begin());
}

/// The same for a task.
std::size_t next_of_task(std::string_view places, std::size_t place, const TaskBytes& task) {
    while (place < places_of_an_era &&
           std::memcmp(places.data() + place * task.size(), task.data(), task.size()) != 0) {
        ++place;
    }
    return place;
}

std::string wrong_text(std::int64_t era) {
    return fmt::format("municipality {}: what table era says of the records {} to {} is not so",
                       municipality_of_key(first_key_of(era)).value,
                       sequence_of_key(first_key_of(era)).value,
                       sequence_of_key(last_key_of(era)).value);
}

} // namespace

EraContent::EraContent()
    : kinds_(places_of_an_era, no_record), tasks_(places_of_an_era * bytes_of_a_task, '\0') {}

void EraContent::add(std::int64_t key, std::int64_t kind, std::int64_t task) {
    const auto place = static_cast<std::size_t>(key % keys_of_an_era);
    kinds_[place] = is_kind(kind) ? static_cast<char>(kind) : no_record;
    std::ranges::copy(bytes_of(task), tasks_.data() + place * bytes_of_a_task);
}

Result<void> EraTable::read_log(const KeyRange& keys, const TakeEra& take) {
    EraContent content;
    std::int64_t era = -1;
    auto query = database_.query("SELECT key, kind, task FROM record WHERE key > ?1 "
                                 "AND key <= ?2 ORDER BY key");
    return query.bind(keys.after, keys.last).for_each_row([&](const Query& row) -> Result<void> {
        const std::int64_t key = row.integer(0);
        if (const std::int64_t its_era = key / keys_of_an_era; its_era != era) {
            era = its_era;
            content = EraContent{};
        }
        content.add(key, row.integer(1), row.integer(2)); // NULL reads as 0
        return key == last_key_of(era) ? take(era, content) : Result<void>{};
    });
}

Result<void> EraTable::add(const KeyRange& keys) {
    return read_log(keys, [this](std::int64_t era, const EraContent& content) {
        return database_.query("INSERT INTO era (key, kinds, tasks) VALUES (?1, ?2, ?3)")
            .bind(era, Blob{content.kinds()}, Blob{content.tasks()})
            .run();
    });
}

domain::Problem EraTable::wrong(std::int64_t era) const {
    return damaged(database_.file(), wrong_text(era));
}

/// `next` says which place of a column's bytes is the next that is wanted.
template <class Next>
Result<FoundInEras> EraTable::find(Statement& rows, std::size_t bytes_of_a_place,
                                   const KeyRange& keys, std::size_t limit, const Next& next) {
    FoundInEras found{{}, keys.after};
    auto query = database_.query(rows);
    query.bind((keys.after + 1) / keys_of_an_era, keys.last / keys_of_an_era);
    while (found.keys.size() < limit) {
        const auto row = query.step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row) {
            break;
        }
        const std::int64_t era = (found.until + 1) / keys_of_an_era;
        const auto places = query.view(1);
        if (query.integer(0) != era || places.size() != places_of_an_era * bytes_of_a_place) {
            return std::unexpected(wrong(era));
        }
        auto place = static_cast<std::size_t>((found.until + 1) % keys_of_an_era);
        for (place = next(places, place); place < places_of_an_era && found.keys.size() < limit;
             place = next(places, place + 1)) {
            found.keys.push_back(first_key_of(era) + static_cast<std::int64_t>(place));
        }
        found.until = last_key_of(era);
    }
    return found;
}

Result<FoundInEras> EraTable::find(const KeyRange& keys, KindMask kinds, std::size_t limit) {
    return find(kinds_, 1, keys, limit, [kinds](std::string_view places, std::size_t place) {
        return next_of_kinds(places, place, kinds);
    });
}

Result<FoundInEras> EraTable::find(const KeyRange& keys, domain::TaskNumber task,
                                   std::size_t limit) {
    return find(tasks_, bytes_of_a_task, keys, limit,
                [wanted = bytes_of(task.value)](std::string_view places, std::size_t place) {
                    return next_of_task(places, place, wanted);
                });
}

Result<std::array<Sequence, engine::event_kind_count>>
EraTable::latest_of_kinds(const RecordKeys& keys, std::int64_t last) {
    std::array<Sequence, engine::event_kind_count> latest{};
    const std::int64_t first = keys.before_first() / keys_of_an_era;
    std::int64_t expected = last;
    auto query = database_.query(
        "SELECT key, kinds FROM era WHERE key >= ?1 AND key <= ?2 ORDER BY key DESC");
    query.bind(first, keys.last() / keys_of_an_era);
    for (bool all_found = false; !all_found; --expected) {
        const auto row = query.step();
        if (!row) {
            return std::unexpected(row.error());
        }
        if (!*row && expected < first) {
            break;
        }
        if (!*row || query.integer(0) != expected || query.view(1).size() != places_of_an_era) {
            return std::unexpected(wrong(std::max(expected, first)));
        }
        const auto places = query.view(1);
        all_found = true;
        for (std::size_t kind = 0; kind < latest.size(); ++kind) {
            const auto name = static_cast<char>(kind);
            // Most eras lack some kinds, which is quicker to see from the front.
            if (latest.at(kind).value == 0 && places.contains(name)) {
                latest.at(kind) = sequence_of_key(first_key_of(expected) +
                                                  static_cast<std::int64_t>(places.rfind(name)));
            }
            all_found = all_found && latest.at(kind).value != 0;
        }
    }
    return latest;
}

Result<std::vector<std::string>> EraTable::flaws(std::size_t most) {
    std::vector<std::string> flaws;
    std::int64_t eras = 0;
    const auto compare = [&](std::int64_t era, const EraContent& content) -> Result<void> {
        ++eras;
        auto query = database_.query("SELECT kinds, tasks FROM era WHERE key = ?1");
        const auto row = query.bind(era).step();
        if (!row) {
            return std::unexpected(row.error());
        }
        const bool agrees =
            *row && query.view(0) == content.kinds() && query.view(1) == content.tasks();
        if (!agrees && flaws.size() < most) {
            flaws.push_back(wrong_text(era));
        }
        return {};
    };
    if (auto read = read_log(all_keys, compare); !read) {
        return std::unexpected(std::move(read.error()));
    }
    auto count = database_.query("SELECT count(*) FROM era");
    if (const auto row = count.step(); !row) {
        return std::unexpected(row.error());
    }
    if (flaws.empty() && count.integer(0) != eras) {
        flaws.push_back(
            fmt::format("table era has {} rows, and the log {} full eras", count.integer(0), eras));
    }
    return flaws;
}

} // namespace klik::journal
