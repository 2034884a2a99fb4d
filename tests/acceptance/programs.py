"""Starts and stops the programs under test, each by its process id."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("KLIK_BIN_DIR", "build/dev/bin")).resolve()
PATIENCE_S = 120


class Klikd:
    """A running klikd: port 0, a folder of its own, a virtual clock."""

    def __init__(self, folder: pathlib.Path, *flags: str, clock: str | None = "2024-02-01T08:00:00+01:00",
                 municipalities=("9999=Korsbæk Kommune",)):
        self.folder = folder
        self.log_lines: list[str] = []
        self._log_grows = threading.Condition()
        self.process = subprocess.Popen(
            command(folder, *flags, clock=clock, municipalities=municipalities),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self._log_reader = threading.Thread(target=self._read_log, daemon=True)
        self._log_reader.start()
        for line in self.process.stdout:
            if line.startswith("ready"):
                break
        else:
            self.process.wait(PATIENCE_S)
            raise AssertionError(f"klikd ended without being ready:\n{self.log()}")
        self.endpoints = {
            code: (live, control)
            for code, live, control in re.findall(r"municipality=(\S+) live=(\S+) control=(\S+)", line)
        }

    def _read_log(self):
        for line in self.process.stderr:
            with self._log_grows:
                self.log_lines.append(line)
                self._log_grows.notify_all()

    @property
    def pid(self) -> int:
        return self.process.pid

    def live(self, code: str = "9999") -> str:
        return self.endpoints[code][0]

    def control(self, code: str = "9999") -> str:
        return self.endpoints[code][1]

    def log(self) -> str:
        if self.process.poll() is not None:
            self._log_reader.join(PATIENCE_S)
        return "".join(self.log_lines)

    def logged(self, *ids: str, since: int = 0) -> str:
        """Waits for a line of the log with one of these ids, behind the first `since` lines."""
        return self.said(*(f"[{each}]" for each in ids), since=since)

    def said(self, *words: str, since: int = 0) -> str:
        """The same for any of these words."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for line in self.log_lines[since:]:
                if any(each in line for each in words):
                    return line
            with self._log_grows:
                self._log_grows.wait(1)
        raise AssertionError(f"no line with {words}:\n{self.log()}")

    def signal(self, number: signal.Signals):
        self.process.send_signal(number)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        return self._ended()

    def kill(self):
        """As a power cut would."""
        if self.process.poll() is None:
            self.signal(signal.SIGKILL)
        self._ended()

    def _ended(self) -> int:
        code = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        return code


def command(folder: pathlib.Path, *flags: str, clock: str | None = None, municipalities=()) -> list[str]:
    flags = tuple(map(str, flags))
    words = [str(BIN / "klikd"), "--data-dir", str(folder)]
    for municipality in municipalities:
        words += ["--municipality", municipality]
    if "--live" not in flags:
        words += ["--live", "tcp://127.0.0.1:0", "--control", "tcp://127.0.0.1:0"]
    if clock:
        words += ["--virtual-clock", clock]
    return [*words, *flags]


def klikd_that_ends(folder: pathlib.Path, *flags: str, **more) -> subprocess.CompletedProcess:
    """For a klikd that is expected to end by itself."""
    return subprocess.run(
        command(folder, *flags, **more), capture_output=True, text=True, timeout=PATIENCE_S
    )


def klikctl(daemon: Klikd, *words, code: str = "9999") -> subprocess.CompletedProcess:
    return subprocess.run(
        [BIN / "klikctl", "--control", daemon.control(code), *map(str, words)],
        capture_output=True, text=True, timeout=PATIENCE_S,
    )


def other_program() -> socket.socket:
    """Listens on a port that klikd may be told to bind: below those that the system hands out."""
    for port in range(20000, 32768):
        try:
            return socket.create_server(("127.0.0.1", port))
        except OSError:
            continue
    raise AssertionError("all ports are taken")


def free_port() -> int:
    with other_program() as program:
        return program.getsockname()[1]
