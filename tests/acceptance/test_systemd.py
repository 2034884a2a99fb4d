"""The units of the packages, and what klikd tells systemd. systemd-analyze is skipped where there is none."""

import pathlib
import platform
import re
import shutil
import socket
import subprocess
import sys

import pytest

import address_families
import programs

UNITS = sorted((programs.ROOT / "debian").glob("*.service"))
MOST_EXPOSED = 2.0

needs_analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")


def analyze(*words) -> str:
    run = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    return run.stdout + run.stderr


def on_this_build(unit: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """The unit with the program that was built in place of the installed one."""
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace("/usr/bin/klik", f"{programs.BIN}/klik"))
    return copy


def test_each_program_that_serves_has_a_unit():
    assert [unit.stem for unit in UNITS] == ["klik-calendar", "klik-chat", "klik-mail", "klik-portfolio", "klikd"]


@needs_analyze
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_finds_nothing_to_say_of_a_unit(unit, tmp_path):
    assert analyze("verify", "--man=no", on_this_build(unit, tmp_path)) == ""


@needs_analyze
def test_a_misspelt_key_is_found(tmp_path):
    copy = on_this_build(UNITS[-1], tmp_path)
    copy.write_text(copy.read_text().replace("PrivateTmp=", "PrivateTemp="))
    assert "PrivateTemp" in analyze("verify", "--man=no", copy)


@needs_analyze
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_hardened(unit):
    said = analyze("security", "--offline=true", "--no-pager", unit)
    exposed = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", said).group(1))
    assert exposed <= MOST_EXPOSED, said


def families_of(unit: pathlib.Path) -> str:
    return re.search(r"^RestrictAddressFamilies=(.*)$", unit.read_text(), re.MULTILINE).group(1).replace(" ", ",")


needs_filter = pytest.mark.skipif(platform.machine() not in address_families.MACHINES, reason="its calls are not known")


def within(families: str, *words) -> list[str]:
    return [sys.executable, "-B", address_families.__file__, families, *map(str, words)]


@needs_filter
def test_a_family_that_is_not_allowed_is_refused():
    opens = "import socket; socket.socket(socket.AF_UNIX); socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"
    assert subprocess.run(within("AF_UNIX,AF_NETLINK", sys.executable, "-c", opens)).returncode == 0
    refused = subprocess.run(within("AF_UNIX", sys.executable, "-c", opens), capture_output=True, text=True)
    assert "Address family not supported" in refused.stderr


@needs_filter
def test_klikd_serves_with_the_address_families_of_its_unit(tmp_path):
    """ZeroMQ ends a process that may not ask for the machine's interfaces before it binds."""
    words = programs.command(tmp_path / "data")
    klikd = subprocess.Popen(within(families_of(programs.ROOT / "debian" / "klikd.service"), *words),
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert klikd.stdout.readline().startswith("ready "), klikd.communicate()[1]
    finally:
        klikd.terminate()
        assert klikd.wait(programs.PATIENCE_S) == 0


class Systemd:
    """Stands where systemd listens."""

    def __init__(self, folder: pathlib.Path):
        self.path = folder / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.socket.settimeout(programs.PATIENCE_S)

    def next(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().splitlines())

    def until(self, word: str) -> dict[str, str]:
        while word not in (said := self.next()):
            pass
        return said


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    listening = Systemd(tmp_path)
    monkeypatch.setenv("NOTIFY_SOCKET", str(listening.path))
    yield listening
    listening.socket.close()


def test_klikd_says_when_it_is_ready_and_when_it_stops(systemd, tmp_path):
    daemon = programs.Klikd(tmp_path / "data")
    try:
        said = systemd.until("READY")
        assert said["READY"] == "1"
        assert daemon.control() in said["STATUS"], "systemctl status shows where it serves"
    finally:
        assert daemon.stop() == 0
    assert systemd.until("STOPPING")["STOPPING"] == "1"


def test_the_loop_feeds_the_watchdog_also_when_nothing_happens(systemd, tmp_path, monkeypatch):
    monkeypatch.setenv("WATCHDOG_USEC", "4000000")
    daemon = programs.Klikd(tmp_path / "data")
    try:
        systemd.until("READY")
        for _ in range(3):
            systemd.until("WATCHDOG")
    finally:
        daemon.stop()


def test_without_a_watchdog_nothing_is_fed(systemd, tmp_path):
    daemon = programs.Klikd(tmp_path / "data")
    programs.klikctl(daemon, "health")
    assert daemon.stop() == 0
    heard = systemd.until("READY")
    while "STOPPING" not in heard:
        heard = systemd.next()
        assert "WATCHDOG" not in heard
