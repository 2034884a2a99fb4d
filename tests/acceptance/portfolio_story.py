"""klikd, klik-portfolio and its commands; the tool is whatever the configuration names."""

import datetime
import os
import pathlib
import signal
import subprocess
import time

import programs
from klik_wire import observed

NOTHING_TO_DO = "Intet at gøre.\n"


class PortfolioStory:
    patience_s = programs.PATIENCE_S  # of one run of a command

    def __init__(self, running, folder: pathlib.Path, config: str, *flags):
        self.folder = folder
        self._running, self._flags = running, flags
        self.daemon = running.klikd(*flags)
        self.state = self.daemon.folder / "plugins" / "portfolio"
        self.control = running.control(self.daemon)
        self.minute = 0
        self.services: list[subprocess.Popen] = []
        (folder / "klikd.toml").write_text(config)

    def environment(self, failpoint: str = "") -> dict:
        return {**os.environ, "STATE_DIRECTORY": str(self.state), "KLIK_FAILPOINT": failpoint}

    def command(self, *words) -> list:
        return [programs.BIN / "klik-portfolio", "--config", self.folder / "klikd.toml",
                "--municipality", f"9999={self.daemon.control()}", *words]

    def run(self, *words, failpoint: str = "", patience_s: float = 0) -> subprocess.CompletedProcess:
        command = self.command(*words)
        end = time.monotonic() + (patience_s or self.patience_s)
        with subprocess.Popen(command, env=self.environment(failpoint), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as running:
            while True:
                try:
                    said = running.communicate(timeout=1)
                    return subprocess.CompletedProcess(command, running.returncode, *said)
                except subprocess.TimeoutExpired:
                    # klikd ends the stream of a client that says nothing for ten seconds.
                    self.control.send("ping", ref="still here")
                    if time.monotonic() > end:
                        running.kill()
                        raise

    def apply(self, patience_s: float = 0, code: int = 0):
        """`code` is 1 where the tool is to say no to something."""
        done = self.run("apply", patience_s=patience_s)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def serve(self, failpoint: str = "") -> subprocess.Popen:
        with (self.folder / "plugin.log").open("a") as log:
            self.services.append(subprocess.Popen(self.command(), env=self.environment(failpoint), stderr=log))
        return self.services[-1]

    def serve_by_klikd(self):
        """klikd itself starts it, and knows how it is: from then on, until klikd ends."""
        assert self.daemon.stop() == 0
        self.daemon = self._running.klikd("--config", self.folder / "klikd.toml", *self._flags)
        self.control = self._running.control(self.daemon)

    def health(self) -> str:
        """What `klikctl health` says of it."""
        said = programs.klikctl(self.daemon, "health").stdout
        return next((line for line in said.splitlines() if "portfolio" in line), "")

    def log(self) -> str:
        file = self.folder / "plugin.log"
        return self.daemon.log() + (file.read_text() if file.exists() else "")

    def stop(self):
        service = self.services.pop()
        service.send_signal(signal.SIGTERM)
        assert service.wait(self.patience_s) == 0, self.log()

    def end(self):
        for service in self.services:
            service.kill()
            service.wait(programs.PATIENCE_S)

    def tell(self, number: int, **fields):
        self.minute += 1
        when = datetime.datetime(2024, 1, 15, 9) + datetime.timedelta(minutes=self.minute)
        answer = self.control.put(observed(number, when=f"{when.isoformat()}Z", **fields))
        assert answer.verb == "put.ok", answer
