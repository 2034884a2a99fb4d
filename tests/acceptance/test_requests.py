"""Requests and the platform that carries them out (docs/rules.md 3, docs/protocol.md 3 "Requests")."""

import pytest

from klik_wire import observed


@pytest.fixture
def platform(running, daemon):
    """The platform's own connection: it reads kind `request` as a durable stream and puts facts."""
    connection = running.control(daemon)
    connection.open("platform", "begin", kinds=["request"])
    return connection


def put(control, number, when="2024-01-15T09:00:00Z", **fields):
    answer = control.put(observed(number, when=when, **fields))
    assert answer.verb == "put.ok", answer
    return answer


def complete(control, number, request_id="r-1", **more):
    return control.ask("request", id=request_id, number=number, change={"status": "fuldført"}, **more)


def request_events(platform, control):
    """What has come to the platform since it was last asked: changes to carry out, and outcomes."""
    events = platform.events_up_to(control.ask("ping")["head"])
    asked = [e["data"] for e in events if e["type"] == "dk.klik.task.change_requested.v1"]
    return asked, [e["data"]["outcome"] for e in events if e["type"] == "dk.klik.request.outcome.v1"]


def next_outcome(platform):
    while True:
        event = platform.next_event()
        if event["type"] == "dk.klik.request.outcome.v1":
            return event["data"]


def test_accepted_asked_of_the_platform_carried_out_fulfilled(control, platform):
    put(platform, 1, title="A", status="Ikke påbegyndt")
    answer = complete(control, 1, base_revision=1, reason="done", lineage=["chat-7"])
    assert (answer.verb, answer["id"]) == ("request.accepted", "r-1")

    asked, outcomes = request_events(platform, control)
    assert outcomes == ["accepted"]
    (asked,) = asked
    assert (asked["request"], asked["number"], asked["change"]) == ("r-1", 1, {"status": "fuldført"})
    assert (asked["base_revision"], asked["lineage"]) == (1, ["chat-7"])
    assert control.task(1)["status"] == "not_started", "the platform decides"

    put(platform, 1, when="2024-02-01T09:00:00Z", status="Fuldført")
    assert request_events(platform, control) == ([], ["fulfilled"])
    assert control.task(1)["status"] == "completed"


def test_a_fact_that_says_otherwise_supersedes(control, platform):
    put(platform, 1, status="Ikke påbegyndt")
    assert complete(control, 1).verb == "request.accepted"
    put(platform, 1, when="2024-02-01T09:00:00Z", status="Ikke relevant")
    outcomes = [next_outcome(platform)["outcome"] for _ in range(2)]
    assert outcomes == ["accepted", "superseded"]


def test_refusals_name_their_reason(control, platform):
    put(platform, 1, status="Ikke påbegyndt")
    put(platform, 2, status="Ikke påbegyndt", prerequisites=[1])
    put(platform, 3, status="Fuldført")
    put(platform, 4, status="Påbegyndt", start_date="2024-03-01", due_date="2024-04-02")
    refusals = {
        "complete_blocked": complete(control, 2, "blocked"),
        "transition": control.ask("request", id="back", number=3, change={"status": "Ikke påbegyndt"}),
        "stale_revision": complete(control, 1, "stale", base_revision=0),
        "unknown_task": complete(control, 77, "nowhere"),
        "unknown_status": control.ask("request", id="odd", number=1, change={"status": "halvvejs"}),
        "due_before_start": control.ask("request", id="early", number=4, change={"due_date": "2024-02-01"}),
    }
    for reason, answer in refusals.items():
        assert (answer.verb, answer.body.get("reason")) == ("request.refused", reason), answer
    blocked = refusals["complete_blocked"]["violations"][0]
    assert blocked["blocked_by"] == [1] and blocked["text"]
    assert all(row["status"] != "completed" or row["number"] == 3 for row in control.rows("tasks"))


