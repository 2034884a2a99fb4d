"""Why a notice was sent and why somebody heard nothing, from klikctl (docs/klikctl.md, docs/rules.md 7 "Why not")."""

import json
import signal
import time

import programs
from klik_wire import observed


def document(daemon, *words):
    run = programs.klikctl(daemon, *words, "--json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_klikctl_says_why_and_why_not(running):
    daemon = running.klikd(clock="2024-02-01T09:00:00+01:00")
    control = running.control(daemon)
    control.put(observed(1, when="2024-02-01T08:00:00Z", title="A", due_date="2024-03-04", prerequisites=[2],
                         assignee={"name": "Anna Holm"}))
    control.put(observed(2, when="2024-02-01T08:00:00Z", title="B", assignee={"name": "Bo Juul"}))
    control.advance_to("2024-02-20T12:00:00+01:00")
    ids = {row["name"]: row["id"] for row in control.rows("person")}

    (silence,) = document(daemon, "why-not", "1", "anna holm", "--on", "19-02-2024")
    assert (silence["code"], silence["facts"]["told"]) == ("inhibited", ids["Bo Juul"])
    assert document(daemon, "why-not", "1", "Anna Holm")[0]["code"] == "no_step"
    danish = programs.klikctl(daemon, "why-not", "1", "Anna Holm", "--on", "2024-02-19").stdout
    anna, bo = ids["Anna Holm"], ids["Bo Juul"]
    assert f"Anna Holm ({anna}) fik ikke besked" in danish and f"Bo Juul ({bo})." in danish
    assert "opgaven er blokeret" in danish and f"Fik besked: Bo Juul ({bo})" in danish and "inhibited" not in danish
    misspelt = programs.klikctl(daemon, "why-not", "1", "Ana", "--on", "2024-02-19")
    assert misspelt.returncode == 1 and "nobody is called “Ana”; known persons with a similar name: Anna Holm" in misspelt.stderr
    ahead = programs.klikctl(daemon, "why-not", "1", "Anna Holm", "--on", "2024-02-21")
    assert ahead.returncode != 0 and "lies ahead" in ahead.stderr

    key = f"9999/1/2024-03-04/14d/{ids['Bo Juul']}"
    (told,) = document(daemon, "why", key)
    assert (told["rule"], told["causes"][0]["what"]) == ("7.ladder.14d", "moment")
    assert document(daemon, "why", told["event"]) == [told]
    english = programs.klikctl(daemon, "--lang", "en", "why", str(int(told["sequence"]))).stdout
    assert f"Bo Juul ({bo}) was told of task #1" in english and key in english
    assert programs.klikctl(daemon, "why", "9999/9/-/x/p1").returncode != 0
    assert {row["what"] if "what" in row else row["code"] for row in control.rows("why_not", number=2, person="nobody")} \
        == {"not_concerned"}


def test_others_are_answered_and_sigterm_ends_klikd_while_a_past_day_is_read(running):
    daemon = running.klikd(clock="2024-02-01T09:00:00+01:00")
    control = running.control(daemon)
    facts = 4000
    for number in range(1, facts + 1):
        control.send("put", ref=number, event=observed(number, title="A"))
    for _ in range(facts):
        assert control.receive_verb("put.ok", "error").verb == "put.ok"
    control.advance_to("2024-02-05T12:00:00+01:00")

    question = {"what": "why_not", "number": 1, "person": "anna", "on": "2024-02-02"}
    for wish in ("in work", "waits"):
        control.send("query", ref=wish, **question)
    assert control.ask("ping").verb == "pong"
    assert control.put(observed(1, title="B")).verb == "put.ok"
    daemon.signal(signal.SIGTERM)
    began = time.monotonic()
    assert daemon.process.wait(programs.PATIENCE_S) == 0
    assert time.monotonic() - began < 2  # the requirement itself
    answers = {wish: control.receive(lambda message, wish=wish: message.body.get("ref") == wish)
               for wish in ("in work", "waits")}
    assert answers["waits"]["code"] == "busy", answers

    control = running.control(running.klikd())
    (row,) = control.rows("why_not", **{key: question[key] for key in ("number", "person", "on")})
    assert row["code"] == "not_concerned"
