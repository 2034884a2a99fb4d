#!/usr/bin/python3
"""A service in Python that does a part of klikd's job, as one would write it: in_python.py INLET FOLDER MOST

Takes facts off the PUB at INLET, drops what it knows, applies the rule, commits each fact and the event that
follows to SQLite, and publishes the event then. At most MOST facts are committed together.
"""

import datetime
import pathlib
import sqlite3
import sys
import uuid
import zoneinfo

import msgpack

import tasks
import wire

SCHEMA = """
CREATE TABLE IF NOT EXISTS journal (epoch TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fact (
    sequence INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL, UNIQUE (source, id)
);
CREATE TABLE IF NOT EXISTS event (sequence INTEGER PRIMARY KEY, topic TEXT NOT NULL, payload BLOB NOT NULL);
"""
COPENHAGEN = zoneinfo.ZoneInfo("Europe/Copenhagen")


class Service:
    def __init__(self, database: pathlib.Path):
        self.database = sqlite3.connect(database)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.executescript(SCHEMA)
        with self.database:
            self.database.execute(
                "INSERT INTO journal SELECT ? WHERE NOT EXISTS (SELECT 1 FROM journal)", (uuid.uuid4().hex[:16],)
            )
        (self.epoch,) = self.database.execute("SELECT epoch FROM journal").fetchone()
        (self.sequence,) = self.database.execute("SELECT coalesce(max(sequence), 0) FROM event").fetchone()
        self.tasks = tasks.Tasks()
        for (payload,) in self.database.execute("SELECT payload FROM fact ORDER BY sequence"):
            self.tasks.apply(msgpack.unpackb(payload))

    def is_new(self, fact: dict, payload: bytes) -> bool:
        stored = self.database.execute(
            "INSERT OR IGNORE INTO fact (source, id, payload) VALUES (?, ?, ?)", (fact["source"], fact["id"], payload)
        )
        return stored.rowcount == 1

    def take(self, payloads: list[bytes]) -> list[tuple[str, bytes]]:
        """The events of these facts, committed together."""
        now = datetime.datetime.now(COPENHAGEN)
        today, time = now.date(), now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        events = []
        with self.database:
            for payload in payloads:
                fact = msgpack.unpackb(payload)
                if self.is_new(fact, payload) and (task := self.tasks.apply(fact)):
                    events.append(self.event(fact, tasks.state_of(task, today), time))
        return events

    def event(self, fact: dict, state: dict, time: str) -> tuple[str, bytes]:
        previous, self.sequence = self.sequence, self.sequence + 1
        topic = wire.topic_of(state["number"])
        payload = wire.state_event(self.epoch, self.sequence, previous, fact["id"], time, state)
        self.database.execute("INSERT INTO event VALUES (?, ?, ?)", (self.sequence, topic, payload))
        return topic, payload


def main():
    inlet, folder, most = sys.argv[1:]
    service = Service(pathlib.Path(folder) / "klik.sqlite")
    facts, state = wire.sockets(inlet)
    while True:
        for topic, payload in service.take(wire.batch(facts, int(most))):
            state.send_multipart([topic.encode(), payload])


if __name__ == "__main__":
    main()
