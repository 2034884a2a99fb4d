#include "portfolio/store.hpp"

#include "common/rows.hpp"
#include "portfolio/store_schema.hpp"

#include <fmt/format.h>

namespace klik::portfolio {

using common::ask;
using common::first;
using common::rows;

namespace {

constexpr std::string_view all_of_bond =
    "SELECT number, project, item, version, gone, dirty FROM bond ";
constexpr std::string_view all_of_wish =
    "SELECT id, number, field, asked, tool_value, actor, actor_name, base_revision, lineage, state "
    "FROM wish ";

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text.append(text.empty() ? "" : "\n").append(word);
    }
    return text;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::string schema() {
    return store_schema + common::numbers_never_given("wish");
}

std::int64_t as_whole(bool flag) {
    return flag ? 1 : 0;
}

Bond bond_in(const common::Statement& row) {
    int column = -1;
    Bond bond;
    bond.number = row.whole(++column);
    bond.project = row.text(++column);
    bond.item = row.text(++column);
    bond.version = row.text(++column);
    bond.gone = row.whole(++column) != 0;
    bond.dirty = row.whole(++column) != 0;
    return bond;
}

Wish wish_in(const common::Statement& row) {
    int column = -1;
    Wish wish;
    wish.id = row.whole(++column);
    wish.number = row.whole(++column);
    wish.field = field_named(row.text(++column)).value_or(Field::status);
    wish.asked = row.text(++column);
    wish.tool_value = row.text(++column);
    wish.actor = row.text(++column);
    wish.actor_name = row.text(++column);
    wish.base_revision = static_cast<std::uint64_t>(row.whole(++column));
    wish.lineage = lines_of(row.text(++column));
    wish.state = static_cast<Wish::State>(row.whole(++column));
    return wish;
}

/// What `open` gives of the file at the path.
template <class Open>
auto opened(const std::filesystem::path& path, Open open) {
    try {
        return open(path);
    } catch (const common::DatabaseFailure& failure) {
        throw BrokenStore{fmt::format(
            "the state file {} cannot be used: {}. See to the disk and the file's rights, or "
            "restore it from a backup. Where there is none, move it away, with those that have its "
            "name and -wal or -shm behind: then items are found again by their numbers, but what "
            "the two sides agreed on is not known any more, so that `conflict` of the mapping "
            "decides each difference (klik_wins writes KLIK's value); what KLIK was asked for is "
            "not followed; and earlier runs cannot be taken back",
            path.string(), failure.what())};
    }
}

/// Of two columns: a field's name, and what `read` makes of the rest.
template <class Read>
auto by_field(common::Statement statement, Read read) {
    std::map<Field, decltype(read(statement))> found;
    while (statement.step()) {
        if (const auto field = field_named(statement.text(0))) {
            found.emplace(*field, read(statement));
        }
    }
    return found;
}

} // namespace

Store::Store(common::Database database)
    : database_{std::move(database)}, request_ids_{"portfolio", said("store")} {}

std::filesystem::path Store::file(const std::filesystem::path& folder,
                                  const std::string& municipality) {
    return folder / (municipality + ".sqlite");
}

Store Store::open(const std::filesystem::path& folder, const std::string& municipality) {
    return opened(file(folder, municipality), [](const std::filesystem::path& path) {
        return Store{common::Database::open(path, schema())};
    });
}

Store Store::copy_of(const std::filesystem::path& folder, const std::string& municipality) {
    return opened(file(folder, municipality), [](const std::filesystem::path& path) {
        return Store{common::Database::copy_of(path, schema())};
    });
}

std::optional<Bond> Store::bond(std::int64_t number) const {
    return first(ask(database_, common::with(all_of_bond, "WHERE number = ?"), number), bond_in);
}

std::vector<Bond> Store::bonds() const {
    return rows(ask(database_, common::with(all_of_bond, "ORDER BY number")), bond_in);
}

std::vector<std::int64_t> Store::dirty() const {
    return rows(ask(database_, "SELECT number FROM bond WHERE dirty = 1 ORDER BY number"),
                [](const common::Statement& row) { return row.whole(0); });
}

void Store::want(std::int64_t number, const std::string& project) const {
    database_.run("INSERT INTO bond VALUES (?, ?, '', '', 0, 1) ON CONFLICT (number) "
                  "DO UPDATE SET dirty = 1, project = excluded.project",
                  number, project);
}

void Store::save(const Bond& bond) const {
    database_.run("INSERT OR REPLACE INTO bond VALUES (?, ?, ?, ?, ?, ?)", bond.number,
                  bond.project, bond.item, bond.version, as_whole(bond.gone), as_whole(bond.dirty));
}

