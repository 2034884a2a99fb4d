#include "chat/outbox.hpp"

#include "common/request_ids.hpp"
#include "common/rows.hpp"

#include <fmt/core.h>

namespace klik::chat {

namespace {

using common::ask;
using common::first;
using common::rows;
using common::Statement;

constexpr std::string_view prefix = "chat-post";
constexpr std::int64_t waits = 0;
constexpr std::int64_t stands = 1;
constexpr std::int64_t is_refused = 2;

/// The place of a line's kind in a digest: what comes to red stands first, to yellow behind what is
/// late.
std::string weight_in_sql() {
    std::string sql = "CASE WHEN kind = 'colour_changed' AND after = 'red' THEN -1 WHEN "
                      "kind = 'colour_changed' AND after = 'yellow' THEN 1.5 ELSE CASE kind";
    int weight = 0;
    for (const auto kind : kinds_by_weight()) {
        sql += fmt::format(" WHEN '{}' THEN {}", name_of(kind), weight++);
    }
    return sql + " END END";
}

} // namespace

void Outbox::add(const Room& room, const Change& change, const DraftLine& draft,
                 common::Time now) const {
    database_.run("INSERT OR IGNORE INTO line (room, key, kind, number, before, after, draft, "
                  "since_ms, post) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                  room.name, change.key, name_of(change.kind), change.number, change.from,
                  change.to, text_of(Draft{.lines = {draft}}), common::in_ms(now));
    if (change.event.empty()) {
        return;
    }
    database_.run("INSERT OR IGNORE INTO told (municipality, line, number, event, item, person, "
                  "outcome, detail) SELECT ?, line.id, ?, ?, ?, ?, CASE post.state WHEN 1 THEN "
                  "'delivered' WHEN 2 THEN 'failed' ELSE '' END, '' FROM line LEFT JOIN post ON "
                  "post.id = line.post WHERE line.room = ? AND line.key = ?",
                  room.municipality, change.number, change.event, change.item, change.person,
                  room.name, change.key);
}

std::size_t Outbox::count_waiting(const std::string& room) const {
    return first(ask(database_, "SELECT count(*) FROM line WHERE post = 0 AND room = ?", room),
                 [](const Statement& row) { return static_cast<std::size_t>(row.whole(0)); })
        .value_or(0);
}

std::vector<common::Time> Outbox::minutes_waiting(const std::string& room) const {
    return rows(ask(database_,
                    "SELECT min(since_ms) FROM line WHERE post = 0 AND room = ? GROUP BY since_ms "
                    "/ 60000",
                    room),
                [](const Statement& row) { return common::time_of_ms(row.whole(0)); });
}

std::vector<WaitingLine> Outbox::waiting(const std::string& room, std::size_t most) const {
    return rows(ask(database_,
                    "SELECT id, number, kind, before, after, draft, since_ms FROM line WHERE "
                    "post = 0 AND room = ? ORDER BY id LIMIT ?",
                    room, static_cast<std::int64_t>(most)),
                [](const Statement& row) {
                    WaitingLine line;
                    int column = 0;
                    line.id = row.whole(column++);
                    line.number = row.whole(column++);
                    line.kind = kind_named(row.text(column++)).value_or(Kind::system);
                    line.from = row.text(column++);
                    line.to = row.text(column++);
                    auto draft = draft_of(row.text(column++));
                    line.draft = std::move(draft.lines.front());
                    line.since = common::time_of_ms(row.whole(column));
                    return line;
                });
}

Excerpt Outbox::excerpt(const std::string& room, std::size_t most) const {
    // Each wish is a matter of its own, and so is what is about no task.
    constexpr std::string_view latest =
        "SELECT max(id) AS last, number, kind, after, draft FROM line WHERE post = 0 AND room = ? "
        "GROUP BY number, CASE kind WHEN 'unblocked' THEN 'blocked' ELSE kind END, CASE WHEN "
        "number = 0 OR kind IN ('request', 'rule_violation') THEN id ELSE 0 END";
    Excerpt excerpt;
    excerpt.lines =
        rows(ask(database_,
                 fmt::format("SELECT draft, number FROM (SELECT draft, number, weight, "
                             "last, min(weight) OVER task AS first_weight, min(last) "
                             "OVER task AS first_last FROM (SELECT *, {} AS weight FROM "
                             "({})) WINDOW task AS (PARTITION BY number, CASE number "
                             "WHEN 0 THEN last ELSE 0 END)) ORDER BY first_weight, "
                             "first_last, weight, last LIMIT ?",
                             weight_in_sql(), latest),
                 room, static_cast<std::int64_t>(most)),
             [&](const Statement& row) {
                 excerpt.number = row.whole(1);
                 auto draft = draft_of(row.text(0));
                 return std::move(draft.lines.front());
             });
    auto all = ask(database_, fmt::format("SELECT count(*), max(last) FROM ({})", latest), room);
    if (all.step()) {
        excerpt.count = static_cast<std::size_t>(all.whole(0));
        excerpt.last = all.whole(1);
    }
    return excerpt;
}

std::vector<std::string> Outbox::rooms_with_lines() const {
    return rows(ask(database_, "SELECT DISTINCT room FROM line WHERE post = 0"),
                [](const Statement& row) { return row.text(0); });
}

std::int64_t Outbox::compose(const KeptPost& post, const std::vector<WaitingLine>& lines,
                             common::Time now) const {
    database_.run("INSERT INTO post (channel, room, place, municipality, number, draft, answers, "
                  "replaces, own_place, state, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0, ?)",
                  post.channel, post.room, post.place, post.municipality, post.number,
                  text_of(post.draft), post.answers, post.replaces, common::in_ms(now));
    const auto id = database_.last_row();
    for (const auto& line : lines) {
        database_.run("UPDATE line SET post = ? WHERE id = ?", id, line.id);
    }
    return id;
}

void Outbox::compose_digest(const KeptPost& post, std::int64_t last, common::Time now) const {
    const auto id = compose(post, {}, now);
    database_.run("UPDATE line SET post = ? WHERE post = 0 AND room = ? AND id <= ?", id, post.room,
                  last);
}

std::string Outbox::place_of(const std::string& room, std::int64_t number, Kind kind,
                             const std::string& from, const std::string& to,
                             common::Time since) const {
    return first(ask(database_,
                     "SELECT post.own_place FROM line JOIN post ON post.id = line.post WHERE "
                     "line.room = ? AND line.number = ? AND line.kind = ? AND line.before = ? AND "
                     "line.after = ? AND post.state = 1 AND post.at_ms >= ? AND (SELECT count(*) "
                     "FROM line AS other WHERE other.post = post.id) = 1 ORDER BY post.id DESC "
                     "LIMIT 1",
                     room, number, name_of(kind), from, to, common::in_ms(since)),
                 [](const Statement& row) { return row.text(0); })
        .value_or("");
}

std::vector<NextPost> Outbox::next_posts(const std::string& channel) const {
    return rows(
        ask(database_,
            "SELECT id, place, answers FROM post WHERE id IN (SELECT coalesce(min(CASE "
            "answers WHEN '' THEN NULL ELSE id END), min(id)) FROM post WHERE state = 0 "
            "AND channel = ? GROUP BY place, CASE place WHEN '' THEN id ELSE 0 END) ORDER "
            "BY answers = '', id",
            channel),
        [](const Statement& row) { return NextPost{row.whole(0), row.text(1), row.text(2)}; });
}

std::optional<KeptPost> Outbox::post(std::int64_t id) const {
    return first(ask(database_,
                     "SELECT id, channel, room, place, municipality, number, draft, answers, "
                     "replaces FROM post WHERE id = ?",
                     id),
                 [](const Statement& row) {
                     KeptPost post;
                     int column = 0;
                     post.id = row.whole(column++);
                     post.channel = row.text(column++);
                     post.room = row.text(column++);
                     post.place = row.text(column++);
                     post.municipality = row.text(column++);
                     post.number = row.whole(column++);
                     post.draft = draft_of(row.text(column++));
                     post.answers = row.text(column++);
                     post.replaces = row.text(column);
                     return post;
                 });
}

bool Outbox::has_post(const Room& room) const {
    return ask(database_, "SELECT 1 FROM post WHERE state = 0 AND channel = ? AND room = ? LIMIT 1",
               room.channel, room.name)
        .step();
}

bool Outbox::was_refused(const Room& room) const {
    return first(
               ask(database_,
                   "SELECT state FROM post WHERE state <> 0 AND channel = ? AND room = ? ORDER BY "
                   "id DESC LIMIT 1",
                   room.channel, room.name),
               [](const Statement& row) { return row.whole(0) == is_refused; })
        .value_or(false);
}

std::vector<std::int64_t> Outbox::tasks_of(std::int64_t post) const {
    return rows(ask(database_,
                    "SELECT DISTINCT number FROM line WHERE post = ? AND number <> 0 ORDER BY "
                    "number",
                    post),
                [](const Statement& row) { return row.whole(0); });
}

std::string Outbox::id_of(std::int64_t post) const {
    return common::RequestIds{prefix, name_}.of(post);
}

std::optional<std::int64_t> Outbox::post_with(const std::string& id) const {
    return common::RequestIds{prefix, name_}.number_in(id);
}

void Outbox::posted(std::int64_t post, const std::string& own_place, common::Time now) const {
    database_.run("UPDATE post SET state = ?, own_place = ?, at_ms = ? WHERE id = ?", stands,
                  own_place, common::in_ms(now), post);
    forget_what_it_answers(post);
    note_outcome(post, "delivered", "");
}

void Outbox::refused(std::int64_t post, const std::string& why) const {
    database_.run("UPDATE post SET state = ? WHERE id = ? AND state = ?", is_refused, post, waits);
    forget_what_it_answers(post);
    note_outcome(post, "failed", why);
}

void Outbox::forget_what_it_answers(std::int64_t post) const {
    database_.run("UPDATE post SET draft = '[]', answers = '' WHERE id = ? AND answers <> ''",
                  post);
}

void Outbox::note_outcome(std::int64_t post, std::string_view outcome,
                          std::string_view detail) const {
    database_.run("UPDATE told SET outcome = ?, detail = ? WHERE outcome <> ? AND line IN (SELECT "
                  "id FROM line WHERE post = ?)",
                  outcome, detail, outcome, post);
}

std::vector<Report> Outbox::reports(const std::string& municipality) const {
    constexpr std::int64_t at_once = 50;
    return rows(ask(database_,
                    "SELECT told.id, told.number, event, item, person, outcome, post.channel || "
                    "', room ' || line.room || CASE detail WHEN '' THEN '' ELSE ': ' || detail END "
                    "FROM told JOIN line ON line.id = told.line JOIN post ON post.id = line.post "
                    "WHERE told.municipality = ? AND outcome <> '' ORDER BY told.id LIMIT ?",
                    municipality, at_once),
                [](const Statement& row) {
                    Report report;
                    int column = 0;
                    report.id = row.whole(column++);
                    report.number = row.whole(column++);
                    report.event = row.text(column++);
                    report.item = row.text(column++);
                    report.person = row.text(column++);
                    report.outcome = row.text(column++);
                    report.detail = "chat channel " + row.text(column);
                    return report;
                });
}

void Outbox::reported(const Report& report) const {
    database_.run("DELETE FROM told WHERE id = ?", report.id);
}

std::vector<std::string> Outbox::keep_to(const std::vector<Room>& rooms) const {
    auto gone = rows(ask(database_, "SELECT room FROM line WHERE post = 0 UNION SELECT room "
                                    "FROM post WHERE state = 0 AND room <> ''"),
                     [](const Statement& row) { return row.text(0); });
    for (const auto& room : rooms) {
        std::erase(gone, room.name);
        database_.run("UPDATE post SET channel = ?, place = ? WHERE state = 0 AND room = ? AND "
                      "answers = ''",
                      room.channel, room.place, room.name);
    }
    for (const auto& name : gone) {
        database_.run("DELETE FROM told WHERE line IN (SELECT id FROM line WHERE room = ?)", name);
        database_.run("DELETE FROM line WHERE room = ?", name);
        database_.run("DELETE FROM post WHERE room = ?", name);
    }
    return gone;
}

void Outbox::forget_ids_of_events() const {
    // An item of a notification keeps its key in every journal; such a line's key begins with its
    // kind.
    database_.run("UPDATE line SET key = id || '/' || key WHERE key NOT LIKE kind || '.%'");
}

void Outbox::forget_before(common::Time time) const {
    const auto before = common::in_ms(time);
    database_.run("DELETE FROM line WHERE post IN (SELECT id FROM post WHERE state <> 0 AND at_ms "
                  "< ?) AND id NOT IN (SELECT line FROM told)",
                  before);
    database_.run("DELETE FROM post WHERE state <> 0 AND at_ms < ? AND id NOT IN (SELECT post FROM "
                  "line)",
                  before);
}

} // namespace klik::chat
