"""Over 10^6 facts through a proxy that drops, delays, duplicates and reorders at random (seeded), every loss is
repaired or reported, none silent (docs/protocol.md 2 and 3)."""

import random
import sqlite3

import msgpack

from klik_wire import until
from platform_side import Platform

SEED = 20241124
TASKS = 500
PUBLISHED_AT_A_TIME = 2_000


class LossyProxy:
    """What goes out is not what was told: some facts are lost, some late, some twice, some before others."""

    LOST, LATE, TWICE = 0.01, 0.02, 0.02

    def __init__(self, platform: Platform, seed: int):
        self.platform = platform
        self.random = random.Random(seed)
        self.delayed: list[tuple[int, int]] = []  # when to go out, which

    def publish(self, sequence: int):
        fate = self.random.random()
        if fate < self.LOST:
            return
        if fate < self.LOST + self.LATE:
            self.delayed.append((sequence + self.random.randint(1, 300), sequence))
        else:
            self.platform.publish(sequence)
            if fate < self.LOST + self.LATE + self.TWICE:
                self.delayed.append((sequence + self.random.randint(0, 300), sequence))
        while self.delayed and min(self.delayed)[0] <= sequence:
            out = min(self.delayed)
            self.delayed.remove(out)
            self.platform.publish(out[1])

    def settle(self):
        for _, sequence in sorted(self.delayed):
            self.platform.publish(sequence)
        self.delayed = []


def tell_all(platform: Platform, count: int, daemon_head, seed: int):
    """The facts through the proxy, no faster than klikd takes them; the last one arrives for certain."""
    proxy = LossyProxy(platform, seed)
    for sequence in range(1, count + 1):
        platform.make(sequence % TASKS + 1, title=f"fact {sequence}")
        proxy.publish(sequence)
        if sequence % PUBLISHED_AT_A_TIME == 0:
            daemon_head()
    proxy.settle()
    platform.tell(TASKS + 1, title="the last one")


def journaled(folder) -> set[int]:
    """The positions of the facts that are in the journal, read from outside."""
    journal = sqlite3.connect(f"file:{folder}/data/journal.db?mode=ro", uri=True)
    rows = journal.execute("SELECT data FROM record WHERE type LIKE 'dk.klik.journal.%' AND kind = 0 "
                           "AND (type = 'dk.klik.journal.task_observed.v1' "
                           "OR type = 'dk.klik.journal.fact_repeated.v1')")
    return {int(msgpack.unpackb(data)["sequence"]) for (data,) in rows}


def wait_for_the_last(control):
    until(lambda: control.task(TASKS + 1))


def open_gaps(control) -> list[dict]:
    return [row for row in control.rows("losses") if row["row"] == "gap" and row["closed"] is None]


def test_without_a_stream_every_loss_is_reported(running, started, tmp_path):
    count = 600_000
    platform = running.platform()
    control = running.control(started(platform))
    tell_all(platform, count, lambda: control.ask("ping"), SEED)
    wait_for_the_last(control)

    lost = set(range(1, count + 2)) - journaled(tmp_path)
    rows = open_gaps(control)
    reported = {number for row in rows for number in range(int(row["first"]), int(row["last"]) + 1)}
    assert lost, "the proxy lost something, or nothing was shown"
    assert lost <= reported, f"seed {SEED}: silent losses {sorted(lost - reported)[:10]}"
    assert sum(row["missing"] for row in rows) == len(lost), f"seed {SEED}"

    later = {"when": "2024-02-02T08:00:00Z"}
    platform.publish(platform.make_set("started", "all", TASKS + 1, **later))
    platform.publish(*(platform.make(number, title="told again", **later) for number in range(1, TASKS + 2)))
    platform.publish(platform.make_set("ended", "all", TASKS + 1, **later))
    until(lambda: not open_gaps(control))
    assert all(row["complete"] for row in control.rows("losses") if row["row"] == "source")


def test_with_a_stream_every_loss_is_repaired(running, started, tmp_path):
    count = 400_000
    platform = running.platform(streaming=True)
    control = running.control(started(platform))
    tell_all(platform, count, lambda: control.ask("ping"), SEED + 1)
    wait_for_the_last(control)
    assert journaled(tmp_path) == set(range(1, count + 2)), f"seed {SEED + 1}"
    assert open_gaps(control) == []
    assert platform.stream.fetched, "nothing was lost, or the stream was not asked"
    assert control.task(1)["title"] == f"fact {count // TASKS * TASKS}", "the latest fact of each task holds"
