"""klik-chat with keys, for two municipalities, at webhooks one of which is not who it should be."""

import json
import os
import signal
import subprocess

import keyring
import programs
import pytest
from klik_wire import observed, until
from prosody_peer import Authority
from webhook_peer import WebhookPeer

CODES, MAY_REPORT = ("0101", "9999"), "0101"
CHAT = """
[plugins.chat]
key = "chat.key"
server_key = "server.pub"
[plugins.chat.channels.hook]
kind = "webhook_slack"
"""
ROOMS = {"0101": """
[plugins.chat.channels.hook.rooms.kbh]
url_file = "kbh.url"
[plugins.chat.rooms.kbh]
channel = "hook"
room = "kbh"
municipality = "0101"
""", "9999": """
[plugins.chat.channels.hook.rooms.korsbaek]
url_file = "korsbaek.url"
[plugins.chat.channels.fremmed]
kind = "webhook_slack"
ca_file = "ca.pem"
[plugins.chat.channels.fremmed.rooms.drift]
url_file = "fremmed.url"
[plugins.chat.rooms.korsbaek]
channel = "hook"
room = "korsbaek"
municipality = "9999"
[plugins.chat.rooms.drift]
channel = "fremmed"
room = "drift"
municipality = "9999"
"""}


class Story:
    def __init__(self, running, codes=CODES):
        folder = running.folder
        self.folder = folder
        self.keys = keyring.Keyring(folder)
        # Of its own, so that klikd does not start it too.
        (folder / "chat.toml").write_text(CHAT + "".join(ROOMS[code] for code in codes))
        operators, chat = keyring.Pair(), keyring.Pair()
        for code in codes:
            self.keys.authorise(f"operator-{code}", keyring.RIGHTS, code, pair=operators)
            rights = ["read", "request", "act_for", "deliver"]
            self.keys.authorise(f"chat-{code}", rights + ["report"] * (code == MAY_REPORT), code, pair=chat)
        chat.write(folder / "chat.key")
        (folder / "server.pub").write_text(self.keys.server.text())
        authority = Authority(folder / "authority")
        authority.sign("another.example", folder / "tls.key", folder / "tls.crt")
        (folder / "ca.pem").write_text(authority.certificate.read_text())
        self.peer = WebhookPeer()
        self.stranger = WebhookPeer(key=folder / "tls.key", certificate=folder / "tls.crt")
        for name, url in {"kbh": f"{self.peer.url}/ok/kbh", "korsbaek": f"{self.peer.url}/ok/korsbaek",
                          "fremmed": f"{self.stranger.url}/ok/secret-part"}.items():
            (folder / f"{name}.url").write_text(url)
            (folder / f"{name}.url").chmod(0o600)
        self.daemon = running.klikd("--config", self.keys.config,
                                    municipalities=[f"{code}=Kommune {code}" for code in codes])
        self.controls = {code: self.keys.control(running, self.daemon, operators, code) for code in codes}
        with (folder / "chat.log").open("w") as log:
            self.chat = subprocess.Popen(
                [programs.BIN / "klik-chat", "--config", folder / "chat.toml",
                 *(word for code in codes for word in ("--municipality", f"{code}={self.daemon.control(code)}"))],
                env={**os.environ, "STATE_DIRECTORY": str(folder / "state")}, stderr=log)

    def log(self) -> str:
        return (self.folder / "chat.log").read_text()

    def logged(self, line_id: str) -> str:
        return until(lambda: next((line for line in self.log().splitlines() if f"[{line_id}]" in line), ""))

    def texts(self, room: str) -> list[str]:
        return [json.loads(body)["text"] for body in self.peer.bodies(f"/ok/{room}")]

    def tell(self, code: str, number: int, **fields):
        assert self.controls[code].put(observed(number, municipality=code, **fields)).verb == "put.ok"

    def end(self):
        self.chat.send_signal(signal.SIGTERM)
        code = self.chat.wait(programs.PATIENCE_S)
        self.peer.end()
        self.stranger.end()
        return code


def test_each_municipality_has_its_rooms_and_a_stranger_hears_nothing(running):
    story = Story(running)
    try:
        until(lambda: story.log().count("[H104]") == 2)
        story.tell("0101", 1, title="Københavns opgave", status="Påbegyndt", due_date="2024-02-06",
                   assignee={"name": "Jonas Kvist"})
        story.tell("9999", 1, title="Korsbæks opgave", status="Påbegyndt", due_date="2024-02-06",
                   assignee={"name": "Birte Holm"})
        until(lambda: story.texts("kbh") and story.texts("korsbaek"))
        assert all("Korsbæks" not in text for text in story.texts("kbh"))
        assert all("Københavns" not in text for text in story.texts("korsbaek"))

        line = story.logged("H410")
        assert "drift" in line and "certificate" in line and "secret-part" not in story.log()
        assert story.stranger.requests == [], "it has heard nothing of the address"
        assert "[H220]" not in story.log(), "one trouble is one line"

        assert story.end() == 0
    finally:
        print(story.log())
        story.chat.kill()


@pytest.mark.parametrize("code, room", [("0101", "kbh"), ("9999", "korsbaek")])
def test_what_became_of_a_notification_is_told_by_a_key_that_may_and_the_right_is_named_otherwise(running, code, room):
    story = Story(running, [code])
    try:
        until(lambda: "[H104]" in story.log())
        story.tell(code, 1, title="Opgaven", status="Påbegyndt", due_date="2024-02-06", assignee={"name": "Jonas Kvist"})
        until(lambda: story.texts(room))
        story.controls[code].advance_to("2024-02-07T12:00:00+01:00")
        until(lambda: any("Rød" in text for text in story.texts(room)))

        def details():
            return {row["detail"] for row in story.controls[code].rows("deliveries", number=1) if row["outcome"]}

        if code == MAY_REPORT:
            until(lambda: details() == {f"chat channel hook, room {room}"})
        else:
            line = story.logged("H216")
            assert code in line and "right `report`" in line, line
            assert details() == set()
        assert story.end() == 0
    finally:
        print(story.log())
        story.chat.kill()
