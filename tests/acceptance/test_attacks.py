"""Attacks that a bus of several municipalities has to stand (docs/protocol.md 1), each tried hundreds of times: no
attacker gets a byte that is not its own, and who behaves well gets all of its own. What was measured with one shared
socket: a subscription that is read late, or plain messages where subscriptions are expected, open one tenant's
topics to another.

The attack of a socket without a ZAP handler is tests/unit/bus/curve_test.cpp, since klikd always has one."""

import contextlib
import random

import msgpack
import pytest
import zmq

import klik_wire
from keyring import RIGHTS, Keyring, Monitored, Pair
from klik_wire import observed

ATTEMPTS = 300
CODES = ("9999", "0101")
NAMES = ("9999=Korsbæk Kommune", "0101=Københavns Kommune")


class Town:
    """A municipality's well-behaved client: it puts facts, reads a durable stream and listens to the live socket."""

    def __init__(self, running, ring, daemon, pair, code):
        self.code = code
        self.control = ring.control(running, daemon, pair, code)
        self.reader = ring.control(running, daemon, pair, code)
        self.reader.open("all", "begin", credit=10_000)
        self.live = ring.live(running, daemon, pair, code)
        self.from_here = self.control.ask("ping")["head"]
        self.numbers = []

    def put(self, number):
        self.numbers.append(number)
        answer = self.control.put(observed(number, municipality=self.code, title=f"hemmelig i {self.code}"))
        assert answer.verb == "put.ok", answer

    def check(self):
        head = self.control.ask("ping")["head"]
        durable = self.reader.events_up_to(head)
        live = [event for event in self.live.events_up_to(head) if event["sequence"] > self.from_here]
        for events in (durable, live):
            assert {event["source"] for event in events} <= {f"/klik/{self.code}"}
            told = [event["subject"] for event in events if event["type"] == "dk.klik.task.state.v1"]
            assert told == [str(number) for number in self.numbers]
        assert klik_wire.gaps(live) == []
        assert {topic.split("/")[2] for topic in self.live.topics} <= {self.code}


class Bus:
    def __init__(self, running, folder):
        self.running = running
        self.ring = Keyring(folder)
        self.pairs = {code: self.ring.authorise("town", RIGHTS, municipality=code) for code in CODES}
        self.thief = self.ring.authorise("thief", ["read"])  # of 9999, and a reader there
        self.writer = self.ring.authorise("writer", ["put"])  # of 9999, and no reader
        self.daemon = running.klikd("--config", self.ring.config, clock=None, municipalities=NAMES)
        self.towns = [Town(running, self.ring, self.daemon, self.pairs[code], code) for code in CODES]
        self.chance = random.Random(20240201)

    def business(self, attempt):
        """What goes on meanwhile in both."""
        for town in self.towns:
            town.put(attempt + 1)

    def socket(self, kind, endpoint, pair=None, routing_id=b"") -> zmq.Socket:
        socket = self.running.context.socket(kind)
        socket.linger = 0
        if pair:
            self.ring.with_key(socket, pair)
        if routing_id:
            socket.routing_id = routing_id
        if kind == zmq.SUB:
            socket.subscribe(b"klik/v1/0101/")
            socket.subscribe(b"")
        socket.connect(endpoint)
        return socket

    def check(self, attackers):
        """All went well for the towns, and no attacker that is still there has anything of 0101, or if it has no
        right to read, anything at all."""
        for town in self.towns:
            town.check()
        for socket, may_read in attackers:
            while socket.poll(0):
                frames = socket.recv_multipart()
                assert may_read and frames[0].startswith(b"klik/v1/9999/"), frames
                assert not any(word in frames[1] for word in (b"hemmelig i 0101", b"/klik/0101")), frames
            socket.close()


@pytest.fixture
def bus(running, tmp_path):
    return Bus(running, tmp_path)


def test_subscribers_that_leave_before_their_subscription_is_read(bus):
    attackers = []
    for attempt in range(ATTEMPTS):
        pair, code = bus.chance.choice([(bus.thief, "9999"), (bus.thief, "0101"), (bus.writer, "9999"), (Pair(), "0101")])
        leaving = bus.socket(zmq.SUB, bus.daemon.live(code), pair)
        if attempt % 3 == 0:
            bus.business(attempt)
        if attempt % 20 == 0:  # and some that stay
            attackers.append((leaving, pair is bus.thief and code == "9999"))
        else:
            leaving.close()
    bus.check(attackers)


