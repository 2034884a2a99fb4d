"""Ten bad days of an operator: each one's cause is one step away, by `klikctl doctor` or by the log."""

import datetime
import json
import os
import pathlib
import signal
import socket
import subprocess

import pytest
import zmq

import mail_side
import programs
import test_crash
from keyring import Keyring, Pair
from klik_wire import observed, until


class Operator:
    """Who has a configuration, a data folder and docs/operations.md."""

    def __init__(self, running):
        self.running, self.folder, self.data = running, running.folder, running.folder / "data"
        self.config = self.folder / "klikd.toml"

    def writes(self, text: str = ""):
        self.config.write_text(f'data_dir = "{self.data}"\n{text}')

    def klikd(self, **more) -> programs.Klikd:
        return self.running.klikd("--config", self.config, folder=self.data, **more)

    def klikd_ends(self) -> subprocess.CompletedProcess:
        return programs.klikd_that_ends(self.data, "--config", self.config)

    def doctor(self, daemon: programs.Klikd | None = None, *flags) -> list[dict]:
        """What is not well; the exit code says whether something has failed."""
        control = ("--control", daemon.control()) if daemon else ("--control", "tcp://127.0.0.1:9")
        run = subprocess.run(
            [programs.BIN / "klikctl", *control, "--json", *flags, "doctor", "--config", self.config],
            capture_output=True, text=True, timeout=programs.PATIENCE_S)
        rows = json.loads(run.stdout)
        assert run.returncode == (1 if any(row["state"] == "failed" for row in rows) else 0), run
        assert all(row["text"] and row["text_da"] for row in rows), rows
        return [row for row in rows if row["state"] != "ok"]

    def cause(self, subject: str, words: str, daemon: programs.Klikd | None = None, *flags) -> dict:
        rows = self.doctor(daemon, *flags)
        found = [row for row in rows if row["subject"] == subject and words in row["text"]]
        assert found, f"no {subject} with {words!r} in:\n" + "\n".join(f"{row['subject']}: {row['text']}" for row in rows)
        return found[0]


@pytest.fixture
def operator(running):
    return Operator(running)


def test_on_a_good_day_nothing_has_failed(operator):
    operator.writes()
    daemon = operator.klikd()
    assert [row for row in operator.doctor(daemon) if row["state"] == "failed"] == []
    said = programs.klikctl(daemon, "doctor", "--config", operator.config).stdout
    assert "Konfiguration" in said and f"klikd kører som proces {daemon.pid}" in said
    said = programs.klikctl(daemon, "--lang", "en", "doctor", "--config", operator.config).stdout
    assert f"klikd runs as process {daemon.pid}" in said


def test_a_klikd_that_was_never_configured(operator):
    assert operator.cause("configuration", f"there is no {operator.config}")["state"] == "warning"
    operator.cause("service", "klikd does not run")


def test_a_klikd_that_was_never_started(operator):
    """Whoever is root is not told to become it."""
    operator.writes()
    operator.cause("disk", "klikd makes it at its first start")
    operator.cause("journal", "there is no journal yet")


