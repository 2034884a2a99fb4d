#pragma once

namespace klik::portfolio {

/// Of the state file that `Store` and `Ledger` share. The wish's number is in the id of its request
/// (`common::numbers_never_given`).
inline constexpr const char* store_schema =
    "PRAGMA busy_timeout = 5000;" // `pause` writes beside the service
    "CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "INSERT OR IGNORE INTO said VALUES ('store', lower(hex(randomblob(8))));"
    "CREATE TABLE IF NOT EXISTS bond (number INTEGER PRIMARY KEY, project TEXT NOT NULL,"
    " item TEXT NOT NULL, version TEXT NOT NULL, gone INTEGER NOT NULL, dirty INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS bond_dirty ON bond (dirty) WHERE dirty = 1;"
    "CREATE TABLE IF NOT EXISTS base (number INTEGER NOT NULL, field TEXT NOT NULL,"
    " klik TEXT NOT NULL, tool TEXT NOT NULL, shown TEXT NOT NULL, PRIMARY KEY (number, field))"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS refusal (number INTEGER NOT NULL, field TEXT NOT NULL,"
    " wanted TEXT NOT NULL, circumstances TEXT NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (number, "
    "field));"
    "CREATE TABLE IF NOT EXISTS put_back (number INTEGER NOT NULL, field TEXT NOT NULL,"
    " tool_value TEXT NOT NULL, comment TEXT NOT NULL, PRIMARY KEY (number, field));"
    "CREATE TABLE IF NOT EXISTS wish (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " number INTEGER NOT NULL, field TEXT NOT NULL, asked TEXT NOT NULL, tool_value TEXT NOT NULL,"
    " actor TEXT NOT NULL, actor_name TEXT NOT NULL, base_revision INTEGER NOT NULL,"
    " lineage TEXT NOT NULL, state INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS wish_number ON wish (number);"
    "CREATE TABLE IF NOT EXISTS step (id INTEGER PRIMARY KEY, number INTEGER NOT NULL,"
    " field TEXT NOT NULL, side TEXT NOT NULL, value TEXT NOT NULL, lineage TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS step_number ON step (number, field);"
    "CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, id TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS edge (project TEXT NOT NULL, here TEXT NOT NULL,"
    " next TEXT NOT NULL, PRIMARY KEY (project, here, next)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS reached (project TEXT PRIMARY KEY, since_ms INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
    " begun_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL, calls INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS receipt (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " run INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL,"
    " seen TEXT NOT NULL, outcome TEXT NOT NULL, problem TEXT NOT NULL, edit TEXT NOT NULL,"
    " at_ms INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS receipt_open ON receipt (number) WHERE outcome = 'open';"
    "CREATE INDEX IF NOT EXISTS receipt_run ON receipt (run);"
    "CREATE INDEX IF NOT EXISTS receipt_edit ON receipt (edit) WHERE edit <> '';"
    "CREATE TABLE IF NOT EXISTS made_in (receipt INTEGER PRIMARY KEY, project TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS written (receipt INTEGER NOT NULL, field TEXT NOT NULL,"
    " was TEXT NOT NULL, becomes TEXT NOT NULL, klik TEXT NOT NULL, shown TEXT NOT NULL, had_base "
    "INTEGER NOT NULL,"
    " base_klik TEXT NOT NULL, base_tool TEXT NOT NULL, base_shown TEXT NOT NULL, PRIMARY KEY "
    "(receipt, field))"
    " WITHOUT ROWID;";

} // namespace klik::portfolio
