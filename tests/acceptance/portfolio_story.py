"""klikd, klik-portfolio and its commands; the tool is whatever the configuration names."""

import datetime
import os
import pathlib
import signal
import subprocess

import programs
from klik_wire import observed

NOTHING_TO_DO = "Intet at gøre.\n"


class PortfolioStory:
    def __init__(self, running, folder: pathlib.Path, config: str, *flags):
        self.folder = folder
        self.daemon = running.klikd(*flags)
        self.control = running.control(self.daemon)
        self.minute = 0
        self.services: list[subprocess.Popen] = []
        (folder / "klikd.toml").write_text(config)

    def environment(self, failpoint: str = "") -> dict:
        return {**os.environ, "STATE_DIRECTORY": str(self.folder / "state"), "KLIK_FAILPOINT": failpoint}

    def command(self, *words) -> list:
        return [programs.BIN / "klik-portfolio", "--config", self.folder / "klikd.toml",
                "--municipality", f"9999={self.daemon.control()}", *words]

    def run(self, *words, failpoint: str = "", patience_s: float = programs.PATIENCE_S) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*words), env=self.environment(failpoint), capture_output=True, text=True,
                              timeout=patience_s)

    def apply(self, patience_s: float = programs.PATIENCE_S):
        done = self.run("apply", patience_s=patience_s)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def serve(self) -> subprocess.Popen:
        with (self.folder / "plugin.log").open("a") as log:
            self.services.append(subprocess.Popen(self.command(), env=self.environment(), stderr=log))
        return self.services[-1]

    def log(self) -> str:
        return (self.folder / "plugin.log").read_text()

    def stop(self):
        service = self.services.pop()
        service.send_signal(signal.SIGTERM)
        assert service.wait(programs.PATIENCE_S) == 0, self.log()

    def end(self):
        for service in self.services:
            service.kill()
            service.wait(programs.PATIENCE_S)

    def tell(self, number: int, **fields):
        self.minute += 1
        when = datetime.datetime(2024, 1, 15, 9) + datetime.timedelta(minutes=self.minute)
        answer = self.control.put(observed(number, when=f"{when.isoformat()}Z", **fields))
        assert answer.verb == "put.ok", answer