void Store::forget(std::int64_t number) const {
    for (const auto* table : {"bond", "base", "refusal", "put_back", "wish", "step"}) {
        database_.run(std::string{"DELETE FROM "}.append(table).append(" WHERE number = ?"),
                      number);
    }
}

void Store::mark(std::int64_t number) const {
    database_.run("UPDATE bond SET dirty = 1 WHERE number = ?", number);
}

void Store::unmark(std::int64_t number) const {
    database_.run("UPDATE bond SET dirty = 0 WHERE number = ?", number);
}

void Store::mark_all() const {
    database_.run("UPDATE bond SET dirty = 1");
}

Base Store::base(std::int64_t number) const {
    return by_field(
        ask(database_, "SELECT field, klik, tool, shown FROM base WHERE number = ?", number),
        [](const common::Statement& row) { return Agreed{row.text(1), row.text(2), row.text(3)}; });
}

void Store::agree(std::int64_t number, Field field, const Agreed& agreed) const {
    database_.run("INSERT OR REPLACE INTO base VALUES (?, ?, ?, ?, ?)", number, name_of(field),
                  agreed.klik, agreed.tool, agreed.shown);
}

void Store::disagree(std::int64_t number, Field field) const {
    database_.run("DELETE FROM base WHERE number = ? AND field = ?", number, name_of(field));
}

std::map<Field, Refusal> Store::refusals(std::int64_t number) const {
    return by_field(ask(database_,
                        "SELECT field, wanted, circumstances, rule FROM refusal WHERE number = ?",
                        number),
                    [](const common::Statement& row) {
                        return Refusal{{row.text(1), row.text(2)}, row.text(3)};
                    });
}

void Store::refuse(std::int64_t number, Field field, const Refusal& refusal) const {
    database_.run("INSERT OR REPLACE INTO refusal VALUES (?, ?, ?, ?, ?)", number, name_of(field),
                  refusal.refused.wanted, refusal.refused.circumstances, refusal.rule);
}

void Store::forget_refusal(std::int64_t number, Field field) const {
    database_.run("DELETE FROM refusal WHERE number = ? AND field = ?", number, name_of(field));
}

void Store::forget_refusals(const std::string& project) const {
    database_.run("DELETE FROM refusal WHERE number IN (SELECT number FROM bond WHERE project = ?)",
                  project);
}

void Store::try_statuses_again(const std::string& project) const {
    database_.run("UPDATE bond SET dirty = 1 WHERE project = ? AND number IN (SELECT number FROM "
                  "refusal WHERE field = ?)",
                  project, name_of(Field::status));
    database_.run(
        "DELETE FROM refusal WHERE field = ? AND number IN (SELECT number FROM bond WHERE "
        "project = ?)",
        name_of(Field::status), project);
}

void Store::try_prerequisites_again() const {
    database_.run("UPDATE bond SET dirty = 1 WHERE number IN (SELECT number FROM refusal WHERE "
                  "field = ?)",
                  name_of(Field::prerequisites));
    database_.run("DELETE FROM refusal WHERE field = ?", name_of(Field::prerequisites));
}

void Store::put_back(std::int64_t number, Field field, const PutBack& put_back) const {
    database_.run("INSERT OR REPLACE INTO put_back VALUES (?, ?, ?, ?)", number, name_of(field),
                  put_back.tool_value, put_back.comment);
}

std::map<Field, PutBack> Store::to_put_back(std::int64_t number) const {
    return by_field(
        ask(database_, "SELECT field, tool_value, comment FROM put_back WHERE number = ?", number),
        [](const common::Statement& row) { return PutBack{row.text(1), row.text(2)}; });
}

void Store::was_put_back(std::int64_t number, Field field) const {
    database_.run("DELETE FROM put_back WHERE number = ? AND field = ?", number, name_of(field));
}

void Store::was_said(std::int64_t number, Field field) const {
    database_.run("UPDATE put_back SET comment = '' WHERE number = ? AND field = ?", number,
                  name_of(field));
}

void Store::add(const Wish& wish) const {
    database_.run("INSERT INTO wish (number, field, asked, tool_value, actor, actor_name, "
                  "base_revision, lineage, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                  wish.number, name_of(wish.field), wish.asked, wish.tool_value, wish.actor,
                  wish.actor_name, static_cast<std::int64_t>(wish.base_revision),
                  joined(wish.lineage));
}

