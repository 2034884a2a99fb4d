"""Programs that klikd runs beside itself (docs/plugins.md): any program, in any language."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import pytest

import keyring
import klik_wire
import mail_side
import programs
from klik_wire import observed, until

HERE = pathlib.Path(__file__).resolve().parent
CONTRACT = HERE.parent / "contract"  # klik_wire needs its schemas
WAITS = "import sys; sys.stdin.read()"


class Plugins:
    """Their programs, the tables that name them, and a klikd that runs them."""

    def __init__(self, running):
        self.running = running
        self.folder = running.folder
        self.tables = ""

    def python(self, name: str, text: str, *more: str):
        """A plugin of this text, with further lines for its table."""
        return self.program(name, f"#!{sys.executable} -B\n{text}\n", *more)

    def program(self, name: str, text: str, *more: str) -> pathlib.Path:
        path = self.folder / f"the-{name}"
        path.write_text(text)
        path.chmod(0o700)
        self.tables += "\n".join([f"[plugins.{name}]", f'program = "{path.name}"', *more, ""])
        return path

    def reader(self):
        self.program("reader", f'#!/bin/sh\nexport PYTHONPATH="{HERE}:{CONTRACT}"\n'
                               f'exec "{sys.executable}" -B "{HERE}/plugin_reader.py" "$@"\n')

    def config(self, head: str = "") -> pathlib.Path:
        path = self.folder / "klikd.toml"
        path.write_text(head + self.tables)
        return path

    def klikd(self, *flags, **more) -> programs.Klikd:
        return self.running.klikd("--config", self.config(), *flags, **more)

    def check(self, klikd: pathlib.Path = programs.BIN / "klikd") -> subprocess.CompletedProcess:
        return subprocess.run([klikd, "--config", self.config(), "--check-config"],
                              capture_output=True, text=True, timeout=programs.PATIENCE_S)

    def end(self):
        """Also of those that outlive a klikd that was killed."""
        for daemon in self.running.daemons:
            daemon.kill()
            for pid in re.findall(r"started as process (\d+)", daemon.log()):
                if lives(int(pid)) and str(self.folder) in command_line(int(pid)):
                    os.kill(int(pid), signal.SIGKILL)

    def state(self, name: str) -> pathlib.Path:
        return self.folder / "data/plugins" / name


@pytest.fixture
def plugins(running):
    own = Plugins(running)
    yield own
    own.end()


def rows(control: klik_wire.Control) -> dict[str, dict]:
    """Those of plugins in `query health`, by the plugin's name."""
    return {row["text"].split()[0]: row for row in control.rows("health") if row["subject"] == "plugin"}


def process(control: klik_wire.Control, name: str) -> int:
    """The number of its process, once it runs."""
    return until(lambda: rows(control)[name]["counters"]["process"])


def lives(pid: int) -> bool:
    """Dead processes that nobody has collected yet do not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def command_line(pid: int) -> str:
    return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode()


def text_of(path: pathlib.Path) -> str:
    return path.read_text() if path.exists() else ""


def news(control: klik_wire.Control):
    """What the municipality hears of plugins, one after the other."""
    control.open("news of plugins", "begin", kinds=["system"])
    while True:
        data = control.next_event()["data"]
        if data["kind"].startswith("plugin_"):
            yield data


WITNESS = """
import json, os, sys
facts = {
    "arguments": sys.argv[1:],
    "environment": dict(os.environ),
    "descriptors": sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")),
    "group": os.getpgrp() == os.getpid(),
    "state": oct(os.stat(os.environ["STATE_DIRECTORY"]).st_mode & 0o777),
}
with open(os.environ["STATE_DIRECTORY"] + "/facts", "w") as file:
    json.dump(facts, file)
