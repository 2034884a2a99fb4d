"""The reference page's dates (docs/rules.md 4, 6 and 7): due Monday 4 March 2024, nobody named on it."""

import pytest

import klik_wire
import pages
import programs

NUMBER = 121850
MAILBOX = "mailbox-9999"
# Dates of the runs, and the step that goes out in each. Easter is 28 March to 1 April 2024.
LADDER = [
    ("2024-02-19", "reminder", "14d"),
    ("2024-02-26", "reminder", "7d"),
    ("2024-03-01", "reminder", "1wd"),
    ("2024-03-05", "overdue", "overdue-1"),
    ("2024-03-12", "overdue", "overdue-2"),
    ("2024-03-19", "overdue", "overdue-3"),
    ("2024-03-26", "overdue", "overdue-4"),
    ("2024-04-05", "overdue", "overdue-5"),
]


@pytest.fixture
def reference(running, daemon):
    """The page is imported; nothing has fallen due yet."""
    path = pages.write_page(running.folder / "pages", NUMBER)
    run = programs.klikctl(daemon, "import", path)
    assert run.returncode == 0, run.stdout + run.stderr
    return daemon


def told(events: list[dict]) -> list[tuple[str, str, str]]:
    """Date, kind and step of each reminder and overdue notice. The run is at 07:00 UTC, or 06:00 in summer."""
    return [
        (event["time"][:10], item["kind"], item["facts"]["step"])
        for event in events
        if klik_wire.kind_of(event) == "notification"
        for item in event["data"]["items"]
        if item["kind"] in ("reminder", "overdue")
    ]


def test_colour_turns_yellow_14_days_before_red_on_the_day_after_and_never_green_again(running, reference):
    control = running.control(reference)

    def colour_at(local_time):
        control.advance_to(local_time)
        return control.task(NUMBER)["colour"]

    assert control.task(NUMBER)["due_date"] == "2024-03-04"
    assert colour_at("2024-02-18T23:59:59+01:00") == "green"
    assert colour_at("2024-02-19T00:00:00+01:00") == "yellow"
    assert colour_at("2024-03-04T23:59:59+01:00") == "yellow"
    assert colour_at("2024-03-05T00:00:00+01:00") == "red"
    assert colour_at("2024-04-10T12:00:00+02:00") == "red"
    colours = [
        event["data"]["colour"]
        for event in history_of_events(control)
        if event["type"] == "dk.klik.task.state.v1"
    ]
    assert [colour for i, colour in enumerate(colours) if colours[i - 1 : i] != [colour]] == [
        "green", "yellow", "red",
    ]


def history_of_events(control: klik_wire.Control) -> list[dict]:
    head = control.ask("ping")["head"]
    control.open("all of it", "begin")
    return control.events_up_to(head)


def test_reminders_and_overdue_notices_reach_stream_and_subscriber_in_order(running, reference):
    live, control = running.live(reference), running.control(reference)
    control.open("mail", "begin")
    control.advance_to("2024-04-08T12:00:00+02:00")
    head = control.ask("ping")["head"]

    streamed = control.events_up_to(head)
    heard = live.events_up_to(head)

    assert told(streamed) == LADDER
    assert told(heard) == LADDER
    assert klik_wire.gaps(streamed) == []
    assert klik_wire.gaps(heard) == []
    first_heard = heard[0]["sequence"]
    assert heard == [event for event in streamed if event["sequence"] >= first_heard]


def test_each_notice_goes_to_the_mailbox_says_who_was_missing_and_why(running, reference):
    control = running.control(reference)
    control.advance_to("2024-04-08T12:00:00+02:00")
    notices = [e for e in history_of_events(control) if e["type"] == "dk.klik.notification.v1"]
    for event in notices:
        assert event["data"]["recipient"]["person"] == MAILBOX
        assert event["data"]["recipient"]["role"] == "mailbox"
        assert "assignee" in event["data"]["recipient"]["via"] or event["data"]["kind"] not in (
            "reminder", "overdue")
        assert event["subject"] == MAILBOX
    items = [(event["time"][:10], item) for event in notices for item in event["data"]["items"]]
    assert len({item["key"] for _, item in items}) == len(items), "each notice has a key of its own"
    ladder = [(day, item) for day, item in items if item["rule"].startswith("7.ladder.")]
    for day, item in ladder:
        assert item["number"] == NUMBER
        assert "4. marts 2024" in item["text"]["da"] and "4 March 2024" in item["text"]["en"]
        assert item["facts"]["due_date"] == "2024-03-04"
        step = f"overdue:{day}" if item["kind"] == "overdue" else item["facts"]["step"]
        assert item["key"] == f"9999/{NUMBER}/2024-03-04/{step}/{MAILBOX}"


