#include "portfolio/ledger.hpp"

#include "common/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klik::portfolio {

using common::ask;
using common::first;
using common::rows;

namespace {

constexpr std::array<std::string_view, 6> deeds{"create", "write",  "link",
                                                "unlink", "remove", "ask"};
constexpr std::array<std::string_view, 4> outcomes{"open", "done", "refused", "undone"};

constexpr std::string_view all_of_receipt =
    "SELECT id, run, number, kind, item, seen, outcome, problem, edit, at_ms FROM receipt ";
constexpr std::string_view all_of_run =
    "SELECT id, kind, begun_ms, ended_ms, calls,"
    " (SELECT count(*) FROM receipt WHERE run = run.id AND outcome = 'done'),"
    " (SELECT count(*) FROM receipt WHERE run = run.id AND outcome = 'refused') FROM run ";

template <class Enum, class Words>
Enum among(const Words& words, std::string_view name) {
    return static_cast<Enum>(std::ranges::find(words, name) - words.begin());
}

Run run_in(const common::Statement& row) {
    int column = -1;
    Run run;
    run.id = row.whole(++column);
    run.kind = row.text(++column);
    run.begun = common::time_of_ms(row.whole(++column));
    run.ended = common::time_of_ms(row.whole(++column));
    run.calls = row.whole(++column);
    run.done = row.whole(++column);
    run.refused = row.whole(++column);
    return run;
}

Receipt receipt_in(const common::Statement& row) {
    int column = -1;
    Receipt receipt;
    receipt.id = row.whole(++column);
    receipt.run = row.whole(++column);
    receipt.number = row.whole(++column);
    receipt.deed = among<Deed>(deeds, row.text(++column));
    receipt.item = row.text(++column);
    receipt.seen = row.text(++column);
    receipt.outcome = among<Outcome>(outcomes, row.text(++column));
    receipt.problem = row.text(++column);
    receipt.edit = row.text(++column);
    receipt.at = common::time_of_ms(row.whole(++column));
    return receipt;
}

Written written_in(const common::Statement& row) {
    int column = -1;
    Written written;
    written.field = field_named(row.text(++column)).value_or(Field::title);
    written.was = row.text(++column);
    written.becomes = row.text(++column);
    written.klik = row.text(++column);
    written.shown = row.text(++column);
    if (row.whole(++column) != 0) {
        written.base_before =
            Agreed{row.text(column + 1), row.text(column + 2), row.text(column + 3)};
    }
    return written;
}

} // namespace

std::string_view name_of(Deed deed) {
    return deeds.at(static_cast<std::size_t>(deed));
}

std::string_view name_of(Outcome outcome) {
    return outcomes.at(static_cast<std::size_t>(outcome));
}

std::int64_t Ledger::begin(std::string_view kind, common::Time now) const {
    database_.run("INSERT INTO run (kind, begun_ms, ended_ms, calls) VALUES (?, ?, 0, 0)", kind,
                  common::in_ms(now));
    return database_.last_row();
}

void Ledger::end(std::int64_t run, common::Time now, std::int64_t calls) const {
    database_.run("UPDATE run SET ended_ms = ?, calls = ? WHERE id = ?", common::in_ms(now), calls,
                  run);
}

void Ledger::forget_before(common::Time time) const {
    constexpr std::string_view old =
        "(SELECT id FROM run WHERE begun_ms < ? AND NOT EXISTS"
        " (SELECT 1 FROM receipt WHERE run = run.id AND outcome = 'open'))";
    for (const auto* table : {"written", "made_in"}) {
        database_.run(fmt::format("DELETE FROM {} WHERE receipt IN (SELECT id FROM receipt WHERE "
                                  "run IN {})",
                                  table, old),
                      common::in_ms(time));
    }
    database_.run(common::with("DELETE FROM receipt WHERE run IN ", old), common::in_ms(time));
    database_.run(common::with("DELETE FROM run WHERE id IN ", old), common::in_ms(time));
}

