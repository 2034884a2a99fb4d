"""klik-portfolio is killed at each step of its work on a real Redmine: nothing is done twice, nothing is lost."""

import collections
import contextlib
import itertools
import pathlib
import random
import re
import subprocess

import pytest

from portfolio_story import NOTHING_TO_DO
from redmine_story import pair, redmine, story, until  # noqa: F401 (fixtures)

SOURCES = pathlib.Path(__file__).parents[2] / "plugins" / "portfolio"
DEEDS = ("create", "write", "link", "unlink", "remove", "ask")
OF_APPLY = ("before_create", "after_create", "stored_create", "before_write", "after_write", "stored_write",
            "before_link", "after_link", "before_unlink", "after_unlink", "stored_link",
            "stored_wish", "before_ask", "after_ask", "stored_answer")
OF_UNDO = ("before_write", "after_write", "before_link", "after_link", "before_unlink", "after_unlink",
           "before_remove", "after_remove")
KILLED = 137


def places_in_the_code() -> set[str]:
    found = set()
    for source in SOURCES.glob("*.cpp"):
        for call in re.findall(r"bench_?\.failpoint\(([^;]*)\);", source.read_text()):
            names = re.findall(r'"([^"]+)"', call)
            assert names, (source, call)
            found |= {name.format(deed) for name in names for deed in DEEDS}
    return found


def test_each_place_of_the_code_is_tried_here():
    assert places_in_the_code() == set(OF_APPLY) | set(OF_UNDO)
    deeds = re.search(r"deeds\{([^}]*)\}", (SOURCES / "ledger.cpp").read_text()).group(1)
    assert set(re.findall(r'"(\w+)"', deeds)) == set(DEEDS)


def killed_again_and_again(run, place: str) -> int:
    """At the first time that it comes to the place, in the next run at the second, and so on until one ends."""
    for kills in itertools.count():
        done = run(f"{place}:{kills + 1}")
        if done.returncode != KILLED:
            assert done.returncode == 0, done.stderr
            return kills
        assert kills < 60, "it gets no further"


def told_and_changed(story):
    """Changes on both sides, of each kind."""
    story.tell(1, title="Kontrakten", due_date="2024-03-11")
    story.tell(4, prerequisites=[3], status="Ikke påbegyndt")
    story.tell(5, title="Ny", project="DUBU 3.0", status="Ikke relevant", prerequisites=[3])
    story.change(2, status="Running")  # klikd refuses it: it waits for 1
    story.change(3, due_date="2024-05-06")
    story.change(1, status="Done")


@pytest.fixture
def four(pair):
    pair.tell(3, title="Aftale", project="DUBU 3.0", status="I gang", due_date="2024-05-04")
    pair.tell(4, title="Drift", project="DUBU 3.0", status="Ikke påbegyndt", prerequisites=[1, 2])
    return pair


class Asked(collections.Counter):
    """What klikd handed to the platform, of each how often; the platform carries it out."""

    def carry_out(self, story):
        for number, change in story.carry_out():
            self[number, *change.items()] += 1


def agrees(story):
    """All that was told and changed has come to both sides, once."""
    issues = story.issues()
    assert sorted(issues) == [1, 2, 3, 4, 5]
    seen = {number: (issue["subject"], issue["status"]["name"], issue["due_date"], waits_for(issues, issue))
            for number, issue in issues.items()}
    if story.control.task(2)["status"] == "in_progress":
        # 1 was completed before klikd was asked for this.
        assert seen.pop(2) == ("Test", "Running", "2024-04-04", {1}) and not story.comments(2)
        seen[2] = ("Test", "Planned", "2024-04-04", {1})
    else:
        assert len(story.comments(2)) == 1, "klikd's no is said once"
    assert seen == {1: ("Kontrakten", "Done", "2024-03-11", set()),
                    2: ("Test", "Planned", "2024-04-04", {1}),
                    3: ("Aftale", "Running", "2024-05-06", set()),
                    4: ("Drift", "Waiting on prerequisite", None, {3}),
                    5: ("Ny", "Cancelled", None, {3})}
    assert story.control.task(1)["status"] == "completed"
    assert story.control.task(3)["due_date"] == "2024-05-06"
    assert not any(story.comments(number) for number in issues if number != 2)


