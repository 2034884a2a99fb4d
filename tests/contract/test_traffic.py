"""What a running klikd sends and takes is what the schemas describe, and no key beyond it."""

import json
import sqlite3

import msgpack
import pytest

import klik_wire
import wire_check
from klik_schemas import SCHEMAS, findings
from klik_wire import observed


def wrong(messages, schema_of):
    """Each finding once, with the message that it was found in."""
    found = {}
    for message in messages:
        for finding in findings(schema_of(message), getattr(message, "body", message), strict=True):
            found.setdefault(finding, message)
    return found


class Listening(klik_wire.Control):
    """Keeps every message that klikd sent."""

    def __init__(self, context, endpoint):
        self.heard: list[klik_wire.Message] = []
        super().__init__(context, endpoint)

    def _arrived(self, patience_s):
        self.heard.append(super()._arrived(patience_s))
        return self.heard[-1]


def schema_of(message: klik_wire.Message) -> str:
    if message.topic is not None:
        return "event.schema.json"
    return f"server.schema.json#/$defs/{message.verb}"


@pytest.fixture
def daemon(running, platform):
    """A klikd for Korsbæk Kommune that listens to a platform."""
    daemon = running.klikd("--platform", platform.live)
    platform.subscribed()
    return daemon


@pytest.fixture
def listening(running, daemon):
    client = Listening(running.context, daemon.control())
    running.clients.append(client)
    return client


def live_through_a_quarantine(client, platform, journal):
    """Bad messages of each shape, one dropped, one retried in vain and one that a later klikd understands."""
    platform.tell_raw(1, b"\xc1")
    platform.tell_raw(1, b"\x80", b"\x80")
    platform.tell_as(observed(1, municipality="0101"))
    klik_wire.until(lambda: len(client.rows("quarantine")) >= 3)
    fact = {**observed(8, title="H"), "sequence": klik_wire.at(1), "sourceepoch": "e-0"}
    with sqlite3.connect(journal) as database:
        database.execute("UPDATE quarantine SET topic = ?, payload = ? WHERE number = 1",
                         (platform.topic(8), msgpack.packb(fact)))
    database.close()
    rows = client.rows("quarantine") + client.rows("quarantine", number=2) + client.rows("quarantine", number=3)
    answers = [client.ask("admin", do=f"quarantine_{action}", number=number)
               for action, number in [("retry", 1), ("retry", 2), ("drop", 2), ("drop", 2)]]
    return rows, answers


def noticed(client):
    """The id of a notification that the client heard."""
    return next(message.body["id"] for message in client.heard
                if message.topic and message.body["type"] == "dk.klik.notification.v1")


def live_through_everything(client):
    """A story in which each type of event and each verb comes up."""
    for fact in [
        observed(1, title="A", status="Ikke påbegyndt", platform_colour="Rød", due_date="2024-02-20", start_date=None,
                 assignee={"name": "Karen Vest"}, project="FBS 2", priority="Anbefalet opgave"),
        observed(2, title="B", status="Ikke påbegyndt", prerequisites=[1, 99], due_date="2024-02-12", internal_notes="x"),
        observed(3, title="C", status="Sat på pause", prerequisites=[3]),
        observed(4, start_date="2024-05-02", due_date="2024-05-01", responsible=None),
    ]:
        assert client.put(fact).verb == "put.ok"
    client.ask("request", id="no", number=2, change={"status": "fuldført"})
    client.ask("request", id="yes", number=1, change={"status": "fuldført", "due_date": "2024-02-21"}, base_revision=1)
    client.advance_to("2024-02-13T12:00:00+01:00")
    client.put(observed(1, when="2024-02-13T09:00:00Z", status="Fuldført", due_date="2024-02-21"))
    client.put(observed(1, when="2024-02-14T09:00:00Z", status="Påbegyndt", assignee={"name": "Bo Juul"}))
    client.put({**observed(4, when="2024-02-14T09:00:00Z"), "type": "dk.klik.task.removed.v1",
                "data": {"municipality": "9999", "number": 4}})
    client.advance_to("2024-03-20T12:00:00+01:00")
    client.ask("no such verb")
    client.open("never seen", "acked")
    client.open("all", "begin")
    client.events_up_to(client.ask("ping")["head"])
    client.receive_verb("heartbeat")
    client.ask("snapshot", kinds=["state"], credit=100)
    client.receive_verb("snapshot.end")
    client.ask("local", add_task={"title": "Kursus", "assignee": {"name": "Karen Vest"}}, id="first")
    client.ask("local", change_task={"number": -1, "due_date": "2024-04-02"})
    client.ask("local", add_edge={"number": 1, "prerequisite": -1})
    client.ask("local", remove_edge={"number": 3, "prerequisite": -1})
    for what, keys in [("tasks", {}), ("task", {"number": 1}), ("task", {"number": 2}), ("history", {"number": 2}), ("projects", {}),
                       ("why", {"event": noticed(client)}), ("why_not", {"number": 1, "person": "p-1"}),
                       ("why_not", {"number": 1, "person": "mailbox-9999", "on": "2024-02-19"}),
                       ("projects", {"groups": True}),
                       ("health", {}), ("person", {}), ("quarantine", {})]:
        client.ask("query", what=what, **keys)


