#include "chat/command_log.hpp"

#include "common/request_ids.hpp"
#include "common/rows.hpp"

#include <fmt/core.h>

namespace klik::chat {

namespace {

using common::ask;
using common::first;
using common::rows;
using common::Statement;

constexpr std::string_view prefix = "chat";
constexpr std::string_view columns =
    "SELECT id, channel, said, municipality, place, coalesce(near, ''), person, verb, number, "
    "base_revision, state, at_ms FROM command LEFT JOIN command_near ON command = id WHERE ";

Asked asked_in(const Statement& row) {
    Asked asked;
    int column = 0;
    asked.id = row.whole(column++);
    asked.channel = row.text(column++);
    asked.said = row.text(column++);
    asked.municipality = row.text(column++);
    asked.place = row.text(column++);
    asked.near = row.text(column++);
    asked.person = row.text(column++);
    asked.command.verb = verb_named(row.text(column++));
    asked.command.number = row.whole(column++);
    asked.base_revision = static_cast<std::uint64_t>(row.whole(column++));
    asked.state = static_cast<Asked::State>(row.whole(column++));
    asked.at = common::time_of_ms(row.whole(column));
    return asked;
}

std::int64_t number_of(Asked::State state) {
    return static_cast<std::int64_t>(state);
}

} // namespace

bool CommandLog::hear(const Asked& asked) const {
    auto inserted = ask(database_,
                        "INSERT OR IGNORE INTO command (channel, said, municipality, place, "
                        "person, verb, number, base_revision, state, at_ms) VALUES (?, ?, ?, ?, ?, "
                        "?, ?, 0, ?, ?) RETURNING id",
                        asked.channel, asked.said, asked.municipality, asked.place, asked.person,
                        name_of(asked.command.verb), asked.command.number, number_of(asked.state),
                        common::in_ms(asked.at));
    if (!inserted.step()) {
        return false;
    }
    const auto id = inserted.whole(0);
    while (inserted.step()) {
    }
    if (!asked.near.empty()) {
        database_.run("INSERT INTO command_near VALUES (?, ?)", id, asked.near);
    }
    return true;
}

bool CommandLog::hear_in_vain(const std::string& channel, const std::string& said,
                              common::Time now) const {
    Asked asked;
    asked.channel = channel;
    asked.said = said;
    asked.command.verb = Command::Verb::help;
    asked.state = Asked::State::over;
    asked.at = now;
    return hear(asked);
}

bool CommandLog::has_heard(const std::string& channel, const std::string& word) const {
    return ask(database_, "SELECT 1 FROM command WHERE channel = ? AND said > ? AND said < ?",
               channel, word + ' ', word + '!') // the next character
        .step();
}

std::vector<Asked> CommandLog::open(const std::string& municipality) const {
    return rows(ask(database_, fmt::format("{}municipality = ? AND state < ? ORDER BY id", columns),
                    municipality, number_of(Asked::State::accepted)),
                asked_in);
}

void CommandLog::set_state(const Asked& asked, Asked::State state) const {
    database_.run("UPDATE command SET state = ? WHERE id = ?", number_of(state), asked.id);
}

void CommandLog::send(const Asked& asked, std::uint64_t base_revision) const {
    database_.run("UPDATE command SET state = ?, base_revision = ? WHERE id = ?",
                  number_of(Asked::State::sent), static_cast<std::int64_t>(base_revision),
                  asked.id);
}

std::string CommandLog::request_id(const Asked& asked) const {
    return common::RequestIds{prefix, name_}.of(asked.id);
}

std::optional<Asked> CommandLog::behind(std::string_view request_id) const {
    const auto id = common::RequestIds{prefix, name_}.number_in(request_id);
    return id ? first(ask(database_, fmt::format("{}id = ?", columns), *id), asked_in)
              : std::nullopt;
}

void CommandLog::forget_before(common::Time time) const {
    database_.run("DELETE FROM command WHERE state = ? AND at_ms < ?",
                  number_of(Asked::State::over), common::in_ms(time));
    drop_what_belongs_to_none();
}

void CommandLog::forget_person(const std::string& municipality, const std::string& person) const {
    database_.run("DELETE FROM post WHERE answers <> '' AND EXISTS (SELECT 1 FROM command WHERE "
                  "command.municipality = ? AND person = ? AND command.channel = post.channel AND "
                  "said = answers)",
                  municipality, person);
    database_.run("DELETE FROM command WHERE municipality = ? AND person = ?", municipality,
                  person);
    drop_what_belongs_to_none();
}

void CommandLog::forget_address(const std::string& channel, const std::string& address) const {
    // Also with a resource behind it, and in the line that tells how to be known.
    database_.run("DELETE FROM post WHERE channel = ? AND answers <> '' AND instr(lower(answers), "
                  "lower(?)) > 0",
                  channel, ' ' + address);
    database_.run("DELETE FROM command WHERE channel = ? AND instr(lower(said), lower(?)) > 0",
                  channel, ' ' + address);
    drop_what_belongs_to_none();
}

void CommandLog::drop_what_belongs_to_none() const {
    database_.run("DELETE FROM command_near WHERE command NOT IN (SELECT id FROM command)");
    database_.run("DELETE FROM command_waits WHERE command NOT IN (SELECT id FROM command)");
}

bool CommandLog::tell_to_wait(const Asked& asked) const {
    return ask(database_, "INSERT OR IGNORE INTO command_waits VALUES (?) RETURNING command",
               asked.id)
        .step();
}

} // namespace klik::chat
