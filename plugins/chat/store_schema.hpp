#pragma once

namespace klik::chat {

/// Of the file that `Store`, `Outbox` and `CommandLog` share. The numbers of a post and of a
/// command are in their ids (`common::numbers_never_given`).
inline constexpr const char* store_schema =
    "CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "INSERT OR IGNORE INTO said VALUES ('store', lower(hex(randomblob(6))));"
    "CREATE TABLE IF NOT EXISTS place (municipality TEXT PRIMARY KEY, epoch TEXT NOT NULL,"
    " sequence INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS seen (municipality TEXT NOT NULL, number INTEGER NOT NULL,"
    " title TEXT NOT NULL, project TEXT NOT NULL, phase TEXT NOT NULL, status TEXT NOT NULL,"
    " status_label TEXT NOT NULL, colour TEXT NOT NULL, due_date TEXT NOT NULL,"
    " assignee TEXT NOT NULL, blocked_by TEXT NOT NULL, sequence INTEGER NOT NULL,"
    " PRIMARY KEY (municipality, number)) WITHOUT ROWID;"
    // Until when all that was said in a room was heard.
    "CREATE TABLE IF NOT EXISTS heard (channel TEXT NOT NULL, place TEXT NOT NULL,"
    " until_s INTEGER NOT NULL, PRIMARY KEY (channel, place)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS erased (municipality TEXT NOT NULL, person TEXT NOT NULL,"
    " PRIMARY KEY (municipality, person)) WITHOUT ROWID;"
    // What was wished for, a field each, until it is known what became of it.
    "CREATE TABLE IF NOT EXISTS wish (municipality TEXT NOT NULL, request TEXT NOT NULL,"
    " field TEXT NOT NULL, value TEXT NOT NULL, actor TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    " PRIMARY KEY (municipality, request, field)) WITHOUT ROWID;"
    // What a room is to hear, one change each; `post` is 0 until it is part of one.
    "CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY AUTOINCREMENT, room TEXT NOT NULL,"
    " key TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, before TEXT NOT NULL,"
    " after TEXT NOT NULL, draft TEXT NOT NULL, since_ms INTEGER NOT NULL, post INTEGER NOT NULL,"
    " UNIQUE (room, key));"
    "CREATE INDEX IF NOT EXISTS line_post ON line (post, room);"
    // State: 0 waits, 1 stands in the room, 2 was refused.
    "CREATE TABLE IF NOT EXISTS post (id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL,"
    " room TEXT NOT NULL, place TEXT NOT NULL, municipality TEXT NOT NULL, number INTEGER NOT NULL,"
    " draft TEXT NOT NULL, answers TEXT NOT NULL, replaces TEXT NOT NULL, own_place TEXT NOT NULL,"
    " state INTEGER NOT NULL, at_ms INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS post_waiting ON post (channel, id) WHERE state = 0;"
    // Items of notifications that a line tells, for reports.
    "CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY, municipality TEXT NOT NULL,"
    " line INTEGER NOT NULL, number INTEGER NOT NULL, event TEXT NOT NULL, item TEXT NOT NULL,"
    " person TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,"
    " UNIQUE (line, event, item, person));"
    "CREATE TABLE IF NOT EXISTS command (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " channel TEXT NOT NULL, said TEXT NOT NULL, municipality TEXT NOT NULL, place TEXT NOT NULL,"
    " person TEXT NOT NULL, verb TEXT NOT NULL, number INTEGER NOT NULL,"
    " base_revision INTEGER NOT NULL, state INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
    " UNIQUE (channel, said));"
    "CREATE TABLE IF NOT EXISTS command_near (command INTEGER PRIMARY KEY, near TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS command_waits (command INTEGER PRIMARY KEY);"
    "CREATE INDEX IF NOT EXISTS command_open ON command (municipality, id) WHERE state < 3;";

} // namespace klik::chat
