"""klik-chat with keys, for two municipalities, at webhooks one of which is not who it should be."""

import json
import os
import signal
import subprocess

import keyring
import programs
from klik_wire import observed, until
from prosody_peer import Authority
from webhook_peer import WebhookPeer

CODES, MAY_REPORT = ("0101", "9999"), "0101"
CONFIG = """
[plugins.chat]
key = "chat.key"
server_key = "server.pub"
[plugins.chat.channels.hook]
kind = "webhook_slack"
[plugins.chat.channels.hook.rooms.kbh]
url_file = "kbh.url"
[plugins.chat.channels.hook.rooms.korsbaek]
url_file = "korsbaek.url"
[plugins.chat.channels.fremmed]
kind = "webhook_slack"
ca_file = "ca.pem"
[plugins.chat.channels.fremmed.rooms.drift]
url_file = "fremmed.url"
[plugins.chat.rooms.kbh]
channel = "hook"
room = "kbh"
municipality = "0101"
[plugins.chat.rooms.korsbaek]
channel = "hook"
room = "korsbaek"
municipality = "9999"
[plugins.chat.rooms.drift]
channel = "fremmed"
room = "drift"
municipality = "9999"
"""


class Story:
    def __init__(self, running):
        folder = running.folder
        self.folder = folder
        self.keys = keyring.Keyring(folder, CONFIG)
        operators, chat = keyring.Pair(), keyring.Pair()
        for code in CODES:
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
                                    municipalities=[f"{code}=Kommune {code}" for code in CODES])
        self.controls = {code: self.keys.control(running, self.daemon, operators, code) for code in CODES}
        with (folder / "chat.log").open("w") as log:
            self.chat = subprocess.Popen(
                [programs.BIN / "klik-chat", "--config", self.keys.config,
                 *(word for code in CODES for word in ("--municipality", f"{code}={self.daemon.control(code)}"))],
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


def test_each_municipality_has_its_rooms_and_what_is_missing_is_named(running):
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

        for code, room in zip(CODES, ("kbh", "korsbaek")):
            story.controls[code].advance_to("2024-02-07T12:00:00+01:00")
            until(lambda: any("Rød" in text for text in story.texts(room)))
        line = story.logged("H216")
        assert "9999" in line and "right `report`" in line, line

        def details(code):
            return {row["detail"] for row in story.controls[code].rows("deliveries", number=1) if row["outcome"]}

        until(lambda: details("0101") == {"chat channel hook, room kbh"})
        assert details("9999") == set()
        assert story.end() == 0
    finally:
        print(story.log())
        story.chat.kill()
