"""klik-portfolio against a real Redmine (docs/portfolio.md): people work in it with keys of their own."""

import pytest

from klik_wire import until
from portfolio_story import NOTHING_TO_DO, PortfolioStory
from redmine_peer import KEYS, NUMBER_FIELD, TRACKER, Redmine

CONFIG = """
[plugins.portfolio]
tool = "redmine"
poll_s = 1
full_pass_s = 3
[plugins.portfolio.redmine]
server = "{url}"
key_file = "redmine.key"
tracker = "{tracker}"
number_field = "{number_field}"
[plugins.portfolio.projects]
"DUBU 3.0" = "{project}"
[plugins.portfolio.fields]
title = "out"
status = {{ direction = "both", conflict = "klik_wins" }}
due_date = {{ direction = "both", conflict = "klik_wins" }}
assignee = "both"
prerequisites = "out"
[plugins.portfolio.statuses]
not_started = "Planned"
blocked = "Waiting on prerequisite"
in_progress = "Running"
completed = "Done"
not_relevant = "Cancelled"
[plugins.portfolio.people]
p7 = "hanne"
"""


@pytest.fixture(scope="session")
def redmine(tmp_path_factory):
    peer = Redmine(tmp_path_factory.mktemp("redmine"))
    yield peer
    peer.end()


class Story(PortfolioStory):
    def __init__(self, running, folder, redmine: Redmine):
        self.redmine = redmine
        self.project = redmine.project()
        self.use_key(KEYS["sync"], folder)
        super().__init__(running, folder, CONFIG.format(
            url=redmine.url, tracker=TRACKER, number_field=NUMBER_FIELD, project=self.project))
        self._statuses = {each["name"]: each["id"]
                          for each in redmine.done("GET", "/issue_statuses.json")["issue_statuses"]}

    def use_key(self, key: str, folder=None):
        file = (folder or self.folder) / "redmine.key"
        file.write_text(key)
        file.chmod(0o600)

    def issues(self) -> dict[int, dict]:
        """By the task's number, of which each has one issue."""
        listed = self.redmine.done("GET", f"/issues.json?project_id={self.project}&status_id=*&limit=100")["issues"]
        found = {int(each["custom_fields"][0]["value"]): each for each in listed}
        assert len(found) == len(listed), "a task has two issues"
        return found

    def issue(self, number: int) -> dict:
        """With its relations and what people have said."""
        listed = self.issues()[number]
        return self.redmine.done("GET", f"/issues/{listed['id']}.json?include=relations,journals")["issue"]

    def status(self, number: int) -> str:
        found = self.issues().get(number)
        return found["status"]["name"] if found else ""

    def comments(self, number: int) -> list[str]:
        return [each["notes"] for each in self.issue(number)["journals"] if each["notes"]]

    def change(self, number: int, who: str = "hanne", **fields):
        """What a person does in Redmine."""
        if "status" in fields:
            fields["status_id"] = self._statuses[fields.pop("status")]
        path = f"/issues/{self.issues()[number]['id']}.json"
        self.redmine.done("PUT", path, {"issue": fields}, key=who)

    def request(self) -> dict:
        """The next request that klikd hands to the platform."""
        asked = self.control.next_event()
        while not asked["type"].endswith("change_requested.v1"):
            asked = self.control.next_event()
        return asked["data"]

    def at_rest(self):
        until(lambda: self.run("plan").stdout == NOTHING_TO_DO)


@pytest.fixture
def story(running, tmp_path, redmine):
    made = Story(running, tmp_path, redmine)
    yield made
    made.end()


@pytest.fixture
def pair(story):
    """Two tasks in Redmine: the second waits for the first."""
    story.tell(1, title="Kontrakt", project="DUBU 3.0", status="I gang", due_date="2024-03-04",
               assignee={"id": "p7"})
    story.tell(2, title="Test", project="DUBU 3.0", status="Ikke påbegyndt", due_date="2024-04-04", prerequisites=[1])
    return story


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
                 for number in issues for each in story.issue(number)["relations"]}
    assert relations == {("blocks", issues[n - 4]["id"], issues[n]["id"]) for n in range(5, 41)}
    asked = story.redmine.requests()
    assert story.run("apply").stdout == "nothing to do\n"
    assert story.redmine.requests() - asked < 20, "to see that nothing is to be done costs little"
    assert sorted(story.issues()) == list(range(1, 41))


def test_what_a_person_does_is_asked_for_in_their_name(pair):
    pair.serve()
    until(lambda: pair.status(1) == "Running" and pair.status(2) == "Waiting on prerequisite")
    pair.at_rest()
    pair.control.open("platform", "end", kinds=["request"])
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
