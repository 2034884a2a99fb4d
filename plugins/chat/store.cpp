#include "chat/store.hpp"

#include "chat/store_schema.hpp"
#include "common/request_ids.hpp"
#include "common/rows.hpp"
#include "common/text.hpp"

#include <fmt/core.h>

namespace klik::chat {

namespace {

constexpr const char* file_name = "chat.db";

using common::ask;
using common::first;
using common::rows;
using common::Statement;

std::string schema() {
    return store_schema + common::numbers_never_given("post") +
           common::numbers_never_given("command");
}

std::string in_words(const std::vector<std::int64_t>& numbers) {
    std::string words;
    for (const auto number : numbers) {
        words += fmt::format("#{} ", number);
    }
    return words;
}

} // namespace

Store Store::open(const std::filesystem::path& folder) {
    return Store{common::Database::open(folder / file_name, schema())};
}

Store Store::copy_of(const std::filesystem::path& folder) {
    return Store{common::Database::copy_of(folder / file_name, schema())};
}

std::optional<std::string> Store::damage_in_words(const std::filesystem::path& folder,
                                                  const common::DatabaseFailure& failure) {
    const std::string_view why = failure.what();
    if (!why.contains("malformed") && !why.contains("not a database")) {
        return std::nullopt;
    }
    return fmt::format("its state {} is damaged ({}). Move it away, with the files beside it whose "
                       "names begin alike, or put back a copy, and start it again. Without it the "
                       "posts that waited are lost, reports of deliveries that were not made yet, "
                       "and commands that were heard and not answered; rooms hear of what changes "
                       "from then on",
                       (folder / file_name).native(), why);
}

std::string Store::name() const {
    return first(ask(database_, "SELECT value FROM said WHERE key = 'store'"),
                 [](const Statement& row) { return row.text(0); })
        .value_or("");
}

std::optional<Place> Store::place(const std::string& municipality) const {
    return first(
        ask(database_, "SELECT epoch, sequence FROM place WHERE municipality = ?", municipality),
        [](const Statement& row) {
            return Place{row.text(0), static_cast<Sequence>(row.whole(1))};
        });
}

void Store::set_place(const std::string& municipality, const Place& place) const {
    database_.run("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", municipality, place.epoch,
                  static_cast<std::int64_t>(place.sequence));
}

std::optional<Seen> Store::seen(const std::string& municipality, std::int64_t number) const {
    return first(ask(database_,
                     "SELECT title, project, phase, status, status_label, colour, due_date, "
                     "assignee, blocked_by, sequence FROM seen WHERE municipality = ? AND "
                     "number = ?",
                     municipality, number),
                 [](const Statement& row) {
                     int column = 0;
                     Seen seen;
                     for (auto* field :
                          {&seen.title, &seen.project, &seen.phase, &seen.status,
                           &seen.status_label, &seen.colour, &seen.due_date, &seen.assignee}) {
                         *field = row.text(column++);
                     }
                     seen.blocked_by = common::task_numbers_in(row.text(column++));
                     seen.sequence = static_cast<Sequence>(row.whole(column));
                     return seen;
                 });
}

void Store::see(const std::string& municipality, std::int64_t number, const Seen& seen) const {
    database_.run("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  municipality, number, seen.title, seen.project, seen.phase, seen.status,
                  seen.status_label, seen.colour, seen.due_date, seen.assignee,
                  in_words(seen.blocked_by), static_cast<std::int64_t>(seen.sequence));
}

void Store::forget(const std::string& municipality, std::int64_t number) const {
    database_.run("DELETE FROM seen WHERE municipality = ? AND number = ?", municipality, number);
}

std::optional<std::chrono::sys_seconds> Store::heard_until(const std::string& channel,
                                                           const std::string& place) const {
    return first(
        ask(database_, "SELECT until_s FROM heard WHERE channel = ? AND place = ?", channel, place),
        [](const Statement& row) {
            return std::chrono::sys_seconds{std::chrono::seconds{row.whole(0)}};
        });
}

void Store::set_heard_until(const std::string& channel, const std::string& place,
                            std::chrono::sys_seconds until) const {
    database_.run("INSERT OR REPLACE INTO heard VALUES (?, ?, ?)", channel, place,
                  until.time_since_epoch().count());
}

void Store::note_wish(const std::string& municipality, const Event& event, common::Time now) const {
    for (const auto& [field, value] : event.data["change"].entries()) {
        database_.run("INSERT OR REPLACE INTO wish VALUES (?, ?, ?, ?, ?, ?)", municipality,
                      event.data["request"].text(), field, value.text(), event.data["actor"].text(),
                      common::in_ms(now));
    }
}

void Store::recall_wish(const std::string& municipality, const std::string& request,
                        Change& change) const {
    auto row = ask(database_,
                   "SELECT field, value, actor FROM wish WHERE municipality = ? AND request = ? "
                   "ORDER BY field",
                   municipality, request);
    while (row.step()) {
        change.details.emplace_back(row.text(0), row.text(1));
        change.person = row.text(2);
    }
}

void Store::forget_wishes_before(common::Time time) const {
    database_.run("DELETE FROM wish WHERE at_ms < ?", common::in_ms(time));
}

void Store::note_erased(const std::string& municipality, const std::string& person) const {
    database_.run("INSERT OR IGNORE INTO erased VALUES (?, ?)", municipality, person);
    database_.run("UPDATE wish SET actor = '' WHERE municipality = ? AND actor = ?", municipality,
                  person);
}

bool Store::is_erased(const std::string& municipality, const std::string& person) const {
    return ask(database_, "SELECT 1 FROM erased WHERE municipality = ? AND person = ?",
               municipality, person)
        .step();
}

std::vector<std::int64_t> Store::numbers(const std::string& municipality) const {
    return rows(ask(database_, "SELECT number FROM seen WHERE municipality = ?", municipality),
                [](const Statement& row) { return row.whole(0); });
}

} // namespace klik::chat
