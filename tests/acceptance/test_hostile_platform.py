"""A platform whose stream lies, or whose counts are nonsense, costs itself something and klikd nothing."""

import threading
import time

import msgpack
import pytest
import zmq

from klik_wire import at, observed
from platform_side import Platform


class HostileStream:
    """A ROUTER that answers as the test says: `on_open` and `each_beat` get a function that says a verb."""

    def __init__(self, platform: Platform, on_open, each_beat=lambda say: None, beat_s: float = 1.0):
        self.platform, self.on_open, self.each_beat, self.beat_s = platform, on_open, each_beat, beat_s
        self.opened_from: list[str] = []
        self.credit = 0
        self._router = platform.context.socket(zmq.ROUTER)
        self._router.setsockopt(zmq.LINGER, 0)
        self._router.setsockopt(zmq.SNDHWM, 0)
        self._router.bind("tcp://127.0.0.1:0")
        self.endpoint = self._router.getsockopt_string(zmq.LAST_ENDPOINT)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        beat, say = 0.0, lambda *_, **__: None
        while not self._ending.is_set():
            if self._router.poll(20):
                identity, verb, payload = self._router.recv_multipart()
                body = msgpack.unpackb(payload)

                def say(verb: str, *frames: bytes, identity=identity, **answer):
                    self._router.send_multipart([identity, verb.encode(), *(frames or [msgpack.packb(answer)])])

                if verb == b"open":
                    self.opened_from.append(body["from"])
                    self.credit = body["credit"]
                    self.on_open(say, body)
                elif verb == b"ack":
                    self.credit += body["credit"]
            if time.monotonic() - beat >= self.beat_s:
                beat = time.monotonic()
                self.each_beat(say)
        self._router.close()

    def close(self):
        self._ending.set()
        self._thread.join(10)


@pytest.fixture
def started(running, tmp_path):
    def start(platform):
        running.clients.append(platform)
        config = tmp_path / "klikd.toml"
        config.write_text(platform.config())
        daemon = running.klikd("--config", config)
        platform.subscribed()
        return daemon
    return start


def until(holds, patience_s: float = 40):
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.05)


def test_a_stream_that_never_opens_does_not_hold_back_what_is_published(running, started):
    platform = Platform(running.context)
    platform.stream = HostileStream(
        platform, lambda say, body: None, lambda say: say("heartbeat", epoch="e1", head=at(9), sent=at(0)))
    control = running.control(started(platform))
    platform.tell(1, title="one")
    until(lambda: control.task(1), patience_s=20)


def test_a_stream_that_says_the_same_again_and_again_does_not_hold_back_what_is_published(running, started):
    platform = Platform(running.context)
    platform.make(1, title="one")
    platform.stream = HostileStream(
        platform, lambda say, body: say("opened", epoch="e1", head=at(9), ref=body["ref"]),
        lambda say: say("event", *platform.facts[0]))
    control = running.control(started(platform))
    platform.tell(2, title="two")
    until(lambda: control.task(2), patience_s=20)


def test_facts_behind_many_that_are_refused_are_read_too(running, started):
    platform = Platform(running.context, streaming=True)
    for number in range(1, 2002):
        platform.make_as(observed(number, source=platform.source, title="one", due_date="no date"))
    platform.make(5000, title="good")
    control = running.control(started(platform))
    until(lambda: control.task(5000), patience_s=20)


def test_what_a_platform_told_while_its_stream_was_silent_is_read_when_it_speaks(running, started):
    platform = Platform(running.context, streaming=True)
    platform.make(1, title="one")
    platform.make(2, title="two")
    platform.stream.answers = False
    control = running.control(started(platform))
    platform.tell(3, title="three")
    until(lambda: control.task(3), patience_s=30)
    platform.stream.answers = True
    until(lambda: control.task(1) and control.task(2), patience_s=30)


def test_a_number_that_no_count_has_is_kept_and_moves_nothing(running, started):
    platform = Platform(running.context)
    control = running.control(started(platform))
    platform.tell(1, title="one")
    fact = msgpack.unpackb(platform.facts[0][1])
    for sequence in (0, 2**64 - 1):
        wrong = {**fact, "id": f"x{sequence}", "sequence": at(sequence)}
        platform.pub.send_multipart([platform.topic(1), msgpack.packb(wrong)])
    platform.tell(2, title="two")
    until(lambda: control.task(2))
    assert [row["path"] for row in control.rows("quarantine")] == ["sequence", "sequence"]
    assert [row["complete"] for row in control.rows("losses")] == [True]


def test_a_stream_that_has_nothing_again_and_again_is_left_alone(running, started):
    platform = Platform(running.context)
    platform.stream = HostileStream(
        platform, lambda say, body: say("gone", first=at(int(body["from"]) + 100), ref=body["ref"]))
    control = running.control(started(platform))
    platform.tell(1, title="one")
    until(lambda: control.task(1), patience_s=20)
    assert len(platform.stream.opened_from) < 10