std::vector<Run> Ledger::runs() const {
    return rows(ask(database_, common::with(all_of_run, "ORDER BY id")), run_in);
}

std::optional<Run> Ledger::run(std::int64_t id) const {
    return first(ask(database_, common::with(all_of_run, "WHERE id = ?"), id), run_in);
}

std::int64_t Ledger::intend(const Receipt& receipt) const {
    database_.run("INSERT INTO receipt (run, number, kind, item, seen, outcome, problem, edit, "
                  "at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  receipt.run, receipt.number, name_of(receipt.deed), receipt.item, receipt.seen,
                  name_of(receipt.outcome), receipt.problem, receipt.edit,
                  common::in_ms(receipt.at));
    const auto id = database_.last_row();
    for (const auto& each : receipt.fields) {
        const auto base = each.base_before.value_or(Agreed{});
        database_.run("INSERT INTO written VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id,
                      name_of(each.field), each.was, each.becomes, each.klik, each.shown,
                      std::int64_t{each.base_before ? 1 : 0}, base.klik, base.tool, base.shown);
    }
    if (!receipt.project.empty()) {
        database_.run("INSERT INTO made_in VALUES (?, ?)", id, receipt.project);
    }
    return id;
}

void Ledger::finish(const Receipt& receipt) const {
    database_.run("UPDATE receipt SET item = ?, outcome = ?, problem = ?, edit = ? WHERE id = ?",
                  receipt.item, name_of(receipt.outcome), receipt.problem, receipt.edit,
                  receipt.id);
}

void Ledger::fill_in(Receipt& receipt) const {
    receipt.fields = rows(ask(database_,
                              "SELECT field, was, becomes, klik, shown, had_base, base_klik, "
                              "base_tool, base_shown FROM written WHERE receipt = ?",
                              receipt.id),
                          written_in);
    receipt.project =
        first(ask(database_, "SELECT project FROM made_in WHERE receipt = ?", receipt.id),
              [](const common::Statement& row) { return row.text(0); })
            .value_or("");
}

std::vector<Receipt> Ledger::open_of(std::int64_t number) const {
    auto found =
        rows(ask(database_,
                 common::with(all_of_receipt, "WHERE number = ? AND outcome = 'open' ORDER BY id"),
                 number),
             receipt_in);
    std::ranges::for_each(found, [this](Receipt& each) { fill_in(each); });
    return found;
}

std::vector<std::int64_t> Ledger::numbers_of_open() const {
    return rows(ask(database_, "SELECT DISTINCT number FROM receipt WHERE outcome = 'open'"),
                [](const common::Statement& row) { return row.whole(0); });
}

std::optional<Receipt> Ledger::given_up_create(std::int64_t number) const {
    auto found =
        first(ask(database_,
                  common::with(all_of_receipt, "WHERE number = ? AND kind = 'create' AND outcome = "
                                               "'undone' AND problem = '' ORDER BY id"),
                  number),
              receipt_in);
    if (found) {
        fill_in(*found);
    }
    return found;
}

std::vector<Receipt> Ledger::given_up_creates() const {
    auto found =
        rows(ask(database_, common::with(all_of_receipt, "WHERE kind = 'create' AND outcome "
                                                         "= 'undone' AND problem = '' "
                                                         "ORDER BY id")),
             receipt_in);
    std::ranges::for_each(found, [this](Receipt& each) { fill_in(each); });
    return found;
}

std::vector<Receipt> Ledger::of_run(std::int64_t run) const {
    auto found = rows(
        ask(database_, common::with(all_of_receipt, "WHERE run = ? ORDER BY id"), run), receipt_in);
    std::ranges::for_each(found, [this](Receipt& each) { fill_in(each); });
    return found;
}

bool Ledger::wrote(const std::string& edit) const {
    return !edit.empty() &&
           ask(database_, "SELECT 1 FROM receipt WHERE edit = ? LIMIT 1", edit).step();
}

} // namespace klik::portfolio
