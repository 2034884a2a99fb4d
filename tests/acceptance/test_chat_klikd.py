"""klik-chat between klikd and a webhook: state and overdue tasks in a room, reports, dry runs, kill -9 (docs/chat.md)."""

import json
import os
import pathlib
import signal
import subprocess

import pytest

import programs
import restoring
from klik_wire import observed, until
from webhook_peer import WebhookPeer

CONFIG = """
[plugins.chat]
link = "https://klik.example/{number}"
[plugins.chat.channels.hook]
kind = "webhook_slack"
[plugins.chat.channels.hook.rooms.drift]
url_file = "url"
[plugins.chat.rooms.drift]
channel = "hook"
room = "drift"
most_at_once = 50
gather_s = 1
"""


class Story:
    def __init__(self, running, folder: pathlib.Path, *sockets: str):
        self.folder = folder
        self.running = running
        self.sockets = sockets
        self.daemon = running.klikd(*sockets)
        self.control = running.control(self.daemon)
        self.minute = 0
        self.service: subprocess.Popen | None = None
        self.peer = WebhookPeer()
        (folder / "klikd.toml").write_text(CONFIG)
        (folder / "url").write_text(self.peer.url + "/ok/drift")
        (folder / "url").chmod(0o600)

    def command(self, *words) -> list:
        return [programs.BIN / "klik-chat", "--config", self.folder / "klikd.toml", *words]

    def municipality(self) -> list:
        return ["--municipality", f"9999={self.daemon.control()}"]

    def environment(self) -> dict:
        return {**os.environ, "STATE_DIRECTORY": str(self.folder / "state")}

    def run(self, *words) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*words), env=self.environment(), capture_output=True, text=True,
                              timeout=programs.PATIENCE_S)

    def start(self):
        with (self.folder / "chat.log").open("a") as log:
            self.service = subprocess.Popen(self.command(*self.municipality()), env=self.environment(), stderr=log)

    def begin(self):
        """Rooms hear of all that is told from now on."""
        self.start()
        until(lambda: "[H104]" in self.log())

    def restore(self, copy: pathlib.Path, new_epoch: bool):
        self.daemon.stop()
        restoring.put_back(self.folder / "data", copy, new_epoch)
        self.daemon = self.running.klikd(*self.sockets)
        self.control = self.running.control(self.daemon)

    def log(self) -> str:
        path = self.folder / "chat.log"
        return path.read_text() if path.exists() else ""

    def kill(self):
        self.service.kill()
        self.service.wait(programs.PATIENCE_S)
        self.service = None

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        assert self.service.wait(programs.PATIENCE_S) == 0, self.log()
        self.service = None

    def tell(self, number: int, **fields):
        self.minute += 1
        answer = self.control.put(observed(
            number, when=f"2024-01-15T{9 + self.minute // 60:02}:{self.minute % 60:02}:00Z", **fields))
        assert answer.verb == "put.ok", answer

    def texts(self) -> list[str]:
        return [json.loads(body)["text"] for body in self.peer.bodies("/ok/drift")]

    def until_said(self, *words: str):
        until(lambda: any(all(word in text for word in words) for text in self.texts()))

    def end(self):
        if self.service:
            self.kill()
        self.peer.end()


@pytest.fixture
def story(running, tmp_path, private_sockets):
    told = Story(running, tmp_path, *private_sockets)
    yield told
    told.end()
    print("--- log of klik-chat\n" + told.log() + "\n".join(told.texts()))


def test_a_room_follows_the_state_of_tasks_from_its_first_day_on(story):
    story.tell(130101, title="Etabler organisation", status="Ikke påbegyndt", due_date="2024-03-12")
    story.begin()
    story.tell(130101, status="Påbegyndt")
    story.until_said("130101", "Ikke påbegyndt → *Påbegyndt*", "Grøn", "https://klik.example/130101")
    story.tell(130102, title="Kortlæg data", status="Ikke påbegyndt", prerequisites=[130101])
    story.until_said("130102", "ny opgave")
    story.tell(130101, status="Fuldført")
    story.until_said("130102", "kan gå i gang", "130101")
    assert not any("ny opgave" in text and "130101" in text for text in story.texts())
    story.stop()