def test_plain_messages_where_subscriptions_are_expected(bus):
    attackers = []
    for attempt in range(ATTEMPTS):
        pair, code = bus.chance.choice([(bus.thief, "9999"), (bus.thief, "0101"), (Pair(), "9999")])
        talking = bus.socket(zmq.XSUB, bus.daemon.live(code), pair)
        for _ in range(bus.chance.randrange(1, 8)):
            first = bus.chance.choice([b"", b"\x00", b"\x01", b"\x01klik/v1/0101/", b"\x02", b"klik/v1/0101/state/1",
                                       b"\x00klik/v1/0101/", bus.chance.randbytes(40)])
            more = [bus.chance.randbytes(bus.chance.randrange(50)) for _ in range(bus.chance.randrange(3))]
            talking.send_multipart([first, *more])
        if attempt % 3 == 0:
            bus.business(attempt)
        if attempt % 10 == 0:
            attackers.append((talking, pair is bus.thief and code == "9999"))
        else:
            talking.close()
    bus.check(attackers)


def test_stolen_routing_ids(bus):
    """Ids that were chosen, ids as ZeroMQ gives them, beside the connection that has it and after it, in the same
    municipality and in another. While somebody has an id, frames of another that claims it are taken for further
    claims."""
    attackers = []
    for attempt in range(ATTEMPTS):
        claimed = bus.chance.choice([b"victim", b"\0" + bus.chance.randbytes(4), b"\0\0\0\0\1", b"\0" * 5])
        pair, code = bus.chance.choice([(bus.writer, "9999"), (bus.thief, "0101"), (Pair(), "0101"), (bus.writer, "0101")])
        victim = bus.socket(zmq.DEALER, bus.daemon.control("0101"), bus.pairs["0101"], b"victim")
        wish = {"name": "stolen", "from": "begin", "credit": 1000}
        victim.send_multipart([b"open", msgpack.packb(wish)])
        before = attempt % 2 == 0
        if before:
            victim.close()
        claiming = bus.socket(zmq.DEALER, bus.daemon.control(code), pair, claimed)
        claiming.send_multipart([b"ping", msgpack.packb({})])
        claiming.send_multipart([claimed])
        claiming.send_multipart([claimed, b"ping", msgpack.packb({})])
        if attempt % 3 == 0:
            bus.business(attempt)
        if not before:
            victim.close()
        if attempt % 10 == 0:
            attackers.append(claiming)
        else:
            claiming.close()
    for town in bus.towns:
        town.check()
    for claiming in attackers:  # an answer to what they said themselves is all that they may have
        while claiming.poll(0):
            verb, body = claiming.recv_multipart()
            code = msgpack.unpackb(body).get("code")
            assert (verb, code) in [(b"error", "forbidden"), (b"error", "malformed"), (b"pong", None)], (verb, body)
        claiming.close()


def test_an_id_that_is_in_use_is_not_handed_over(running):
    """Without keys a routing id may be chosen. Who has it keeps it, and on another municipality's socket it is
    nobody's."""
    daemon = running.klikd(clock=None, municipalities=NAMES)
    victim = klik_wire.Control(running.context, daemon.control("0101"),
                               lambda socket: setattr(socket, "routing_id", b"victim"))
    running.clients.append(victim)
    thieves = []
    for attempt in range(ATTEMPTS):
        thief = running.context.socket(zmq.DEALER)
        thief.linger, thief.routing_id = 0, b"victim"
        thief.connect(daemon.control(CODES[attempt % 2]))
        thief.send_multipart([b"ping", msgpack.packb({"ref": "thief"})])
        assert victim.put(observed(attempt + 1, municipality="0101", title="hemmelig")).verb == "put.ok"
        thieves.append(thief)
    assert [row["number"] for row in victim.rows("tasks")] == list(range(1, ATTEMPTS + 1))
    assert victim.open("all", "begin")["code"] == "forbidden", "such an id has no stream that could be stolen"
    for thief in thieves:
        while thief.poll(0):
            verb, body = thief.recv_multipart()
            assert verb == b"pong" and msgpack.unpackb(body)["ref"] == "thief", (verb, body)
        thief.close()


def test_unknown_keys(bus):
    for attempt in range(ATTEMPTS):
        code, kind = bus.chance.choice(CODES), bus.chance.choice([zmq.DEALER, zmq.SUB])
        endpoint = bus.daemon.control(code) if kind == zmq.DEALER else bus.daemon.live(code)
        pair = Pair()
        stranger = Monitored(bus.running.context, kind, endpoint, lambda socket: bus.ring.with_key(socket, pair))
        if kind == zmq.DEALER:
            with contextlib.suppress(zmq.Again):  # it was refused before it could say anything
                stranger.socket.send_multipart([b"query", msgpack.packb({"what": "tasks"})], zmq.NOBLOCK)
        if attempt % 3 == 0:
            bus.business(attempt)
        assert stranger.outcome() != "in"
        assert stranger.waiting() == []
        stranger.close()
    bus.check([])
