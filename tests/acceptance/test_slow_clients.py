"""Clients that do not read, do not answer, or talk nonsense cost the others nothing (docs/protocol.md 1 and 3)."""

import datetime
import itertools
import os
import pathlib
import random
import signal
import socket
import statistics
import time

import msgpack
import zmq

import actors
import klik_wire
from klik_wire import observed

SEED = 7
BEGINNING = datetime.datetime(2024, 1, 1)
ROUNDS = 8
MESSAGES = 6_000  # of the well-behaved client in each phase: longer than a thousand connections take to be made
IN_FLIGHT = 100
SILENT_CONNECTIONS = 1_000
LEAST_SHARE = 0.9  # of the throughput without the others
EVENTS_THAT_FILL_EVERY_QUEUE = 20_000
GARBAGE_PER_S = 50
BATCHES = 4  # of rounds, as long as noise decides


def wait_for_the_kill():
    while True:
        signal.pause()


def subscriber_with_little_room(live: str):
    subscriber = zmq.Context.instance().socket(zmq.SUB)
    subscriber.setsockopt(zmq.RCVHWM, 1)
    subscriber.setsockopt(zmq.RCVBUF, 4096)
    subscriber.subscribe("")
    subscriber.connect(live)
    return subscriber


def never_read(live: str, control: str, ready):
    """A subscriber to everything that never takes anything."""
    subscriber = subscriber_with_little_room(live)
    ready.release()
    wait_for_the_kill()


def read_one_a_second(live: str, control: str, ready):
    """At the pace of klikd's beats, which a socket of its own hears."""
    subscriber = subscriber_with_little_room(live)
    beats = zmq.Context.instance().socket(zmq.SUB)
    beats.subscribe("klik/v1/9999/beat")
    beats.connect(live)
    ready.release()
    while True:
        subscriber.recv_multipart()
        beats.recv_multipart()


def give_no_credit(live: str, control: str, ready):
    context = zmq.Context()
    client = klik_wire.Control(context, control)
    assert client.open("no credit", "begin", credit=0).verb == "opened"
    ready.release()
    while True:
        client.socket.poll(900)
        while client.socket.poll(0):
            client.take(client.socket.recv_multipart())
        client.send("ping")


def talk_nonsense(live: str, control: str, ready):
    """At a bounded rate, so that what it costs is klikd's doing and not its own."""
    chance = random.Random(SEED)
    context = zmq.Context()
    client = context.socket(zmq.DEALER)
    client.setsockopt(zmq.LINGER, 0)
    client.connect(control)
    frames = [b"", b"put", b"open", b"ping", b"\x00" * 30, msgpack.packb({"event": {"a": [1] * 9}}), b"\xdd\xff\xff\xff\xff",
              msgpack.packb({"name": 5})]
    ready.release()
    while True:
        client.send_multipart([chance.choice(frames) for _ in range(chance.randint(1, 4))])
        until = time.monotonic() + 1 / GARBAGE_PER_S
        while client.poll(max(0.0, until - time.monotonic()) * 1000):
            client.recv_multipart()


def say_nothing(live: str, control: str, ready):
    """Half of them are connected by ZeroMQ, half do not even greet."""
    host, port = control.removeprefix("tcp://").rsplit(":", 1)
    bare = [socket.create_connection((host, int(port))) for _ in range(SILENT_CONNECTIONS // 2)]
    context = zmq.Context()
    context.set(zmq.MAX_SOCKETS, SILENT_CONNECTIONS)
    greeted = [context.socket(zmq.DEALER) for _ in range(SILENT_CONNECTIONS - len(bare))]
    for client in greeted:
        client.connect(control)
    ready.release()
    wait_for_the_kill()


BAD_ONES = [never_read, read_one_a_second, give_no_credit, talk_nonsense, say_nothing]


def memory_kib(pid: int) -> int:
    status = pathlib.Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))


