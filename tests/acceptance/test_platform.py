"""What a platform published is complete, or klikd says what is missing (docs/protocol.md 2 "Facts", 3 "klikd and
the platform")."""

import pytest

from klik_wire import at, observed, until


@pytest.fixture
def streaming(running):
    return running.platform(streaming=True)


def system_events(control, until: str) -> list[dict]:
    """All `system` events, until one of that kind is among them."""
    control.open("watch", "begin", kinds=["system"])
    events = []
    while not events or events[-1]["kind"] != until:
        events.append(control.next_event()["data"])
    return [event for event in events if event["kind"] != "rules_loaded"]


def title_of(control, number: int, expected: str):
    """Waits until the task has the title."""
    control.open("titles", "begin", kinds=["state"], credit=10_000)
    while True:
        event = control.next_event()
        if event["data"]["number"] == number and event["data"].get("title") == expected:
            return event


def gaps(control, **period) -> list[tuple]:
    return [(row["first"], row["last"], row["how"]) for row in control.rows("losses", **period) if row["row"] == "gap"]


def complete(control, **period) -> bool:
    rows = [row for row in control.rows("losses", **period) if row["row"] == "source"]
    return bool(rows) and all(row["complete"] for row in rows)


def platform_health(control) -> dict:
    return next(row for row in control.rows("health") if row["subject"] == "platform")


def test_a_hole_is_published_shows_in_health_and_in_the_ledger(running, started, platform):
    daemon = started(platform)
    control = running.control(daemon)
    platform.tell(1, title="A")
    platform.make(2, title="lost")
    platform.make(3, title="lost as well")
    platform.tell(4, title="D")
    gap = system_events(control, "gap")[-1]
    assert (gap["source"], gap["sourceepoch"], gap["first"], gap["last"]) == ("/platform", "e1", at(2), at(3))
    health = platform_health(control)
    assert (health["state"], health["counters"]["gaps"], health["counters"]["missing"]) == ("warning", 1, 2)
    assert gaps(control) == [(at(2), at(3), None)]
    assert not complete(control)


def test_a_fact_that_comes_late_closes_the_hole(running, started, platform):
    daemon = started(platform)
    control = running.control(daemon)
    platform.tell(1)
    platform.make(2)
    platform.tell(3)
    platform.publish(2)
    platform.publish(2)
    assert [event["kind"] for event in system_events(control, "gap_closed")] == ["gap", "gap_closed"]
    assert gaps(control) == [(at(2), at(2), "filled")]
    assert complete(control)
    assert platform_health(control)["state"] == "ok"


def test_a_gap_outlives_a_crash_and_facts_of_the_downtime_are_missed(running, started, platform):
    daemon = started(platform)
    platform.tell(1)
    platform.make(2)
    platform.tell(3)
    system_events(running.control(daemon), "gap")
    daemon.kill()
    platform.make(4)
    daemon = started(platform)
    platform.tell(5)
    control = running.control(daemon)
    until(lambda: len(gaps(control)) >= 2)
    assert gaps(control) == [(at(2), at(2), None), (at(4), at(4), None)]


def test_a_complete_set_covers_what_was_missing_and_what_it_does_not_name_is_gone(running, started, platform):
    daemon = started(platform)
    control = running.control(daemon)
    platform.tell(1, title="A")
    platform.make(2, title="lost")
    platform.tell(3, title="to be gone")
    later = {"when": "2024-02-01T09:00:00Z"}
    platform.publish(platform.make_set("started", "night", 2, **later), platform.make(1, title="A", **later),
                     platform.make(2, title="B", **later), platform.make_set("ended", "night", 2, **later))
    events = system_events(control, "gap_closed")
    assert [event["kind"] for event in events] == ["gap", "set_completed", "gap_closed"]
    assert (events[1]["named"], events[1]["gone"], events[2]["how"]) == ("2", "1", "covered")
    assert [row["number"] for row in control.rows("tasks")] == [1, 2]
    assert complete(control)
    assert not complete(control, **{"from": "2020-01-01T00:00:00Z"}), "before the source was known nobody knows"


def test_a_set_with_a_hole_in_it_takes_nothing_away(running, started, platform):
    daemon = started(platform)
    control = running.control(daemon)
    platform.tell(1)
    first = platform.make_set("started", "night", 2, when="2024-02-01T09:00:00Z")
    platform.make(1, when="2024-02-01T09:00:00Z")
    platform.publish(first, platform.make(2, when="2024-02-01T09:00:00Z"),
                     platform.make_set("ended", "night", 2, when="2024-02-01T09:00:00Z"))
    assert system_events(control, "set_incomplete")[-1]["reason"] == "gap"
    assert [row["number"] for row in control.rows("tasks")] == [1, 2]


