"""klikctl backup, restore and verify (docs/journal.md, docs/klikctl.md)."""

import json
import os
import pathlib
import sqlite3
import stat
import subprocess
import threading

import pytest

import programs
import test_bad_days
from klik_wire import observed


def klikctl(data: pathlib.Path, *words) -> subprocess.CompletedProcess:
    return subprocess.run([programs.BIN / "klikctl", "--data", data, "--lang", "en", *map(str, words)],
                          capture_output=True, text=True, timeout=programs.PATIENCE_S)


def records(journal: pathlib.Path) -> list[tuple]:
    with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as database:
        return database.execute("SELECT municipality, sequence, previous, cause, type, data FROM log "
                                "ORDER BY municipality, sequence").fetchall()


def epoch(journal: pathlib.Path) -> str:
    with sqlite3.connect(f"file:{journal}?mode=ro", uri=True) as database:
        return database.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0]


def fill(control, numbers):
    for number in numbers:
        assert control.put(observed(number, description="lang " * 200)).verb == "put.ok"


def test_a_backup_under_load_is_of_one_moment_and_sound(running, daemon, tmp_path):
    control = running.control(daemon)
    fill(control, range(1, 20))
    more = running.control(daemon)
    load = threading.Thread(target=fill, args=(more, range(100, 400)))
    load.start()
    copies = [tmp_path / f"backup-{number}" for number in range(3)]
    for copy in copies:
        made = klikctl(daemon.folder, "backup", copy)
        assert made.returncode == 0, made
        assert stat.S_IMODE(copy.stat().st_mode) == 0o700
        assert stat.S_IMODE((copy / "journal.db").stat().st_mode) == 0o600
    load.join()
    all_of_it = records(daemon.folder / "journal.db")
    for copy in copies:
        verified = klikctl(daemon.folder, "verify", copy)
        assert verified.returncode == 0 and "sound" in verified.stdout, verified
        copied = records(copy / "journal.db")
        assert len(copied) > 19 and copied == all_of_it[:len(copied)], "a beginning of it, without a hole"
    assert klikctl(daemon.folder, "verify").returncode == 0, "the journal itself, beside a klikd that runs"


def test_a_backup_is_never_overwritten_and_none_is_left_half(running, daemon, tmp_path):
    copy = tmp_path / "backup"
    copy.mkdir()
    refused = klikctl(daemon.folder, "backup", copy)
    assert refused.returncode == 1 and "not overwritten" in refused.stderr
    assert list(copy.iterdir()) == []
    assert klikctl(tmp_path / "none", "backup", tmp_path / "other").returncode == 1
    assert not (tmp_path / "other").exists()


def test_a_restored_journal_holds_what_the_backup_had_under_a_new_epoch(running, daemon, tmp_path):
    control = running.control(daemon)
    fill(control, range(1, 10))
    state = daemon.folder / "plugins/mail"
    state.mkdir(parents=True)
    with sqlite3.connect(state / "mail.db") as mail:
        mail.execute("CREATE TABLE notice (text)")
        mail.execute("INSERT INTO notice VALUES ('waits')")
    copy = tmp_path / "backup"
    made = json.loads(klikctl(daemon.folder, "--json", "backup", copy).stdout)
    assert [file["file"] for file in made["files"]] == ["journal.db", "plugins/mail/mail.db"]
    fill(control, range(10, 20))
    before = records(daemon.folder / "journal.db")

    running_still = klikctl(daemon.folder, "restore", copy, "--replace")
    assert running_still.returncode == 1 and str(daemon.pid) in running_still.stderr, running_still
    assert daemon.stop() == 0
    careful = klikctl(daemon.folder, "restore", copy)
    assert careful.returncode == 1 and "--replace" in careful.stderr
    assert len(records(daemon.folder / "journal.db")) >= len(before), "nothing was changed"

    with sqlite3.connect(state / "mail.db") as mail:
        mail.execute("DELETE FROM notice")
    restored = klikctl(daemon.folder, "restore", copy, "--replace")
    assert restored.returncode == 0, restored
    assert records(daemon.folder / "journal.db") == records(copy / "journal.db")
    assert epoch(daemon.folder / "journal.db") != epoch(copy / "journal.db")
    with sqlite3.connect(state / "mail.db") as mail:
        assert mail.execute("SELECT text FROM notice").fetchall() == [("waits",)]
    kept = daemon.folder / "replaced-1"
    assert len(records(kept / "journal.db")) >= len(before), "what was there is kept"
    assert (kept / "plugins/mail/mail.db").exists()

    again = running.klikd(folder=daemon.folder)
    control = running.control(again)
    assert {row["number"] for row in control.rows("tasks")} == set(range(1, 10))
    assert klikctl(daemon.folder, "verify").returncode == 0


