"""A backup of a klikd's journal, and its way back (docs/journal.md)."""

import pathlib
import shutil
import sqlite3
import subprocess

import programs

JOURNAL = ("journal.db", "journal.db-wal", "journal.db-shm")


def back_up(data: pathlib.Path, copy: pathlib.Path):
    """While klikd runs."""
    with sqlite3.connect(data / "journal.db") as journal:
        journal.execute(f"VACUUM INTO '{copy}'")


def put_back(data: pathlib.Path, copy: pathlib.Path, new_epoch: bool):
    """While klikd does not run."""
    for name in JOURNAL:
        (data / name).unlink(missing_ok=True)
    shutil.copy(copy, data / "journal.db")
    if new_epoch:
        renewed = subprocess.run([programs.BIN / "klikd", "--data-dir", data, "--new-epoch"],
                                 capture_output=True, text=True, timeout=programs.PATIENCE_S)
        assert renewed.returncode == 0 and "epoch" in renewed.stdout, renewed
