"""klik-portfolio against a real Redmine (docs/portfolio.md): people work in it with keys of their own."""

import math
import os
import random
import re

import pytest

from portfolio_story import NOTHING_TO_DO
from redmine_peer import KEYS, TRACKER
from redmine_story import PATIENCE_S, SHOWN, WORDS, pair, redmine, story, until  # noqa: F401 (fixtures)

# A thousand take Redmine several minutes; docs/portfolio.md has what they cost.
FIRST_SYNC_TASKS = int(os.environ.get("KLIK_FIRST_SYNC_TASKS", "100"))


def test_forty_tasks_go_out_once_with_what_they_wait_for(story):
    for number in range(1, 41):
        story.tell(number, title=f"Opgave {number}", project="DUBU 3.0",
                   status="Ikke påbegyndt" if number > 4 else "I gang",
                   prerequisites=[number - 4] if number > 4 else [])
    story.apply()
    issues = story.issues()
    assert sorted(issues) == list(range(1, 41))
    assert {issues[n]["status"]["name"] for n in range(1, 5)} == {"Running"}
    assert {issues[n]["status"]["name"] for n in range(5, 41)} == {"Waiting on prerequisite"}
    again = story.run("plan")
    assert again.stdout == NOTHING_TO_DO, again.stdout
    relations = {(each["relation_type"], each["issue_id"], each["issue_to_id"])
                 for issue in issues.values() for each in issue["relations"]}
    assert relations == {("blocks", issues[n - 4]["id"], issues[n]["id"]) for n in range(5, 41)}
    asked = story.redmine.requests()
    assert story.run("apply").stdout == "intet at gøre\n"
    assert story.redmine.requests() - asked < 20, "to see that nothing is to be done costs little"
    assert sorted(story.issues()) == list(range(1, 41))


def test_where_the_workflow_lets_issues_begin_in_their_status_there_is_no_step(pair):
    with pair.redmine.new_issues_may_be("Running"):
        pair.apply()
    assert pair.status(1) == "Running" and "status_id" not in pair.changed_fields(1)
    assert pair.status(2) == "Waiting on prerequisite" and "status_id" in pair.changed_fields(2)


def test_what_a_person_does_is_asked_for_in_their_name(pair):
    pair.serve()
    until(lambda: pair.status(1) == "Running" and pair.status(2) == "Waiting on prerequisite")
    pair.at_rest()
    pair.change(1, status="Done")
    asked = pair.request()
    assert asked["number"] == 1 and asked["change"] == {"status": "completed"}
    assert asked["actor"] == "p7" and asked["lineage"], asked
    pair.tell(1, status="Afsluttet")
    until(lambda: pair.status(2) == "Planned")  # it waits for nothing any more
    pair.at_rest()
    assert pair.status(1) == "Done"
    assert pair.control.task(1)["status"] == "completed"
    assert not pair.comments(1)
    pair.stop()


def test_what_klik_refuses_is_set_back_and_says_why(pair):
    pair.serve()
    until(lambda: pair.status(2) == "Waiting on prerequisite")
    pair.at_rest()
    pair.change(2, status="Running")
    until(lambda: pair.comments(2))
    until(lambda: pair.status(2) == "Waiting on prerequisite")
    pair.at_rest()
    (said,) = pair.comments(2)
    assert "KLIK har ikke ændret status til »Running«: opgaven venter på andre opgaver" in said, said
    assert "#1 »Kontrakt«" in said, said
    assert pair.control.task(2)["status"] == "not_started"
    pair.stop()


def test_a_wrong_key_is_named_and_nothing_is_lost(pair):
    pair.use_key("0" * 40)
    pair.serve()
    until(lambda: "[F220]" in pair.log())
    assert "401" in pair.log() and "the API key is wrong" in pair.log()
    pair.stop()
    asked = pair.run("apply")
    assert asked.returncode != 0 and "401" in asked.stderr, asked.stderr
    assert not pair.issues()
    pair.use_key(KEYS["sync"])
    pair.serve()
    until(lambda: pair.status(2) == "Waiting on prerequisite")
    pair.at_rest()
    pair.stop()