def test_the_disk_is_full(operator, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("mounting a tmpfs needs root")
    disk = test_crash.SmallDisk(tmp_path / "disk", "4m")
    try:
        operator.data = disk.path / "data"
        operator.writes()
        daemon = operator.klikd()
        control = operator.running.control(daemon)
        for number in range(1, 2000):
            if control.put(observed(number, description="lang " * 4000)).verb == "error":
                break
        assert operator.cause("journal", "read_only", daemon)["state"] == "failed"
        assert operator.cause("disk", "the disk is full", daemon)["state"] == "failed"
        assert "disk" in daemon.logged("K120")
    finally:
        for daemon in operator.running.daemons:
            daemon.kill()
        disk.unmount()


def test_klikds_own_key_is_open_to_others(operator):
    keyring = Keyring(operator.folder, f'[log]\nfile = "{operator.folder}/log"\n')
    (operator.folder / "klikd.key").chmod(0o644)
    assert "chmod 600" in operator.klikd_ends().stderr
    operator.config = keyring.config
    assert operator.cause("configuration", "klikd.key")["state"] == "failed"


def test_a_client_has_a_key_that_klikd_does_not_know(operator):
    keyring = Keyring(operator.folder)
    keyring.config.write_text(f'data_dir = "{operator.data}"\n' + keyring.config.read_text())
    daemon = operator.klikd()
    stranger = Pair()
    keys = ("--key", stranger.write(operator.folder / "stranger.key"), "--server-key", keyring.server.text())
    assert operator.cause("service", "K165", daemon, *keys)["state"] == "failed"
    assert stranger.text() in daemon.logged("K165"), "the log names the key"
    without = programs.klikctl(daemon, "--lang", "en", "tasks")
    assert "answers to keys alone" in without.stderr, without


def test_a_plugin_has_a_key_that_klikd_does_not_know(operator):
    keyring = Keyring(operator.folder)
    Pair().write(operator.folder / "klik-mail.key")
    pair = keyring.authorise("operator", ["read"])
    keys = ("--key", pair.write(operator.folder / "operator.key"), "--server-key", keyring.server.text())
    keyring.config.write_text(
        f'data_dir = "{operator.data}"\n' + keyring.config.read_text() +
        f'[plugins.mail]\nprogram = "{programs.BIN}/klik-mail"\nserver = "smtp://127.0.0.1:9"\ntls = "none"\n'
        f'from = "KLIK <klik@korsbaek.example>"\nkey = "klik-mail.key"\nserver_key = "{keyring.server.text()}"\n')
    daemon = operator.klikd()
    daemon.said("[M220]")
    operator.cause("plugin", "is the key authorised (where it is not, klikd's log has K165)", daemon, *keys)
    daemon.logged("K165")


def test_klikd_is_asked_where_it_serves_all_addresses(operator):
    """`doctor` goes by the file, where `*` is no place to connect to."""
    port = programs.free_port()
    keyring = Keyring(operator.folder)
    keyring.config.write_text(f'data_dir = "{operator.data}"\n[[municipality]]\ncode = "9999"\nname = "Korsbæk Kommune"\n'
                              f'live = "tcp://127.0.0.1:0"\ncontrol = "tcp://*:{port}"\n' + keyring.config.read_text())
    pair = keyring.authorise("operator", ["read"])
    operator.running.klikd("--config", operator.config, "--live", "tcp://127.0.0.1:0", folder=operator.data,
                           municipalities=())
    run = subprocess.run(
        [programs.BIN / "klikctl", "--json", "--key", pair.write(operator.folder / "operator.key"),
         "--server-key", keyring.server.text(), "doctor", "--config", operator.config],
        capture_output=True, text=True, timeout=programs.PATIENCE_S)
    rows = json.loads(run.stdout)
    assert [row for row in rows if row["state"] == "failed"] == []
    assert "municipality" in {row["subject"] for row in rows}, "klikd answered"


def test_a_plugin_ends_again_and_again(operator):
    program = operator.folder / "the-bot"
    program.write_text("#!/bin/sh\ncase \"$*\" in *--check-config*) exit 0 ;; esac\n"
                       "echo '<3>[X1] the tool is gone' >&2\nexit 3\n")
    program.chmod(0o700)
    operator.writes(f'[plugins.bot]\nprogram = "{program}"\n')
    daemon = operator.klikd()
    daemon.logged("K192")
    found = operator.cause("plugin", "bot has ended (", daemon)
    assert found["state"] == "warning" and "[X1] the tool is gone" in found["text"]


RUNS = "LoadState=loaded\nActiveState=active\nSubState=running\nResult=success\nNRestarts=0\nInvocationID=a1\n" \
       "ActiveEnterTimestampMonotonic=1\n"
WAITS = RUNS.replace("=active", "=activating").replace("=running", "=auto-restart").replace("=success", "=exit-code") \
    .replace("NRestarts=0", "NRestarts=4")
FAILED = RUNS.replace("=active", "=failed").replace("=running", "=failed").replace("=success", "=exit-code")
OFF = RUNS.replace("=active", "=inactive").replace("=running", "=dead")
MISSING = OFF.replace("=loaded", "=not-found")
M210 = "[M210] 9999: mail waits: 535"


@pytest.mark.parametrize("unit, trouble, later, state, words", [
    (RUNS, "", "", "ok", "klik-mail.service runs"),
    (RUNS, M210, "", "warning", f"klik-mail.service runs; at 2024-02-01T08:00:00Z it said: {M210}"),
    (RUNS, M210, "[M211] 0101: it answers again (ends M210 of 0101)", "warning", M210),
    (RUNS, M210, "[M211] 9999: it answers again (ends M210 of 9999)", "ok", "klik-mail.service runs"),
    (RUNS, M210, "[M211] it answers again (ends M210)", "ok", "klik-mail.service runs"),
    (WAITS, "Killed", "", "warning", "has ended (exit-code) and is started again soon; restarts so far: 4; at 2024-"),
    (FAILED, "[M101] no `from`", "", "failed", "is not started again: systemctl start klik-mail.service"),
    (OFF, "", "", "warning", "systemctl enable --now klik-mail.service"),
    (MISSING, "", "", "warning", "there is no klik-mail.service here"),
], ids=["well", "trouble", "another's is over", "over for its subject", "over", "waits", "given up", "off", "missing"])
def test_a_plugin_of_a_unit_is_asked_of_systemd(operator, unit, trouble, later, state, words):
    """In whose place stand programs that say what it says (debian/tests/units has the real one)."""
    programs_there = operator.folder / "bin"
    programs_there.mkdir()
    tell = {"systemctl": f"cat <<'END'\n{unit}END\n",
            "journalctl": "case \"$*\" in *--priority=err*) " +
                          (f"echo '1706774400.000000 klik-mail[7]: {trouble}' ;; " if trouble else ";; ") +
                          f"*) echo '{later}' ;; esac\n"}
    for name, script in tell.items():
        (programs_there / name).write_text("#!/bin/sh\n" + script)
        (programs_there / name).chmod(0o700)
    operator.writes("[plugins.mail]\nstart = false\n")
    daemon = operator.klikd()
    run = subprocess.run(
        [programs.BIN / "klikctl", "--control", daemon.control(), "--json", "doctor", "--config", operator.config],
        capture_output=True, text=True, timeout=programs.PATIENCE_S,
        env={**os.environ, "PATH": f"{programs_there}:{os.environ['PATH']}"})
    rows = [row for row in json.loads(run.stdout) if row["subject"] == "plugin"]
    assert [row["state"] for row in rows] == [state], rows
    assert words in rows[0]["text"] and rows[0]["text_da"] != rows[0]["text"], rows


def test_a_platform_is_silent(operator):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        endpoint = f"tcp://127.0.0.1:{nobody.getsockname()[1]}"
        operator.writes(f'[[platform]]\nname = "kombit"\nlive = "{endpoint}"\n')
        daemon = operator.klikd()
        found = operator.cause("platform", f"kombit does not answer at {endpoint}", daemon)
        assert found["state"] == "failed" and "refused" in found["text"]


@pytest.mark.parametrize("kind, platform_has, klikd_has, words", [
    (zmq.PUB, True, "another", "and klikd do not know each other"),
    (zmq.PUB, True, "none", "lets in keys alone"),
    (zmq.PUB, False, "its", "has no CURVE"),
    (zmq.ROUTER, False, "none", "is an endpoint of another kind"),
    (None, False, "none", "does not answer in ZeroMQ"),
    (zmq.PUB, True, "its", ""),
    (zmq.PUB, False, "none", ""),
], ids=["another key", "no key", "no CURVE there", "a ROUTER", "no ZeroMQ", "well with CURVE", "well without"])
def test_a_platform_that_does_not_know_klikd_is_named(operator, kind, platform_has, klikd_has, words):
    """Nothing but silence would tell of it."""
    pair, other = Pair(), Pair()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        endpoint = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        if kind is not None:
            there = operator.running.context.socket(kind)
            if platform_has:
                there.curve_server, there.curve_publickey, there.curve_secretkey = True, pair.public, pair.secret
            there.bind("tcp://127.0.0.1:0")
            endpoint = there.getsockopt_string(zmq.LAST_ENDPOINT)
        key = {"its": f'server_key = "{pair.text()}"\n', "another": f'server_key = "{other.text()}"\n', "none": ""}
        keyring = Keyring(operator.folder, f'[[platform]]\nname = "kombit"\nlive = "{endpoint}"\n{key[klikd_has]}')
        keyring.config.write_text(f'data_dir = "{operator.data}"\n' + keyring.config.read_text())
        rows = [row for row in operator.doctor() if row["subject"] == "platform"]
        assert len(rows) == bool(words) and all(words in row["text"] for row in rows), rows


def test_a_platform_answers_and_tells_nothing(operator, platform):
    """Its socket is there; when it told something last is all that klikd can know."""
    operator.writes(platform.config())
    days_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=5)
    daemon = operator.klikd(clock=days_ago.strftime("%Y-%m-%dT%H:%M:%SZ"))
    platform.subscribed()
    assert "no platform has published anything yet" in platform_row(operator, daemon)["text"]
    platform.tell(1)
    until(lambda: operator.running.control(daemon).task(1))
    assert "the last of it came at " in platform_row(operator, daemon)["text"]
    daemon.stop()
    daemon = operator.klikd(clock=None)
    found = operator.cause("platform", f"no platform has published anything since {days_ago:%Y-%m-%d}", daemon)
    assert found["state"] == "warning"
    platform.subscribed()
    platform.tell(2)
    until(lambda: platform_row(operator, daemon)["state"] == "ok")