def test_starting_a_blocked_task_is_accepted_with_a_warning(control, platform):
    put(platform, 1, status="Ikke påbegyndt")
    put(platform, 2, status="Ikke påbegyndt", prerequisites=[1])
    assert control.ask("request", id="go", number=2, change={"status": "påbegyndt"}).verb == "request.accepted"
    outcome = next_outcome(platform)
    assert [violation["rule"] for violation in outcome["violations"]] == ["start_blocked"]


def test_a_second_request_for_the_same_field_is_a_conflict(control, platform):
    put(platform, 1, status="Ikke påbegyndt")
    assert complete(control, 1, "first").verb == "request.accepted"
    second = control.ask("request", id="second", number=1, change={"status": "påbegyndt"})
    assert (second.verb, second["reason"]) == ("request.refused", "conflict")
    other_field = control.ask("request", id="third", number=1, change={"due_date": "2024-06-03"})
    assert other_field.verb == "request.accepted"


def test_a_repeated_request_gets_its_first_answer(running, control, platform, daemon):
    put(platform, 1, status="Ikke påbegyndt")
    put(platform, 2, status="Ikke påbegyndt", prerequisites=[1])
    accepted, refused = complete(control, 1, "yes"), complete(control, 2, "no")
    put(platform, 1, when="2024-02-01T09:00:00Z", status="Fuldført")
    head = control.ask("ping")["head"]

    assert complete(control, 1, "yes").body | {"ref": 0} == accepted.body | {"ref": 0}
    assert complete(control, 2, "no").body | {"ref": 0} == refused.body | {"ref": 0}
    assert control.ask("ping")["head"] == head, "asking again leaves no record"

    daemon.stop()
    control = running.control(running.klikd())
    assert complete(control, 1, "yes").body | {"ref": 0} == accepted.body | {"ref": 0}


def test_a_request_that_changes_nothing_is_fulfilled_at_once(control, platform):
    put(platform, 1, status="Fuldført")
    assert complete(control, 1).verb == "request.accepted"
    assert next_outcome(platform)["outcome"] == "fulfilled"


def test_unanswered_after_24_hours_and_fulfilled_by_a_late_fact_all_the_same(control, platform):
    put(platform, 1, status="Ikke påbegyndt")
    control.advance_to("2024-02-05T10:00:00+01:00")
    assert complete(control, 1).verb == "request.accepted"
    assert next_outcome(platform)["outcome"] == "accepted"
    control.advance_to("2024-02-06T09:59:59+01:00")
    state_before = control.ask("ping")["head"]
    control.advance_to("2024-02-06T10:00:00+01:00")
    assert next_outcome(platform)["outcome"] == "unanswered"
    assert control.ask("ping")["head"] > state_before
    put(platform, 1, when="2024-02-07T09:00:00Z", status="Fuldført")
    assert next_outcome(platform)["outcome"] == "fulfilled"


def test_completing_the_prerequisite_tells_the_assignee_of_what_it_unblocks(control, platform):
    control.open("notices", "begin", kinds=["notification"])
    put(platform, 1, title="Først", status="Ikke påbegyndt")
    put(platform, 2, title="Så", prerequisites=[1], assignee={"name": "Karen Vest"}, due_date="2024-06-03")
    assert control.task(2)["ready"] is False and control.task(2)["blocked_by"] == [1]
    control.advance_to("2024-02-02T10:00:00+01:00")  # first sight is over
    assert complete(control, 1).verb == "request.accepted"
    put(platform, 1, when="2024-02-02T09:00:00Z", status="Fuldført")
    control.advance_to("2024-02-02T10:10:00+01:00")
    row = control.task(2)
    assert row["ready"] is True and row["blocked_by"] == []
    notices = [event["data"] for event in control.events_up_to(control.ask("ping")["head"])]
    unblocked = [n for n in notices if n["kind"] == "unblocked"]
    assert [n["recipient"]["person"] for n in unblocked] == [row["assignee"]]
    assert "Karen" not in str(notices), "people are ids in events"