def test_redmine_may_be_away_for_a_while(pair):
    pair.apply()
    pair.serve()
    pair.redmine.stop()
    try:
        pair.tell(1, status="Afsluttet")
        pair.tell(3, title="Aftale", project="DUBU 3.0", status="I gang")
        until(lambda: "[F220]" in pair.log())
        assert pair.run("check").returncode != 0
    finally:
        pair.redmine.start()
    until(lambda: "[F221]" in pair.log())
    until(lambda: pair.status(3) == "Running" and pair.status(2) == "Planned")
    assert pair.status(1) == "Done"
    pair.at_rest()
    pair.stop()
    told = [line.partition("[F220]")[2] for line in pair.log().splitlines() if "[F220]" in line]
    assert len(told) == len(set(told)), "each way in which it is away is said once"


@pytest.mark.parametrize("deleted", ["leave", "make_again"])
def test_a_deleted_issue_is_named(pair, deleted):
    pair.configure("full_pass_s", f'deleted = "{deleted}"\nfull_pass_s')
    pair.apply()
    pair.redmine.done("DELETE", f"/issues/{pair.issues()[2]['id']}.json")
    pair.serve_by_klikd()
    until(lambda: "[F230]" in pair.log())
    until(lambda: "somebody deleted" in pair.health())
    pair.tell(1, due_date="2024-03-11")
    until(lambda: pair.issues()[1]["due_date"] == "2024-03-11")
    if deleted == "make_again":
        until(lambda: pair.status(2) == "Waiting on prerequisite")
        pair.at_rest()
        assert [each["issue_to_id"] for each in pair.issues()[1]["relations"]] == [pair.issues()[2]["id"]]
    else:
        said = pair.run("plan").stdout
        assert said.startswith("#2 Test [") and "slettet i værktøjet; laves ikke igen" in said
        assert sorted(pair.issues()) == [1]


def test_check_names_what_is_missing_and_a_status_that_was_renamed(pair):
    assert pair.run("check").stdout == f"{pair.project}: ok\n"
    pair.apply()
    with pair.redmine.renamed_status("Done", "Finished"):
        checked = pair.run("check")
        assert checked.returncode == 1
        assert "[plugins.portfolio.statuses] nævner `Done`" in checked.stdout and "Finished" in checked.stdout
        pair.serve()
        until(lambda: "[F224]" in pair.log())  # before it has to be written
        assert "names `Done`" in pair.log()
        pair.tell(1, status="Afsluttet")
        until(lambda: "[F222]" in pair.log())
        pair.stop()
    pair.serve()
    until(lambda: pair.status(1) == "Done")
    pair.at_rest()
    pair.stop()


def test_check_names_each_thing_of_the_mapping_that_redmine_lacks(story):
    story.configure('in_progress = "Running"', 'in_progress = "Started"')
    story.configure('completed = "Done"', 'completed = "Planned"')
    story.configure('p7 = "hanne"', 'p7 = "nobody"')
    story.configure(f'tracker = "{TRACKER}"', 'tracker = "Opgave"')
    checked = story.run("check")
    assert checked.returncode == 1
    for word in ("`Started`", "`Planned` står for `completed`", "`nobody` for `p7`", "`Opgave`"):
        assert word in checked.stdout, (word, checked.stdout)
    story.configure(f'"{story.project}"', '"no-such-project"')
    checked = story.run("check")
    assert checked.returncode == 1 and "no-such-project" in checked.stdout, checked.stdout
    number = story.redmine.done("GET", f"/projects/{story.project}.json")["project"]["id"]
    story.configure('"no-such-project"', f'"{number}"')
    checked = story.run("check")
    assert checked.returncode == 1 and f'write "{story.project}" there' in checked.stdout, checked.stdout
    story.configure(story.redmine.url, f"{story.redmine.url}/portfolio")
    checked = story.run("check")
    assert checked.returncode == 2 and "correct `server`" in checked.stderr, checked.stderr


