"""Durable streams, snapshots and the beat (docs/protocol.md 2 and 3)."""

import random

import msgpack
import pytest
import zmq

import actors
import klik_wire
from klik_wire import ZERO, at, observed

KINDS = ["state", "notification", "request", "system"]


def put_tasks(control, numbers):
    for number in numbers:
        answer = control.put(observed(number, title=f"Opgave {number}", due_date="2024-06-03"))
        assert answer.verb == "put.ok", answer
    return control.ask("ping")["head"]


def test_after_a_break_a_stream_goes_on_behind_its_last_ack(running, daemon, control):
    head = put_tasks(control, range(1, 41))
    reader = running.control(daemon)
    assert reader.open("mail", "begin", credit=30).verb == "opened"
    first = [reader.next_event() for _ in range(30)]
    reader.acknowledge(first[19])
    reader.ask("ping")  # the ack came before it on the same connection
    reader.close()

    again = running.control(daemon)
    opened = again.open("mail", "acked")
    assert opened["start"] == first[19]["sequence"]
    rest = again.events_up_to(head)
    assert rest[:10] == first[20:]
    assert klik_wire.gaps(first[:20] + rest) == []

    everything = running.control(daemon)
    everything.open("another", "begin")
    assert first[:20] + rest == everything.events_up_to(head)


def test_a_stream_goes_on_behind_its_last_ack_after_a_restart_of_klikd(running, daemon, control):
    put_tasks(control, range(1, 11))
    control.open("mail", "begin", credit=8)
    seen = [control.next_event() for _ in range(8)]
    control.acknowledge(seen[5])
    put_tasks(control, range(11, 12))  # the cursor is on disk with this commit at the latest
    daemon.stop()

    daemon = running.klikd()
    again = running.control(daemon)
    assert again.open("mail", "acked")["start"] == seen[5]["sequence"]
    assert again.next_event() == seen[6]


def test_credit_bounds_what_is_sent(control):
    put_tasks(control, range(1, 11))
    assert control.open("slow", "begin", credit=3)["credit"] == 3
    got = [control.next_event() for _ in range(3)]
    beat = control.receive_verb("heartbeat", "event")
    assert beat.verb == "heartbeat"
    assert beat["sent"] == got[-1]["sequence"] < beat["head"]
    control.acknowledge(got[-1], credit=2)
    assert [control.receive_verb("event", "heartbeat").verb for _ in range(2)].count("event") >= 1


def test_credit_is_capped(control):
    assert control.open("greedy", "begin", credit=1_000_000)["credit"] == 10_000


def test_a_stream_of_one_kind_brings_that_kind_alone_and_sent_may_be_acknowledged(running, daemon, control):
    head = put_tasks(control, [1, 2, 3])
    control.open("requests", "begin", kinds=["request"])
    assert control.events_up_to(head) == []
    epoch = control.ask("ping")["epoch"]
    control.send("ack", epoch=epoch, sequence=head)
    control.ask("ping")
    assert running.control(daemon).open("requests", "acked")["start"] == head


def test_acked_without_a_cursor_is_not_found_and_begin_end_and_a_sequence_make_one(running, daemon, control):
    head = put_tasks(control, [1])
    assert control.open("new", "acked")["code"] == "not_found"
    assert control.open("new", "end")["start"] == head
    assert running.control(daemon).open("new", "acked")["start"] == head
    assert running.control(daemon).open("new", at(2))["start"] == at(2)
    assert running.control(daemon).open("new", "begin")["start"] == ZERO


def test_a_second_open_of_a_name_wins(running, daemon, control):
    control.open("mail", "begin")
    other = running.control(daemon)
    assert other.open("mail", "begin").verb == "opened"
    lost = control.receive_verb("error")
    assert lost["code"] == "conflict"
    head = put_tasks(other, [1])
    assert other.events_up_to(head)


def test_wrong_acks_are_errors(running, daemon, control):
    head = put_tasks(control, [1, 2])
    epoch = control.ask("ping")["epoch"]
    assert control.ask("ack", epoch=epoch, sequence=head)["code"] == "not_found"

    control.open("mail", "begin", credit=1)
    event = control.next_event()
    control.send("ack", epoch="another epoch", sequence=event["sequence"])
    assert control.receive_verb("error")["code"] == "wrong_epoch"
    assert control.ask("ack", epoch=epoch, sequence=event["sequence"])["code"] == "not_found"

    control.open("mail", "begin", credit=1)
    control.next_event()
    control.send("ack", epoch=epoch, sequence=at(10**9))
    assert control.receive_verb("error")["code"] == "conflict"

    control.open("mail", "begin", credit=2)
    first, second = control.next_event(), control.next_event()
    control.acknowledge(second)
    control.acknowledge(first)  # lower: ignored
    control.ask("ping")
    assert running.control(daemon).open("mail", "acked")["start"] == second["sequence"]


