"""What people do to issues of klik-portfolio in a real Redmine, and what Redmine makes of it by itself."""

import contextlib
import re
import shutil

import pytest

from portfolio_story import NOTHING_TO_DO
from redmine_peer import NUMBER_FIELD, TRACKER
from redmine_story import pair, redmine, story, until  # noqa: F401 (fixtures)

NOBODY = "ingen har ændret det"


def applied(story, *ids: str, code: int = 0) -> str:
    """What it says, with these lines; `code` is 1 where Redmine is to say no to something."""
    done = story.run("apply")
    assert done.returncode == code, done.stdout + done.stderr
    for each in ids:
        assert f"[{each}]" in done.stderr, done.stderr
    return done.stderr


def made(story, who: str = "hanne", tracker: str = TRACKER, **fields) -> int:
    tracker_id = story.redmine.id_of("/trackers.json", "trackers", tracker)
    return story.redmine.done("POST", "/issues.json", {"issue": {
        "project_id": story.project, "tracker_id": tracker_id, **fields}}, key=who)["issue"]["id"]


def raw(story, issue: int) -> dict:
    return story.redmine.done("GET", f"/issues/{issue}.json?include=journals")["issue"]


def test_a_subtask_that_gives_its_parent_other_dates_asks_klik_for_nothing(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    made(pair, subject="Bilag", parent_issue_id=issue)
    assert raw(pair, issue).get("due_date") is None
    applied(pair, "F253")
    assert pair.carry_out() == []
    assert NOBODY in pair.run("plan").stdout
    assert pair.control.task(1)["due_date"] == "2024-03-04"


def test_dates_that_precedes_moves_are_no_persons_change(pair):
    pair.configure("[plugins.portfolio.redmine]", '[plugins.portfolio.redmine]\nprerequisites = "precedes"')
    pair.tell(1, due_date="2024-05-06")  # after what waits for it
    pair.apply()
    assert pair.issues()[2]["due_date"] > "2024-05-06"
    pair.tell(1, due_date="2024-06-03")  # our write moves the other once more, in our name
    pair.apply()
    assert pair.issues()[2]["due_date"] > "2024-06-03"
    pair.apply()
    assert pair.carry_out() == []
    assert NOBODY in pair.run("plan").stdout
    assert pair.control.task(2)["due_date"] == "2024-04-04"


def test_an_issue_with_an_open_subtask_is_not_led_about_and_the_subtask_is_named(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    subtask = made(pair, subject="Bilag", parent_issue_id=issue)
    pair.apply()
    before = raw(pair, issue)["journals"]
    pair.tell(1, status="Afsluttet")
    said = applied(pair, "F231", code=1)
    assert f"issue #{subtask} `Bilag` is open" in said, said
    assert raw(pair, issue)["journals"] == before and pair.status(1) == "Running"
    assert f"#{subtask} `Bilag`" in pair.run("plan").stdout
    running, done = pair._statuses["Running"], pair._statuses["Done"]
    for status in (running, done):
        pair.redmine.done("PUT", f"/issues/{subtask}.json", {"issue": {"status_id": status}}, key="hanne")
    pair.apply()
    assert pair.status(1) == "Done"


def test_an_issue_that_somebody_has_another_one_block_is_closed_when_that_is_over(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    blocker = made(pair, subject="Bilag")
    relation = pair.redmine.done("POST", f"/issues/{blocker}/relations.json", {"relation": {
        "issue_to_id": str(issue), "relation_type": "blocks"}}, key="hanne")["relation"]["id"]
    pair.tell(1, status="Afsluttet")
    said = applied(pair, "F231", code=1)
    assert f"closes nothing that an open item blocks, and issue #{blocker} `Bilag` is open there" in said, said
    assert f"#{blocker} `Bilag`" in pair.run("plan").stdout
    pair.tell(3, title="Drift", project="DUBU 3.0", status="Afsluttet")  # what blocks one blocks no other
    pair.apply(code=1)
    assert pair.status(3) == "Done" and pair.status(1) == "Running"
    pair.redmine.done("DELETE", f"/relations/{relation}.json", key="hanne")
    pair.apply()
    assert pair.status(1) == "Done"


def test_a_step_that_the_workflow_gets_is_gone(pair):
    pair.apply()
    step = ("FROM workflows WHERE old_status_id = (SELECT id FROM issue_statuses WHERE name = 'Running') "
            "AND new_status_id = (SELECT id FROM issue_statuses WHERE name = 'Done')")
    pair.redmine.administer(f"CREATE TABLE taken AS SELECT * {step}")
    pair.redmine.administer(f"DELETE {step}")
    try:
        pair.tell(1, status="Afsluttet")
        said = applied(pair, "F231", code=1)
        assert "its workflow has no way from Running to Done" in said, said
        assert "its workflow has no way" in pair.run("plan").stdout
        assert "felter, der er anderledes end i KLIK: 1" in pair.apply(code=1)
    finally:
        pair.redmine.administer("INSERT INTO workflows SELECT * FROM taken")
        pair.redmine.administer("DROP TABLE taken")
    pair.apply()
    assert pair.status(1) == "Done"


@contextlib.contextmanager
def nobody_assignable(story):
    """As roles of technical users are, and those of people who only read along."""
    story.redmine.administer("UPDATE roles SET assignable = 0")
    try:
        yield
    finally:
        story.redmine.administer("UPDATE roles SET assignable = 1")


def test_somebody_who_cannot_be_assigned_keeps_no_task_from_its_issue(pair):
    with nobody_assignable(pair):
        said = applied(pair, "F231", code=1)
        assert "assignee" in said and "F246" not in said and "F232" not in said, said
        assert pair.status(1) == "Running" and pair.status(2) == "Waiting on prerequisite"
        assert "assigned_to" not in raw(pair, pair.issues()[1]["id"])
        assert "udfører: ændres ikke. KLIK: Hanne Holm" in pair.run("plan").stdout
    pair.tell(1, title="Aftalen")
    pair.apply()
    assert raw(pair, pair.issues()[1]["id"])["assigned_to"]["name"] == "Hanne Holm"
    assert pair.carry_out() == []


def test_people_are_told_by_name(pair):
    assert "udfører, værktøj: (tom) → Hanne Holm" in pair.run("plan").stdout


def test_an_administrator_who_is_no_member_is_named(pair):
    pair.apply()
    pair.change(1, who="admin", due_date="2024-03-11")
    pair.apply()
    asked = pair.request()
    assert asked["change"] == {"due_date": "2024-03-11"} and asked["actor"], asked
    (person,) = pair.control.rows("person", id=asked["actor"])
    assert person["name"] == "Redmine Admin", person


def test_a_phase_without_a_category_holds_up_nothing_and_is_gone_on_with_when_it_has_one(pair):
    pair.configure('tracker = "', 'phase = "category"\ntracker = "')
    pair.configure('title = "out"', 'title = "out"\nphase = "out"')
    pair.tell(1, phase="Anskaffelse")
    pair.tell(2, phase="Afklaring")
    said = applied(pair, "F231", code=1)
    assert "has no category of the project `Anskaffelse`; there are: Afklaring, Gennemførelse" in said, said
    assert raw(pair, pair.issues()[2]["id"])["category"]["name"] == "Afklaring"
    assert "category" not in raw(pair, pair.issues()[1]["id"])
    pair.redmine.done("POST", f"/projects/{pair.project}/issue_categories.json",
                      {"issue_category": {"name": "Anskaffelse"}})
    pair.apply()
    assert raw(pair, pair.issues()[1]["id"])["category"]["name"] == "Anskaffelse"


def test_priorities_go_both_ways_and_phase_and_theme_are_a_version_and_a_category(pair):
    pair.configure('tracker = "', 'phase = "version"\ntheme = "category"\ntracker = "')
    pair.configure('title = "out"', 'title = "out"\npriority = "both"\nphase = "out"\ntheme = "out"')
    pair.configure("[plugins.portfolio.people]",
                   '[plugins.portfolio.priorities]\n"Anbefalet opgave" = "Normal"\n"Skal" = "Urgent"\n'
                   "[plugins.portfolio.people]")
    for phase in ("Anskaffelse", "Drift"):
        pair.redmine.done("POST", f"/projects/{pair.project}/versions.json", {"version": {"name": phase}})
    pair.tell(1, priority="Skal", phase="Anskaffelse", theme="Afklaring")
    pair.apply()

    def shown() -> list[str]:
        issue = raw(pair, pair.issues()[1]["id"])
        return [issue[name]["name"] for name in ("priority", "fixed_version", "category")]
    assert shown() == ["Urgent", "Anskaffelse", "Afklaring"]
    pair.tell(1, phase="Drift", theme="Gennemførelse")
    normal = pair.redmine.id_of("/enumerations/issue_priorities.json", "issue_priorities", "Normal")
    pair.change(1, priority_id=normal)
    pair.apply()
    assert pair.carry_out() == [(1, {"priority": "Anbefalet opgave"})]
    pair.tell(1, phase="")
    pair.apply()
    issue = raw(pair, pair.issues()[1]["id"])
    assert "fixed_version" not in issue and issue["category"]["name"] == "Gennemførelse"
    assert pair.run("plan").stdout == NOTHING_TO_DO


def test_a_key_that_may_write_no_number_and_delete_nothing_leaves_one_issue_at_most(pair):
    number = str(pair.redmine.number_field)
    of_tracker = f"FROM custom_fields_trackers WHERE custom_field_id = {number}"
    pair.redmine.administer(f"CREATE TABLE taken AS SELECT * {of_tracker}")
    pair.redmine.administer(f"DELETE {of_tracker}")

    def there() -> list[int]:
        listed = pair.redmine.done("GET", f"/issues.json?project_id={pair.project}&status_id=*")["issues"]
        return [each["id"] for each in listed]
    try:
        with pair.redmine.role_of("sync", pair.project, "Developer"):
            for _ in range(3):
                assert "without" in applied(pair, "F246", code=1)
            (stray,) = there()
            assert f"item {stray} without a task's number" in pair.run("plan").stdout
            assert f"item {stray} without a task's number" in pair.run("check").stdout
    finally:
        pair.redmine.administer("INSERT INTO custom_fields_trackers SELECT * FROM taken")
        pair.redmine.administer("DROP TABLE taken")
    pair.apply()  # the key may delete again
    assert sorted(pair.issues()) == [1, 2] and len(there()) == 2


def test_a_copy_that_is_kept_in_its_place_is_the_tasks_issue(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    copy = made(pair, subject="Kontrakt", start_date="2024-01-15", due_date="2024-03-04",
                status_id=pair._statuses["Planned"], custom_fields=[{"id": pair.redmine.number_field, "value": "1"}])
    applied(pair, "F229")
    pair.redmine.done("DELETE", f"/issues/{issue}.json")
    applied(pair, "F254")
    assert pair.issues()[1]["id"] == copy
    pair.tell(1, title="Aftalen")
    pair.apply()
    assert pair.issues()[1]["subject"] == "Aftalen"


def test_an_issue_with_another_tracker_is_left_alone_until_it_has_its_own_again(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    own, other = (pair.redmine.id_of("/trackers.json", "trackers", name) for name in (TRACKER, "Bug"))
    with pair.redmine.changed_project(pair.project, tracker_ids=[own, other]):
        pair.redmine.done("PUT", f"/issues/{issue}.json", {"issue": {"tracker_id": other}})
        pair.tell(1, title="Aftalen")
        said = applied(pair, "F256")
        assert not re.search(r"\[F2(25|27|31)\]", said), said
        assert raw(pair, issue)["subject"] == "Kontrakt"
        pair.redmine.done("PUT", f"/issues/{issue}.json", {"issue": {"tracker_id": own}})
    pair.apply()
    assert raw(pair, issue)["subject"] == "Aftalen" and pair.issues()[1]["id"] == issue


def test_a_number_that_somebody_takes_out_is_put_back(pair):
    pair.apply()
    issue = pair.issues()[1]["id"]
    pair.redmine.done("PUT", f"/issues/{issue}.json", {"issue": {
        "custom_fields": [{"id": pair.redmine.number_field, "value": ""}]}}, key="hanne")
    applied(pair, "F255")
    assert pair.issues()[1]["id"] == issue
    assert pair.run("plan").stdout == NOTHING_TO_DO


@pytest.mark.parametrize("state", ["kept", "lost"])
def test_numbers_move_from_descriptions_to_a_field_that_is_given_later(pair, state):
    field = f'number_field = "{NUMBER_FIELD}"\n'
    pair.configure(field, "")
    pair.apply()
    pair.configure(f'tracker = "{TRACKER}"\n', f'tracker = "{TRACKER}"\n{field}')
    issues = pair.redmine.done("GET", f"/issues.json?project_id={pair.project}&sort=id")["issues"]
    if state == "kept":
        pair.redmine.done("PUT", f"/issues/{issues[0]['id']}.json", {"issue": {"due_date": "2024-03-11"}}, key="hanne")
        applied(pair, "F255")
        assert pair.carry_out() == [(1, {"due_date": "2024-03-11"})]
    else:
        shutil.rmtree(pair.state)
        applied(pair, "F228", "F255")
    assert {each["id"] for each in pair.issues().values()} == {each["id"] for each in issues}
    assert all("KLIK:" not in each["description"] for each in pair.issues().values())
    shutil.rmtree(pair.state)
    pair.apply()
    assert len(pair.issues()) == 2 and pair.run("plan").stdout == NOTHING_TO_DO


def test_a_description_goes_on_to_carry_the_number_and_anothers_is_not_believed(pair):
    pair.configure(f'number_field = "{NUMBER_FIELD}"\n', "")
    pair.configure('title = "out"\n', 'title = "out"\ndescription = "out"\n')
    pair.tell(1, goal="Alle er enige.")
    pair.apply()

    def texts() -> dict[int, str]:
        listed = pair.redmine.done("GET", f"/issues.json?project_id={pair.project}&status_id=*")["issues"]
        return {each["id"]: each["description"] for each in listed}

    first = next(issue for issue, text in texts().items() if "KLIK: 1" in text)
    pair.redmine.done("PUT", f"/issues/{first}.json", {"issue": {"description": "Mit eget"}}, key="hanne")
    applied(pair, "F255")
    assert "Alle er enige." in texts()[first] and texts()[first].endswith("KLIK: 1")
    assert pair.run("plan").stdout == NOTHING_TO_DO
    other = made(pair, subject="Noget andet", description="Se\n\nKLIK: 3")
    pair.tell(3, title="Drift", project="DUBU 3.0", status="Ikke påbegyndt")
    shutil.rmtree(pair.state)
    applied(pair, "F228", "F257")
    assert raw(pair, other)["subject"] == "Noget andet"
    assert len(texts()) == 4