def test_what_cannot_be_looked_at_is_not_nothing_to_do(pair):
    pair.apply()
    pair.tell(1, title="Aftale")
    with pair.redmine.archived(pair.project):
        for command in ("plan", "apply"):
            said = pair.run(command).stdout
            assert said == f"{pair.project}: kan ikke bruges nu, så intet er gjort dér; `check` siger hvorfor\n", said
        assert pair.run("check").returncode == 1
    pair.apply()
    assert pair.issues()[1]["subject"] == "Aftale"


def random_tasks(some: random.Random, count: int, edges: int) -> dict[int, dict]:
    """Tasks of all statuses with prerequisites among those before them. One that KLIK has completed waits for none."""
    tasks = {number: {"status": some.choice(["Ikke påbegyndt"] * 4 + ["I gang"] * 3 + ["Afsluttet"] * 2 +
                                            ["Ikke relevant"]), "prerequisites": set()}
             for number in range(1, count + 1)}
    while edges > 0:
        before, after = sorted(some.sample(range(1, count + 1), 2))
        if before not in tasks[after]["prerequisites"]:
            tasks[after]["prerequisites"].add(before)
            edges -= 1
    return tasks


def steps_to_status(tasks: dict[int, dict], number: int) -> int:
    """From `Planned` through the workflow of redmine_seed.rb, which leads from step to step alone."""
    task = tasks[number]
    if task["status"] == "Ikke påbegyndt":
        return int(any(tasks[each]["status"] in ("Ikke påbegyndt", "I gang") for each in task["prerequisites"]))
    return {"I gang": 1, "Afsluttet": 2, "Ikke relevant": 1}[task["status"]]


def least_relation_calls(tasks: dict[int, dict]) -> int:
    """One call relates one issue with any number of others. Pairs without an issue in common need a call each, so that
    as many pairs as can be found are a bound that nobody can get below."""
    taken = set()
    for number, task in tasks.items():
        for before in task["prerequisites"]:
            if number not in taken and before not in taken:
                taken |= {number, before}
    return len(taken) // 2


