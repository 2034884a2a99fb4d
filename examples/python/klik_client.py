"""A client of klikd on plain pyzmq and msgpack, written from docs/protocol.md and nothing else.

    Control   questions: put, request, query, snapshot, ping
    Stream    a durable stream: every event once it is true, over any break
    Live      events as they happen, with every loss told
    tasks     all tasks as they are, and every change from there on, without hole or overlap

Copy this file into your program. No object of it is for several threads at once.
"""

import collections
import itertools
import time
import typing

import msgpack
import zmq

BEAT_S = 1.0  # klikd's heartbeat and beat
SILENT_BEATS = 3  # after which a new socket is made
MAX_MESSAGE_BYTES = 1 << 20
MOST_CREDIT = 10_000
ZERO = "0" * 20


class Keys(typing.NamedTuple):
    """A client's CURVE keys in Z85, and klikd's public one."""

    server: bytes
    public: bytes
    secret: bytes


class Refused(Exception):
    """klikd answered `error` or `gone`; what it says is the text."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


class NoAnswer(Exception):
    """klikd said nothing for as long as the caller would wait."""


class Gap(typing.NamedTuple):
    """Live events of a kind that did not arrive. A stream opened from `after` has them."""

    kind: str
    after: str
    up_to: str


class NewEpoch(typing.NamedTuple):
    """klikd has another journal than before: what was known is void, take a snapshot."""

    epoch: str


def connect(kind: int, endpoint: str, keys: Keys | None) -> zmq.Socket:
    """A socket with the options of docs/protocol.md 1."""
    socket = zmq.Context.instance().socket(kind)
    for option, value in {
        zmq.LINGER: 0,
        zmq.MAXMSGSIZE: MAX_MESSAGE_BYTES,
        zmq.HANDSHAKE_IVL: 3000,
        zmq.HEARTBEAT_IVL: 1000,
        zmq.HEARTBEAT_TIMEOUT: 3000,
        zmq.HEARTBEAT_TTL: 3000,
        zmq.RECONNECT_IVL: 100,
        zmq.RECONNECT_IVL_MAX: 5000,
        zmq.SNDHWM: 10_000,
        zmq.RCVHWM: 10_000,
    }.items():
        socket.setsockopt(option, value)
    if keys:
        socket.curve_serverkey, socket.curve_publickey, socket.curve_secretkey = keys
    socket.connect(endpoint)
    return socket


class Link:
    """A DEALER that is made anew when the old one seems dead."""

    def __init__(self, control: str, keys: Keys | None = None):
        self.control, self.keys = control, keys
        self.socket = connect(zmq.DEALER, control, keys)

    def renew(self):
        self.socket.close(linger=0)
        self.socket = connect(zmq.DEALER, self.control, self.keys)

    def say(self, verb: str, message: dict):
        payload = msgpack.packb(message)
        if len(payload) > MAX_MESSAGE_BYTES:  # ZeroMQ would drop it without a word
            raise Refused("too_large", f"{len(payload)} bytes; at most {MAX_MESSAGE_BYTES} are taken")
        try:
            self.socket.send_multipart([verb.encode(), payload], zmq.DONTWAIT)
        except zmq.Again:
            raise NoAnswer(f"{self.control} does not take what is sent; is klikd running there?") from None

    def hear(self, timeout_s: float) -> tuple[str, dict] | None:
        """The next message: its verb, and its map or event."""
        if not self.socket.poll(max(0, int(timeout_s * 1000))):
            return None
        frames = self.socket.recv_multipart()
        return frames[0].decode(), msgpack.unpackb(frames[-1])


class Control:
    """Questions, each answered before the next. All of them can be asked again, so that is what happens
    when klikd is away for a while: the question goes out on a new socket until `patience_s` is over."""

    def __init__(self, control: str, keys: Keys | None = None, patience_s: float = 30.0):
        self.link = Link(control, keys)
        self.patience_s = patience_s
        self.refs = itertools.count(1)

    def close(self):
        self.link.socket.close()

    def ask(self, verb: str, **message) -> tuple[str, dict]:
        """The answer's verb and map; an `error` is raised."""
        until = time.monotonic() + self.patience_s
        while True:
            ref = next(self.refs)
            self.link.say(verb, {**message, "ref": ref})
            again_at = min(until, time.monotonic() + SILENT_BEATS * BEAT_S)
            while (left := again_at - time.monotonic()) > 0:
                heard = self.link.hear(left)
                if heard and heard[1].get("ref") == ref:
                    return self.answered(*heard)
            if time.monotonic() >= until:
                raise NoAnswer(f"no answer to {verb} from {self.link.control}; is klikd running there?")
            self.link.renew()

    @staticmethod
    def answered(verb: str, message: dict) -> tuple[str, dict]:
        if verb == "error":
            raise Refused(message["code"], message["text"])
        return verb, message

    def put(self, fact: dict) -> dict:
        """{`id`, `sequence`, `duplicate`}, once the fact is on disk."""
        return self.ask("put", event=fact)[1]

    def request(self, request_id: str, number: int, change: dict, **more) -> tuple[bool, dict]:
        """Whether the rules allow it, and the answer. `more`: `base_revision`, `actor`, `lineage`, `reason`."""
        verb, answer = self.ask("request", id=request_id, number=number, change=change, **more)
        return verb == "request.accepted", answer

    def query(self, what: str, **keys) -> list[dict]:
        """All rows, page by page."""
        rows, after = [], {}
        while True:
            page = self.ask("query", what=what, **keys, **after)[1]
            rows += page["rows"]
            if not page["next"]:
                return rows
            after = {"after": page["next"]}

    def snapshot(self) -> tuple[str, str, list[dict]]:
        """Epoch, sequence, and the state event of each task. Where contact is lost it begins anew."""
        while True:
            _, begin = self.ask("snapshot", kinds=["state"], credit=MOST_CREDIT)
            rows = self.rows_of(begin)
            if rows is not None:
                return begin["epoch"], begin["sequence"], rows
            self.link.renew()

    def rows_of(self, begin: dict) -> list[dict] | None:
        rows: list[dict] = []
        while heard := self.link.hear(SILENT_BEATS * BEAT_S):
            verb, message = self.answered(*heard)
            if verb == "snapshot.end":
                return rows
            if verb == "snapshot.row":
                rows.append(message)
                if len(rows) % (MOST_CREDIT // 2) == 0:  # each row costs one credit
                    self.link.say("ack", {"epoch": begin["epoch"], "sequence": ZERO, "credit": MOST_CREDIT // 2})
        return None

    def ping(self) -> dict:
        return self.ask("ping")[1]


class Stream:
    """A municipality's events in order, at least once, over any break of either side. Acknowledge what you
    have dealt with: after a break it goes on behind that. Within the life of this object no event comes
    twice. Call `next` at least every ten seconds.

    `start`: `acked` (behind the last acknowledged event), `begin`, `end` or a sequence. `start_when_new`: where
    a name begins that klikd does not know; without it that is Refused with `not_found`. `tell` hears
    `connecting` and `connected`."""

    def __init__(self, control: str, name: str, start: str = "acked", start_when_new: str | None = None,
                 kinds: list[str] | None = None, credit: int = 1000, keys: Keys | None = None,
                 tell=lambda what: None):
        self.link = Link(control, keys)
        self.name, self.start, self.start_when_new = name, start, start_when_new
        self.kinds, self.credit, self.tell = kinds, credit, tell
        self.epoch: str | None = None
        self.complete = ZERO  # all up to here was returned by `next`, or is none of ours
        self.acked = ZERO
        self.open()

    def close(self):
        self.link.socket.close(linger=1000)  # the last ack leaves before the program ends

    def open(self):
        self.tell("connecting")
        self.opened = False
        self.owed = 0  # credit that is used up and not yet returned
        self.sent = ZERO  # klikd has sent all up to here on this connection
        wish = {"name": self.name, "from": self.start, "credit": self.credit}
        if self.kinds:
            wish["kinds"] = self.kinds
        self.say("open", wish)
        self.heard_at = time.monotonic()

    def open_anew(self):
        self.link.renew()
        self.open()

    def say(self, verb: str, message: dict):
        self.link.say(verb, message)
        self.said_at = time.monotonic()

    def ack(self, event: dict):
        """All up to this event has been dealt with."""
        self.ack_up_to(event["sequence"])

    def ack_up_to(self, sequence: str):
        self.acked = max(self.acked, sequence)
        self.return_credit()

    def return_credit(self):
        """Only what was sent on this connection can be acknowledged on it."""
        if self.opened:
            self.say("ack", {"epoch": self.epoch, "sequence": min(self.acked, self.sent), "credit": self.owed})
            self.owed = 0

    def __iter__(self):
        while True:
            event = self.next(BEAT_S)
            if event:
                yield event

    def next(self, timeout_s: float) -> dict | None:
        """The next event, or none when the time is over. While klikd is away it goes on trying."""
        until = time.monotonic() + timeout_s
        while True:
            heard = self.link.hear(min(until - time.monotonic(), BEAT_S / 2))
            event = self.take(*heard) if heard else None
            # A pong alone does not tell that the stream is open: klikd may have been started again.
            if time.monotonic() - self.heard_at > SILENT_BEATS * BEAT_S:
                self.open_anew()
            elif time.monotonic() - self.said_at > BEAT_S:
                self.say("ping", {})
            if event or time.monotonic() >= until:
                return event

    def take(self, verb: str, message: dict) -> dict | None:
        """The event, if it is a new one; everything else is dealt with here."""
        if verb in ("event", "heartbeat", "opened"):
            self.heard_at = time.monotonic()
        if verb == "event" and self.opened:
            return self.take_event(message)
        if verb == "heartbeat" and self.opened:
            self.sent = max(self.sent, message["sent"])
            self.complete = max(self.complete, message["sent"])
        elif verb == "opened":
            self.take_opened(message)
        elif verb == "error":
            self.take_error(message["code"], message["text"], message["about"])
        elif verb == "gone":
            raise Refused("gone", f"the journal begins at {message['first']}; take a snapshot")
        return None

    def take_event(self, event: dict) -> dict | None:
        self.owed += 1
        self.sent = event["sequence"]
        if self.owed * 2 >= self.credit:
            self.return_credit()
        if event["sequence"] <= self.complete:
            return None  # sent again after a break
        self.complete = event["sequence"]
        return event

    def take_opened(self, message: dict):
        if self.epoch not in (None, message["epoch"]):
            raise Refused("wrong_epoch", "klikd has another journal than before; take a snapshot")
        self.epoch, self.start, self.opened = message["epoch"], "acked", True
        self.sent = message["start"]
        self.acked = max(self.acked, message["start"])
        self.complete = max(self.complete, message["start"])
        self.tell("connected")

    def take_error(self, code: str, text: str, about: str):
        if code in ("timeout", "busy") or (code == "not_found" and about == "ack"):
            self.open_anew()  # klikd has ended the session, or was started again
        elif code == "not_found" and self.epoch:
            self.start = self.acked  # klikd ended before it had stored where we began
            self.open_anew()
        elif code == "not_found" and self.start_when_new:
            self.start, self.start_when_new = self.start_when_new, None
            self.open_anew()
        else:
            raise Refused(code, text)


class Live:
    """Events as they happen, best effort. A loss shows by an event's `previous`, and by the beat where the
    last ones were lost."""

    def __init__(self, live: str, kinds: list[str] | None = None, keys: Keys | None = None):
        self.live, self.kinds, self.keys = live, kinds, keys
        self.epoch: str | None = None
        self.last: dict[str, str] = {}  # by kind: all up to here came, or is told as lost
        self.ready: collections.deque = collections.deque()
        self.connect()

    def connect(self):
        self.socket = connect(zmq.SUB, self.live, self.keys)
        self.socket.subscribe("klik/v1/")
        self.heard_at = time.monotonic()

    def close(self):
        self.socket.close()

    def next(self, timeout_s: float) -> dict | Gap | NewEpoch | None:
        """A gap comes before the event that shows it. None when the time is over."""
        until = time.monotonic() + timeout_s
        while not self.ready:
            left = max(0.0, min(until - time.monotonic(), BEAT_S / 2))
            if self.socket.poll(int(left * 1000)):
                self.heard_at = time.monotonic()
                topic, payload = self.socket.recv_multipart()
                self.take(topic.decode(), msgpack.unpackb(payload))
            elif time.monotonic() - self.heard_at > SILENT_BEATS * BEAT_S:
                self.socket.close(linger=0)
                self.connect()
            elif time.monotonic() >= until:
                return None
        return self.ready.popleft()

    def take(self, topic: str, message: dict):
        if self.epoch not in (None, message["epoch"]):
            self.last.clear()
            self.ready.append(NewEpoch(message["epoch"]))
        self.epoch = message["epoch"]
        kind = topic.split("/")[3]
        if kind == "beat":
            for each, head in message["heads"].items():
                self.reach(each, head, head)
        elif self.reach(kind, message["previous"], message["sequence"]):
            self.ready.append(message)

    def reach(self, kind: str, previous: str, sequence: str) -> bool:
        if self.kinds and kind not in self.kinds:
            return False
        last = self.last.setdefault(kind, previous)
        if previous > last:
            self.ready.append(Gap(kind, last, previous))
        self.last[kind] = max(last, sequence)
        return True


def tasks(control: str, name: str, keys: Keys | None = None) -> typing.Iterator[dict]:
    """The state event of each task as it is now, then each change, without hole or overlap, for ever."""
    questions = Control(control, keys)
    epoch, sequence, rows = questions.snapshot()
    questions.close()
    newest = {row["subject"]: row["sequence"] for row in rows}
    yield from rows
    stream = Stream(control, name, start=sequence, kinds=["state"], keys=keys)
    try:
        for event in stream:
            if event["epoch"] != epoch:
                raise Refused("wrong_epoch", "klikd has another journal than before; take a snapshot")
            if event["sequence"] > newest.get(event["subject"], ZERO):
                yield event
            stream.ack(event)
    finally:
        stream.close()
