"""What the Python rivals share: the two sockets, a batch of facts, the envelope of a state event."""

import msgpack
import zmq

QUEUE = 10_000  # klikd's own


def sockets(inlet: str) -> tuple[zmq.Socket, zmq.Socket]:
    """Where facts come in, and where state goes out; the first line of output says where that is."""
    context = zmq.Context()
    facts = context.socket(zmq.SUB)
    facts.rcvhwm = QUEUE
    facts.subscribe("platform/v1/")
    facts.connect(inlet)
    state = context.socket(zmq.PUB)
    state.sndhwm = QUEUE
    state.bind("tcp://127.0.0.1:*")
    print(state.last_endpoint.decode(), flush=True)
    return facts, state


def batch(facts: zmq.Socket, most: int) -> list[bytes]:
    """Waits for a fact, and takes what else has come, at most so many."""
    payloads = [facts.recv_multipart()[1]]
    try:
        while len(payloads) < most:
            payloads.append(facts.recv_multipart(zmq.NOBLOCK)[1])
    except zmq.Again:
        pass
    return payloads


def topic_of(number: int) -> str:
    return f"klik/v1/9999/state/{number}"


def state_event(epoch: str, sequence: int, previous: int, cause: str, time: str, data: dict) -> bytes:
    return msgpack.packb({
        "specversion": "1.0",
        "id": f"{epoch}.{sequence:020}",
        "source": "/klik/9999",
        "type": "dk.klik.task.state.v1",
        "subject": str(data["number"]),
        "time": time,
        "datacontenttype": "application/msgpack",
        "sequence": f"{sequence:020}",
        "previous": f"{previous:020}",
        "epoch": epoch,
        "causationid": cause,
        "data": data,
    })