std::vector<Wish> Store::wishes_to_send() const {
    return rows(ask(database_, common::with(all_of_wish, "WHERE state = 0 ORDER BY id")), wish_in);
}

std::vector<Wish> Store::wishes_of(std::int64_t number) const {
    return rows(ask(database_, common::with(all_of_wish, "WHERE number = ? ORDER BY id"), number),
                wish_in);
}

std::string Store::request_id(const Wish& wish) const {
    return request_ids_.of(wish.id);
}

std::optional<Wish> Store::wish_behind(std::string_view request_id) const {
    const auto id = request_ids_.number_in(request_id);
    return id ? first(ask(database_, common::with(all_of_wish, "WHERE id = ?"), *id), wish_in)
              : std::nullopt;
}

void Store::set_state(const Wish& wish, Wish::State state) const {
    database_.run("UPDATE wish SET state = ? WHERE id = ?", static_cast<std::int64_t>(state),
                  wish.id);
}

std::vector<Wish> Store::fulfilled_wishes() const {
    return rows(ask(database_, common::with(all_of_wish, "WHERE state = ? ORDER BY id"),
                    static_cast<std::int64_t>(Wish::State::fulfilled)),
                wish_in);
}

std::size_t Store::awaited_wishes() const {
    return rows(ask(database_, common::with(all_of_wish, "WHERE state = ?"),
                    static_cast<std::int64_t>(Wish::State::sent)),
                wish_in)
        .size();
}

void Store::drop(const Wish& wish) const {
    database_.run("DELETE FROM wish WHERE id = ?", wish.id);
}

void Store::drop_sent_wishes() const {
    database_.run("DELETE FROM wish WHERE state <> 0");
}

std::vector<Step> Store::steps(std::int64_t number, Field field) const {
    return rows(ask(database_,
                    "SELECT side, value, lineage, at_ms FROM step WHERE number = ? AND field = ? "
                    "ORDER BY id",
                    number, name_of(field)),
                [](const common::Statement& row) {
                    return Step{row.text(0) == "klik" ? Side::klik : Side::tool, row.text(1),
                                lines_of(row.text(2)), common::time_of_ms(row.whole(3))};
                });
}

void Store::add_step(std::int64_t number, Field field, const Step& step) const {
    database_.run("INSERT INTO step (number, field, side, value, lineage, at_ms) "
                  "VALUES (?, ?, ?, ?, ?, ?)",
                  number, name_of(field), step.side == Side::klik ? "klik" : "tool", step.value,
                  joined(step.lineage), common::in_ms(step.at));
}

void Store::forget_steps(std::int64_t number, Field field) const {
    database_.run("DELETE FROM step WHERE number = ? AND field = ?", number, name_of(field));
}

std::string Store::last_event(std::int64_t number) const {
    return first(ask(database_, "SELECT id FROM event WHERE number = ?", number),
                 [](const common::Statement& row) { return row.text(0); })
        .value_or("");
}

void Store::heard_of(std::int64_t number, const std::string& event) const {
    database_.run("INSERT OR REPLACE INTO event VALUES (?, ?)", number, event);
}

std::map<std::string, std::set<std::string>>
Store::next_statuses(const std::string& project) const {
    std::map<std::string, std::set<std::string>> found;
    auto row = ask(database_, "SELECT here, next FROM edge WHERE project = ?", project);
    while (row.step()) {
        found[row.text(0)].insert(row.text(1));
    }
    return found;
}

void Store::learn(const std::string& project, const std::string& from,
                  const std::vector<std::string>& next) const {
    database_.run("DELETE FROM edge WHERE project = ? AND here = ?", project, from);
    for (const auto& each : next) {
        database_.run("INSERT OR IGNORE INTO edge VALUES (?, ?, ?)", project, from, each);
    }
}

Position Store::position(const std::string& project) const {
    return first(ask(database_, "SELECT since_ms FROM reached WHERE project = ?", project),
                 [](const common::Statement& row) {
                     return Position{common::time_of_ms(row.whole(0))};
                 })
        .value_or(Position{});
}

void Store::save(const std::string& project, const Position& position) const {
    database_.run("INSERT OR REPLACE INTO reached VALUES (?, ?)", project,
                  common::in_ms(position.since));
}

std::string Store::said(const std::string& key) const {
    return first(ask(database_, "SELECT value FROM said WHERE key = ?", key),
                 [](const common::Statement& row) { return row.text(0); })
        .value_or("");
}

void Store::say(const std::string& key, const std::string& value) const {
    database_.run("INSERT OR REPLACE INTO said VALUES (?, ?)", key, value);
}

} // namespace klik::portfolio
