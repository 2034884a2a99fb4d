"""A platform that publishes facts on a PUB socket, rightly or wrongly (docs/protocol.md 2 "Facts")."""

import msgpack
import zmq

import klik_wire

TOPIC = "platform/v1/9999/task/{}"


class Platform:
    """A PUB that klikd has subscribed to; it counts what it publishes."""

    def __init__(self, context: zmq.Context):
        self.socket = context.socket(zmq.XPUB)
        self.socket.setsockopt(zmq.LINGER, 0)
        self.socket.setsockopt(zmq.SNDHWM, 0)
        self.endpoint = f"tcp://127.0.0.1:{self.socket.bind_to_random_port('tcp://127.0.0.1')}"
        self.count = 0

    def close(self):
        self.socket.close()

    def heard(self):
        """Waits for klikd's subscription."""
        assert self.socket.poll(klik_wire.PATIENCE_S * 1000), "klikd never subscribed"
        self.socket.recv()

    @staticmethod
    def topic(number: int) -> bytes:
        return TOPIC.format(number).encode()

    def raw(self, number: int, *frames: bytes):
        self.socket.send_multipart([self.topic(number), *frames])

    def publish(self, fact: dict, number: int | None = None, **changes):
        self.count += 1
        counted = {**fact, "sequence": klik_wire.at(self.count), "sourceepoch": "e-1", **changes}
        self.raw(number or fact["data"]["number"],
                 msgpack.packb({key: value for key, value in counted.items() if value is not None}))
