"""The platform's side, written from docs/protocol.md: a PUB on which facts go out, and a durable stream of them."""

import threading
import time

import msgpack
import zmq

import wire_check
from klik_wire import at

BEAT_S = 1.0


class Platform:
    """Counts its facts from 1 without holes. What is published can be lost; the stream has all of it."""

    def __init__(self, context: zmq.Context, epoch: str = "e1", source: str = "/platform",
                 municipality: str = "9999", streaming: bool = False):
        self.context = context
        self.epoch, self.source, self.municipality = epoch, source, municipality
        self.facts: list[tuple[bytes, bytes]] = []
        self._seen: set[tuple] = set()  # one fact of each shape is held against the schema; there are many
        self.pub = context.socket(zmq.XPUB)
        self.pub.setsockopt(zmq.LINGER, 0)
        self.pub.setsockopt(zmq.SNDHWM, 0)
        self.pub.setsockopt(zmq.XPUB_VERBOSE, 1)  # also when an earlier klikd has not left yet
        self.pub.bind("tcp://127.0.0.1:0")
        self.live = self.pub.getsockopt_string(zmq.LAST_ENDPOINT)
        self.stream = Stream(self) if streaming else None

    @property
    def control(self) -> str:
        return self.stream.endpoint

    def config(self, more: str = "") -> str:
        """This platform in klikd's configuration."""
        control = f'control = "{self.control}"\n' if self.stream else ""
        return f'[[platform]]\nname = "kombit"\nlive = "{self.live}"\n{control}{more}'

    def subscribed(self):
        """Waits until one more klikd listens."""
        while self.pub.poll(60_000):
            if self.pub.recv().startswith(b"\x01"):
                return
        raise TimeoutError("nobody subscribed")

    def make(self, number: int, when: str = "2024-02-01T08:00:00Z", **fields) -> int:
        """A fact that the platform knows and has not published; its sequence."""
        return self._make("dk.klik.task.observed.v1", f"task/{number}", when, {"number": number, **fields})

    def make_set(self, end: str, name: str, count: int, when: str = "2024-02-01T08:00:00Z", **more) -> int:
        """`started` or `ended` of a complete set."""
        data = {"set": name, "count": count, "scope": "municipality", **more}
        return self._make(f"dk.klik.set.{end}.v1", f"set/{name}", when, data)

    def _make(self, kind: str, subject: str, when: str, data: dict) -> int:
        sequence = len(self.facts) + 1
        envelope = {
            "specversion": "1.0", "id": f"{self.epoch}-{sequence}", "source": self.source, "type": kind, "time": when,
            "sequence": at(sequence), "sourceepoch": self.epoch, "data": {"municipality": self.municipality, **data},
        }
        topic = f"platform/v1/{self.municipality}/{subject}"
        if (shape := (kind, *envelope["data"])) not in self._seen:
            self._seen.add(shape)
            wire_check.fact(topic, envelope)
        self.facts.append((topic.encode(), msgpack.packb(envelope)))
        return sequence

    def publish(self, *sequences: int):
        for sequence in sequences:
            self.pub.send_multipart(self.facts[sequence - 1])

    def tell(self, number: int, **fields) -> int:
        sequence = self.make(number, **fields)
        self.publish(sequence)
        return sequence

    def make_as(self, fact: dict, number: int | None = None, **changes) -> int:
        """An envelope made elsewhere, at the next place of the count; a change to None leaves the attribute out."""
        counted = {**fact, "sequence": at(len(self.facts) + 1), "sourceepoch": self.epoch, **changes}
        envelope = msgpack.packb({key: value for key, value in counted.items() if value is not None})
        self.facts.append((self.topic(number or fact["data"]["number"]), envelope))
        return len(self.facts)

    def tell_as(self, fact: dict, number: int | None = None, **changes):
        self.publish(self.make_as(fact, number, **changes))

    def tell_raw(self, number: int, *frames: bytes):
        """Whatever these frames are, behind the topic of that task; it has no place in the count."""
        self.pub.send_multipart([self.topic(number), *frames])

    def topic(self, number: int) -> bytes:
        return f"platform/v1/{self.municipality}/task/{number}".encode()

    def restart(self, epoch: str):
        """Another count; the stream knows only that one."""
        self.epoch, self.facts = epoch, []

    def close(self):
        if self.stream:
            self.stream.close()
        self.pub.close()


class Router:
    """A ROUTER that `_serve`s in a thread of its own, from the end of the constructor on."""

    def __init__(self, platform: Platform):
        self.platform = platform
        self._router = platform.context.socket(zmq.ROUTER)
        self._router.setsockopt(zmq.LINGER, 0)
        self._router.setsockopt(zmq.SNDHWM, 0)
        self._router.bind("tcp://127.0.0.1:0")
        self.endpoint = self._router.getsockopt_string(zmq.LAST_ENDPOINT)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._ending.set()
        self._thread.join(10)


class Stream(Router):
    """The platform's facts as a durable stream."""

    def __init__(self, platform: Platform):
        self.answers = True
        self.opened_from: list[str] = []  # what klikd asked for, in order
        self.fetched = 0
        self.beats = 0
        self._sessions: dict[bytes, dict] = {}
        super().__init__(platform)

    def _serve(self):
        beat = 0.0
        while not self._ending.is_set():
            if self._router.poll(20):
                self._take(*self._router.recv_multipart())
            if not self.answers:
                continue
            for identity, session in list(self._sessions.items()):
                self._send_events(identity, session)
            if time.monotonic() - beat >= BEAT_S:
                beat = time.monotonic()
                self.beats += 1
                for identity, session in self._sessions.items():
                    self._say(identity, "heartbeat", epoch=self.platform.epoch, head=at(len(self.platform.facts)),
                              sent=at(session["position"]))
        self._router.close()

    def _take(self, identity: bytes, verb: bytes, payload: bytes):
        if not self.answers:
            return
        body = msgpack.unpackb(payload)
        if verb == b"open":
            assert body.keys() == {"name", "from", "credit", "ref"}, body
            self.opened_from.append(body["from"])
            start, head = int(body["from"]), len(self.platform.facts)
            if start > head and start > 0:
                start = head
            # A platform that starts again knows nothing of its sessions: they stay with the old facts.
            self._sessions[identity] = {"facts": self.platform.facts, "position": start, "credit": body["credit"]}
            self._say(identity, "opened", epoch=self.platform.epoch, first=at(1), head=at(head), start=at(start),
                      credit=body["credit"], ref=body["ref"])
        elif verb == b"ack" and identity in self._sessions:
            assert int(body["sequence"]) <= self._sessions[identity]["position"], body
            self._sessions[identity]["credit"] += body["credit"]
        elif verb == b"ping":
            self._say(identity, "pong", epoch=self.platform.epoch, head=at(len(self.platform.facts)))

    def _send_events(self, identity: bytes, session: dict):
        while session["credit"] > 0 and session["position"] < len(session["facts"]):
            topic, envelope = session["facts"][session["position"]]
            self._router.send_multipart([identity, b"event", topic, envelope])
            session["position"] += 1
            session["credit"] -= 1
            self.fetched += 1

    def _say(self, identity: bytes, verb: str, **body):
        self._router.send_multipart([identity, verb.encode(), msgpack.packb(body)])
