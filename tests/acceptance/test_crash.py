"""Power cuts and full disks: what was acknowledged is there, once (docs/protocol.md 3)."""

import json
import os
import pathlib
import subprocess

import msgpack
import pytest

import klik_wire
import pages
import programs
from klik_wire import observed

TASKS = 400


def observations(control, number):
    """The journal's records of the facts about a task."""
    return [row for row in control.rows("history", number=number) if "observed" in row["type"]]


def test_kill_in_the_middle_of_puts_loses_nothing_acknowledged_and_doubles_nothing(running):
    daemon = running.klikd()
    control = running.control(daemon)
    facts = {n: observed(n, fact_id=f"page-{n}", title=f"Opgave {n}") for n in range(1, TASKS + 1)}
    for number, fact in facts.items():
        control.send("put", ref=number, event=fact)
    acknowledged = {}
    while len(acknowledged) < TASKS // 4:
        answer = control.receive_verb("put.ok")
        acknowledged[answer["ref"]] = answer["sequence"]
    daemon.kill()
    while control.socket.poll(0):  # acknowledgements that were still under way count as well
        answer = klik_wire.Message(control.socket.recv_multipart())
        if answer.verb == "put.ok":
            acknowledged[answer["ref"]] = answer["sequence"]

    control = running.control(running.klikd())
    there = {row["number"] for row in control.rows("tasks")}
    assert set(acknowledged) <= there
    for number, fact in facts.items():
        answer = control.put(fact)
        assert answer.verb == "put.ok", answer
        if number in acknowledged:
            assert (answer["duplicate"], answer["sequence"]) == (True, acknowledged[number])
        assert answer["duplicate"] == (number in there)
    assert sorted(row["number"] for row in control.rows("tasks")) == sorted(facts)
    for number in (1, TASKS // 4, TASKS):
        assert len(observations(control, number)) == 1


def test_kill_in_the_middle_of_an_import_and_import_again(running):
    folder = running.folder / "pages"
    for number in range(1, TASKS + 1):
        pages.write_page(folder, number, title=f"(Test {number}) En opgave")
    daemon = running.klikd()
    control = running.control(daemon)
    control.open("watcher", "end")
    importer = subprocess.Popen(
        [programs.BIN / "klikctl", "--control", daemon.control(), "import", folder],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    published = [control.next_event() for _ in range(20)]  # the import is under way
    daemon.kill()
    importer.kill()
    importer.communicate(timeout=programs.PATIENCE_S)

    daemon = running.klikd()
    control = running.control(daemon)
    there = {row["number"] for row in control.rows("tasks")}
    published_tasks = {event["data"]["number"] for event in published if event["type"] == "dk.klik.task.state.v1"}
    assert published_tasks <= there, "what was published is on disk"
    again = programs.klikctl(daemon, "import", folder)
    assert again.returncode == 0, again.stdout + again.stderr
    assert sorted(row["number"] for row in control.rows("tasks")) == list(range(1, TASKS + 1))
    for number in (1, 2, TASKS // 2, TASKS):
        assert len(observations(control, number)) == 1
    head = control.ask("ping")["head"]
    once_more = programs.klikctl(daemon, "import", folder)
    assert once_more.returncode == 0, once_more.stdout + once_more.stderr
    assert control.ask("ping")["head"] == head, "importing the same pages changes nothing"


class SmallDisk:
    """A tmpfs of its own."""

    def __init__(self, path: pathlib.Path, size: str):
        self.path = path
        path.mkdir()
        mount = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", path], capture_output=True, text=True
        )
        if mount.returncode != 0:
            pytest.skip(f"no tmpfs can be mounted here: {mount.stderr.strip()}")

    def grow(self):
        subprocess.run(["mount", "-o", "remount,size=64m", self.path], check=True)

    def unmount(self):
        subprocess.run(["umount", self.path], check=True)


# The smaller one is filled by a commit, the larger one when the log's pages are moved into the file.
@pytest.fixture(params=["2m", "8m"])
def small_disk(request, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("mounting a tmpfs needs root")
    disk = SmallDisk(tmp_path / "disk", request.param)
    yield disk
    disk.unmount()


def test_full_disk_ends_input_with_read_only_and_loses_nothing_acknowledged(small_disk, running):
    daemon = running.klikd(folder=small_disk.path / "data")
    control = running.control(daemon)
    acknowledged, refused = {}, None
    for number in range(1, 2000):
        fact = observed(number, fact_id=f"page-{number}", description="lang " * 4000)
        answer = control.put(fact)
        if answer.verb == "error":
            refused = (number, fact, answer)
            break
        acknowledged[number] = answer["sequence"]
    assert refused, "the disk never filled up"
    number, fact, answer = refused
    assert answer["code"] == "read_only", answer
    assert acknowledged, "nothing fitted at all"

    # Questions are still answered, of what is on disk alone; input stays refused.
    assert {row["number"] for row in control.rows("tasks")} == set(acknowledged)
    assert control.put(fact)["code"] == "read_only"
    asked = control.ask("request", id="r-1", number=1, change={"status": "completed"})
    assert (asked.verb, asked["code"]) == ("error", "read_only")
    assert any("read_only" in json.dumps(row) for row in control.rows("health")), "health says so"
    shown = programs.klikctl(daemon, "health")
    assert shown.returncode == 1 and "Fejl" in shown.stdout and "read_only" in shown.stdout
    daemon.stop()
    assert "[K120]" in daemon.log() and "disk" in daemon.log().split("[K120]")[1], daemon.log()

    # A start on the full disk, with moments that fell due: what is told was on disk before.
    daemon = running.klikd(folder=small_disk.path / "data", clock="2024-03-05T12:00:00+01:00")
    control = running.control(daemon)
    assert {row["number"] for row in control.rows("tasks")} == set(acknowledged)
    if control.put(fact).verb == "error":
        daemon.stop()
        assert "[K120]" in daemon.log(), daemon.log()
    daemon.stop()

    small_disk.grow()
    daemon = running.klikd(folder=small_disk.path / "data")
    control = running.control(daemon)
    assert {row["number"] for row in control.rows("tasks")} == set(acknowledged)
    assert control.put(observed(1, fact_id="page-1", description="lang " * 4000))["sequence"] == acknowledged[1]
    again = control.put(fact)
    assert (again.verb, again["duplicate"]) == ("put.ok", False)
    daemon.stop()


def test_a_restart_gives_the_same_state_and_notifies_nobody(running):
    daemon = running.klikd()
    control = running.control(daemon)
    for number, due in [(1, "2024-02-10"), (2, "2024-01-20"), (3, "2024-02-26"), (4, "2024-06-03")]:
        assert control.put(observed(number, title="x", due_date=due, prerequisites=[4])).verb == "put.ok"
    control.advance_to("2024-02-14T12:00:00+01:00")
    before = control.rows("tasks")
    head = control.ask("ping")["head"]
    daemon.stop()

    daemon = running.klikd(clock="2024-02-14T12:00:00+01:00")
    control = running.control(daemon)
    assert control.rows("tasks") == before
    control.open("since", head)
    told = [e for e in control.events_up_to(control.ask("ping")["head"]) if "notification" in e["type"]]
    assert told == []
    daemon.kill()

    # After a power cut as well, and with a clock that is set back: the journal's time holds.
    daemon = running.klikd(clock="2024-02-01T08:00:00+01:00")
    control = running.control(daemon)
    assert control.rows("tasks") == before
    control.advance_to("2024-02-14T13:00:00+01:00")
    control.open("since", head)
    told = [e for e in control.events_up_to(control.ask("ping")["head"]) if "notification" in e["type"]]
    assert told == []


def test_what_fell_due_while_the_process_was_off_comes_once_and_is_marked_late(running):
    daemon = running.klikd()
    control = running.control(daemon)
    assert control.put(observed(1, title="x", due_date="2024-02-26")).verb == "put.ok"
    head = control.ask("ping")["head"]
    daemon.stop()

    daemon = running.klikd(clock="2024-02-12T12:00:00+01:00")  # the run of 08:00 with the 14d step was missed
    control = running.control(daemon)
    control.open("since", head)
    told = [e["data"] for e in control.events_up_to(control.ask("ping")["head"]) if "notification" in e["type"]]
    assert [(n["items"][0]["kind"], n["late"]) for n in told] == [("catch_up", True)]
    assert msgpack.packb(told)  # plain values all the way down
    head = control.ask("ping")["head"]
    control.advance_to("2024-02-13T12:00:00+01:00")
    told = [e for e in control.events_up_to(control.ask("ping")["head"])
            if e["sequence"] > head and "notification" in e["type"]]
    assert told == []