def test_every_change_is_said_however_often_the_plugin_is_killed(story):
    story.begin()
    for number in range(130201, 130241):
        story.tell(number, title=f"Opgave {number}", status="Ikke påbegyndt")
        if number % 4 == 0:
            story.kill()
            story.start()
    for number in range(130201, 130241):
        story.until_said(str(number), "ny opgave")
    # Said twice is only what was under way when it was killed.
    assert len(story.texts()) <= 40 + 10
    story.stop()


@pytest.mark.parametrize("new_epoch", [True, False], ids=["with a new epoch", "as it is"])
@pytest.mark.parametrize("runs_on", [True, False], ids=["klik-chat runs on", "klik-chat is off"])
def test_rooms_hear_of_what_is_another_in_a_restored_journal(story, new_epoch, runs_on):
    story.tell(130101, title="Etabler organisation", status="Ikke påbegyndt")
    story.begin()
    restoring.back_up(story.folder / "data", story.folder / "copy.db")
    story.tell(130104, title="Indkøb udstyr", status="Ikke påbegyndt")
    story.tell(130102, title="Kortlæg data", status="Ikke påbegyndt")
    story.tell(130101, status="Påbegyndt")
    story.until_said("130101", "Ikke påbegyndt → *Påbegyndt*")
    if not runs_on:
        story.stop()
    story.restore(story.folder / "copy.db", new_epoch)
    # Without a new epoch its event has the id that one of 130104 had.
    story.tell(130103, title="Uddan personale", status="Ikke påbegyndt")
    if not runs_on:
        story.start()
    story.until_said("130103", "ny opgave")
    story.until_said("130101", "Påbegyndt → *Ikke påbegyndt*")
    story.until_said("130102", "findes ikke længere")
    story.until_said("130104", "findes ikke længere")
    story.stop()


def test_a_title_that_is_meant_for_more_than_to_be_read_is_harmless_and_in_the_log(story):
    story.begin()
    story.tell(130101, title="@all <!channel> https://x.example *b* \u202e\u009b31m", status="Ikke påbegyndt")
    story.until_said("130101", " ＠all &lt;!channel&gt; https∶//x․example ∗b∗ \ufffd\ufffd31m: ny opgave")
    assert "[H110] 9999: the title of #130101" in story.log() and "x.example" not in story.log()
    story.tell(130102, title="Kortlæg data", status="Ikke påbegyndt")
    story.until_said("130102", "ny opgave")
    assert story.log().count("[H110]") == 1
    story.stop()


def test_what_a_room_heard_stands_among_the_deliveries(story):
    story.tell(130101, title="Etabler organisation", status="Påbegyndt", due_date="2024-02-06",
               assignee={"name": "Jonas Kvist"})
    story.begin()
    story.control.advance_to("2024-02-07T12:00:00+01:00")
    story.until_said("130101", "frist overskredet", "Rød")

    def outcomes():
        rows = story.control.rows("deliveries", number=130101)
        return [(row["kind"], row["outcome"], row["detail"]) for row in rows if row["outcome"]]

    until(lambda: ("overdue", "delivered", "chat channel hook, room drift") in outcomes())
    assert {kind for kind, *_ in outcomes()} == {"overdue"}, "what no room hears of is nobody's report"
    shown = programs.klikctl(story.daemon, "deliveries", "--task", "130101")
    assert "chat channel hook, room drift" in shown.stdout, shown
    story.stop()