def platform_row(operator: Operator, daemon: programs.Klikd) -> dict:
    return next(row for row in operator.running.control(daemon).rows("health") if row["subject"] == "platform")


def test_facts_of_a_platform_are_missing(operator, platform):
    operator.writes(platform.config())
    daemon = operator.klikd()
    platform.subscribed()
    platform.tell(1)
    platform.make(2)
    platform.tell(3)
    daemon.logged("K141")
    found = operator.cause("platform", "facts 2 to 2 of /platform never came here", daemon)
    assert "complete set" in found["text"], "and what to do"


def test_the_clock_is_wrong(operator):
    operator.writes()
    daemon = operator.klikd(clock="2124-02-01T08:00:00+01:00")
    operator.running.control(daemon).put(observed(1))
    daemon.stop()
    assert "before the journal's last record" in operator.cause("clock", "the machine's clock is")["text"]
    daemon = operator.klikd(clock=None)
    daemon.logged("K150")
    operator.cause("clock", "time stands still", daemon)


def page_bytes(journal: pathlib.Path) -> int:
    with journal.open("rb") as file:
        return int.from_bytes(file.read(18)[16:], "big")


def pages_of(journal: pathlib.Path) -> int:
    return journal.stat().st_size // page_bytes(journal)


def spoil(journal: pathlib.Path, pages: range):
    size = page_bytes(journal)
    with journal.open("r+b") as file:
        for page in pages:
            file.seek(page * size + 100)
            file.write(b"\xa5" * (size - 200))