print("witnessed", flush=True)
sys.stdin.read()
"""


def witnessed(daemon: programs.Klikd, plugins: Plugins) -> dict:
    daemon.said("witnessed")
    return json.loads((plugins.state("witness") / "facts").read_text())


def test_a_plugin_is_told_where_its_configuration_and_its_municipalities_are(plugins):
    plugins.python("witness", WITNESS, 'arguments = ["--words", "å b"]')
    daemon = plugins.klikd(municipalities=("9999=Korsbæk Kommune", "0101=Københavns Kommune"))
    facts = witnessed(daemon, plugins)
    assert facts["arguments"] == [
        "--config", str(plugins.folder / "klikd.toml"),
        "--municipality", f"9999={daemon.control('9999')}", "--municipality", f"0101={daemon.control('0101')}",
        "--words", "å b",
    ]
    assert facts["environment"]["STATE_DIRECTORY"] == str(plugins.state("witness"))
    assert facts["state"] == "0o700"
    assert facts["descriptors"] == [0, 1, 2]
    assert facts["group"], "it has a process group of its own"


def test_no_secret_is_in_a_plugins_environment_command_line_or_log(plugins, monkeypatch):
    keys = keyring.Keyring(plugins.folder)
    monkeypatch.setenv("KLIK_TEST_PASSWORD", "of-the-environment")
    monkeypatch.setenv("NOTIFY_SOCKET", "/none")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/klikd")
    plugins.python("witness", WITNESS, 'password = "of-the-file"')
    daemon = plugins.running.klikd("--config", plugins.config(keys.config.read_text()))
    facts = witnessed(daemon, plugins)
    assert facts["environment"]["CREDENTIALS_DIRECTORY"] == "/run/credentials/klikd"
    allowed = {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "STATE_DIRECTORY",
               "CREDENTIALS_DIRECTORY"}
    assert {name for name in facts["environment"] if not name.startswith("LC_")} <= allowed
    pid = int(daemon.logged("K190").rsplit(maxsplit=1)[1])
    seen = [pathlib.Path(f"/proc/{pid}/{name}").read_bytes().decode() for name in ("environ", "cmdline")]
    for secret in (keys.server.secret.decode(), "of-the-environment", "of-the-file"):
        assert secret not in "".join(seen) + daemon.log()
    assert "--municipality" in seen[1]


def test_a_plugin_that_crashes_is_started_again_and_again_and_operators_see_it(plugins):
    plugins.python("hasty", "raise SystemExit('Der skete noget')")
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    told = news(control)
    for _ in range(3):
        assert next(told) == {"kind": "plugin_started", "name": "hasty"}
        ended = next(told)
        assert (ended["kind"], ended["name"], ended["why"]) == ("plugin_ended", "hasty", "exit code 1")
        assert ended["next_try"] > "2024-02-01T08:00:00Z", "by the machine's clock, not the virtual one"
    log = daemon.log()
    assert [f"again in {seconds} s" in log for seconds in (1, 2, 4)] == [True] * 3, log
    assert "[K191] hasty: Der skete noget" in log
    row = rows(control)["hasty"]
    assert row["state"] == "warning" and row["counters"]["restarts"] >= 2
    assert control.put(observed(1)).verb == "put.ok", "klikd itself is well"


def test_one_that_finds_its_configuration_wrong_waits_for_sighup(plugins):
    good = plugins.folder / "good"
    plugins.python("picky", f"import os, sys\nif not os.path.exists({str(good)!r}): sys.exit(78)\n{WAITS}")
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    told = news(control)
    assert next(told)["kind"] == "plugin_started"
    assert next(told) == {"kind": "plugin_ended", "name": "picky", "why": "exit code 78", "next_try": ""}
    assert "error [K193] picky" in daemon.logged("K193")
    assert rows(control)["picky"]["state"] == "failed"
    assert programs.klikctl(daemon, "health").returncode == 1, "a monitor notices"
    good.touch()
    daemon.signal(signal.SIGHUP)
    assert next(told) == {"kind": "plugin_started", "name": "picky"}
    assert programs.klikctl(daemon, "health").returncode == 0


IGNORES = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ignores', flush=True)\nwhile True: signal.pause()"


def test_one_that_ignores_sigterm_is_killed_while_klikd_goes_on_serving_until_then(plugins):
    plugins.python("stubborn", IGNORES)
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    pid = process(control, "stubborn")
    daemon.said("ignores")
    daemon.signal(signal.SIGTERM)
    assert control.put(observed(1)).verb == "put.ok"
    assert daemon.process.wait(programs.PATIENCE_S) == 0
    assert "[K195] stubborn" in daemon.log()
    assert not lives(pid)


def test_one_that_leaves_its_process_group_is_ended_all_the_same(plugins):
    plugins.python("elsewhere", """