def test_a_machine_that_is_new_is_given_its_journal_back_as_its_user(running, daemon, tmp_path):
    fill(running.control(daemon), range(1, 4))
    copy = tmp_path / "backup"
    (daemon.folder / "plugins/mail").mkdir(parents=True)
    sqlite3.connect(daemon.folder / "plugins/mail/mail.db").execute("CREATE TABLE notice (text)").connection.close()
    assert klikctl(daemon.folder, "backup", copy).returncode == 0
    daemon.stop()
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    nobody = 65534
    if os.geteuid() == 0:
        os.chown(new, nobody, nobody)
    assert klikctl(new, "restore", copy).returncode == 0
    owner = nobody if os.geteuid() == 0 else os.geteuid()
    assert {path.stat().st_uid for path in new.rglob("*")} == {owner}, "klikd's user can open all of it"
    assert not (new / "replaced-1").exists() and not (new / "restoring").exists()

    assert klikctl(new, "restore", copy, "--replace").returncode == 0
    assert (new / "replaced-1/plugins/mail/mail.db").exists()
    assert {path.stat().st_uid for path in new.rglob("*")} == {owner}, "what was replaced as well"


def test_a_spoilt_backup_is_not_put_in_place(running, daemon, tmp_path):
    fill(running.control(daemon), range(1, 60))
    copy = tmp_path / "backup"
    assert klikctl(daemon.folder, "backup", copy).returncode == 0
    daemon.stop()
    pages = test_bad_days.pages_of(copy / "journal.db")
    test_bad_days.spoil(copy / "journal.db", range(pages // 2, pages))
    before = records(daemon.folder / "journal.db")
    refused = klikctl(daemon.folder, "restore", copy, "--replace")
    assert refused.returncode == 1 and "cannot be used" in refused.stderr, refused
    assert records(daemon.folder / "journal.db") == before
    assert not (daemon.folder / "restoring").exists()


@pytest.mark.parametrize("change, words", [
    ("DELETE FROM record WHERE key = 999900000000000005", "1 records are missing"),
    ("UPDATE record SET previous = 0 WHERE key = (SELECT max(key) FROM record)", "the chain of its kind"),
    ("UPDATE record SET cause = 5 WHERE key = 999900000000000004", "its cause"),
    ("UPDATE snapshot SET sequence = 100000", "the snapshot is of record 100000"),
    ("INSERT INTO cursor VALUES ('9999', 'x', 'local', 100000)", "a cursor stands at record 100000"),
    ("INSERT INTO input VALUES (1, 'i', 100000)", "is remembered as record 100000"),
    ("INSERT INTO quarantine_total VALUES ('9999', 1, 1, 1)", "counts 1 messages and holds 0"),
    ("INSERT INTO era VALUES (999900000000001, x'', x'')", "table era has 1 rows, and the log 0 full eras"),
    ("UPDATE record SET data = x'80' WHERE type LIKE '%task.state%'", ""),
])
def test_verify_finds_what_something_else_than_klikd_changed(running, daemon, change, words):
    fill(running.control(daemon), range(1, 10))
    daemon.stop()
    assert klikctl(daemon.folder, "verify").returncode == 0
    with sqlite3.connect(daemon.folder / "journal.db") as journal:
        assert journal.execute(change).rowcount > 0
    found = klikctl(daemon.folder, "verify")
    assert found.returncode == 1 and words in found.stdout + found.stderr, found
