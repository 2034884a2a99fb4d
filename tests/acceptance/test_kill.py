"""kill -9 of klikd and of consumers at random, under load (docs/protocol.md 3, docs/journal.md "What always holds")."""

import collections
import multiprocessing.connection
import pathlib
import random
import re
import sqlite3
import subprocess
import tempfile
import time

import pytest

import actors
import klik_wire
import programs

SEED = 20240201
KILLS = 200
PRODUCERS = 3
CONSUMERS = 3
MOST_FACTS_BETWEEN_KILLS = 60


class Load:
    """klikd with producers and consumers around it, all of which can be killed and started again."""

    def __init__(self, running):
        self.running = running
        self.sockets = pathlib.Path(tempfile.mkdtemp(prefix="klik-"))
        self.endpoints = [f"ipc://{self.sockets / name}" for name in ("live", "control")]
        self.processes = actors.processes()
        self.acknowledged = self.processes.Value("Q", 0)
        self.stop = self.processes.Event()
        self.start_klikd()
        self.producers = [self.start(actors.produce, f"p{i}", self.file(f"p{i}"), self.acknowledged, self.stop)
                          for i in range(PRODUCERS)]
        self.consumers = [self.start_consumer(i) for i in range(CONSUMERS)]

    def file(self, name: str) -> pathlib.Path:
        return self.running.folder / name

    def flags(self):
        return "--live", self.endpoints[0], "--control", self.endpoints[1]

    def start_klikd(self):
        self.daemon = self.running.klikd(*self.flags())

    def start(self, actor, *arguments):
        process = self.processes.Process(target=actor, args=(self.endpoints[1], *arguments), daemon=True)
        process.start()
        return process

    def start_consumer(self, i: int):
        return self.start(actors.consume, f"c{i}", self.file(f"c{i}.db"), i % 2 == 0)

    def kill_klikd(self, again_before_it_is_ready: bool):
        self.daemon.kill()
        if again_before_it_is_ready:
            command = programs.command(self.daemon.folder, *self.flags(), clock="2024-02-01T08:00:00+01:00",
                                       municipalities=("9999=Korsbæk Kommune",))
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as unready:
                unready.kill()
        self.start_klikd()

    def kill_consumer(self, i: int):
        assert self.consumers[i].is_alive(), f"consumer {i} ended by itself: {self.consumers[i].exitcode}"
        self.consumers[i].kill()
        self.consumers[i].join()
        self.consumers[i] = self.start_consumer(i)

    def wait_for(self, what: str, done):
        until = time.monotonic() + programs.PATIENCE_S
        while not done():
            running = [*self.producers, *self.consumers]
            for process in running:
                assert process.is_alive() or process.exitcode == 0, f"{process} ended by itself"
            assert self.daemon.process.poll() is None, self.daemon.log()
            assert time.monotonic() < until, f"{what} did not come about"
            multiprocessing.connection.wait([process.sentinel for process in running if process.is_alive()], 0.002)

    def wait_for_facts(self, count: int):
        goal = self.acknowledged.value + count
        self.wait_for(f"{count} more acknowledgements", lambda: self.acknowledged.value >= goal)

    def end(self):
        for process in [*self.producers, *self.consumers]:
            if process.is_alive():
                process.kill()
            process.join()
        self.daemon.kill()
        for left in self.sockets.iterdir():
            left.unlink()
        self.sockets.rmdir()


@pytest.fixture
def load(running):
    started = Load(running)
    yield started
    started.end()


def queries_of_the_document() -> list[str]:
    """Those of "What always holds", which give no rows in a sound journal."""
    text = (programs.ROOT / "docs" / "journal.md").read_text("utf-8")
    block = text.split("These queries give no rows in a sound journal:")[1].split("\n## ")[0]
    queries = [query for query in re.sub(r"^ *--.*$", "", block, flags=re.M).split(";") if query.strip()]
    assert len(queries) == 3
    return queries


def check_journal(database: sqlite3.Connection, acknowledged: dict[str, str]):
    for query in queries_of_the_document():
        assert database.execute(query).fetchall() == [], query
    inputs = collections.defaultdict(list)
    for fact_id, sequence in database.execute("SELECT id, sequence FROM input JOIN source ON number = source WHERE name LIKE '/load/%'"):
        inputs[fact_id].append(klik_wire.at(sequence))
    missing = [fact_id for fact_id, sequence in acknowledged.items() if inputs[fact_id] != [sequence]]
    assert missing == [], f"{len(missing)} acknowledged facts are missing, or stand elsewhere"
    observed = database.execute("SELECT sequence FROM log WHERE type = 'dk.klik.journal.task_observed.v1'").fetchall()
    assert sorted(klik_wire.at(row[0]) for row in observed) == sorted(acknowledged.values()), "each once and no other"


def test_two_hundred_kills_under_load_lose_nothing_and_double_nothing(load):
    chance = random.Random(SEED)
    killed = collections.Counter()
    for _ in range(KILLS):
        load.wait_for_facts(chance.randint(0, MOST_FACTS_BETWEEN_KILLS))
        victim = chance.choice(["klikd", "klikd", "klikd", *range(CONSUMERS)])
        killed["klikd" if victim == "klikd" else "consumers"] += 1
        if victim == "klikd":
            load.kill_klikd(again_before_it_is_ready=chance.random() < 0.1)
        else:
            load.kill_consumer(victim)

    load.stop.set()
    load.wait_for("the end of the producers", lambda: not any(p.is_alive() for p in load.producers))
    acknowledged = {}
    for i in range(PRODUCERS):
        for line in load.file(f"p{i}").read_text("utf-8").splitlines():
            fact_id, sequence = line.split()
            assert fact_id not in acknowledged
            acknowledged[fact_id] = sequence
    assert len(acknowledged) == load.acknowledged.value

    reader = load.running.control(load.daemon)
    reader.open("reader", "begin", credit=10_000)
    events, head = [], reader.ask("ping")["head"]
    while not events or events[-1]["sequence"] < head:
        message = reader.receive_verb("event", "heartbeat")
        if message.verb == "event":
            events.append(message.body)
            if len(events) % 5000 == 0:
                reader.acknowledge(message.body, credit=5000)
        elif message["sent"] >= head:
            break
    assert klik_wire.gaps(events) == []
    expected = [(event["sequence"], klik_wire.kind_of(event), event["previous"]) for event in events]
    for i in range(CONSUMERS):
        effects = actors.Effects(load.file(f"c{i}.db"))
        load.wait_for(f"consumer {i} at the end", lambda: effects.position() >= expected[-1][0])
        done = effects.rows()
        twice = [row for row, times in collections.Counter(done).items() if times > 1]
        assert twice == [], f"consumer {i} did {len(twice)} effects twice"
        assert done == expected, f"consumer {i} missed events"

    load.daemon.kill()
    with sqlite3.connect(load.daemon.folder / "journal.db") as database:
        check_journal(database, acknowledged)
    print(f"{dict(killed)} killed, {len(acknowledged)} facts acknowledged, {len(events)} events to each consumer")