def test_open_streams_hear_a_heartbeat(control):
    control.open("mail", "end")
    beat = control.receive_verb("heartbeat")
    assert beat["sent"] == beat["head"]
    assert beat["epoch"] == control.ask("ping")["epoch"]


def test_a_silent_client_loses_its_session_and_keeps_its_cursor(running, daemon, control):
    head = put_tasks(control, [1])
    control.open("mail", "begin")
    events = control.events_up_to(head)
    control.acknowledge(events[-1])
    other = running.control(daemon)
    other.ask("ping")
    # `control` says nothing from here on; the socket is read without the client's pings.
    while True:
        assert control.socket.poll(klik_wire.PATIENCE_S * 1000), "no timeout came"
        message = klik_wire.Message(control.socket.recv_multipart())
        if message.verb == "error":
            break
    assert message["code"] == "timeout"
    assert other.open("mail", "acked")["start"] == events[-1]["sequence"]


def test_a_snapshot_joins_the_stream_without_hole_or_double(running, daemon, control):
    put_tasks(control, range(1, 21))
    control.send("snapshot", kinds=["state"], credit=8)
    begin = control.receive_verb("snapshot.begin")
    rows = [control.receive_verb("snapshot.row").body for _ in range(8)]
    # While the client takes its time, things happen.
    head = put_tasks(running.control(daemon), range(15, 26))
    control.send("open", name="view", **{"from": begin["sequence"]}, credit=1000)
    control.receive_verb("opened")
    while True:
        message = control.receive_verb("snapshot.row", "snapshot.end")
        if message.verb == "snapshot.end":
            break
        rows.append(message.body)
    view = {row["data"]["number"]: row for row in rows}
    for event in control.events_up_to(head):
        if event["type"] == "dk.klik.task.state.v1":
            known = view.get(event["data"]["number"])
            if known is None or known["sequence"] < event["sequence"]:
                view[event["data"]["number"]] = event
    assert sorted(view) == list(range(1, 26))
    now = {row["number"]: row for row in control.rows("tasks")}
    assert {number: event["data"] for number, event in view.items()} == now


def test_the_beat_tells_the_heads_of_each_kind(running, daemon, control):
    live = running.live(daemon)
    head = put_tasks(control, [1, 2, 3])
    events = live.events_up_to(head)
    beat = live.next_beat()
    assert sorted(beat["heads"]) == sorted(KINDS)
    assert beat["head"] == head
    assert beat["epoch"] == control.ask("ping")["epoch"]
    latest = {klik_wire.kind_of(event): event["sequence"] for event in events}
    for kind, sequence in latest.items():
        assert beat["heads"][kind] == sequence


def test_topics_name_municipality_kind_and_subject(running, daemon, control):
    live = running.live(daemon)
    head = put_tasks(control, [17])
    events = live.events_up_to(head)
    for topic, event in zip(live.topics, events, strict=True):
        assert topic == f"klik/v1/9999/{klik_wire.kind_of(event)}/{event['subject']}"
        assert event["source"] == "/klik/9999"
        assert event["id"] == f"{event['epoch']}.{event['sequence']}"
    assert "klik/v1/9999/state/17" in live.topics


def test_a_req_client_gets_its_answer(running, daemon):
    req = running.context.socket(zmq.REQ)
    req.setsockopt(zmq.LINGER, 0)
    req.connect(daemon.control())
    req.send_multipart([b"ping", msgpack.packb({"ref": "x"})])
    assert req.poll(klik_wire.PATIENCE_S * 1000)
    answer = klik_wire.Message(req.recv_multipart())
    req.close()
    assert (answer.verb, answer["ref"]) == ("pong", "x")


def test_a_routing_id_of_the_clients_own_choice_can_ask_and_has_no_stream(running, daemon):
    control = klik_wire.Control(running.context, daemon.control(),
                                prepare=lambda socket: socket.setsockopt(zmq.ROUTING_ID, b"the mailer"))
    running.clients.append(control)
    assert control.put(observed(1, title="x")).verb == "put.ok"
    for refused in (control.open("mail", "begin"), control.ask("snapshot", credit=10)):
        assert (refused.verb, refused["code"]) == ("error", "forbidden")
        assert "ZMQ_ROUTING_ID" in refused["text"]


