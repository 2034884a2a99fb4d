"""klik-portfolio against a folder of files that a spreadsheet opens (docs/portfolio.md)."""

import csv
import fcntl
import re
import subprocess

import programs
import pytest

from klik_wire import until
from portfolio_story import NOTHING_TO_DO, PortfolioStory

CONFIG = """
[plugins.portfolio]
tool = "csv"
poll_s = 1
full_pass_s = 1
[plugins.portfolio.csv]
folder = "sheets"
[plugins.portfolio.projects]
"DUBU 3.0" = "dubu"
[plugins.portfolio.fields]
title = { direction = "out" }
status = { direction = "both", conflict = "klik_wins" }
due_date = { direction = "both", conflict = "klik_wins" }
prerequisites = { direction = "out" }
[plugins.portfolio.statuses]
not_started = "Planlagt"
blocked = "Venter"
in_progress = "I gang"
completed = "Afsluttet"
not_relevant = "Udgået"
"""


class Story(PortfolioStory):
    def __init__(self, running, folder):
        super().__init__(running, folder, CONFIG)
        (folder / "sheets").mkdir()

    @property
    def sheet(self):
        return self.folder / "sheets" / "dubu.csv"

    def rows(self) -> list[list[str]]:
        with self.sheet.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file, delimiter=";"))

    def row(self, title: str) -> list[str]:
        found = [row for row in self.rows() if title in row] if self.sheet.exists() else []
        assert len(found) < 2, found
        return found[0] if found else []

    def replace(self, title: str, old: str, new: str):
        """What somebody does in their spreadsheet."""
        rows = [[new if title in row and cell == old else cell for cell in row] for row in self.rows()]
        with self.sheet.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)


@pytest.fixture
def story(running, tmp_path):
    made = Story(running, tmp_path)
    made.tell(1, title="Kontrakt", project="DUBU 3.0", status="I gang", due_date="2024-03-04")
    made.tell(2, title="Test", project="DUBU 3.0", status="Ikke påbegyndt", due_date="2024-04-04", prerequisites=[1])
    made.tell(3, title="Andet", project="Et andet", status="I gang")
    yield made
    made.end()


def test_plan_says_what_apply_does_and_a_second_plan_is_empty(story):
    planned = story.run("plan")
    assert planned.returncode == 0, planned.stderr
    assert "Kontrakt" in planned.stdout and "Test" in planned.stdout and "Andet" not in planned.stdout
    assert not story.sheet.exists() or not story.row("Kontrakt"), "it was only planned"
    assert "0 afvist" in story.apply()
    assert "I gang" in story.row("Kontrakt") and "2024-03-04" in " ".join(story.row("Kontrakt"))
    assert "Venter" in story.row("Test")
    again = story.run("plan")
    assert again.stdout == NOTHING_TO_DO, again.stdout
    assert story.run("apply", "--progress").stdout == "intet at gøre\n"
    assert "apply kørsel 1" in story.run("runs").stdout


@pytest.mark.parametrize("place", ["before_create", "after_create", "stored_create", "before_write", "after_write",
                                   "stored_write", "before_link", "after_link", "stored_link"])
def test_killed_at_any_place_the_next_run_converges(story, place):
    if place.endswith("write"):  # a new row has all its values at once
        story.tell(1, title="Aftale")
        story.apply()
        story.tell(1, title="Kontrakt")
    killed = story.run("apply", failpoint=f"{place}:1")
    assert killed.returncode == 137, killed.stderr
    story.apply()
    assert len([row for row in story.rows() if "Kontrakt" in row]) == 1
    assert "I gang" in story.row("Kontrakt") and "Venter" in story.row("Test")
    assert story.run("plan").stdout == NOTHING_TO_DO


def test_a_status_that_somebody_typed_becomes_a_request(story):
    story.serve()
    until(lambda: "I gang" in story.row("Kontrakt") and "Venter" in story.row("Test"))
    until(lambda: story.run("plan").stdout == NOTHING_TO_DO)
    story.control.open("platform", "end", kinds=["request"])
    story.replace("Kontrakt", "I gang", "Afsluttet")
    asked = story.control.next_event()
    while not asked["type"].endswith("change_requested.v1"):
        assert asked["data"]["outcome"] == "accepted", asked
        asked = story.control.next_event()
    assert asked["data"]["number"] == 1 and asked["data"]["change"] == {"status": "completed"}
    assert asked["data"]["lineage"], "what led to it"
    story.tell(1, status="Afsluttet")
    until(lambda: "Planlagt" in story.row("Test"))  # it waits for nothing any more
    assert "Afsluttet" in story.row("Kontrakt")
    story.stop()


def test_what_klik_refuses_is_set_back(story):
    story.serve()
    until(lambda: "Venter" in story.row("Test"))
    story.replace("Test", "Venter", "Afsluttet")
    until(lambda: "Venter" in story.row("Test"))
    story.stop()