@pytest.mark.parametrize(
    "due, before, at",
    [
        # Clocks are set forward on 31 March 2024: the day has 23 hours, and its midnight is still winter time.
        ("2024-03-30", "2024-03-30T22:59:59Z", "2024-03-30T23:00:00Z"),
        # The midnight after it is summer time.
        ("2024-03-31", "2024-03-31T21:59:59Z", "2024-03-31T22:00:00Z"),
        # Clocks are set back on 27 October 2024: the day has 25 hours.
        ("2024-10-26", "2024-10-26T21:59:59Z", "2024-10-26T22:00:00Z"),
        ("2024-10-27", "2024-10-27T22:59:59Z", "2024-10-27T23:00:00Z"),
        # 29 February is a day like others.
        ("2024-02-29", "2024-02-29T22:59:59Z", "2024-02-29T23:00:00Z"),
    ],
)
def test_red_begins_at_midnight_in_copenhagen_also_where_a_day_has_23_or_25_hours(control, due, before, at):
    assert control.put(klik_wire.observed(1, title="En opgave", due_date=due)).verb == "put.ok"
    control.advance_to(before)
    assert control.task(1)["colour"] == "yellow"
    control.advance_to(at)
    assert control.task(1)["colour"] == "red"


def test_the_run_is_at_eight_local_time_in_winter_and_summer(control):
    # Due on Monday 15 April: 14 days before is Easter Monday, so the reminder moves to Wednesday 27 March.
    assert control.put(klik_wire.observed(1, title="En opgave", due_date="2024-04-15")).verb == "put.ok"
    control.advance_to("2024-04-17T12:00:00+02:00")
    times = [e["time"] for e in history_of_events(control) if e["type"] == "dk.klik.notification.v1"
             for item in e["data"]["items"] if item["kind"] in ("reminder", "overdue")]
    assert times == ["2024-03-27T07:00:00Z", "2024-04-08T06:00:00Z", "2024-04-12T06:00:00Z",
                     "2024-04-16T06:00:00Z"]


def test_a_run_at_half_past_two_comes_exactly_once_on_the_days_on_which_the_clock_is_set(running, tmp_path):
    rules = tmp_path / "night.toml"
    rules.write_text(
        "[calendar]\nworking_days = [2024-03-30, 2024-03-31, 2024-04-01, 2024-10-26, 2024-10-27]\n"
        '[reminders]\nrun_at = "02:30"\nbefore = ["1d"]\n'
    )
    control = running.control(running.klikd("--rules", rules))
    # Each run has something to tell: the reminder of the task that is due on the next day.
    due_dates = ["2024-03-31", "2024-04-01", "2024-04-02", "2024-10-27", "2024-10-28", "2024-10-29"]
    for number, due in enumerate(due_dates, start=1):
        assert control.put(klik_wire.observed(number, title="En opgave", due_date=due)).verb == "put.ok"
    control.advance_to("2024-11-01T12:00:00+01:00")
    times = [e["time"] for e in history_of_events(control) if e["type"] == "dk.klik.notification.v1"
             for item in e["data"]["items"] if item["kind"] == "reminder"]
    assert times == [
        "2024-03-30T01:30:00Z",
        "2024-03-31T01:00:00Z",  # there is no 02:30; the clock jumps from 02:00 to 03:00 now
        "2024-04-01T00:30:00Z",
        "2024-10-26T00:30:00Z",
        "2024-10-27T00:30:00Z",  # the first of two
        "2024-10-28T01:30:00Z",
    ]


def notice_keys(control: klik_wire.Control) -> list[str]:
    return [item["key"] for event in history_of_events(control) if event["type"] == "dk.klik.notification.v1"
            for item in event["data"]["items"]]


@pytest.mark.parametrize(
    "jump",
    [
        "2024-02-19T07:30:00+01:00",  # an hour back
        "2024-03-19T08:30:00+01:00",  # a month forward
    ],
)
def test_a_clock_that_jumps_sends_nothing_twice(running, jump):
    daemon = running.klikd()
    control = running.control(daemon)
    for number, due in enumerate(["2024-03-04", "2024-03-05", "2024-03-11", "2024-04-02"], start=1):
        assert control.put(klik_wire.observed(number, title="En opgave", due_date=due)).verb == "put.ok"
    control.advance_to("2024-02-19T08:30:00+01:00")
    before = notice_keys(control)
    assert f"9999/1/2024-03-04/14d/{MAILBOX}" in before, "the run of this morning is over"
    daemon.stop()

    # The clock jumps, and at the next start it is right again; the journal's time holds.
    for clock in (jump, "2024-02-19T08:45:00+01:00"):
        daemon = running.klikd(clock=clock)
        control = running.control(daemon)
        now = notice_keys(control)
        assert now[: len(before)] == before
        assert len(set(now)) == len(now)
        if clock != jump or jump < "2024-02-20":
            assert now == before, "nothing fell due meanwhile"
        else:
            assert len(now) > len(before), "what fell due in that month"
        before = now
        daemon.stop()

    control = running.control(running.klikd(clock="2024-03-20T12:00:00+01:00"))
    control.advance_to("2024-05-15T12:00:00+02:00")
    now = notice_keys(control)
    assert len(set(now)) == len(now)
    assert {key.split("/")[1] for key in now[len(before):]} == {"1", "2", "3", "4"}, "what follows comes all the same"