def test_a_restart_of_the_source_is_told_apart_from_a_hole(running, started, platform):
    daemon = started(platform)
    control = running.control(daemon)
    platform.tell(1)
    platform.restart("e2")
    platform.tell(2)
    event = system_events(control, "source_restarted")[-1]
    assert (event["sourceepoch"], event["ended"], event["last"]) == ("e2", "e1", at(1))
    assert gaps(control) == [(at(2), None, None)], "how far the old count went is not known"
    assert not complete(control)


def test_a_hole_is_filled_from_the_stream_before_later_facts_are_used(running, started, streaming):
    daemon = started(streaming)
    control = running.control(daemon)
    streaming.tell(1, title="one")
    title_of(control, 1, "one")
    streaming.make(1, title="two", when="2024-02-01T08:00:01Z")
    streaming.make(1, title="three", when="2024-02-01T08:00:02Z")
    streaming.tell(1, title="four", when="2024-02-01T08:00:03Z")
    title_of(control, 1, "four")
    titles = [row["data"]["title"] for row in control.rows("history", number=1)
              if row["type"] == "dk.klik.task.state.v1"]
    assert titles == ["one", "two", "three", "four"]
    assert gaps(control) == [] and complete(control)


def test_what_was_published_while_klikd_was_off_is_fetched_at_the_start(running, started, streaming):
    daemon = started(streaming)
    streaming.tell(1, title="before")
    title_of(running.control(daemon), 1, "before")
    daemon.kill()
    streaming.make(2, title="meanwhile")
    daemon = started(streaming)
    control = running.control(daemon)
    title_of(control, 2, "meanwhile")
    assert streaming.stream.opened_from[-1] == at(1), "only what is missing is asked for"
    assert gaps(control) == []


def test_a_klikd_that_never_heard_of_the_platform_reads_all_that_it_has(running, started, streaming):
    for number in range(1, 2001):
        streaming.make(number, title=f"task {number}")
    control = running.control(started(streaming))
    title_of(control, 2000, "task 2000")
    assert len(control.rows("tasks")) == 2000


def test_the_last_fact_is_fetched_though_none_follows_that_would_show_its_loss(running, started, streaming):
    daemon = started(streaming)
    control = running.control(daemon)
    streaming.tell(1, title="A")
    title_of(control, 1, "A")
    streaming.make(2, title="lost, and nothing after it")
    title_of(control, 2, "lost, and nothing after it")


def test_after_a_restart_of_the_platform_all_of_its_new_count_is_read(running, started, streaming):
    daemon = started(streaming)
    control = running.control(daemon)
    streaming.tell(1, title="old")
    title_of(control, 1, "old")
    streaming.restart("e2")
    streaming.make(2, title="first of the new count")
    streaming.make(3, title="second")
    streaming.tell(4, title="third")
    title_of(control, 4, "third")
    assert [row["number"] for row in control.rows("tasks")] == [1, 2, 3, 4]
    assert gaps(control) == [(at(2), None, None)]


def test_while_the_stream_does_not_answer_facts_are_used_and_the_gap_is_said(running, started, streaming):
    daemon = started(streaming)
    control = running.control(daemon)
    streaming.tell(1, title="A")
    title_of(control, 1, "A")
    streaming.stream.answers = False
    streaming.make(2, title="lost")
    streaming.tell(3, title="C")
    title_of(control, 3, "C")
    assert gaps(control) == [(at(2), at(2), None)]
    daemon.logged("K183")
    streaming.stream.answers = True
    title_of(control, 2, "lost")
    assert gaps(control) == [(at(2), at(2), "filled")]


def test_a_last_fact_that_is_refused_is_not_fetched_for_ever(running, started, streaming):
    daemon = started(streaming)
    control = running.control(daemon)
    streaming.tell(1, title="A")
    title_of(control, 1, "A")
    streaming.make_as(observed(2, due_date="soon"))
    until(lambda: control.rows("quarantine"))
    asked = len(streaming.stream.opened_from)
    beats = streaming.stream.beats
    while streaming.stream.beats < beats + 5:
        control.ask("ping")
    assert len(streaming.stream.opened_from) == asked
    assert [row["times"] for row in control.rows("quarantine")] == [1]
    streaming.tell(3, title="C")
    title_of(control, 3, "C")
    assert gaps(control) == [(at(2), at(2), None)], "until the message is retried"


@pytest.mark.parametrize("period", [{"from": "yesterday"}, {"until": 5}, {"since": "2024-01-01T00:00:00Z"}])
def test_a_wrong_period_is_malformed(control, period):
    answer = control.ask("query", what="losses", **period)
    assert (answer.verb, answer["code"]) == ("error", "malformed")
