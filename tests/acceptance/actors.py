"""Clients in processes of their own, for tests that kill them or that keep them off the test's own core.

Each is a function that runs until it is killed or told to end. What it knows lies in files, so that a kill
loses nothing that a test goes by.
"""

import contextlib
import multiprocessing
import os
import pathlib
import sqlite3
import sys
import time

import zmq

import klik_wire
from klik_wire import ZERO, kind_of, observed

IN_FLIGHT = 64
SILENCE_S = 0.4  # after which these impatient clients make a new socket
CREDIT = 200


def processes():
    """Starts processes quickly and from a clean one, which holds no sockets and threads of the test's."""
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["actors"])
    return context


class Contact:
    """A control socket that is made anew after some silence."""

    def __init__(self, endpoint: str):
        self.context, self.endpoint = zmq.Context(), endpoint
        self.control = klik_wire.Control(self.context, endpoint)
        self.heard_at = time.monotonic()

    def renew(self):
        self.control.close()
        self.control = klik_wire.Control(self.context, self.endpoint)
        self.heard_at = time.monotonic()

    def hear(self, timeout_s: float) -> klik_wire.Message | None:
        if not self.control.socket.poll(int(timeout_s * 1000)):
            return None
        self.heard_at = time.monotonic()
        return self.control.take(self.control.socket.recv_multipart())

    def silent(self) -> bool:
        return time.monotonic() - self.heard_at > SILENCE_S

    def end(self):
        self.control.close()
        self.context.term()


def produce(endpoint: str, name: str, acknowledged_file: pathlib.Path, acknowledged, stop):
    """Puts facts, many in flight, and sends again what was not answered. Each acknowledgement is a line of the
    file, and counted in `acknowledged`."""
    contact = Contact(endpoint)
    waiting: dict[str, dict] = {}
    count = 0
    with open(acknowledged_file, "w", encoding="utf-8") as log:
        while waiting or not stop.is_set():
            while len(waiting) < IN_FLIGHT and not stop.is_set():
                count += 1
                fact = observed(1 + count % 40, when=f"2024-01-15T09:{count // 60 % 60:02d}:{count % 60:02d}Z",
                                fact_id=f"{name}-{count}", source=f"/load/{name}", title=f"Turn {count}",
                                due_date=f"2024-{3 + count % 9:02d}-{1 + count % 28:02d}")
                waiting[fact["id"]] = fact
                contact.control.send("put", event=fact, ref=fact["id"])
            answer = contact.hear(0.1)
            if answer is None:
                if contact.silent():
                    contact.renew()
                    for fact in waiting.values():
                        contact.control.send("put", event=fact, ref=fact["id"])
                continue
            assert answer.verb == "put.ok", answer
            if waiting.pop(answer["id"], None):
                log.write(f"{answer['id']} {answer['sequence']}\n")
                log.flush()
                with acknowledged.get_lock():
                    acknowledged.value += 1
    contact.end()


class Effects:
    """What a consumer has done, and how far it has come: one file, one transaction for both."""

    def __init__(self, path: pathlib.Path):
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=OFF")  # the test kills processes, not the machine
        self.database.execute("CREATE TABLE IF NOT EXISTS effect (sequence TEXT, kind TEXT, previous TEXT)")
        self.database.execute("CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY, sequence TEXT)")

    def position(self) -> str:
        row = self.database.execute("SELECT sequence FROM position").fetchone()
        return row[0] if row else ZERO

    def apply(self, events: list[dict], position: str):
        self.database.execute("BEGIN IMMEDIATE")
        self.database.executemany("INSERT INTO effect VALUES (?, ?, ?)",
                                  [(event["sequence"], kind_of(event), event["previous"]) for event in events])
        self.database.execute("INSERT OR REPLACE INTO position VALUES (1, ?)", (position,))
        self.database.execute("COMMIT")

    def rows(self) -> list[tuple[str, str, str]]:
        return self.database.execute("SELECT sequence, kind, previous FROM effect ORDER BY rowid").fetchall()


def consume(endpoint: str, name: str, path: pathlib.Path, by_its_own_position: bool):
    """Follows a durable stream until it is killed. It begins behind its own position, or where klikd says that it
    has acknowledged to; that may be behind its position but never before it."""
    effects = Effects(path)
    contact = Contact(endpoint)

    def open_stream():
        start = effects.position() if by_its_own_position else "acked"
        contact.control.send("open", name=name, credit=CREDIT, **{"from": start})

    def acknowledge(credit: int):
        contact.control.send("ack", epoch=epoch, sequence=min(effects.position(), sent), credit=credit)

    epoch, sent = None, ZERO
    open_stream()
    while True:
        message = contact.hear(0.1)
        if message is None:
            if contact.silent():
                contact.renew()
                epoch, sent = None, ZERO
                open_stream()
            elif epoch:
                acknowledge(0)  # is answered when klikd does not know the stream any more
                contact.control.send("ping")
            continue
        if message.verb == "opened":
            epoch, sent = message["epoch"], message["start"]
            assert sent <= effects.position(), "klikd's cursor is ahead of what was acknowledged"
        elif message.verb == "error" and message["code"] == "not_found" and message["about"] == "open":
            contact.control.send("open", name=name, credit=CREDIT, **{"from": effects.position()})
        elif message.verb == "error":
            assert message["code"] in ("not_found", "conflict", "timeout"), message
            contact.renew()
            epoch, sent = None, ZERO
            open_stream()
        elif message.verb == "heartbeat" and epoch:
            sent = max(sent, message["sent"])
        elif message.verb == "event" and epoch:
            events = [message.body]
            while len(events) < 50 and contact.control.socket.poll(0):
                more = contact.hear(0)
                if more.verb == "event":
                    events.append(more.body)
            sent = events[-1]["sequence"]
            position = effects.position()
            effects.apply([event for event in events if event["sequence"] > position], max(position, sent))
            acknowledge(len(events))


@contextlib.contextmanager
def ended(*started):
    """Ends processes by their ids when the test is over."""
    try:
        yield
    finally:
        for process in started:
            if process.is_alive():
                process.kill()
            process.join()
