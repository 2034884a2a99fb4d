"""klikd, klik-calendar, a Radicale and what people do in their calendars."""

import os
import signal
import subprocess

import caldav.lib.error
import requests

import caldav_peer
import keyring
import programs
from klik_wire import observed, until

BIRTE, ULLA = "p7", "p8"


class Plugin:
    """A running klik-calendar."""

    def __init__(self, story):
        self.log_file = story.folder / "plugin.log"
        with self.log_file.open("a") as log:
            self.process = subprocess.Popen(story.command(), env=story.environment, stderr=log, text=True)

    def log(self) -> str:
        return self.log_file.read_text()

    def logged(self, line_id: str, times: int = 1):
        def there():
            assert self.process.poll() is None, self.log()
            return self.log().count(f"[{line_id}]") >= times
        until(there)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(programs.PATIENCE_S)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(programs.PATIENCE_S)


class Story:
    def __init__(self, running, folder, ring=None, server=None):
        """With a keyring klikd has CURVE on. The server is a Radicale, or the one that is given."""
        self.folder = folder
        if ring:
            pair = ring.authorise("test", keyring.RIGHTS)
            self.daemon = running.klikd("--config", ring.config)
            self.control = ring.control(running, self.daemon, pair)
        else:
            self.daemon = running.klikd()
            self.control = running.control(self.daemon)
        self.running = running
        self.radicale = server or caldav_peer.Radicale(folder / "radicale")
        self.plugins: list[Plugin] = []
        self.minute = 0
        (folder / "password").write_text(caldav_peer.PASSWORD + "\n")
        (folder / "password").chmod(0o600)
        self.configure()

    def configure(self, more: str = "", poll_s: int = 1):
        (self.folder / "klikd.toml").write_text(
            f'[plugins.calendar]\nserver = "{self.radicale.url}"\nuser = "{caldav_peer.USER}"\n'
            f'password_file = "password"\nfeed_folder = "{self.folder}"\npoll = {poll_s}\n'
            f'link = "https://klik.example/opgave/{{number}}"\n{more}')

    @property
    def environment(self):
        return {**os.environ, "STATE_DIRECTORY": str(self.folder / "state")}

    def command(self, *flags):
        return [programs.BIN / "klik-calendar", "--config", self.folder / "klikd.toml",
                "--municipality", f"9999={self.daemon.control()}", *flags]

    def run(self, *flags) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*flags), env=self.environment, capture_output=True, text=True,
                              timeout=programs.PATIENCE_S)

    def start(self) -> Plugin:
        self.plugins.append(Plugin(self))
        return self.plugins[-1]

    def end(self):
        for plugin in self.plugins:
            plugin.kill()
        self.radicale.stop()
        if self.plugins:
            print(f"--- log of klik-calendar\n{self.plugins[-1].log()}")

    # The platform

    def tell(self, number: int, **fields):
        """A fact, each a minute later than the one before."""
        self.minute += 1
        when = f"2024-01-15T{9 + self.minute // 60:02}:{self.minute % 60:02}:00Z"
        answer = self.control.put(observed(number, when=when, **fields))
        assert answer.verb == "put.ok", answer

    def task(self, number: int, title: str, due: str | None = "2024-03-04", assignee: str | None = BIRTE, **fields):
        self.tell(number, title=title, due_date=due, assignee=assignee and {"id": assignee},
                  **{"status": "Ikke påbegyndt", "project": "DUBU 3.0", **fields})

    # What stands in a calendar

    def todos(self, person: str = BIRTE) -> dict[str, caldav.Todo]:
        """The person's items by UID, as an outside client reads them."""
        try:
            todos = self.radicale.client(person).todos(include_completed=True)
        except (caldav.lib.error.NotFoundError, requests.ConnectionError):
            return {}
        return {str(todo.icalendar_component["UID"]): todo for todo in todos}

    def todo(self, number: int, person: str = BIRTE) -> "caldav.Todo":
        return until(lambda: self.todos(person).get(f"9999-{number}"))

    def component(self, number: int, person: str = BIRTE):
        found = self.todos(person).get(f"9999-{number}")
        return found and found.icalendar_component

    def until_todo(self, number: int, holds, person: str = BIRTE):
        """Waits until the item is there and `holds` of it; gives its component."""
        def good():
            component = self.component(number, person)
            return component if component is not None and holds(component) else None
        return until(good)

    def until_status(self, number: int, status: str, person: str = BIRTE):
        return self.until_todo(number, lambda todo: todo["STATUS"] == status, person)


def comment(component) -> str:
    return str(component.get("COMMENT", ""))


def know(story, person: dict, when: str = "2024-01-15T09:00:00Z"):
    """klikd hears who somebody is."""
    fact = {"id": f"role-{person['id']}-{when}", "source": "/test/platform", "type": "dk.klik.role.assigned.v1",
            "time": when, "data": {"municipality": "9999", "role": "DUBU-superbruger", "person": person}}
    assert story.control.put(fact).verb == "put.ok"


def requests_of(story):
    """What the platform is asked for."""
    platform = story.running.control(story.daemon)
    platform.open("platform", "begin", kinds=["request"])
    events = platform.events_up_to(story.control.ask("ping")["head"])
    platform.close()
    story.running.clients.remove(platform)
    return [event["data"] for event in events if event["type"] == "dk.klik.task.change_requested.v1"]
