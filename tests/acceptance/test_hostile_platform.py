"""A platform whose stream lies, or whose counts are nonsense, costs itself something and klikd nothing."""

import time

import msgpack
import zmq

from klik_wire import at, observed, until
from platform_side import BEAT_S, Platform, Router


class HostileStream(Router):
    """A ROUTER that answers as the test says: `on_open` and `each_beat` get a function that says a verb."""

    def __init__(self, platform: Platform, on_open, each_beat=lambda say: None):
        self.on_open, self.each_beat = on_open, each_beat
        self.opened_from: list[str] = []
        super().__init__(platform)

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
                    self.on_open(say, body)
            if time.monotonic() - beat >= BEAT_S:
                beat = time.monotonic()
                self.each_beat(say)
        self._router.close()


def test_a_stream_that_never_opens_does_not_hold_back_what_is_published(running, started):
    platform = running.platform()
    platform.stream = HostileStream(
        platform, lambda say, body: None, lambda say: say("heartbeat", epoch="e1", head=at(9), sent=at(0)))
    control = running.control(started(platform))
    platform.tell(1, title="one")
    until(lambda: control.task(1), patience_s=20)


def test_a_stream_that_says_the_same_again_and_again_does_not_hold_back_what_is_published(running, started):
    platform = running.platform()
    platform.make(1, title="one")
    platform.stream = HostileStream(
        platform, lambda say, body: say("opened", epoch="e1", head=at(9), ref=body["ref"]),
        lambda say: say("event", *platform.facts[0]))
    control = running.control(started(platform))
    platform.tell(2, title="two")
    until(lambda: control.task(2), patience_s=20)


def test_facts_behind_many_that_are_refused_are_read_too(running, started):
    platform = running.platform(streaming=True)
    for number in range(1, 2002):
        platform.make_as(observed(number, source=platform.source, title="one", due_date="no date"))
    platform.make(5000, title="good")
    control = running.control(started(platform))
    until(lambda: control.task(5000), patience_s=20)


def test_what_a_platform_told_while_its_stream_was_silent_is_read_when_it_speaks(running, started):
    platform = running.platform(streaming=True)
    platform.make(1, title="one")
    platform.make(2, title="two")
    platform.stream.answers = False
    control = running.control(started(platform))
    platform.tell(3, title="three")
    until(lambda: control.task(3), patience_s=30)
    platform.stream.answers = True
    until(lambda: control.task(1) and control.task(2), patience_s=30)


def test_a_number_that_no_count_has_is_kept_and_moves_nothing(running, started):
    platform = running.platform()
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
    platform = running.platform()
    platform.stream = HostileStream(
        platform, lambda say, body: say("gone", first=at(int(body["from"]) + 100), ref=body["ref"]))
    control = running.control(started(platform))
    platform.tell(1, title="one")
    until(lambda: control.task(1), patience_s=20)
    assert len(platform.stream.opened_from) < 10
