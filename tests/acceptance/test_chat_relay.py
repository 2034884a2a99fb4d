"""klik-chat as a whole: klikd's events in a room of a real Prosody, and what a person in it asks for."""

import collections
import datetime
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import pytest

import programs
from chat_story import ChatStory
from klik_wire import observed, until

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "korsbaek"
START = "2024-01-29T08:00:00+01:00"
SAVED_AT = 1706511600  # the same moment
SEED, KILLS, EVENTS_A_KILL = 20240203, 50, 6
RESTARTS, EVENTS_A_RESTART = 10, 20


@pytest.fixture
def demo(running):
    """The example project, imported, with a stand-in for the platform and people in the room."""
    pages = running.folder / "pages"
    shutil.copytree(EXAMPLE, pages)
    for page in pages.iterdir():
        os.utime(page, (SAVED_AT, SAVED_AT))
    daemon = running.klikd(clock=START)
    assert programs.klikctl(daemon, "import", pages).returncode == 0
    platform = subprocess.Popen([programs.BIN / "platform_stand_in", "--control", daemon.control()],
                                stdout=subprocess.DEVNULL)
    story = ChatStory(running, daemon)
    yield story
    print(story.log())
    story.end()
    platform.terminate()
    platform.wait(programs.PATIENCE_S)


@pytest.fixture
def story(running):
    made = ChatStory(running, running.klikd(clock="2024-02-01T10:00:00+01:00"))
    yield made
    print(made.log())
    made.end()


def test_sixty_days_are_relayed_and_a_person_has_a_task_completed(demo):
    tasks = {row["number"]: row for row in demo.control.rows("tasks")}
    blocked = next(row for row in tasks.values() if row["blocked_by"] and row["assignee"])
    blocker = blocked["blocked_by"][0]
    free = next(row for row in tasks.values()
                if not row["blocked_by"] and row["assignee"] not in (None, blocked["assignee"]))
    demo.configure({"anna": blocked["assignee"], "mads": free["assignee"]}, 'most_at_once = 100')
    anna, mads = demo.person("anna", "Anna"), demo.person("mads", "Mads")
    demo.start()
    anna.sees("KLIK")

    anna.say(f"fuldført {blocked['number']}", message_id="c1")
    demo.said(anna, f"#{blocked['number']}", f"#{blocker}")
    assert demo.control.task(blocked["number"])["status"] == "not_started"
    history = demo.control.rows("history", number=blocked["number"])
    assert any("chat-" in row["data"].get("request", "") for row in history), "there klik-chat looks for a lost wish"
    anna.say(f"start {blocked['number']}")
    demo.said(anna, f"#{blocked['number']}", "sendt til KLIK", "Bemærk", f"#{blocker}")

    before = len(mads.in_room("KLIK"))
    mads.say(f"fuldført https://klik.example/{free['number']}?")
    demo.said(mads, f"→ #{free['number']}", "Udfører", since=before)
    assert demo.control.task(free["number"])["status"] == free["status"], "it was a question"
    before = len(mads.in_room("KLIK"))
    mads.say(f"KLIK: #{free['number']} fuldført!", message_id="c2")
    until(lambda: demo.control.task(free["number"])["status"] == "completed")
    demo.said(mads, f"#{free['number']}", "Fuldført", since=before)

    for day in range(60):
        demo.control.advance_to(noon(day))
    changed = [row for row in demo.control.rows("tasks") if row["colour"] == "red"]
    assert changed
    for row in changed:
        demo.said(anna, f"#{row['number']}", "Rød")
    ids = [each.id for each in anna.in_room("KLIK")]
    assert len(ids) == len(set(ids))


