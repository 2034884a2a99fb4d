"""A municipality's own tasks and edges (docs/rules.md 2, docs/protocol.md 3 "The municipality's own")."""

import json

import pytest

import programs
from klik_wire import observed, until


def local(control, number=None, **message):
    """Sends a change that must be taken; the task's number."""
    answer = control.ask("local", **message)
    assert answer.verb == "local.ok", answer
    assert number in (None, answer["number"])
    return answer["number"]


def same(answer, first) -> bool:
    return (answer.verb, answer["number"], answer["sequence"]) == ("local.ok", first["number"], first["sequence"])


def test_a_task_of_its_own_is_published_like_any_other(running, daemon, control):
    live = running.live(daemon)
    number = local(control, add_task={"title": "Kursus", "due_date": "2024-02-10", "assignee": {"name": "Karen Vest"}})
    assert number == -1
    (event,) = [event for event in live.events_up_to(control.ask("ping")["head"])
                if event["type"] == "dk.klik.task.state.v1"]
    assert (event["subject"], event["data"]["origin"], event["data"]["colour"]) == ("-1", "local", "yellow")
    assert "Karen" not in json.dumps(event)
    assert control.rows("person", id=event["data"]["assignee"])[0]["name"] == "Karen Vest"
    assert control.task(-1)["latest_safe_finish"] == "2024-02-10"
    assert control.ask("request", id="r", number=-1, change={"status": "Fuldført"})["reason"] == "local_task"


def test_the_same_again_with_its_id_makes_nothing_twice_also_after_a_crash(running, daemon, control):
    message = {"id": "kursus-1", "add_task": {"title": "Kursus"}}
    first = control.ask("local", **message)
    assert same(control.ask("local", **message), first)
    daemon.kill()
    again = running.control(running.klikd())
    assert same(again.ask("local", **message), first)
    assert [row["number"] for row in again.rows("tasks")] == [-1]
    assert local(again, add_task={"title": "Kursus"}) == -2, "without an id it is another"


def test_an_edge_of_its_own_outlives_every_copy_and_every_complete_set(running, started, platform):
    control = running.control(started(platform))
    platform.tell(1, title="A")
    until(lambda: control.rows("tasks"))
    local(control, -1, add_task={"title": "Kursus"})
    local(control, 1, add_edge={"number": 1, "prerequisite": -1})
    later = {"when": "2024-02-01T09:00:00Z"}
    platform.publish(platform.make_set("started", "night", 1, **later),
                     platform.make(1, title="A2", prerequisites=[], **later),
                     platform.make_set("ended", "night", 1, **later))
    control.open("sets", "begin", kinds=["system"])
    while control.next_event()["data"]["kind"] != "set_completed":
        pass
    assert control.task(1)["title"] == "A2"
    task = control.rows("task", number=1)[0]
    assert (task["prerequisites"], task["local_prerequisites"], task["blocked_by"]) == ([], [-1], [-1])
    local(control, 1, remove_edge={"number": 1, "prerequisite": -1})
    assert control.task(1)["ready"]
    local(control, -1, remove_task={"number": -1})
    assert [row["number"] for row in control.rows("tasks")] == [1]


@pytest.mark.parametrize("message, code, place", [
    ({"change_task": {"number": 1, "title": "B"}}, "conflict", "change_task.number"),
    ({"remove_task": {"number": 1}}, "conflict", "remove_task.number"),
    ({"remove_task": {"number": -9}}, "not_found", "remove_task.number"),
    ({"add_edge": {"number": 2, "prerequisite": 1}}, "conflict", "add_edge.prerequisite"),
    ({"add_edge": {"number": 2, "prerequisite": 9}}, "not_found", "add_edge.prerequisite"),
    ({"add_edge": {"number": 2, "prerequisite": 2}}, "malformed", "add_edge.prerequisite"),
    ({"remove_edge": {"number": 2, "prerequisite": 1}}, "conflict", "remove_edge.prerequisite"),
    ({"remove_edge": {"number": 1, "prerequisite": 2}}, "not_found", "remove_edge.prerequisite"),
    ({"add_task": {"title": "A", "internal_notes": "x"}}, "malformed", "add_task.internal_notes"),
    ({"add_task": {"title": "A"}, "remove_task": {"number": -1}}, "malformed", "names not one of"),
])
def test_what_cannot_be_is_refused_with_its_place_and_leaves_no_trace(control, message, code, place):
    control.put(observed(1, title="A"))
    control.put(observed(2, title="B", prerequisites=[1]))
    head = control.ask("ping")["head"]
    answer = control.ask("local", **message)
    assert (answer.verb, answer["code"]) == ("error", code)
    assert answer["text"].startswith(place)
    assert control.ask("ping")["head"] == head


def test_a_refused_change_leaves_no_name(control):
    answer = control.ask("local", change_task={"number": -9, "assignee": {"name": "Ingen Her"}})
    assert answer["code"] == "not_found"
    assert control.rows("person") == []


def test_klikctl_adds_changes_and_removes(daemon, control):
    control.put(observed(7, title="A"))

    def said(*words):
        run = programs.klikctl(daemon, "local", *words)
        assert run.returncode == 0, run.stderr
        return run.stdout.strip()

    assert said("add", "Kursus", "slutdato=10-02-2024", "udfører=Karen Vest") == "Opgaven har nummer #-1"
    assert said("edge", "7", "-1") == "#7 venter nu på #-1"
    assert said("change", "-1", "status=fuldført", "udfører=-") == "#-1 er ændret"
    assert (control.task(-1)["status"], control.task(-1)["assignee"]) == ("completed", None)
    assert "Egne forudsætninger" in programs.klikctl(daemon, "show", "7").stdout
    assert "#-1" in programs.klikctl(daemon, "show", "-1").stdout
    assert said("unedge", "#7", "#-1").startswith("#7 venter ikke længere")
    assert said("remove", "-1") == "#-1 er fjernet"
    assert json.loads(programs.klikctl(daemon, "local", "add", "Lokaler", "--json").stdout)["number"] == -2
    refused = programs.klikctl(daemon, "local", "remove", "7")
    assert refused.returncode == 1 and "#7 is the platform's" in refused.stderr
    assert programs.klikctl(daemon, "local", "change", "-2", "platform_colour=Rød").returncode == 2
