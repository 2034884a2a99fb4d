#include "calendar/store.hpp"

#include "common/rows.hpp"

namespace klik::calendar {

using common::ask;
using common::first;
using common::rows;

namespace {

constexpr const char* tables =
    "CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "INSERT OR IGNORE INTO said VALUES ('store', lower(hex(randomblob(8))));"
    "CREATE TABLE IF NOT EXISTS collection (person TEXT PRIMARY KEY, path TEXT NOT NULL,"
    " language TEXT NOT NULL, ready INTEGER NOT NULL, token TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS item (person TEXT NOT NULL, number INTEGER NOT NULL,"
    " dirty INTEGER NOT NULL, etag TEXT NOT NULL, hash TEXT NOT NULL, sequence INTEGER NOT NULL,"
    " shown TEXT NOT NULL, revision INTEGER NOT NULL, closed_ms INTEGER NOT NULL,"
    " comment TEXT NOT NULL, comment_revision INTEGER NOT NULL, noted_ms INTEGER NOT NULL,"
    " PRIMARY KEY (number, person));"
    "CREATE INDEX IF NOT EXISTS item_dirty ON item (dirty) WHERE dirty = 1;"
    "CREATE TABLE IF NOT EXISTS wish (id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL,"
    " number INTEGER NOT NULL, status TEXT NOT NULL, base_revision INTEGER NOT NULL,"
    " sent INTEGER NOT NULL, asked_ms INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS feed (file TEXT PRIMARY KEY);"
    "CREATE TABLE IF NOT EXISTS erased (person TEXT PRIMARY KEY);";

constexpr std::string_view all_of_item =
    "SELECT person, number, dirty, etag, hash, sequence, shown, revision, closed_ms, comment,"
    " comment_revision, noted_ms FROM item ";
constexpr std::string_view all_of_collection =
    "SELECT person, path, language, ready, token FROM collection ";
constexpr std::string_view all_of_wish =
    "SELECT id, person, number, status, base_revision, sent, asked_ms FROM wish ";

Item item_in(const common::Statement& row) {
    int column = -1;
    Item item;
    item.person = row.text(++column);
    item.number = row.whole(++column);
    item.dirty = row.whole(++column) != 0;
    item.etag = row.text(++column);
    item.hash = row.text(++column);
    item.sequence = row.whole(++column);
    item.shown = row.text(++column);
    item.revision = row.whole(++column);
    item.closed_ms = row.whole(++column);
    item.comment = row.text(++column);
    item.comment_revision = row.whole(++column);
    item.noted_ms = row.whole(++column);
    return item;
}

Collection collection_in(const common::Statement& row) {
    int column = -1;
    Collection collection;
    collection.person = row.text(++column);
    collection.path = row.text(++column);
    collection.language = row.text(++column);
    collection.ready = row.whole(++column) != 0;
    collection.token = row.text(++column);
    return collection;
}

Wish wish_in_row(const common::Statement& row) {
    int column = -1;
    Wish wish;
    wish.id = row.whole(++column);
    wish.person = row.text(++column);
    wish.number = row.whole(++column);
    wish.status = row.text(++column);
    wish.base_revision = row.whole(++column);
    wish.sent = row.whole(++column) != 0;
    wish.asked_ms = row.whole(++column);
    return wish;
}

std::filesystem::path file_of(const std::filesystem::path& folder,
                              const std::string& municipality) {
    return folder / (municipality + ".sqlite");
}

std::string schema() {
    return tables + common::numbers_never_given("wish");
}

std::int64_t as_whole(bool flag) {
    return flag ? 1 : 0;
}

} // namespace

Store::Store(common::Database database)
    : database_{std::move(database)}, request_ids_{"calendar", said("store")} {}

Store Store::open(const std::filesystem::path& folder, const std::string& municipality) {
    return Store{common::Database::open(file_of(folder, municipality), schema())};
}

Store Store::copy_of(const std::filesystem::path& folder, const std::string& municipality) {
    return Store{common::Database::copy_of(file_of(folder, municipality), schema())};
}

std::optional<Item> Store::item(const std::string& person, std::int64_t number) const {
    return first(ask(database_, common::with(all_of_item, "WHERE person = ? AND number = ?"),
                     person, number),
                 item_in);
}

std::vector<Item> Store::dirty_items() const {
    return rows(
        ask(database_, common::with(all_of_item, "WHERE dirty = 1 ORDER BY number, person")),
        item_in);
}

std::vector<Item> Store::items_of(const std::string& person) const {
    return rows(ask(database_, common::with(all_of_item, "WHERE person = ?"), person), item_in);
}

std::vector<std::int64_t> Store::numbers() const {
    return rows(ask(database_, "SELECT DISTINCT number FROM item"),
                [](const common::Statement& row) { return row.whole(0); });
}

void Store::want(const std::string& person, std::int64_t number) const {
    database_.run("INSERT OR IGNORE INTO item VALUES (?, ?, 1, '', '', 0, '', 0, 0, '', 0, 0)",
                  person, number);
}

void Store::save(const Item& item) const {
    database_.run("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  item.person, item.number, as_whole(item.dirty), item.etag, item.hash,
                  item.sequence, item.shown, item.revision, item.closed_ms, item.comment,
                  item.comment_revision, item.noted_ms);
}

void Store::forget(const Item& item) const {
    database_.run("DELETE FROM item WHERE person = ? AND number = ?", item.person, item.number);
}

void Store::mark(std::int64_t number) const {
    database_.run("UPDATE item SET dirty = 1 WHERE number = ?", number);
}

void Store::mark_unless_of(std::int64_t number, std::int64_t sequence) const {
    database_.run("UPDATE item SET dirty = 1 WHERE number = ? AND sequence <> ?", number, sequence);
}

void Store::mark_all() const {
    database_.run("UPDATE item SET dirty = 1");
}

void Store::mark_closed_before(common::Time time) const {
    database_.run("UPDATE item SET dirty = 1 WHERE dirty = 0 AND closed_ms > 0 AND closed_ms <= ?",
                  common::in_ms(time));
}

std::vector<Collection> Store::collections() const {
    return rows(ask(database_, common::with(all_of_collection, "ORDER BY person")), collection_in);
}

std::optional<Collection> Store::collection(const std::string& person) const {
    return first(ask(database_, common::with(all_of_collection, "WHERE person = ?"), person),
                 collection_in);
}

void Store::save(const Collection& collection) const {
    database_.run("INSERT OR REPLACE INTO collection VALUES (?, ?, ?, ?, ?)", collection.person,
                  collection.path, collection.language, as_whole(collection.ready),
                  collection.token);
}

void Store::begin_anew(const Collection& collection) const {
    auto whole = transaction();
    Collection anew = collection;
    anew.ready = false;
    anew.token.clear();
    save(anew);
    database_.run("UPDATE item SET dirty = 1, etag = '', hash = '' WHERE person = ?",
                  collection.person);
    whole.commit();
}

void Store::mark_erased(const std::string& person) const {
    database_.run("INSERT OR IGNORE INTO erased VALUES (?)", person);
    database_.run("UPDATE item SET dirty = 1 WHERE person = ?", person);
    database_.run("DELETE FROM wish WHERE person = ?", person);
}

bool Store::is_erased(const std::string& person) const {
    return ask(database_, "SELECT 1 FROM erased WHERE person = ?", person).step();
}

std::vector<std::string> Store::erased_people() const {
    return rows(ask(database_, "SELECT person FROM erased"),
                [](const common::Statement& row) { return row.text(0); });
}

void Store::forget_erasure(const std::string& person) const {
    database_.run("DELETE FROM erased WHERE person = ?", person);
}

void Store::drop_collections_of_erased() const {
    constexpr std::string_view gone = "FROM collection WHERE person IN (SELECT person FROM erased) "
                                      "AND person NOT IN (SELECT person FROM item)";
    if (!ask(database_, common::with("SELECT 1 ", gone)).step()) {
        return;
    }
    database_.run(common::with("DELETE ", gone));
    database_.leave_no_trace();
}

void Store::add(const Wish& wish) const {
    database_.run("INSERT INTO wish (person, number, status, base_revision, sent, asked_ms) "
                  "VALUES (?, ?, ?, ?, 0, ?)",
                  wish.person, wish.number, wish.status, wish.base_revision, wish.asked_ms);
}

std::vector<Wish> Store::wishes_to_send() const {
    return rows(ask(database_, common::with(all_of_wish, "WHERE sent = 0 ORDER BY id")),
                wish_in_row);
}

std::optional<Wish> Store::latest_wish(const std::string& person, std::int64_t number) const {
    return first(
        ask(database_,
            common::with(all_of_wish, "WHERE person = ? AND number = ? ORDER BY id DESC LIMIT 1"),
            person, number),
        wish_in_row);
}

std::string Store::request_id(const Wish& wish) const {
    return request_ids_.of(wish.id);
}

std::optional<Wish> Store::wish_behind(std::string_view request_id) const {
    const auto id = request_ids_.number_in(request_id);
    return id ? first(ask(database_, common::with(all_of_wish, "WHERE id = ?"), *id), wish_in_row)
              : std::nullopt;
}

void Store::sent(const Wish& wish) const {
    database_.run("UPDATE wish SET sent = 1 WHERE id = ?", wish.id);
}

void Store::drop(const Wish& wish) const {
    database_.run("DELETE FROM wish WHERE id = ?", wish.id);
}

void Store::drop_sent_wishes() const {
    database_.run("DELETE FROM wish WHERE sent = 1");
}

void Store::drop_met_wishes(std::int64_t number, std::string_view status) const {
    database_.run("DELETE FROM wish WHERE sent = 1 AND number = ? AND status = ?", number, status);
}

std::string Store::said(const std::string& key) const {
    return first(ask(database_, "SELECT value FROM said WHERE key = ?", key),
                 [](const common::Statement& row) { return row.text(0); })
        .value_or("");
}

void Store::say(const std::string& key, const std::string& value) const {
    database_.run("INSERT OR REPLACE INTO said VALUES (?, ?)", key, value);
}

std::vector<std::string> Store::feeds() const {
    return rows(ask(database_, "SELECT file FROM feed"),
                [](const common::Statement& row) { return row.text(0); });
}

void Store::add_feed(const std::string& file) const {
    database_.run("INSERT OR IGNORE INTO feed VALUES (?)", file);
}

void Store::drop_feed(const std::string& file) const {
    database_.run("DELETE FROM feed WHERE file = ?", file);
}

} // namespace klik::calendar