def test_a_webhook_that_refuses_post_after_post_loses_one_however_often_klik_chat_is_started_again(story):
    (story.folder / "url").write_text(story.peer.url + "/bad/drift")
    story.begin()
    story.tell(130101, title="Etabler organisation", status="Ikke påbegyndt")
    until(lambda: "[H222]" in story.log())
    story.stop()
    story.tell(130102, title="Kortlæg data", status="Ikke påbegyndt")
    story.start()
    until(lambda: "one post after the other" in story.log())
    story.stop()
    assert story.log().count("[H222]") == 1
    (story.folder / "url").write_text(story.peer.url + "/ok/drift")
    story.start()
    story.until_said("130102", "ny opgave")
    story.stop()


def test_a_dry_run_prints_what_would_be_posted_and_changes_nothing(story):
    story.begin()
    story.stop()
    story.tell(130101, title="Etabler\u009b31m organisation", status="Ikke påbegyndt", assignee={"name": "Jonas Kvist"})
    for _ in range(2):
        shown = story.run(*story.municipality(), "--dry-run")
        assert shown.returncode == 0 and "[H10" not in shown.stderr, shown.stderr
        assert shown.stdout == (
            "hook drift:\n"
            "  #130101 <https://klik.example/130101> Etabler\ufffd31m organisation: ny opgave, Ikke påbegyndt, ingen "
            "frist\n"
            "1 post(s) would be made.\n")
    assert story.texts() == []
    story.start()
    story.until_said("130101", "ny opgave")
    story.stop()


def test_a_trial_post_says_what_became_of_it(story):
    posted = story.run("test-post", "drift")
    assert posted.returncode == 0 and "Room drift has the post" in posted.stdout, posted
    assert story.texts() == ["→ Prøve: klik-chat kan skrive i dette rum."]
    (story.folder / "url").write_text(story.peer.url + "/page/drift")
    refused = story.run("test-post", "drift")
    assert refused.returncode == 2 and "does not have the post" in refused.stdout, refused
    assert story.run("test-post", "dirft").returncode == 2


def test_what_only_klikd_knows_of_the_settings_is_in_the_log(story):
    story.tell(130101, title="Etabler organisation", status="Ikke påbegyndt", project="Omsorgsjournalen 2.0")
    (story.folder / "klikd.toml").write_text(
        CONFIG + 'projects = ["Omsorgsjournalen"]\n[plugins.chat.people.hook]\n"U024BE7LH" = "p999"\n')
    story.begin()
    until(lambda: "[H109]" in story.log())
    assert '[H108] 9999: no task has "omsorgsjournalen"' in story.log()
    story.stop()


def test_a_second_one_finds_the_folder_in_use_or_takes_the_stream_over(story):
    story.begin()
    again = story.run(*story.municipality())
    assert again.returncode == 3 and "[H103]" in again.stderr, again
    elsewhere = {**story.environment(), "STATE_DIRECTORY": str(story.folder / "elsewhere")}
    second = subprocess.Popen(story.command(*story.municipality()), env=elsewhere, stderr=subprocess.DEVNULL)
    try:
        assert story.service.wait(programs.PATIENCE_S) == 3
        assert "[H103] another program reads klikd's stream" in story.log()
        story.service = None
    finally:
        second.terminate()
        assert second.wait(programs.PATIENCE_S) == 0


def test_a_damaged_state_is_named_with_what_to_do(story):
    (story.folder / "state").mkdir(exist_ok=True)
    (story.folder / "state" / "chat.db").write_bytes(b"x" * 8192)
    story.start()
    assert story.service.wait(programs.PATIENCE_S) == 2
    assert "[H107]" in story.log() and "Move it away" in story.log(), story.log()
    story.service = None


def test_mistakes_in_the_settings_are_named_with_their_lines(story):
    (story.folder / "klikd.toml").write_text(CONFIG + 'kinds = ["blokeret"]\n')
    checked = story.run("--check-config")
    assert checked.returncode == 78
    assert "klikd.toml:13: there is no kind \"blokeret\"" in checked.stderr, checked.stderr
    (story.folder / "klikd.toml").write_text(CONFIG)
    assert story.run("--check-config").stdout == "klik-chat: ok\n"