def noon(day: int) -> str:
    """So many days after the beginning, past the run of that day, as UTC."""
    return (datetime.datetime(2024, 1, 29, 11) + datetime.timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")


def tell(story, number: int, minute: int, **fields):
    fact = observed(number, when=f"2024-01-{15 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z",
                    **fields)
    assert story.control.put(fact).verb == "put.ok"


def test_fifty_kills_lose_no_event_and_no_command_takes_effect_twice(story):
    chance = random.Random(SEED)
    names = {"name": "Anna Ravn"}
    for number in range(1, KILLS + 1):
        tell(story, 1000 + number, number, title=f"Anna {number}", assignee=names, due_date="2025-01-01")
    person = story.control.task(1001)["assignee"]
    story.configure({"anna": person}, 'most_at_once = 1000\ngather_s = 1')
    anna = story.person("anna", "Anna")
    wanted, minute = set(), 100
    for kill in range(1, KILLS + 1):
        story.start()
        anna.sees("KLIK")
        anna.say(f"start {1000 + kill}", message_id=f"command-{kill}")
        for event in range(EVENTS_A_KILL):
            number, minute = kill * 10 + event + 2000, minute + 1
            tell(story, number, minute, title=f"Ny opgave {number}", due_date="2025-01-01")
            wanted.add(f"#{number}")
        goal = len(anna.in_room("KLIK")) + chance.randint(0, EVENTS_A_KILL)
        until(lambda: len(anna.in_room("KLIK")) >= goal or len(wanted) == len(told(anna)))
        story.kill()
    story.start()
    until(lambda: wanted <= told(anna), 120)
    requests = requested(story)
    assert requests and all(count == 1 for count in requests.values()), requests
    assert set(requests) <= {1000 + kill for kill in range(1, KILLS + 1)}
    ids = collections.Counter(each.id for each in anna.in_room("KLIK"))
    print(f"{len(wanted)} events, {sum(ids.values()) - len(ids)} posts twice, {len(requests)} commands of {KILLS}")
    bodies = collections.defaultdict(set)
    for each in anna.in_room("KLIK"):
        bodies[each.id].add(each.body)
    assert all(len(texts) == 1 for texts in bodies.values()), bodies
    assert story.stop() == 0


def test_ten_restarts_of_the_server_lose_no_event_and_no_command_takes_effect_twice(story):
    for restart in range(RESTARTS):
        tell(story, 1000 + restart, restart, title=f"Anna {restart}", assignee={"name": "Anna"}, due_date="2025-01-01")
    story.configure({"anna": story.control.task(1000)["assignee"]}, 'most_at_once = 1000\ngather_s = 1')
    anna = story.person("anna", "Anna")
    anna.history = 1000  # she may be back after KLIK
    story.start()
    anna.sees("KLIK")
    wanted, number = set(), 3000
    for restart in range(RESTARTS):
        anna.say(f"start {1000 + restart}", message_id=f"command-{restart}")
        for _ in range(EVENTS_A_RESTART):
            number += 1
            tell(story, number, number - 2900, title=f"Ny opgave {number}", due_date="2025-01-01")
            wanted.add(f"#{number}")
        story.server.stop(signal.SIGKILL if restart % 2 else signal.SIGTERM)
        anna.present.clear()
        story.server.start()
        anna.sees("KLIK")
    try:
        until(lambda: wanted <= told(anna), 120)
    except AssertionError as failure:
        raise AssertionError(f"missing: {sorted(wanted - told(anna))}") from failure
    requests = requested(story)
    print(f"{len(requests)} commands of {RESTARTS}")
    assert requests and all(count == 1 for count in requests.values()), requests
    assert story.stop() == 0


def test_a_command_while_klikd_is_away_is_answered_soon_and_carried_out_once(running, private_sockets):
    daemon = running.klikd(*private_sockets, clock=None)
    story = ChatStory(running, daemon)
    try:
        tell(story, 1001, 1, title="Anna 1", assignee={"name": "Anna Ravn"}, due_date="2045-01-01")
        story.configure({"anna": story.control.task(1001)["assignee"]})
        anna = story.person("anna", "Anna")
        story.start()
        anna.sees("KLIK")
        daemon.kill()
        until(lambda: "[H210]" in story.log())
        began = time.monotonic()
        anna.say("start 1001")
        story.said(anna, "KLIK svarer ikke lige nu", "1001")
        print(f"answered after {time.monotonic() - began:.1f} s")
        assert time.monotonic() - began < 60  # ten seconds, and what a busy machine takes for itself
        anna.say("hjælp")
        story.said(anna, "Det kan du skrive til mig:", "hvorfor 121850")
        story.kill()
        story.start()  # never heard klikd, and knows what waits
        anna.say("hjælp")
        until(lambda: sum("Det kan du" in each.body for each in anna.in_room("KLIK")) == 2)
        story.daemon = running.klikd(*private_sockets, clock=None)
        story.control = running.control(story.daemon)
        story.said(anna, "#1001", "er sendt til KLIK")
        assert requested(story) == {1001: 1}
        assert sum("KLIK svarer ikke" in each.body for each in anna.in_room("KLIK")) == 1
        assert story.stop() == 0
    finally:
        print(story.log())
        story.end()


def test_a_room_is_told_that_commands_were_not_seen_while_it_was_away(story):
    tell(story, 1001, 1, title="Anna 1", assignee={"name": "Anna Ravn"}, due_date="2025-01-01")
    story.configure({"anna": story.control.task(1001)["assignee"]})
    anna = story.person("anna", "Anna")
    story.start()
    anna.sees("KLIK")
    anna.say("mine")
    story.said(anna, "åben opgave er din")
    assert story.stop() == 0
    anna.say("nu er KLIK der ikke")
    story.start()
    anna.sees("KLIK")
    anna.say("hjælp")  # behind it nothing of the history is to come
    story.said(anna, "Det kan du skrive til mig")
    assert not away(anna), "people talked to each other"
    story.kill()
    anna.say("start 1001")
    until(lambda: any(each.body == "start 1001" for each in anna.in_room("Anna")))
    story.start()
    story.said(anna, "klik-chat var væk fra", "kommandoer i den tid er ikke set")
    assert requested(story) == {}, "what is old is never carried out"
    story.server.stop()
    anna.present.clear()
    story.server.start()
    anna.sees("KLIK")
    before = len(anna.in_room("KLIK"))
    anna.say("hjælp")
    story.said(anna, "Det kan du skrive til mig", since=before)
    assert len(away(anna)) == 1, "said once"
    assert story.stop() == 0


def test_two_klik_chats_in_a_room_answer_once_each_and_not_each_other(running, story):
    other = ChatStory(running, running.klikd(folder=running.folder / "other", clock="2024-02-01T10:00:00+01:00"), story)
    try:
        for each in (story, other):
            tell(each, 1001, 1, title="Anna 1", assignee={"name": "Anna Ravn"}, due_date="2025-01-01")
            each.configure({"anna": each.control.task(1001)["assignee"], "klik": "p1", "klik2": "p1"})
        anna = story.person("anna", "Anna")
        story.start()
        anna.sees("KLIK")
        other.start()
        anna.sees("KLIK-2")
        for words in ("klik: hvad nu", "status 1001", "klik: fuldført 1001?"):
            anna.say(words)
        for each in (story, other):
            tell(each, 1002, 2, title="klik: status 1001", due_date="2025-01-01")
        until(lambda: has_said(anna, "KLIK", "#1002") and has_said(anna, "KLIK-2", "#1002"))
        anna.say("hjælp")  # what they said to each other would be answered before it
        until(lambda: has_said(anna, "KLIK", "Det kan du") and has_said(anna, "KLIK-2", "Det kan du"))
        assert [len(anna.in_room(nick)) for nick in ("KLIK", "KLIK-2")] == [5, 5]
        assert story.stop() == 0 and other.stop() == 0
    finally:
        print(other.log())
        other.kill()


def has_said(person, nick: str, words: str) -> bool:
    return any(words in each.body for each in person.in_room(nick))


def away(person) -> list:
    return [each for each in person.in_room("KLIK") if "klik-chat var væk" in each.body]


def told(person) -> set[str]:
    """The numbers that stand in the room."""
    return {word.rstrip(":") for each in person.in_room("KLIK") for word in each.body.split() if word.startswith("#")}


def requested(story) -> collections.Counter:
    """How often klikd was asked to change each task, out of its whole history."""
    opened = story.control.open("reader", "begin", credit=100_000)
    counted = collections.Counter()
    for event in story.control.events_up_to(opened["head"]):
        if event["type"] == "dk.klik.task.change_requested.v1":
            counted[event["data"]["number"]] += 1
    return counted