def test_the_journal_is_damaged(operator):
    operator.writes()
    daemon = operator.klikd()
    control = operator.running.control(daemon)
    for number in range(1, 60):
        control.put(observed(number, description="lang " * 2000))
    daemon.stop()
    journal = operator.data / "journal.db"
    pages = pages_of(journal)
    assert pages > 60
    spoil(journal, range(pages // 2, pages))
    refused = operator.klikd_ends()
    assert refused.returncode == 2 and "[K103]" in refused.stderr and "damaged" in refused.stderr, refused.stderr
    assert operator.cause("journal", "damaged")["state"] == "failed"
    verified(operator, "damaged: ")
    journal.write_bytes(journal.read_bytes()[:20_000])  # and now it cannot even be opened
    verified(operator, "the journal cannot be used (database disk image is malformed)")


def verified(operator: Operator, words: str):
    run = subprocess.run([programs.BIN / "klikctl", "--data", operator.data, "--lang", "en", "verify"],
                         capture_output=True, text=True, timeout=programs.PATIENCE_S)
    assert run.returncode == 1 and words in run.stdout and "klikctl restore" in run.stdout, run
    assert "klikctl verify" not in run.stdout + run.stderr, "it was asked already"


def test_another_program_has_the_port(operator):
    with programs.other_program() as other:
        endpoint = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        operator.writes(f'[[municipality]]\ncode = "9999"\nname = "Korsbæk Kommune"\ncontrol = "{endpoint}"\n'
                        'live = "tcp://127.0.0.1:0"\n')
        ended = subprocess.run([programs.BIN / "klikd", "--config", operator.config],
                               capture_output=True, text=True, timeout=programs.PATIENCE_S)
        assert ended.returncode == 2 and "[K103]" in ended.stderr and endpoint in ended.stderr, ended
        found = operator.cause("port", f"{endpoint} is taken by process {os.getpid()}")
        assert found["state"] == "failed" and "choose another port" in found["text"]


def test_another_program_has_the_port_of_the_metrics(operator):
    with programs.other_program() as other:
        place = f"127.0.0.1:{other.getsockname()[1]}"
        operator.writes(f'[metrics]\nlisten = "{place}"\n')
        ended = operator.klikd_ends()
        assert ended.returncode == 2 and "[K103]" in ended.stderr and f"{place}: another program has" in ended.stderr
        found = operator.cause("port", f"{place} is taken by process {os.getpid()}")
        assert found["state"] == "failed" and "choose another port" in found["text"]


def test_another_program_has_one_of_the_addresses_of_a_name(operator):
    """As Debian has it, `localhost` is ::1 first and then 127.0.0.1."""
    if os.geteuid() != 0:
        pytest.skip("a machine's names of its own need root")
    names = operator.folder / "hosts"
    names.write_text("::1 localhost\n127.0.0.1 localhost\n")
    with programs.other_program() as other:
        endpoint = f"tcp://localhost:{other.getsockname()[1]}"
        operator.writes(f'[[municipality]]\ncode = "9999"\nname = "Korsbæk Kommune"\ncontrol = "{endpoint}"\n')
        run = subprocess.run(
            ["unshare", "--mount", "sh", "-c", f'mount --bind {names} /etc/hosts && exec "$@"', "sh",
             programs.BIN / "klikctl", "--lang", "en", "doctor", "--config", operator.config],
            capture_output=True, text=True, timeout=programs.PATIENCE_S)
        assert f"{endpoint} is taken by process {os.getpid()}" in run.stdout, run.stdout + run.stderr


def test_a_rule_set_is_broken(operator):
    rules = operator.folder / "rules.toml"
    rules.write_text('[colour]\nyellow = "14d"\n')
    operator.writes(f'rules = "{rules}"\n')
    daemon = operator.klikd()
    rules.write_text('[colour]\nyelow = "14d"\n')
    daemon.signal(signal.SIGHUP)
    assert "rules.toml:2" in daemon.logged("K131")
    found = operator.cause("configuration", "rules.toml:2", daemon)
    assert found["state"] == "failed" and "yelow" in found["text"]


def test_the_mail_server_refuses(operator):
    certificate, key = mail_side.make_certificate(operator.folder)
    smtp = mail_side.MailServer(operator.folder / "mails", "--certificate", certificate, "--key", key,
                                "--user", mail_side.USER, "--password", mail_side.PASSWORD)
    try:
        settings = mail_side.secure(operator.folder, "forkert ord")
        lines = "\n".join(f'{name} = "{value}"' for name, value in settings.items())
        operator.writes(f'[plugins.mail]\nprogram = "{programs.BIN}/klik-mail"\nserver = "smtp://localhost:{smtp.port}"\n'
                        f'from = "KLIK <klik@korsbaek.example>"\nbegin = "begin"\n{lines}\n')
        daemon = operator.klikd()
        control = operator.running.control(daemon)
        control.put({"id": "kim", "source": "/platform", "time": "2024-01-15T09:00:00Z",
                     "type": "dk.klik.role.assigned.v1",
                     "data": {"municipality": "9999", "role": "member",
                              "person": {"name": "Kim Klit", "email": "kim@korsbaek.example"}}})
        programs.klikctl(daemon, "test-message", "Kim Klit", "--wait", "0")
        daemon.said("[M210]")
        found = until(lambda: [row for row in operator.doctor(daemon) if row["subject"] == "plugin"])[0]
        assert "[M210]" in found["text"] and "535" in found["text"], found
    finally:
        smtp.stop()
