#include "mail/outbox.hpp"

#include "mail/notice_of_event.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::mail {

namespace {

using common::Database;
using common::Statement;
using common::Time;
using common::Transaction;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS position(
    municipality TEXT PRIMARY KEY, epoch TEXT NOT NULL, sequence INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS begun(municipality TEXT PRIMARY KEY, told_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS waiting(
    id INTEGER PRIMARY KEY AUTOINCREMENT, municipality TEXT NOT NULL, person TEXT NOT NULL,
    message_id TEXT NOT NULL, late INTEGER NOT NULL, urgent INTEGER NOT NULL,
    taken_ms INTEGER NOT NULL, next_ms INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    under_way INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS waiting_next ON waiting(next_ms, id);
CREATE TABLE IF NOT EXISTS waiting_item(
    notice INTEGER NOT NULL REFERENCES waiting(id) ON DELETE CASCADE, place INTEGER NOT NULL,
    municipality TEXT NOT NULL, item TEXT NOT NULL, event TEXT NOT NULL, number INTEGER NOT NULL,
    kind TEXT NOT NULL, title TEXT NOT NULL, colour TEXT NOT NULL, text_da TEXT NOT NULL,
    text_en TEXT NOT NULL, thread TEXT NOT NULL, withdraws TEXT NOT NULL,
    put_back INTEGER NOT NULL, PRIMARY KEY(notice, place));
CREATE UNIQUE INDEX IF NOT EXISTS waiting_item_key ON waiting_item(municipality, item);
CREATE TABLE IF NOT EXISTS waiting_fact(
    notice INTEGER NOT NULL REFERENCES waiting(id) ON DELETE CASCADE, item TEXT NOT NULL,
    name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(notice, item, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS receipt(
    municipality TEXT NOT NULL, item TEXT NOT NULL, event TEXT NOT NULL, person TEXT NOT NULL,
    thread TEXT NOT NULL, message_id TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
    at_ms INTEGER NOT NULL, reported INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(municipality, item)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS receipt_unreported ON receipt(municipality, at_ms) WHERE reported = 0;
CREATE INDEX IF NOT EXISTS receipt_thread ON receipt(municipality, person, thread, at_ms);
PRAGMA user_version = 1;
)";

constexpr const char* waiting_columns =
    "SELECT id, municipality, person, message_id, late, urgent, taken_ms, tries, under_way "
    "FROM waiting ";

/// Where the first item was sent before, its Message-ID is another mail's.
std::string message_id_of_rest(const Notice& notice, const std::vector<Item>& rest) {
    if (rest.front().key == notice.items.front().key) {
        return notice.message_id;
    }
    return message_id_of(
        notice.municipality, rest.front().key,
        std::string_view{notice.message_id}.substr(notice.message_id.find('@') + 1));
}

/// Nothing waits for longer to be tried: where it says so, the clock was put back.
constexpr std::chrono::days longest_wait{1};

std::int64_t flag(bool value) {
    return value ? 1 : 0;
}

} // namespace

Position place_of(const Event& event, Time now) {
    return {std::string{event.municipality()}, event.epoch, event.sequence,
            common::time_from_rfc3339(event.time).value_or(now)};
}

Outbox Outbox::open(const std::filesystem::path& file) {
    return Outbox{Database::open(file, schema)};
}

Outbox Outbox::copy_of(const std::filesystem::path& file) {
    return Outbox{Database::copy_of(file, schema)};
}

std::optional<Position> Outbox::position(const std::string& municipality) const {
    auto found = database_.prepare("SELECT epoch, sequence FROM position WHERE municipality = ?");
    if (!found.bind_all(municipality).step()) {
        return std::nullopt;
    }
    return Position{municipality, found.text(0), static_cast<std::uint64_t>(found.whole(1))};
}

bool Outbox::is_news(const Notice& notice, const Item& item) const {
    auto waits =
        database_.prepare("SELECT 1 FROM waiting_item WHERE municipality = ? AND item = ?");
    if (waits.bind_all(notice.municipality, item.key).step()) {
        // A journal that was restored tells it by another event.
        database_.run("UPDATE waiting_item SET event = ? WHERE municipality = ? AND item = ?",
                      item.event, notice.municipality, item.key);
        return false;
    }
    auto known =
        database_.prepare("SELECT event, outcome FROM receipt WHERE municipality = ? AND item = ?");
    if (!known.bind_all(notice.municipality, item.key).step()) {
        return true;
    }
    if (known.text(0) == item.event) {
        return false;
    }
    if (known.text(1) != "delivered") {
        return true;
    }
    database_.run("UPDATE receipt SET event = ?, reported = 0 WHERE municipality = ? AND item = ?",
                  item.event, notice.municipality, item.key);
    return false;
}

bool Outbox::takes_back(const Notice& notice, const Item& item, Time now) const {
    auto waiting = database_.prepare(
        "SELECT notice, event, thread, under_way, message_id, person FROM waiting_item JOIN "
        "waiting ON id = notice WHERE waiting_item.municipality = ? AND item = ?");
    if (waiting.bind_all(notice.municipality, item.withdraws).step()) {
        const bool under_way = waiting.whole(3) != 0;
        Notice older;
        older.municipality = notice.municipality;
        older.person = waiting.text(5);
        older.message_id = waiting.text(4);
        Item taken_back;
        taken_back.key = item.withdraws;
        taken_back.event = waiting.text(1);
        taken_back.thread = waiting.text(2);
        write_receipt(older, taken_back, "failed",
                      under_way ? "taken back before the server had confirmed it"
                                : "taken back before it was sent",
                      now);
        database_.run("DELETE FROM waiting_item WHERE notice = ? AND item = ?", waiting.whole(0),
                      item.withdraws);
        database_.run("DELETE FROM waiting WHERE id = ? AND NOT EXISTS "
                      "(SELECT 1 FROM waiting_item WHERE notice = id)",
                      waiting.whole(0));
        return !under_way;
    }
    auto known =
        database_.prepare("SELECT outcome FROM receipt WHERE municipality = ? AND item = ?");
    return known.bind_all(notice.municipality, item.withdraws).step() &&
           known.text(0) != "delivered";
}

bool Outbox::is_history(const Position& position, Time now) const {
    database_.run("INSERT INTO begun SELECT ?1, iif(EXISTS (SELECT 1 FROM position WHERE "
                  "municipality = ?1), 0, ?2) WHERE NOT EXISTS (SELECT 1 FROM begun WHERE "
                  "municipality = ?1)",
                  position.municipality, common::in_ms(position.told));
    auto begun = database_.prepare("SELECT told_ms FROM begun WHERE municipality = ?");
    return !begun.bind_all(position.municipality).step() ||
           common::in_ms(position.told) < begun.whole(0) || position.told < now - memory;
}

void Outbox::take(const Notice& notice, const Position& position, Time now) {
    Transaction transaction{database_};
    std::vector<Item> items;
    const bool history = is_history(position, now);
    for (const auto& item : notice.items) {
        if (!is_news(notice, item) || history) {
            continue;
        }
        const bool first_unsent = !item.withdraws.empty() && takes_back(notice, item, now);
        if (first_unsent && item.kind == "withdrawn") {
            write_receipt(notice, item, "failed",
                          "not sent: what it takes back was not sent either", now);
        } else {
            items.push_back(item);
        }
    }
    if (!items.empty()) {
        insert(notice, items, now);
    }
    database_.run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", position.municipality,
                  position.epoch, static_cast<std::int64_t>(position.sequence));
    transaction.commit();
}

void Outbox::insert(const Notice& notice, const std::vector<Item>& items, Time now) const {
    database_.run("INSERT INTO waiting(municipality, person, message_id, late, urgent, taken_ms, "
                  "next_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
                  notice.municipality, notice.person, message_id_of_rest(notice, items),
                  flag(notice.late), flag(notice.urgent), common::in_ms(now), common::in_ms(now));
    const auto id = database_.last_row();
    std::int64_t place = 0;
    for (const auto& item : items) {
        database_.run("INSERT INTO waiting_item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      id, ++place, notice.municipality, item.key, item.event, item.number,
                      item.kind, item.title, item.colour, item.text_da, item.text_en, item.thread,
                      item.withdraws, flag(item.put_back));
        for (const auto& [name, value] : item.facts) {
            database_.run("INSERT OR REPLACE INTO waiting_fact VALUES (?, ?, ?, ?)", id, item.key,
                          name, value);
        }
    }
}

std::vector<Item> Outbox::items_of(std::int64_t notice) const {
    auto row = database_.prepare(
        "SELECT item, event, number, kind, title, colour, text_da, text_en, thread, withdraws, "
        "put_back FROM waiting_item WHERE notice = ? ORDER BY place");
    row.bind_all(notice);
    std::vector<Item> items;
    while (row.step()) {
        items.push_back({row.text(0), row.text(1), row.whole(2), row.text(3), row.text(4),
                         row.text(5), row.text(6), row.text(7), row.text(8), row.text(9),
                         row.whole(10) != 0});
        auto fact =
            database_.prepare("SELECT name, value FROM waiting_fact WHERE notice = ? AND item = ?");
        fact.bind_all(notice, items.back().key);
        while (fact.step()) {
            items.back().facts.emplace(fact.text(0), fact.text(1));
        }
    }
    return items;
}

std::vector<Notice> Outbox::notices(Statement query) const {
    std::vector<Notice> found;
    while (query.step()) {
        found.push_back({query.whole(0), query.text(1), query.text(2), query.text(3),
                         items_of(query.whole(0)), query.whole(4) != 0, query.whole(5) != 0,
                         common::time_of_ms(query.whole(6)), static_cast<int>(query.whole(7)),
                         query.whole(8) != 0});
    }
    return found;
}

std::optional<Notice> Outbox::next(Time now, const std::set<std::string>& municipalities) const {
    auto due =
        database_.prepare("SELECT id, municipality FROM waiting WHERE next_ms NOT BETWEEN ? AND ? "
                          "ORDER BY next_ms, id");
    due.bind_all(common::in_ms(now) + 1, common::in_ms(now + longest_wait));
    while (due.step()) {
        if (municipalities.contains(due.text(1))) {
            auto query = database_.prepare(fmt::format("{}WHERE id = ?", waiting_columns));
            query.bind_all(due.whole(0));
            return notices(std::move(query)).front();
        }
    }
    return std::nullopt;
}

std::vector<Notice> Outbox::all() const {
    return notices(database_.prepare(fmt::format("{}ORDER BY id", waiting_columns)));
}

std::vector<Notice> Outbox::taken_by(Time then) const {
    auto query =
        database_.prepare(fmt::format("{}WHERE taken_ms <= ? ORDER BY id", waiting_columns));
    query.bind_all(common::in_ms(then));
    return notices(std::move(query));
}

std::int64_t Outbox::waiting() const {
    auto count = database_.prepare("SELECT count(*) FROM waiting");
    return count.step() ? count.whole(0) : 0;
}

void Outbox::begin(const Notice& notice) {
    database_.run("UPDATE waiting SET under_way = 1 WHERE id = ?", notice.id);
}

void Outbox::write_receipt(const Notice& notice, const Item& item, std::string_view outcome,
                           std::string_view detail, Time now) const {
    database_.run("INSERT OR REPLACE INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                  notice.municipality, item.key, item.event, notice.person, item.thread,
                  notice.message_id, outcome, detail, common::in_ms(now));
}

void Outbox::remove(const Notice& notice) const {
    database_.run("DELETE FROM waiting WHERE id = ?", notice.id);
}

void Outbox::sent(const Notice& notice, Time now) {
    settle(notice, "delivered", "", now);
}

void Outbox::settle(const Notice& notice, std::string_view outcome, std::string_view detail,
                    Time now) {
    Transaction transaction{database_};
    for (const auto& item : notice.items) {
        write_receipt(notice, item, outcome, detail, now);
    }
    remove(notice);
    transaction.commit();
}

void Outbox::postpone(const Notice& notice, Time next, bool maybe_sent, const std::string& deferred,
                      Time now) {
    Transaction transaction{database_};
    database_.run("UPDATE waiting SET next_ms = ?, tries = tries + 1, under_way = ? WHERE id = ?",
                  common::in_ms(next), flag(maybe_sent || notice.under_way), notice.id);
    for (const auto& item : notice.items) {
        auto waits = database_.prepare("SELECT 1 FROM waiting_item JOIN waiting ON id = notice "
                                       "WHERE id = ? AND item = ? AND NOT EXISTS (SELECT 1 FROM "
                                       "receipt WHERE receipt.municipality = "
                                       "waiting.municipality AND receipt.item = ?)");
        if (!deferred.empty() && waits.bind_all(notice.id, item.key, item.key).step()) {
            write_receipt(notice, item, "deferred", deferred, now);
        }
    }
    transaction.commit();
}

std::vector<Report> Outbox::unreported(const std::string& municipality) const {
    auto row = database_.prepare("SELECT event, item, person, outcome, detail FROM receipt WHERE "
                                 "municipality = ? AND reported = 0 ORDER BY at_ms LIMIT 50");
    row.bind_all(municipality);
    std::vector<Report> reports;
    while (row.step()) {
        reports.push_back(
            {municipality, row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
    }
    return reports;
}

void Outbox::reported(const Report& report) {
    database_.run("UPDATE receipt SET reported = 1 WHERE municipality = ? AND item = ? AND event "
                  "= ? AND outcome = ?",
                  report.municipality, report.item, report.event, report.outcome);
}

EarlierMails Outbox::earlier(const Notice& notice) const {
    EarlierMails mails;
    for (const auto& item : notice.items) {
        if (item.thread.empty() || mails.contains(item.thread)) {
            continue;
        }
        auto row = database_.prepare(
            "SELECT message_id FROM receipt WHERE municipality = ? AND person = ? AND thread = ? "
            "AND outcome = 'delivered' AND message_id <> ? GROUP BY message_id ORDER BY "
            "min(at_ms), message_id");
        row.bind_all(notice.municipality, notice.person, item.thread, notice.message_id);
        auto& ids = mails[item.thread];
        while (row.step()) {
            ids.push_back(row.text(0));
        }
    }
    return mails;
}

void Outbox::forget_before(Time then) {
    database_.run("DELETE FROM receipt WHERE reported = 1 AND at_ms < ?", common::in_ms(then));
}

} // namespace klik::mail
