"""A client of klikd in Python, written from docs/protocol.md and on pyzmq and msgpack alone.

Whatever passes through it is held against the schemas (wire_check).
"""

import itertools
import time

import msgpack
import zmq

import wire_check

MAX_MESSAGE_BYTES = 1 << 20
PATIENCE_S = 180  # after which a missing message is a failure; never reached by a healthy klikd on a busy machine
ZERO = "0" * 20


def at(sequence: int) -> str:
    """A sequence as it stands on the wire."""
    return f"{sequence:020d}"


def _socket(context: zmq.Context, kind: int, endpoint: str, prepare=None) -> zmq.Socket:
    """`prepare` may set more options of the socket, such as its keys, before it connects."""
    socket = context.socket(kind)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE_BYTES)
    socket.setsockopt(zmq.RCVHWM, 0)
    if kind == zmq.SUB:
        socket.setsockopt(zmq.SUBSCRIBE, b"")
    if prepare:
        prepare(socket)
    socket.connect(endpoint)
    return socket


class Message:
    """What came on the control socket: a verb with its map, or a verb with topic and event."""

    def __init__(self, frames: list[bytes]):
        self.verb = frames[0].decode("ascii")
        self.topic = frames[1].decode() if len(frames) == 3 else None
        self.body = msgpack.unpackb(frames[-1])
        wire_check.received(self.verb, self.topic, self.body)

    def __getitem__(self, key):
        return self.body[key]

    def __repr__(self):
        return f"{self.verb} {self.body}"


class Control:
    """A DEALER. Answers are told apart by `ref`; whatever else arrives meanwhile is kept in order."""

    _refs = itertools.count(1)

    def __init__(self, context: zmq.Context, endpoint: str, prepare=None):
        self.socket = _socket(context, zmq.DEALER, endpoint, prepare)
        self._kept: list[Message] = []
        self._said_at = 0.0
        self._asked: dict = {}  # what was sent and is not answered yet, by `ref`

    def close(self):
        self.socket.close()

    def send_raw(self, *frames: bytes):
        """As it is; the place for bytes that are no message."""
        self._said_at = time.monotonic()
        self.socket.send_multipart(frames)

    def send(self, verb: str, **body):
        if "ref" in body:
            self._asked[body["ref"]] = (verb, body)
        else:
            wire_check.sent(verb, body)
        self.send_raw(verb.encode(), msgpack.packb(body))

    def take(self, frames: list[bytes]) -> Message:
        message = Message(frames)
        asked = self._asked.pop(message.body.get("ref"), None) if message.topic is None else None
        if asked and message.verb != "error":
            wire_check.sent(*asked)
        return message

    def _arrived(self, patience_s: float) -> Message:
        """The next message from the socket; says `ping` while it waits, as a client with a stream has to."""
        until = time.monotonic() + patience_s
        while True:
            if self.socket.poll(500):
                return self.take(self.socket.recv_multipart())
            if time.monotonic() > until:
                raise TimeoutError(f"klikd said nothing for {patience_s} s; kept: {self._kept[-3:]}")
            if time.monotonic() - self._said_at > 1:
                self.send("ping", ref="still here")

    def receive(self, wanted=lambda message: True, patience_s: float = PATIENCE_S) -> Message:
        """The first message for which `wanted` holds, of those kept and those to come."""
        for message in self._kept:
            if wanted(message):
                self._kept.remove(message)
                return message
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            message = self._arrived(patience_s)
            if wanted(message):
                return message
            if message.verb not in ("heartbeat", "pong"):
                self._kept.append(message)
        raise TimeoutError(f"no such message in {patience_s} s; kept: {self._kept[-3:]}")

    def receive_verb(self, *verbs: str) -> Message:
        return self.receive(lambda message: message.verb in verbs)

    def ask(self, verb: str, **body) -> Message:
        """The answer to a question, be it an error."""
        ref = next(self._refs)
        self.send(verb, ref=ref, **body)
        return self.receive(lambda message: message.topic is None and message.body.get("ref") == ref)

    def put(self, event: dict) -> Message:
        return self.ask("put", event=event)

    def advance_to(self, local_time: str) -> Message:
        answer = self.ask("clock", advance_to=local_time)
        assert answer.verb == "clock.ok", answer
        return answer

    def rows(self, what: str, **keys) -> list[dict]:
        """All rows of a question, page by page."""
        rows, after = [], ""
        while True:
            answer = self.ask("query", what=what, **keys, **({"after": after} if after else {}))
            if answer.verb == "error" and answer["code"] == "busy":
                continue  # what this connection may have unread grows with time
            assert answer.verb == "result", answer
            rows += answer["rows"]
            after = answer["next"]
            if not after:
                return rows

    def task(self, number: int) -> dict | None:
        return next((row for row in self.rows("tasks") if row["number"] == number), None)

    def open(self, name: str, start: str, credit: int = 1000, **more) -> Message:
        answer = self.ask("open", name=name, credit=credit, **{"from": start}, **more)
        assert answer.verb in ("opened", "error", "gone"), answer
        return answer

    def next_event(self) -> dict:
        return self.receive_verb("event").body

    def events_up_to(self, sequence: str) -> list[dict]:
        """What the open stream brings until a heartbeat says that it is complete up to there."""
        events: list[dict] = []
        while True:
            message = self.receive_verb("event", "heartbeat", "error")
            if message.verb == "error":
                raise AssertionError(message)
            if message.verb == "event":
                events.append(message.body)
            elif message["sent"] >= sequence:
                return events

    def acknowledge(self, event: dict, credit: int = 0):
        self.send("ack", epoch=event["epoch"], sequence=event["sequence"], credit=credit)