def waits_for(issues: dict, issue: dict) -> set[int]:
    numbers = {each["id"]: number for number, each in issues.items()}
    return {numbers[each["issue_id"]] for each in issue["relations"] if each["issue_to_id"] == issue["id"]}


@pytest.mark.parametrize("place", OF_APPLY)
def test_killed_again_and_again_at_one_place_it_gets_there(four, place):
    asked = Asked()
    kills = killed_again_and_again(lambda failpoint: four.run("apply", failpoint=failpoint), place)
    assert four.run("plan").stdout == NOTHING_TO_DO
    told_and_changed(four)
    kills += killed_again_and_again(lambda failpoint: four.run("apply", failpoint=failpoint), place)
    asked.carry_out(four)
    kills += killed_again_and_again(lambda failpoint: four.run("apply", failpoint=failpoint), place)
    assert kills > 0, "it never came there"

    def quiet():
        asked.carry_out(four)
        four.apply()
        return four.run("plan").stdout == NOTHING_TO_DO
    until(quiet)
    agrees(four)
    asked.pop((2, ("status", "in_progress")), None)
    assert asked == {(1, ("status", "completed")): 1, (3, ("due_date", "2024-05-06")): 1}
    assert four.run("apply").stdout == "intet at gøre\n"


def test_a_create_that_was_broken_off_is_found_in_the_project_that_it_was_made_in(pair):
    assert pair.run("apply", failpoint="after_create:1").returncode == KILLED
    (made,) = pair.issues().values()
    former, pair.project = pair.project, pair.redmine.project()
    pair.configure(f'"{former}"', f'"{pair.project}"')
    done = pair.run("apply")
    assert done.returncode == 0 and "[F240]" in done.stderr and f"#1 in {former}" in done.stderr, done.stderr
    assert sorted(pair.issues()) == [2], "no second issue for the task"
    project = pair.redmine.done("GET", f"/projects/{pair.project}.json")["project"]["id"]
    pair.redmine.done("PUT", f"/issues/{made['id']}.json", {"issue": {"project_id": project}})
    pair.apply()
    issues = pair.issues()
    assert sorted(issues) == [1, 2] and issues[1]["id"] == made["id"]
    assert pair.run("plan").stdout == NOTHING_TO_DO


@pytest.mark.parametrize("place", OF_UNDO)
def test_an_undo_that_is_killed_is_ended_by_the_next_one_and_all_comes_back(four, place):
    four.apply()
    told_and_changed(four)
    four.apply()
    Asked().carry_out(four)
    four.apply()
    runs = re.findall(r"^apply kørsel (\d+):", four.run("runs").stdout, re.M)
    assert len(runs) > 1
    kills = 0
    for run in reversed(runs):
        kills += killed_again_and_again(lambda failpoint: four.run("undo", run, failpoint=failpoint), place)
    assert kills > 0, "it never came there"
    assert sorted(four.issues()) == [1, 2, 3], "those that Hanne has worked on"
    assert four.run("resume").returncode == 0
    four.apply()
    Asked().carry_out(four)
    four.apply()
    assert four.run("plan").stdout == NOTHING_TO_DO
    issues = four.issues()
    assert sorted(issues) == [1, 2, 3, 4, 5] and issues[1]["subject"] == "Kontrakten"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_service_that_is_killed_again_and_again_loses_nothing(four, seed):
    some = random.Random(seed)
    asked = Asked()
    places = [f"{some.choice(OF_APPLY)}:{some.randrange(1, 4)}" for _ in range(4)]
    four.serve(places[0])
    until(lambda: sorted(four.issues()) == [1, 2, 3, 4] or four.services[-1].poll() is not None)
    if len(four.issues()) < 4:
        four.services[-1].kill()
        four.apply()
    told_and_changed(four)
    for place in places[1:]:
        four.services[-1].kill()
        four.services[-1].wait()
        service = four.serve(place)
        with contextlib.suppress(subprocess.TimeoutExpired):
            service.wait(3)
        asked.carry_out(four)
    four.services[-1].kill()
    four.services[-1].wait()
    four.serve()

    def quiet():
        asked.carry_out(four)
        return four.run("plan").stdout == NOTHING_TO_DO
    until(quiet)
    four.stop()
    agrees(four)
    asked.pop((2, ("status", "in_progress")), None)
    assert asked == {(1, ("status", "completed")): 1, (3, ("due_date", "2024-05-06")): 1}