def test_thousands_of_messages_are_in_flight_both_ways(running, daemon, control):
    """Nobody waits for anybody: the puts for their answers, the stream for its acks."""
    many = 5_000
    reader = running.control(daemon)
    reader.open("reader", "end", credit=10_000)
    for number in range(many):
        control.send("put", ref=number, event=observed(1 + number % 500, when=in_order(number), title=f"Turn {number}"))
    answers = [control.receive_verb("put.ok") for _ in range(many)]
    assert [answer["ref"] for answer in answers] == list(range(many))
    assert [answer["sequence"] for answer in answers] == sorted(answer["sequence"] for answer in answers)
    events = reader.events_up_to(answers[-1]["sequence"])
    assert klik_wire.gaps(events) == []
    states = [event for event in events if event["type"] == "dk.klik.task.state.v1"]
    assert [event["data"]["title"] for event in states] == [f"Turn {number}" for number in range(many)]


def in_order(number: int) -> str:
    return f"2024-01-15T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"


@pytest.mark.parametrize("seed", range(3))
def test_a_snapshot_joins_the_stream_while_facts_pour_in(running, daemon, control, seed):
    chance = random.Random(seed)
    put_tasks(control, range(1, 200))
    processes = actors.processes()
    acknowledged, stop = processes.Value("Q", 0), processes.Event()
    producer = processes.Process(target=actors.produce, daemon=True,
                                 args=(daemon.control(), "p", running.folder / "p", acknowledged, stop))
    producer.start()
    with actors.ended(producer):
        enough = chance.randint(1, 500)
        while acknowledged.value < enough:
            control.ask("ping")
        # Rows by the handful, the stream opened at some moment among them.
        control.send("snapshot", kinds=["state"], credit=chance.randint(1, 20))
        begin = control.receive_verb("snapshot.begin")
        opened_at, applied, rows = chance.randint(0, 150), {}, 0
        opened = over = False
        while not over:
            if not opened and rows >= opened_at:
                control.send("open", name="view", credit=50, **{"from": begin["sequence"]})
                opened = True
            message = control.receive_verb("snapshot.row", "snapshot.end", "event", "opened")
            if message.verb == "snapshot.row":
                applied[message["subject"]] = [message["sequence"]]
                rows += 1
                control.send("ack", epoch=begin["epoch"], sequence=begin["sequence"], credit=chance.randint(1, 3))
            over = message.verb == "snapshot.end"
            assert message.verb != "event", "the rows go first"
        if not opened:
            control.send("open", name="view", credit=50, **{"from": begin["sequence"]})
        goal = acknowledged.value + 1_000
        head, reached = None, ZERO
        while head is None or reached < head:
            message = control.receive_verb("event", "heartbeat", "opened")
            if message.verb == "event":
                reached = message["sequence"]
                control.acknowledge(message.body, credit=1)
                seen = applied.setdefault(message["subject"], [])
                if klik_wire.kind_of(message.body) == "state" and message["sequence"] > (seen or [ZERO])[-1]:
                    seen.append(message["sequence"])
            elif message.verb == "heartbeat":
                reached = message["sent"]
            if head is None and acknowledged.value >= goal:
                stop.set()
                producer.join()
                head = running.control(daemon).ask("ping")["head"]

    check = running.control(daemon)
    check.open("check", "begin", credit=10_000)
    every = [event for event in check.events_up_to(head) if klik_wire.kind_of(event) == "state"]
    for subject, sequences in applied.items():
        expected = [event["sequence"] for event in every if event["subject"] == subject]
        if expected:
            assert sequences == expected[expected.index(sequences[0]):], f"task {subject}: a hole or an overlap"
    assert {event["subject"] for event in every} == {subject for subject, seen in applied.items() if seen}


def test_a_crash_never_moves_a_cursor_forward_nor_behind_what_was_committed(running):
    chance = random.Random(1)
    daemon = running.klikd()
    head = put_tasks(running.control(daemon), range(1, 200))
    committed, place = ZERO, 0
    events = None
    for turn in range(12):
        reader = running.control(daemon)
        start = reader.open("mail", "acked" if events else "begin", credit=10_000)["start"]
        if events is None:
            events = reader.events_up_to(head)
        else:
            assert committed <= start <= events[place]["sequence"], f"turn {turn}"
            last = reader.events_up_to(head)[-1]["sequence"]
            assert last == events[-1]["sequence"]
        place = chance.randint(place, min(place + 20, len(events) - 1))
        reader.acknowledge(events[place])
        if chance.random() < 0.5:
            for again in range(2):  # the first may share its commit with what came before the ack
                assert reader.put(observed(1, when=in_order(turn), fact_id=f"{turn}-{again}")).verb == "put.ok"
            committed = events[place]["sequence"]
        daemon.kill()
        daemon = running.klikd()