import os, signal
os.setpgid(0, os.getpgid(os.getppid()))
print("has left", flush=True)
while True: signal.pause()
""")
    daemon = plugins.klikd()
    pid = process(plugins.running.control(daemon), "elsewhere")
    daemon.said("has left")
    daemon.signal(signal.SIGTERM)
    assert daemon.process.wait(programs.PATIENCE_S) == 0
    assert not lives(pid)


def test_a_second_sigterm_does_not_wait_for_plugins(plugins):
    plugins.python("stubborn", IGNORES)
    daemon = plugins.klikd()
    daemon.said("ignores")
    daemon.signal(signal.SIGTERM)
    daemon.logged("K197")
    daemon.signal(signal.SIGTERM)
    assert daemon.process.wait(programs.PATIENCE_S) == 0
    assert "[K195]" not in daemon.log()


def test_whatever_a_plugin_writes_klikd_and_its_log_stay_well(plugins):
    plugins.python("noisy", """
import os, sys
os.write(1, bytes(range(256)) + b"\\n")
os.write(2, b"<4>" + "blåbær ".encode() * 100_000 + b"\\n")
for _ in range(50): os.write(1, b"\\0" * 65536 + b"\\n" * 1000)
print("done", flush=True)
sys.stdin.read()
""")
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    assert control.put(observed(1)).verb == "put.ok"
    daemon.logged("K196")
    assert control.put(observed(2)).verb == "put.ok"
    long = next(line for line in daemon.log_lines if "blåbær blåbær" in line)
    assert "warning [K191] noisy: blåbær" in long and long.endswith("...\n")
    assert all(len(line.encode()) < 2200 for line in daemon.log_lines)
    assert not any(ord(letter) < 32 for line in daemon.log_lines for letter in line.rstrip("\n"))


def test_a_durable_reader_that_is_killed_comes_back_and_misses_nothing(plugins):
    plugins.reader()
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    pid = process(control, "reader")
    for number in range(1, 21):
        head = control.put(observed(number, title="x"))["sequence"]
        if number % 10 == 5:
            until(lambda: text_of(plugins.state("reader") / "read"))
            os.kill(process(control, "reader"), signal.SIGKILL)
    events = plugins.running.control(daemon)
    events.open("witness", "begin")
    sequences = [event["sequence"] for event in events.events_up_to(head)]
    seen = until(lambda: [line for line in [text_of(plugins.state("reader") / "read").splitlines()]
                          if line and line[-1] >= sequences[-1]])[0]
    assert set(seen) >= set(sequences), "nothing is missing"
    assert process(control, "reader") != pid
    assert "signal KILL" in daemon.log()


def test_a_plugin_can_finish_what_it_is_at_when_klikd_ends(plugins):
    plugins.reader()
    daemon = plugins.klikd()
    daemon.said("reading")
    assert daemon.stop() == 0
    assert text_of(plugins.state("reader") / "end") == "was asked to", daemon.log()
    log = daemon.log()
    assert log.index("[K194] reader: ") < log.index("[K102]")
    assert "[K195]" not in log


def test_a_plugin_notices_when_klikd_was_killed(plugins):
    plugins.reader()
    daemon = plugins.klikd()
    daemon.said("reading")
    pid = process(plugins.running.control(daemon), "reader")
    try:
        daemon.kill()
        until(lambda: not lives(pid))
        assert text_of(plugins.state("reader") / "end") == "klikd is gone"
    finally:
        if lives(pid):
            os.kill(pid, signal.SIGKILL)


def test_check_config_asks_each_plugin_and_shows_what_it_says(plugins):
    plugins.python("mail", "import sys\nprint('mail saw', *sys.argv[1:])")
    run = plugins.check()
    assert run.returncode == 0, run.stderr
    assert f"mail: mail saw --config {plugins.folder / 'klikd.toml'} --municipality 9999=" in run.stdout
    assert "--check-config" in run.stdout and "klikd.toml: ok" in run.stdout

    plugins.python("calendar", "import sys\nprint('<3>klikd.toml:5: no such colour')\nsys.exit(78)")
    run = plugins.check()
    assert run.returncode == 1
    assert "\ncalendar: klikd.toml:5: no such colour\n" in "\n" + run.stderr and "exit code 78" in run.stderr
    assert "ok" not in run.stdout.split()


def test_a_program_that_is_missing_or_that_others_can_change_stops_klikd_at_its_line(plugins):
    mail = plugins.python("mail", WAITS)
    mail.chmod(0o722)
    for run in (plugins.check(), programs.klikd_that_ends(plugins.folder / "data", "--config", plugins.config())):
        assert run.returncode == 1
        assert "klikd.toml:2: `plugins.mail.program`" in run.stderr and "chmod go-w" in run.stderr
    mail.unlink()
    assert "klikd.toml:2: " in plugins.check().stderr


def test_a_plugin_that_systemd_starts_is_not_klikds_business(plugins):
    plugins.tables = "[plugins.mail]\nstart = false\nhost = 7\n"
    assert plugins.check().returncode == 0
    daemon = plugins.klikd()
    assert rows(plugins.running.control(daemon)) == {}


def test_a_program_without_a_name_is_found_beside_klikd_and_in_its_packages_folder(plugins):
    klikd = plugins.folder / "usr/bin/klikd"
    klikd.parent.mkdir(parents=True)
    shutil.copy2(programs.BIN / "klikd", klikd)
    plugins.tables = "[plugins.mail]\n"
    run = plugins.check(klikd)
    assert run.returncode == 1 and "klikd.toml:1: there is no program klik-mail" in run.stderr
    for folder in ("usr/lib/klikd", "usr/bin"):
        program = plugins.folder / folder / "klik-mail"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\necho 'that of {folder}'\n")
        program.chmod(0o755)
        assert f"that of {folder}" in plugins.check(klikd).stdout


def send_kim_a_trial(control):
    control.put({"id": "role-1", "source": "/platform", "time": "2024-01-15T09:00:00Z",
                 "type": "dk.klik.role.assigned.v1",
                 "data": {"municipality": "9999", "role": "klik_administrator",
                          "person": {"name": "Kim Kær", "email": "kim@korsbaek.example"}}})
    person = control.rows("person")[0]["id"]
    assert control.ask("admin", do="test_message", person=person).verb == "admin.ok"


def test_klikd_runs_klik_mail_with_nothing_but_its_section(plugins):
    smtp = mail_side.MailServer(plugins.folder / "mails")
    try:
        plugins.tables = (f'[plugins.mail]\nserver = "smtp://127.0.0.1:{smtp.port}"\ntls = "none"\n'
                          'from = "KLIK <klik@korsbaek.example>"\nbegin = "begin"\n')
        daemon = plugins.klikd()
        control = plugins.running.control(daemon)
        send_kim_a_trial(control)
        until(lambda: smtp.to("kim@korsbaek.example"))
        mailer = process(control, "mail")
        assert re.search(r" info \[K191\] mail: \[M101\]", daemon.log()), "its lines stand in klikd's log as klikd's do"
        daemon.kill()
        until(lambda: not lives(mailer))
    finally:
        smtp.stop()


def test_a_dry_run_by_hand_sees_the_state_of_the_plugin_that_klikd_runs(plugins):
    nobody = mail_side.MailServer(plugins.folder / "mails")
    nobody.stop()
    plugins.tables = (f'[plugins.mail]\nserver = "smtp://127.0.0.1:{nobody.port}"\ntls = "none"\n'
                      'from = "KLIK <klik@korsbaek.example>"\nbegin = "begin"\n')
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    send_kim_a_trial(control)
    daemon.said("[M210]")
    environment = {key: value for key, value in os.environ.items() if key != "STATE_DIRECTORY"}
    run = subprocess.run(
        [programs.BIN / "klik-mail", "--config", plugins.config('data_dir = "data"\n'), "--municipality",
         f"9999={daemon.control()}", "--dry-run"],
        env={**environment, "HOME": str(plugins.folder / "home"), "XDG_STATE_HOME": ""},
        capture_output=True, text=True, timeout=programs.PATIENCE_S)
    assert "1 mail(s) would be sent." in run.stdout, run.stdout + run.stderr
    assert f"the state is that of {plugins.state('mail')}\n" in run.stderr


def test_a_plugins_own_words_on_its_configuration_are_errors_in_klikds_log(plugins):
    plugins.tables = '[plugins.mail]\nserver = "mail.example"\nfrom = "KLIK <klik@korsbaek.example>"\n'
    daemon = plugins.klikd("--log-level", "warning")
    daemon.logged("K193")
    assert "error [K191] mail: klik-mail: " in daemon.log() and "`plugins.mail.server` must be" in daemon.log()


def test_klikd_runs_klik_calendar_with_nothing_but_its_section(plugins):
    feeds = plugins.folder / "feeds"
    feeds.mkdir()
    plugins.tables = '[plugins.calendar]\nfeed_folder = "feeds"\n'
    daemon = plugins.klikd()
    control = plugins.running.control(daemon)
    assert control.put(observed(130101, project="DUBU 3.0", due_date="2024-03-04")).verb == "put.ok"
    until(lambda: any("130101" in feed.read_text() for feed in feeds.glob("*.ics")))
    calendar = process(control, "calendar")
    daemon.kill()
    until(lambda: not lives(calendar))
