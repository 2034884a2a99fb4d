"""klikd, klik-chat, Prosody and a person in its room: the whole of what is relayed and asked for."""

import os
import pathlib
import signal
import subprocess

import programs
from klik_wire import until
from prosody_peer import DOMAIN, ROOMS, Prosody
from xmpp_person import ROOM, Person

SECRET = "hemmeligt-ord"
CONFIG = """\
[plugins.chat]
link = "https://klik.example/{{number}}"
[plugins.chat.channels.rum]
kind = "xmpp"
jid = "{name}@{domain}"
password_file = "{folder}/password"
server = "127.0.0.1:{port}"
ca_file = "{ca}"
[plugins.chat.rooms.opgaver]
channel = "rum"
room = "{room}"
{room_keys}
[plugins.chat.people.rum]
{people}
"""


class ChatStory:
    def __init__(self, running, daemon, beside: "ChatStory | None" = None):
        """`beside` is another klik-chat in the same room."""
        self.folder = beside.folder / "second" if beside else running.folder
        self.folder.mkdir(exist_ok=True)
        self.daemon = daemon
        self.control = running.control(daemon)
        self.server = beside.server if beside else Prosody(self.folder / "prosody")
        self.name = "klik2" if beside else "klik"
        for name in (self.name,) if beside else (self.name, "anna", "mads"):
            self.server.register(name, SECRET)
        self.people: list[Person] = []
        self.plugin: subprocess.Popen | None = None

    def person(self, name: str, nick: str) -> Person:
        self.people.append(Person(self.server, name, SECRET, nick))
        self.people[-1].enter()
        return self.people[-1]

    def configure(self, people: dict[str, str], room_keys: str = ""):
        """Who of the server is who in KLIK."""
        password = self.folder / "password"
        password.write_text(SECRET)
        password.chmod(0o600)
        (self.folder / "klikd.toml").write_text(CONFIG.format(
            name=self.name, domain=DOMAIN, folder=self.folder, port=self.server.port, ca=self.server.authority.certificate, room=ROOM,
            room_keys=room_keys, people="".join(f'"{name}@{DOMAIN}" = "{who}"\n' for name, who in people.items())))

    def start(self):
        log = (self.folder / "plugin.log").open("a")
        with log:
            self.plugin = subprocess.Popen(
                [programs.BIN / "klik-chat", "--config", self.folder / "klikd.toml", "--municipality",
                 f"9999={self.daemon.control()}"],
                env={**os.environ, "STATE_DIRECTORY": str(self.folder / "state")}, stderr=log)

    def kill(self):
        if self.plugin and self.plugin.poll() is None:
            self.plugin.kill()
            self.plugin.wait(programs.PATIENCE_S)

    def stop(self) -> int:
        self.plugin.send_signal(signal.SIGTERM)
        return self.plugin.wait(programs.PATIENCE_S)

    def log(self) -> str:
        file = self.folder / "plugin.log"
        return file.read_text() if file.exists() else ""

    def end(self):
        self.kill()
        for each in self.people:
            each.end()
        self.server.stop()

    def said(self, person: Person, *words: str, since: int = 0):
        """The first message of KLIK's in the room, behind `since`, that has all of these words."""
        return until(lambda: next((each for each in person.in_room("KLIK")[since:]
                                   if all(word in each.body for word in words)), None), 120)