class Live:
    """A SUB on everything. It is connected once it has heard a beat, for which it waits unless told otherwise."""

    def __init__(self, context: zmq.Context, endpoint: str, prepare=None, wait: bool = True):
        self.socket = _socket(context, zmq.SUB, endpoint, prepare)
        self.events: list[dict] = []
        self.topics: list[str] = []
        if wait:
            self.next_beat()

    def close(self):
        self.socket.close()

    def next_beat(self) -> dict:
        """Collects events until the next beat."""
        while self.socket.poll(PATIENCE_S * 1000):
            topic, payload = self.socket.recv_multipart()
            body = msgpack.unpackb(payload)
            if topic.endswith(b"/beat"):
                wire_check.beat(topic.decode(), body)
                return body
            wire_check.event(topic.decode(), body)
            self.topics.append(topic.decode())
            self.events.append(body)
        raise TimeoutError("no beat")

    def events_up_to(self, sequence: str) -> list[dict]:
        while self.next_beat()["head"] < sequence:
            pass
        return self.events


def gaps(events: list[dict]) -> list[str]:
    """Events whose `previous` is not the one before them of the same kind, or that are out of order."""
    found, last, highest = [], {}, ZERO
    for event in events:
        kind = kind_of(event)
        if event["sequence"] <= highest or event["previous"] != last.get(kind, event["previous"]):
            found.append(f"{event['sequence']} {kind}: previous {event['previous']}, seen {last.get(kind)}")
        highest = max(highest, event["sequence"])
        last[kind] = event["sequence"]
    return found


def kind_of(event: dict) -> str:
    name = event["type"].removeprefix("dk.klik.").removesuffix(".v1")
    kinds = {"task.state": "state", "task.removed": "state", "task.change_requested": "request",
             "request.outcome": "request"}
    return kinds.get(name, name)


_fact_ids = itertools.count(1)


def until(holds, patience_s: float = PATIENCE_S):
    """Asks again and again until the answer is neither false nor empty, and gives it."""
    end = time.monotonic() + patience_s
    while not (answer := holds()):
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.01)  # what is waited for may need this core, or run in a thread of this program
    return answer


def observed(number: int, when: str = "2024-01-15T09:00:00Z", municipality: str = "9999", fact_id: str = "",
             source: str = "/test/platform", **fields) -> dict:
    """A fact: the platform has the task so."""
    return {
        "specversion": "1.0",
        "id": fact_id or f"fact-{next(_fact_ids)}",
        "source": source,
        "type": "dk.klik.task.observed.v1",
        "time": when,
        "datacontenttype": "application/msgpack",
        "data": {"municipality": municipality, "number": number, **fields},
    }
