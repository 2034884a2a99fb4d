#!/usr/bin/python3
"""A bridge to PostgreSQL, where a trigger does a part of klikd's job: in_postgres.py INLET FOLDER MOST

Takes facts off the PUB at INLET and inserts them, at most MOST in a transaction; what the trigger notifies of is
published. FOLDER has the server's socket.
"""

import json
import pathlib
import sys

import msgpack
import psycopg2
import psycopg2.extras

import wire

def connect(folder: str):
    return psycopg2.connect(host=folder, user="klik", dbname="postgres")


class Bridge:
    def __init__(self, folder: str):
        self.connection = connect(folder)
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('fact')")
            if cursor.fetchone() == (None,):
                cursor.execute((pathlib.Path(__file__).parent / "in_postgres.sql").read_text())
            cursor.execute("SELECT epoch, (SELECT coalesce(max(sequence), 0) FROM event) FROM journal")
            self.epoch, self.sequence = cursor.fetchone()
            cursor.execute("LISTEN state")

    def insert(self, payloads: list[bytes]):
        rows = []
        for payload in payloads:
            fact = msgpack.unpackb(payload)
            data = fact["data"]
            rows.append((
                fact["source"], fact["id"], fact["time"], data["number"], json.dumps(data, ensure_ascii=False),
            ))
        with self.connection, self.connection.cursor() as cursor:
            psycopg2.extras.execute_values(
                cursor, "INSERT INTO fact VALUES %s ON CONFLICT DO NOTHING", rows, page_size=len(rows)
            )

    def told(self) -> list[tuple[str, bytes]]:
        """The events that the server has notified of since."""
        self.connection.poll()
        events = [self.event(notice.payload) for notice in self.connection.notifies]
        self.connection.notifies.clear()
        return events

    def event(self, notice: str) -> tuple[str, bytes]:
        told = json.loads(notice)
        if isinstance(told, int):
            told = self.read(told)
        data = told["data"]
        previous, self.sequence = self.sequence, told["sequence"]
        return wire.topic_of(data["number"]), wire.state_event(
            self.epoch, self.sequence, previous, told["cause"], told["time"], data
        )

    def read(self, sequence: int) -> dict:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("SELECT cause, to_jsonb(time), data FROM event WHERE sequence = %s", (sequence,))
            cause, when, data = cursor.fetchone()
        return {"sequence": sequence, "cause": cause, "time": when, "data": data}


def main():
    inlet, folder, most = sys.argv[1:]
    bridge = Bridge(folder)
    facts, state = wire.sockets(inlet)
    while True:
        bridge.insert(wire.batch(facts, int(most)))
        for topic, payload in bridge.told():
            state.send_multipart([topic.encode(), payload])


if __name__ == "__main__":
    main()