class WellBehaved:
    """Puts facts and reads the events of them on a durable stream."""

    def __init__(self, running, daemon):
        self.control = running.control(daemon)
        self.stream = running.control(daemon)
        self.stream.open("well-behaved", "end", credit=10_000)
        self.count = 0
        self.bytes_read = 0  # of events

    def phase(self) -> float:
        """Facts a second, each of them on disk, acknowledged, and read again from the stream."""
        facts = []
        for _ in range(MESSAGES):
            self.count += 1
            when = BEGINNING + datetime.timedelta(seconds=self.count)  # an older fact would change nothing
            facts.append(observed(1 + self.count % 100, when=f"{when.isoformat()}Z", title=f"Turn {self.count}"))
        payloads = [msgpack.packb({"event": fact, "ref": i}) for i, fact in enumerate(facts)]
        began = time.perf_counter()
        sent = answered = read = returned = 0
        while answered < MESSAGES or read < MESSAGES:
            while sent < MESSAGES and sent - answered < IN_FLIGHT:
                self.control.send_raw(b"put", payloads[sent])
                sent += 1
            if self.control.socket.poll(1):
                while self.control.socket.poll(0):
                    answered += self.control.socket.recv_multipart()[0] == b"put.ok"
            last = None
            while self.stream.socket.poll(0):
                frames = self.stream.socket.recv_multipart()
                if frames[0] == b"event":
                    last, read = frames[2], read + 1
                    self.bytes_read += len(last)
            if last:
                event = msgpack.unpackb(last)
                self.stream.send("ack", epoch=event["epoch"], sequence=event["sequence"], credit=read - returned)
                returned = read
        return MESSAGES / (time.perf_counter() - began)


def politely(one, *arguments):
    """In what it does by itself a bad client gives way, so that only what klikd does for it is measured."""
    os.nice(19)
    one(*arguments)


class BadOnes:
    """All of them, each in a process of its own, which ends by its id."""

    def __init__(self, daemon):
        processes = actors.processes()
        ready = processes.Semaphore(0)
        self.started = [processes.Process(target=politely, args=(one, daemon.live(), daemon.control(), ready), daemon=True)
                        for one in BAD_ONES]
        for process in self.started:
            process.start()
        for _ in self.started:
            assert ready.acquire(timeout=klik_wire.PATIENCE_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.started:
            process.kill()
            process.join()


def test_the_well_behaved_client_is_served_as_before(running, daemon):
    good = WellBehaved(running, daemon)
    shares = []
    for _ in range(BATCHES):
        for _ in range(ROUNDS):
            good.phase()  # what it takes to come and to go is not what is measured
            without = good.phase()
            with BadOnes(daemon):
                good.phase()
                shares.append(good.phase() / without)
        share = statistics.median(shares)
        print(f"{without:.0f} facts a second without, {share:.1%} of it with them")
        if share >= LEAST_SHARE:
            return
    raise AssertionError(f"with bad clients {share:.1%} of the throughput; {shares}")


def test_memory_stays_bounded_and_the_log_says_who_and_why(running, daemon):
    good = WellBehaved(running, daemon)
    with BadOnes(daemon):
        def peak_kib() -> int:
            """Of klikd's memory, while as many events are published as fill every queue."""
            peak = 0
            for _ in range(EVENTS_THAT_FILL_EVERY_QUEUE // MESSAGES):
                good.phase()
                peak = max(peak, memory_kib(daemon.pid))
            return peak

        peaks = [peak_kib()]
        published = good.bytes_read
        peaks += [peak_kib() for _ in range(3)]
        published = (good.bytes_read - published) // 3
        print(f"{[peak // 1024 for peak in peaks]} MiB, while {published >> 20} MiB of events were published each time")
        # What is kept for nobody would make every peak higher than the one before, by as much as was published.
        growth = min(after - before for before, after in itertools.pairwise(peaks))
        assert growth * 1024 < published / 10, "events that nobody reads are kept"

        def logged(line_id: str) -> list[str]:
            return [line for line in daemon.log().splitlines() if f"[{line_id}]" in line]

        until = time.monotonic() + klik_wire.PATIENCE_S
        while not all(map(logged, ("K170", "K171", "K172", "K173"))):
            assert time.monotonic() < until, daemon.log()
            good.phase()
        assert "127.0.0.1:" in logged("K170")[0] and "bytes wait" in logged("K170")[0]
        assert "127.0.0.1 (connection " in logged("K171")[0]
        assert "'no credit'" in logged("K172")[0] and "gives no credit" in logged("K172")[0]
        assert "connections are open" in logged("K173")[0] and "from 127.0.0.1" in logged("K173")[0]
        assert len(daemon.log().splitlines()) < 50, "a flood is summarised"
