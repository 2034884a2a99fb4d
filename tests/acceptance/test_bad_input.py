"""Bad bytes from outside (docs/protocol.md 3 "Errors" and 4). klikd answers and lives on."""

import msgpack
import pytest
import zmq

import klik_wire
from klik_wire import observed

AFTER_THE_NEXT_RUN = "2024-02-02T08:00:00+01:00"
GOOD = msgpack.packb({"event": observed(1, title="En opgave")})


def lives(running, daemon):
    """Another client is served, and the process is the same."""
    control = running.control(daemon)
    assert control.ask("ping").verb == "pong"
    assert control.put(observed(7, title="En opgave mere")).verb == "put.ok"
    assert daemon.process.poll() is None


def raw_map(*pairs: bytes) -> bytes:
    return bytes([0x80 + len(pairs) // 2]) + b"".join(pairs)


def key(text: str) -> bytes:
    return msgpack.packb(text)


DUPLICATE_KEY_IN_FACT = GOOD.replace(
    msgpack.packb("title") + msgpack.packb("En opgave"), b""
).replace(msgpack.packb("municipality") + msgpack.packb("9999"), msgpack.packb("number") + msgpack.packb(2))

MALFORMED = {
    "empty payload": b"",
    "truncated": GOOD[:-5],
    "truncated in the first byte of a text": GOOD[: GOOD.index(b"event")],
    "not a map": msgpack.packb([1, 2, 3]),
    "a number": msgpack.packb(17),
    "nested a million times": b"\x91" * 1_000_000 + b"\xc0",
    "nested 40 times in a value": raw_map(key("event"), b"\x91" * 40 + b"\xc0"),
    "an array that claims four thousand million elements": raw_map(key("event"), b"\xdd\xff\xff\xff\xff"),
    "a map that claims four thousand million pairs": b"\xdf\xff\xff\xff\xff",
    "a text that claims four thousand million bytes": raw_map(key("event"), b"\xdb\xff\xff\xff\xffabc"),
    "trailing bytes": GOOD + b"\x00",
    "two values": GOOD + GOOD,
    "duplicate key": raw_map(key("event"), b"\xc0", key("event"), b"\xc0"),
    "duplicate key in the fact": DUPLICATE_KEY_IN_FACT,
    "a key that is no text": raw_map(b"\x01", b"\xc0"),
    "a text that is not UTF-8": raw_map(key("event"), b"\xa2\xc3\x28"),
    "a text of more than 64 KiB": msgpack.packb({"event": observed(1, title="x" * 65_537)}),
    "a reserved byte": raw_map(key("event"), b"\xc1"),
    "no event": msgpack.packb({}),
    "an event that is nil": msgpack.packb({"event": None}),
    "an unknown key in the closed map": msgpack.packb({"event": observed(1), "evnet": 1}),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_malformed_put_is_answered_and_harms_nobody(running, daemon, control, what):
    control.send_raw(b"put", MALFORMED[what])
    answer = control.receive_verb("error", "put.ok")
    assert (answer.verb, answer.body.get("code")) == ("error", "malformed"), answer
    assert answer["text"] and answer["about"] == "put"
    lives(running, daemon)
    assert [row["number"] for row in control.rows("tasks")] == [7], "nothing of it was taken"


def without(event: dict, name: str) -> dict:
    return {k: v for k, v in event.items() if k != name}


def test_the_path_of_the_key_is_told(control):
    bad = {
        "data.due_date": observed(1, due_date="04-03-2024"),
        "data.number": observed(0),
        "data.municipality": {**observed(1), "data": {"number": 1}},
        "data.prerequisites": observed(1, prerequisites=["a"]),
        "data.assignee": observed(1, assignee="Karen Vest"),
        "data.title": observed(1, title=17),
        "time": {**observed(1), "time": "yesterday"},
        "id": without(observed(1), "id"),
        "source": without(observed(1), "source"),
        "type": {**observed(1), "type": "dk.klik.task.imagined.v1"},
        "data": {**observed(1), "data": [1]},
    }
    for path, event in bad.items():
        answer = control.put(event)
        assert (answer.verb, answer.body.get("code")) == ("error", "malformed"), (path, answer)
        assert path in answer["text"], (path, answer)
    assert control.rows("tasks") == []


@pytest.mark.parametrize("due", ["2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "1824-02-01", "2024-2-1", ""])
def test_a_date_that_does_not_exist_is_refused(control, due):
    assert control.put(observed(1, due_date=due))["code"] == "malformed"


def test_29_february_is_taken_in_a_leap_year(control):
    assert control.put(observed(1, due_date="2024-02-29")).verb == "put.ok"
    assert control.task(1)["due_date"] == "2024-02-29"


def test_an_oversized_frame_never_arrives_and_the_sender_may_come_again(running, daemon, control):
    control.send_raw(b"put", b"\xc4" + b"x" * (klik_wire.MAX_MESSAGE_BYTES + 1))
    lives(running, daemon)
    again = running.control(daemon)
    assert again.ask("ping").verb == "pong"


def test_unknown_verbs_are_answered(running, daemon, control):
    for verb in (b"fly", b"PUT", b"put\x00", b"\xff\xfe", b"x" * 300):
        control.send_raw(verb, msgpack.packb({"ref": 5}))
        answer = control.receive_verb("error")
        assert (answer["code"], answer["ref"]) == ("unknown_verb", 5), verb
    lives(running, daemon)


@pytest.mark.parametrize("frame", [b"ping", b""])
def test_a_req_that_sends_one_frame_gets_its_error(running, daemon, frame):
    req = running.context.socket(zmq.REQ)
    req.setsockopt(zmq.LINGER, 0)
    req.connect(daemon.control())
    req.send(frame)
    assert req.poll(klik_wire.PATIENCE_S * 1000), "no answer"
    verb, body = req.recv_multipart()
    assert (verb, msgpack.unpackb(body)["code"]) == (b"error", "malformed")
    req.close()


@pytest.mark.parametrize("frames", [[b"ping"], [b"ping", b"\x80", b"\x80"], [b""], [b"", b"ping"], [b"", b"\x80"], [b"x"] * 50])
def test_a_wrong_number_of_frames_harms_nobody(running, daemon, control, frames):
    control.send_raw(*frames)
    lives(running, daemon)


def test_control_maps_are_closed(control):
    questions = {
        "open": {"name": "a", "from": "end", "credit": 1},
        "ack": {"epoch": "e", "sequence": klik_wire.at(1)},
        "request": {"id": "r", "number": 1, "change": {"status": "completed"}},
        "snapshot": {"credit": 1},
        "clock": {"advance_to": "2024-02-01T12:00:00Z"},
        "ping": {},
        "query": {"what": "projects"},
    }
    for verb, body in questions.items():
        answer = control.ask(verb, **body, colour_of_sky="blue")
        assert (answer.verb, answer.body.get("code")) == ("error", "malformed"), (verb, answer)
        assert "colour_of_sky" in answer["text"], (verb, answer)


@pytest.mark.parametrize(
    "verb, body",
    [
        ("open", {"name": "", "from": "end", "credit": 1}),
        ("open", {"name": "x" * 129, "from": "end", "credit": 1}),
        ("open", {"name": "a", "from": "later", "credit": 1}),
        ("open", {"name": "a", "from": 5, "credit": 1}),
        ("open", {"name": "a", "from": "end", "credit": -1}),
        ("open", {"name": "a", "from": "end", "credit": 1, "kinds": ["gossip"]}),
        ("ack", {"epoch": "e", "sequence": "12"}),
        ("ack", {"epoch": "e", "sequence": 12}),
        ("request", {"id": "r", "number": 0, "change": {"status": "completed"}}),
        ("request", {"id": "r", "number": 1, "change": {}}),
        ("request", {"id": "r", "number": 1, "change": {"title": "new"}}),
        ("request", {"id": "r", "number": 1, "change": {"due_date": "soon"}}),
        ("query", {"what": "weather"}),
        ("query", {}),
        ("query", {"what": "task"}),
        ("snapshot", {"credit": 1, "kinds": ["notification"]}),
        ("clock", {"advance_to": "noon"}),
    ],
)
def test_wrong_values_in_control_maps_are_malformed(control, verb, body):
    answer = control.ask(verb, **body)
    assert (answer.verb, answer.body.get("code")) == ("error", "malformed"), answer


def test_a_municipality_that_is_not_the_sockets_is_forbidden(running):
    daemon = running.klikd(municipalities=("9999=Korsbæk Kommune", "0101=København"),)
    korsbaek, copenhagen = running.control(daemon), running.control(daemon, "0101")
    assert korsbaek.put(observed(1, municipality="8888"))["code"] == "forbidden"
    assert korsbaek.put(observed(1, municipality="0101"))["code"] == "forbidden"
    assert copenhagen.put(observed(1, municipality="0101")).verb == "put.ok"
    assert korsbaek.rows("tasks") == []
    assert [row["municipality"] for row in copenhagen.rows("tasks")] == ["0101"]


def test_the_same_fact_again_is_a_duplicate_and_another_under_its_id_a_conflict(control):
    fact = observed(1, fact_id="f-1", title="A")
    first = control.put(fact)
    again = control.put(fact)
    assert (again["sequence"], first["duplicate"], again["duplicate"]) == (first["sequence"], False, True)
    assert control.put(observed(1, fact_id="f-1", title="B"))["code"] == "conflict"
    assert control.task(1)["title"] == "A"


def test_unknown_keys_of_facts_are_kept_and_do_no_harm(control):
    fact = {**observed(1, title="A", budget={"dkk": 5}), "traceparent": "00-1"}
    assert control.put(fact).verb == "put.ok"
    assert control.task(1)["title"] == "A"


def test_cycles_and_a_task_that_is_its_own_prerequisite_are_told_and_the_rest_goes_on(control):
    control.open("all", "begin")
    for number, before in [(1, [1]), (2, [3]), (3, [4]), (4, [2]), (5, [99])]:
        assert control.put(observed(number, title="x", prerequisites=before)).verb == "put.ok"
    control.advance_to(AFTER_THE_NEXT_RUN)
    items = [
        item
        for event in control.events_up_to(control.ask("ping")["head"])
        if event["type"] == "dk.klik.notification.v1"
        for item in event["data"]["items"]
    ]
    on_cycle = {item["number"] for item in items if item["kind"] == "prerequisite_cycle"}
    assert on_cycle == {1, 2, 3, 4}
    assert {item["number"] for item in items if item["kind"] == "unknown_prerequisite"} == {5}


def test_due_before_start_is_a_date_conflict_and_an_unknown_status_is_kept(control):
    control.open("all", "begin")
    assert control.put(observed(1, start_date="2024-05-02", due_date="2024-05-01")).verb == "put.ok"
    assert control.put(observed(2, status="Sat på pause")).verb == "put.ok"
    control.advance_to(AFTER_THE_NEXT_RUN)
    items = [
        (item["number"], item["kind"])
        for event in control.events_up_to(control.ask("ping")["head"])
        if event["type"] == "dk.klik.notification.v1"
        for item in event["data"]["items"]
    ]
    assert (1, "date_conflict") in items and (2, "unknown_status") in items
    row = control.task(2)
    assert (row["status"], row["status_label"]) == ("unknown", "Sat på pause")


def test_a_long_title_is_refused_where_it_comes_in_and_no_notice_is_too_long_for_its_reader(running, daemon, control):
    long = "a" * 65_536
    for field in ("title", "status", "priority", "platform_colour", "project", "recommended_assignee"):
        answer = control.put(observed(1, **{field: long}))
        assert answer["code"] == "malformed" and answer["text"].startswith(f"data.{field}: "), answer
    assert control.put(observed(1, title="æ" * 2000, status="ø" * 2000, description=long)).verb == "put.ok"
    answer = control.ask("request", id="r-1", number=1, change={"status": long})
    assert answer["code"] == "malformed" and answer["text"].startswith("change.status: "), answer

    control.open("all", "begin")
    for event in control.events_up_to(control.ask("ping")["head"]):
        assert longest_text(event) <= 65_536


def longest_text(value) -> int:
    if isinstance(value, dict):
        return max((longest_text(part) for pair in value.items() for part in pair), default=0)
    if isinstance(value, list):
        return max(map(longest_text, value), default=0)
    return len(value.encode()) if isinstance(value, str) else 0