def test_everything_that_klikd_sends_is_described(running, daemon, listening):
    live = running.live(daemon)
    live_through_everything(listening)
    events = live.events_up_to(listening.ask("ping")["head"])

    assert wrong(listening.heard, schema_of) == {}
    assert wrong(events, lambda _: "event.schema.json") == {}
    assert wrong([live.next_beat()], lambda _: "beat.schema.json") == {}

    sent = {message.verb for message in listening.heard}
    assert sent >= {"put.ok", "request.accepted", "request.refused", "clock.ok", "error", "opened", "event", "pong",
                    "local.ok", "heartbeat", "snapshot.begin", "snapshot.row", "snapshot.end", "result"}
    types = {message.body["type"] for message in listening.heard if message.topic}
    assert types >= {"dk.klik.task.state.v1", "dk.klik.task.removed.v1", "dk.klik.notification.v1",
                     "dk.klik.task.change_requested.v1", "dk.klik.request.outcome.v1", "dk.klik.system.v1"}


def test_the_quarantine_is_described(running, daemon, listening, platform):
    live = running.live(daemon)
    rows, answers = live_through_a_quarantine(listening, platform, running.folder / "data" / "journal.db")
    assert [answer.verb for answer in answers] == ["admin.ok", "error", "admin.ok", "error"]
    assert wrong(rows, lambda _: "common.schema.json#/$defs/quarantinedMessage") == {}
    assert wrong(listening.heard, schema_of) == {}
    events = live.events_up_to(listening.ask("ping")["head"])
    assert wrong(events, lambda _: "event.schema.json") == {}
    kinds = {event["data"].get("kind") for event in events if event["type"] == "dk.klik.system.v1"}
    assert kinds >= {"quarantined", "quarantine_taken", "quarantine_dropped"}


def test_rows_of_tasks_are_the_data_of_their_state_events_and_internal_notes_stay_inside(listening):
    live_through_everything(listening)
    state = "event.schema.json#/$defs/taskState"
    assert wrong(listening.rows("tasks"), lambda _: state) == {}
    everything = [message.body for message in listening.heard]
    assert "internal_notes" not in json.dumps(everything, default=repr)
    assert "Karen" not in json.dumps([m.body for m in listening.heard if m.topic], default=repr)


GOLDEN = sorted((SCHEMAS / "golden").glob("client.*.json")) + sorted((SCHEMAS / "golden").glob("fact.*.json"))


def test_a_key_that_no_schema_describes_fails_the_test_that_sees_it():
    pong = {"epoch": "e", "head": klik_wire.at(1)}
    wire_check.received("pong", None, pong)
    with pytest.raises(AssertionError, match="mood"):
        wire_check.received("pong", None, {**pong, "mood": "good"})
    with pytest.raises(AssertionError, match="in no schema"):
        wire_check.received("sigh", None, {})


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_klikd_takes_the_golden_messages_of_clients(listening, path):
    golden = json.loads(path.read_text("utf-8"))
    side, name = path.stem.split(".", 1)
    body, verb = (golden["message"], name.split(".")[0]) if side == "client" else ({"event": golden["message"]}, "put")
    answer = listening.ask(verb, **{key: value for key, value in body.items() if key != "ref"})
    assert answer.verb != "error" or answer["code"] in ("not_found", "conflict"), answer
