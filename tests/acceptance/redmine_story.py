"""klik-portfolio and a real Redmine, in which people work with keys of their own; each test has a project."""

import contextlib
import functools

import pytest

import klik_wire
from portfolio_story import NOTHING_TO_DO, PortfolioStory
from redmine_peer import KEYS, NUMBER_FIELD, TRACKER, Redmine

# Several of them may run at once on a slow machine, where a call takes seconds; nothing waits so long by itself.
PATIENCE_S = 900
until = functools.partial(klik_wire.until, patience_s=PATIENCE_S)
WORDS = {"not_started": "Ikke påbegyndt", "in_progress": "I gang", "completed": "Afsluttet"}
SHOWN = {"not_started": {"Planned", "Waiting on prerequisite"}, "in_progress": {"Running"}, "completed": {"Done"}}
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
    patience_s = PATIENCE_S

    def __init__(self, running, folder, redmine: Redmine):
        self.redmine = redmine
        self.project = redmine.project()
        self.changes_by_people = 0
        self._carried_out: set[str] = set()
        self._heard: set[str] = set()
        self.use_key(KEYS["sync"], folder)
        rules = folder / "rules.toml"
        rules.write_text('[prerequisites]\nstart_blocked = "enforce"\n')
        self.config = CONFIG.format(
            url=redmine.url, tracker=TRACKER, number_field=NUMBER_FIELD, project=self.project)
        super().__init__(running, folder, self.config, "--rules", rules)
        self._statuses = {each["name"]: each["id"]
                          for each in redmine.done("GET", "/issue_statuses.json")["issue_statuses"]}

    def use_key(self, key: str, folder=None):
        file = (folder or self.folder) / "redmine.key"
        file.write_text(key)
        file.chmod(0o600)

    def issues(self) -> dict[int, dict]:
        """By the task's number, of which each has one issue."""
        listed, total = [], 1
        while len(listed) < total:
            page = self.redmine.done("GET", f"/issues.json?project_id={self.project}&status_id=*&sort=id&limit=100"
                                            f"&offset={len(listed)}&include=relations")
            listed, total = listed + page["issues"], page["total_count"]
        listed = [each for each in listed if each["custom_fields"][0]["value"]]  # others are no task's
        found = {int(each["custom_fields"][0]["value"]): each for each in listed}
        assert len(found) == len(listed), "a task has two issues"
        return found

    def issue(self, number: int) -> dict:
        """With all that became of it."""
        listed = self.issues()[number]
        return self.redmine.done("GET", f"/issues/{listed['id']}.json?include=journals")["issue"]

    def status(self, number: int) -> str:
        found = self.issues().get(number)
        return found["status"]["name"] if found else ""

    def changed_fields(self, number: int) -> list[str]:
        return [each["name"] for journal in self.issue(number)["journals"] for each in journal["details"]]

    def comments(self, number: int) -> list[str]:
        """As they are read: what has no width is left out."""
        return [each["notes"].replace("\u2060", "") for each in self.issue(number)["journals"] if each["notes"]]

    def change(self, number: int, who: str = "hanne", **fields):
        """What a person does in Redmine."""
        if "status" in fields:
            fields["status_id"] = self._statuses[fields.pop("status")]
        self.changes_by_people += 1
        path = f"/issues/{self.issues()[number]['id']}.json"
        self.redmine.done("PUT", path, {"issue": fields}, key=who)

    def try_to_change(self, number: int, **fields):
        """Redmine may have a rule against it."""
        with contextlib.suppress(AssertionError):
            self.change(number, **fields)

    def requests(self) -> list[dict]:
        """All that klikd has handed to the platform until now. The stream is opened anew for it: klikd ends the session
        of a client that says nothing while Redmine takes its time."""
        head = self.control.open("platform", "begin", kinds=["request"])["head"]
        events = {}
        while (message := self.control.receive_verb("event", "heartbeat")).verb == "event" or message["sent"] < head:
            if message.verb == "event":
                events[message["sequence"]] = message.body
        return [event for _, event in sorted(events.items()) if event["type"].endswith("change_requested.v1")]

    def carry_out(self) -> list[tuple[int, dict]]:
        """The platform does what it was asked for until now, each thing once."""
        done = []
        for asked in self.requests():
            if asked["sequence"] not in self._carried_out:
                self._carried_out.add(asked["sequence"])
                number, change = asked["data"]["number"], asked["data"]["change"]
                self.tell(number, **{
                    field: WORDS[value] if field == "status" else value for field, value in change.items()})
                done.append((number, change))
        return done

    def quiet_plan(self) -> str:
        """What stays when nothing is on its way any more; else nothing."""
        self.carry_out()
        said = self.run("plan").stdout
        return "" if "→" in said or "venter på svar" in said else said

    def configure(self, old: str, new: str):
        assert old in self.config
        self.config = self.config.replace(old, new)
        (self.folder / "klikd.toml").write_text(self.config)

    def request(self) -> dict:
        """The next request that klikd hands to the platform."""
        asked = until(lambda: [each for each in self.requests() if each["sequence"] not in self._heard])[0]
        self._heard.add(asked["sequence"])
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