def test_a_first_sync_takes_less_than_twice_the_calls_that_it_takes_at_least(story):
    tasks = random_tasks(random.Random(6), FIRST_SYNC_TASKS, FIRST_SYNC_TASKS * 3 // 2)
    for number, task in tasks.items():
        story.tell(number, title=f"Opgave {number}", project="DUBU 3.0", due_date="2024-03-04", status=task["status"],
                   prerequisites=sorted(task["prerequisites"]))
    pages = math.ceil(len(tasks) / 100)  # to read all of it back once
    least = (len(tasks) + sum(steps_to_status(tasks, number) for number in tasks) + least_relation_calls(tasks) + pages)
    before = story.redmine.requests()
    done = story.run("apply", "--progress", patience_s=max(PATIENCE_S, 2 * FIRST_SYNC_TASKS))
    calls = story.redmine.requests() - before
    assert done.returncode == 0, done.stderr
    assert re.search(rf"\] 1 / {len(tasks)}\b.*\] {len(tasks)} / {len(tasks)}\b", done.stderr, re.DOTALL), done.stderr
    assert "K172" not in story.daemon.log(), "klikd waits for the plugin"
    said = re.fullmatch(r"kørsel 1: (\d+) skrevet, 0 afvist af værktøjet, (\d+) kald til værktøjet\n", done.stdout)
    assert said and int(said.group(2)) == calls, (done.stdout, calls)
    print(f"{len(tasks)} tasks: {calls} calls, at least {least} are needed")
    assert calls <= 2 * least, (calls, least)
    assert story.run("plan").stdout == NOTHING_TO_DO
    issues = story.issues()
    assert sorted(issues) == list(tasks)
    assert {issues[number]["status"]["name"] for number, task in tasks.items() if task["status"] == "Afsluttet"} == {"Done"}
    relations = {(each["issue_id"], each["issue_to_id"]) for issue in issues.values() for each in issue["relations"]}
    assert relations == {(issues[before]["id"], issues[number]["id"])
                         for number, task in tasks.items() for before in task["prerequisites"]}


def assert_nothing_was_written_twice(story, issues: dict[int, dict]):
    """Each of our writes has changed something, and none sets a field to what we have set it to before."""
    own_id = story.redmine.id_of("/users.json", "users", "sync")
    own_writes = 0
    for issue in issues.values():
        last = {}
        for journal in story.redmine.done("GET", f"/issues/{issue['id']}.json?include=journals")["issue"]["journals"]:
            fields = [each for each in journal["details"] if each["property"] == "attr"]
            own = journal["user"]["id"] == own_id
            own_writes += own and bool(fields)
            for each in fields:
                assert not own or last.get(each["name"]) != each["new_value"], (issue, journal)
                last[each["name"]] = each["new_value"] if own else None
    assert story.redmine.requests("PUT") - story.puts_before - story.changes_by_people == own_writes


@pytest.mark.parametrize("seed, count, policy", [(1, 200, "klik_wins"), (2, 40, "klik_wins"), (3, 40, "tool_wins"),
                                                 (4, 40, "ask")])
def test_whatever_happens_on_both_sides_they_agree_in_the_end_or_plan_says_why_not(story, seed, count, policy):
    story.configure('conflict = "klik_wins"', f'conflict = "{policy}"')
    some = random.Random(seed)
    story.puts_before = story.redmine.requests("PUT")
    numbers = range(1, count + 1)
    for number in numbers:
        story.tell(number, title=f"Opgave {number}", project="DUBU 3.0", status=some.choice(list(WORDS.values())),
                   due_date="2024-03-04", prerequisites=[number - 3] if number > 3 else [])
    story.apply()
    story.serve()
    often = some.sample(numbers, 30)  # so that changes meet
    for _ in range(60):
        number, date = some.choice(often), f"2024-03-{some.randrange(1, 29):02}"
        match some.randrange(5):
            case 0:
                story.tell(number, status=some.choice(list(WORDS.values())))
            case 1:
                story.tell(number, due_date=date)
            case 2:
                story.try_to_change(number, due_date=date)
            case 3:
                story.try_to_change(number, status=some.choice(["Planned", "Running", "Done"]))
            case 4:
                story.carry_out()
    said = until(story.quiet_plan)
    story.stop()
    issues = story.issues()
    assert sorted(issues) == list(numbers)
    for number in numbers:
        task, issue = story.control.task(number), issues[number]
        agree = (issue["status"]["name"] in SHOWN[task["status"]] and issue["due_date"] == task["due_date"])
        assert agree or f"#{number} " in said, (number, task, issue, said, story.log())
    assert_nothing_was_written_twice(story, issues)


def test_what_redmine_itself_does_not_allow_is_tried_again_when_it_may_be_done(pair):
    pair.apply()
    pair.serve()
    pair.tell(2, status="Afsluttet")  # Redmine closes nothing that an open issue blocks
    until(lambda: "[F231]" in pair.log())
    assert "the tool does not take status: it closes nothing that waits for an open item, and #1 is open" in pair.log()
    assert pair.status(2) == "Waiting on prerequisite"
    said = pair.run("plan").stdout
    assert said.startswith("#2 Test [") and "venter på en åben opgave, og dér er #1 åben" in said, said
    pair.tell(1, status="Afsluttet")
    until(lambda: pair.status(1) == "Done" and pair.status(2) == "Done")
    pair.at_rest()
    pair.stop()