def test_the_examples_of_its_page_can_be_used_as_they_stand(tmp_path):
    page = (programs.ROOT / "docs" / "portfolio.md").read_text()
    (tmp_path / "portfolio").mkdir()
    (tmp_path / "redmine.key").write_text("f" * 40)
    (tmp_path / "redmine.key").chmod(0o600)
    examples = re.findall(r"^```toml\n(.*?)^```", page, re.M | re.S)
    assert [re.search(r'tool = "(\w+)"', each)[1] for each in examples] == ["csv", "redmine"]
    for example in examples:
        (tmp_path / "klikd.toml").write_text(example)
        done = subprocess.run([programs.BIN / "klik-portfolio", "--config", tmp_path / "klikd.toml", "--check-config"],
                              capture_output=True, text=True, timeout=programs.PATIENCE_S)
        assert done.returncode == 0, (example, done.stderr)


def test_apply_says_that_klik_was_asked_and_sets_back_what_it_refuses(story):
    story.apply()
    story.replace("Test", "Venter", "Afsluttet")
    done = story.apply()
    assert "KLIK er spurgt om 1 ændring: 1 afvist og sat tilbage i værktøjet, 0 venter på svar" in done, done
    assert "1 skrevet" in done and "Venter" in story.row("Test"), done
    assert story.run("plan").stdout == NOTHING_TO_DO


def test_a_pause_loses_nothing_and_undo_takes_back(story):
    story.serve()
    until(lambda: "I gang" in story.row("Kontrakt"))
    until(lambda: "Venter" in story.row("Test"))
    assert story.run("pause").returncode == 0
    until(lambda: "[F104]" in story.log())
    story.tell(1, title="Aftale")
    assert story.run("resume").returncode == 0
    until(lambda: story.row("Aftale"))
    story.run("pause")
    until(lambda: story.log().count("[F104]") == 2)
    last = story.run("runs").stdout.split("kørsel ")[-1].split(":")[0]
    undone = story.run("undo", last)
    assert undone.returncode == 0, undone.stderr
    assert story.row("Kontrakt") and not story.row("Aftale"), undone.stdout
    told = next(line for line in story.run("runs").stdout.splitlines() if f" kørsel {last}:" in line)
    assert told.endswith("UTC, taget tilbage"), told
    days = {re.search(r"\d\d-\d\d-\d{4}", line)[0] for line in story.run("runs").stdout.splitlines() if "kørsel" in line}
    assert len(days) == 1, "all of them have klikd's time, also that of the undo"
    story.run("resume")
    until(lambda: story.row("Aftale"))
    story.stop()


def test_while_it_is_paused_apply_has_the_stream_for_itself(story):
    story.serve_by_klikd()
    until(lambda: "Venter" in story.row("Test"))
    assert story.run("apply").returncode == 3, "the service is at work"
    assert story.run("pause").stdout == "på pause: det, der ændres imens, gøres efter `resume`\n"
    until(lambda: "[F104]" in story.health())  # or a `resume` that was forgotten is seen by nobody
    for title in ("Aftale", "Aftalen"):
        story.tell(1, title=title)
        assert "1 skrevet" in story.apply()
        assert story.row(title)
    story.tell(1, title="Kontrakten")
    assert story.run("resume").returncode == 0
    until(lambda: story.row("Kontrakten"))
    assert "[F104]" not in story.health()
    log = story.log()
    assert "[F105]" in log and "[F103]" not in log
    assert log.count("[F101]") == 1, "it was never started again"


def is_at_work(story) -> bool:
    """Somebody has the lock of the folder."""
    file = story.state / "work" / "lock"
    if not file.exists():
        return False
    with file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def test_a_service_that_is_started_beside_an_apply_waits_until_that_has_ended(story):
    nobody = [word.replace(story.daemon.control(), "tcp://127.0.0.1:1") if isinstance(word, str) else word
              for word in story.command("apply")]  # it waits for an answer of klikd, and has the folder meanwhile
    with subprocess.Popen(nobody, env=story.environment(), stderr=subprocess.DEVNULL) as applying:
        until(lambda: is_at_work(story))
        story.serve_by_klikd()
        until(lambda: "[F109]" in story.health())
        assert not story.sheet.exists()
        applying.terminate()
    until(lambda: "Venter" in story.row("Test"))
    until(lambda: "[F109]" not in story.health())
    log = story.log()
    assert log.count("[F109]") == 1 and log.count("[F110]") == 1 and log.count("[F101]") == 1, log
    assert "[F103]" not in log


def test_a_state_file_that_goes_away_ends_the_service(story):
    story.serve()
    until(lambda: "Venter" in story.row("Test"))
    (story.state / "9999.sqlite").unlink()
    service = story.services.pop()
    assert service.wait(programs.PATIENCE_S) == 2
    assert "[F108]" in story.log() and "9999.sqlite" in story.log()


def test_before_anything_was_written_there_is_no_run(story):
    assert story.run("runs").stdout == "ingen kørsler endnu\n"
    for run in ("1", "x", "0"):
        undone = story.run("undo", run)
        assert undone.returncode == 2 and f"there is no run {run}; `runs` lists them" in undone.stderr, undone.stderr
    assert not story.state.exists(), "it looked and left nothing behind"


def test_mistakes_in_the_file_are_named(story):
    (story.folder / "klikd.toml").write_text(CONFIG.replace('"csv"', '"jira"', 1))
    checked = story.run("--check-config")
    assert checked.returncode == 78 and "must be \"redmine\" or \"csv\"" in checked.stderr
