#!/usr/bin/python3
"""Prints a municipality's events and goes on behind the last one acknowledged, however either side ends.

Needs pyzmq and msgpack alone. docs/protocol.md is all it was written from.

    subscriber.py [--control tcp://127.0.0.1:7511] [--name NAME] [--kind KIND]... [--limit N]
"""

import argparse
import json
import time

import msgpack
import zmq

BEAT_S = 1.0
SILENT_BEATS = 3
CREDIT = 1000
DEALER_OPTIONS = {
    zmq.LINGER: 1000,  # the last ack leaves before the program ends
    zmq.MAXMSGSIZE: 1 << 20,
    zmq.HEARTBEAT_IVL: 1000,
    zmq.HEARTBEAT_TIMEOUT: 3000,
    zmq.HEARTBEAT_TTL: 3000,
    zmq.RECONNECT_IVL: 100,
    zmq.RECONNECT_IVL_MAX: 5000,
}


class Refused(Exception):
    """klikd answered `error` or `gone`."""

    def __init__(self, verb, answer):
        super().__init__(answer.get("text") or f"{verb}: {answer}")
        self.code = answer.get("code", verb)


class Stream:
    """A durable stream over as many connections as it takes."""

    def __init__(self, control, name, kinds):
        self.context = zmq.Context.instance()
        self.control, self.name, self.kinds = control, name, kinds
        self.start = "acked"
        self.epoch = None
        self.connect()

    def connect(self):
        if hasattr(self, "socket"):
            self.socket.close(linger=0)
        self.socket = self.context.socket(zmq.DEALER)
        for option, value in DEALER_OPTIONS.items():
            self.socket.setsockopt(option, value)
        self.socket.connect(self.control)
        wish = {"name": self.name, "from": self.start, "credit": CREDIT}
        if self.kinds:
            wish["kinds"] = self.kinds
        self.say("open", wish)
        self.heard = time.monotonic()

    def say(self, verb, message):
        self.socket.send_multipart([verb.encode(), msgpack.packb(message)])
        self.said = time.monotonic()

    def ack(self, event):
        """All up to this event is dealt with; the credit that it cost goes back."""
        self.say("ack", {"epoch": event["epoch"], "sequence": event["sequence"], "credit": 1})

    def events(self):
        while True:
            if not self.socket.poll(int(BEAT_S * 1000)):
                if time.monotonic() - self.heard > SILENT_BEATS * BEAT_S:
                    self.connect()
            else:
                frames = self.socket.recv_multipart()
                self.heard = time.monotonic()
                event = self.take(frames[0].decode(), msgpack.unpackb(frames[-1]))
                if event:
                    yield event
            if time.monotonic() - self.said > BEAT_S:
                self.say("ping", {})

    def take(self, verb, message):
        """The event, if it is one; everything else is dealt with here."""
        if verb == "event":
            return message
        if verb == "opened":
            if self.epoch not in (None, message["epoch"]):
                raise Refused("wrong_epoch", {"text": "klikd has another journal than before"})
            self.epoch, self.start = message["epoch"], "acked"
        elif verb == "error" and message["code"] == "not_found" and self.start == "acked":
            self.start = "begin"  # a new name; one that delivers notices would choose "end"
            self.connect()
        elif verb == "error" and message["code"] == "timeout":
            self.connect()
        elif verb in ("error", "gone"):
            raise Refused(verb, message)
        return None  # heartbeat and pong: heard, and nothing to do


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--control", default="tcp://127.0.0.1:7511", help="klikd's control endpoint")
    parser.add_argument("--name", default="example-subscriber", help="durable name of this subscriber")
    parser.add_argument("--kind", action="append", help="only this kind; may be repeated")
    parser.add_argument("--limit", type=int, default=0, help="end after so many events")
    arguments = parser.parse_args()
    stream = Stream(arguments.control, arguments.name, arguments.kind)
    try:
        for count, event in enumerate(stream.events(), 1):
            print(event["sequence"].lstrip("0"), event["time"], event["type"],
                  json.dumps(event["data"], ensure_ascii=False), flush=True)
            stream.ack(event)
            if count == arguments.limit:
                break
    except Refused as refused:
        raise SystemExit(f"subscriber: {refused.code}: {refused}")
    finally:
        stream.socket.close()
        stream.context.term()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
