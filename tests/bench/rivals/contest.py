"""Starts each rival, and klikd, on a folder of its own, for test_rivals.py."""

import contextlib
import os
import pathlib
import re
import select
import signal
import sqlite3
import subprocess

import msgpack
import programs

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"
POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin/postgres")
PATIENCE_S = 60
RIVALS = ("python", "node", "node-rules", "postgres")


def is_installed(kind: str) -> bool:
    """All that it needs."""
    if kind == "klikd":
        return (programs.BIN / "klikd").exists()
    if kind == "postgres" and not POSTGRES.exists():
        return False
    probe = {
        "python": [PYTHON, "-c", "import msgpack, sqlite3, zmq"],
        "postgres": [PYTHON, "-c", "import msgpack, psycopg2, zmq"],
    }.get(kind, ["/usr/bin/env", "node", HERE / "needs.mjs"])
    return subprocess.run(probe, capture_output=True).returncode == 0


class Contestant:
    """Killed, it can be started again on the same folder."""

    def __init__(self, kind: str, most: int, folder: pathlib.Path, inlet: str):
        self.kind = kind
        self.folder = folder
        self.server = None
        if kind == "postgres":
            self.server = subprocess.Popen([PYTHON, "-B", HERE / "postgres_cluster.py", folder], stdout=subprocess.PIPE,
                                           text=True)
            assert self.server.stdout.readline() == "ready\n", "the server does not start; see its log"
        words = self.klikd(inlet) if kind == "klikd" else [*self.script(), inlet, folder, str(most)]
        if kind == "node-rules":
            words.append("rules")
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        said = self.process.stdout.readline()
        self.outlet = re.search(r"tcp://[\d.:]+", said).group()

    def script(self) -> list:
        if self.kind.startswith("node"):
            return ["/usr/bin/env", "node", HERE / "in_node.mjs"]
        return [PYTHON, "-B", HERE / f"in_{self.kind}.py"]

    def klikd(self, inlet: str) -> list:
        config = self.folder / "klikd.toml"
        config.write_text(
            'data_dir = "data"\n'
            '[[municipality]]\ncode = "9999"\nname = "Korsbæk Kommune"\n'
            'live = "tcp://127.0.0.1:0"\ncontrol = "tcp://127.0.0.1:0"\n'
            f'[[platform]]\nname = "klik"\nlive = "{inlet}"\n[log]\nfile = "klikd.log"\n'
        )
        return [programs.BIN / "klikd", "--config", config]

    def kill(self):
        """At once, all that it consists of, and waits until nothing of it runs."""
        ended = [self.process.pid]
        if self.server:
            children = pathlib.Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text()
            ended += [self.server.pid, *map(int, children.split())]
        descriptors = []
        for pid in ended:
            with contextlib.suppress(ProcessLookupError):
                descriptors.append(os.pidfd_open(pid))
                os.kill(pid, signal.SIGKILL)
        for descriptor in descriptors:
            assert select.select([descriptor], [], [], PATIENCE_S)[0], "a killed process goes on"
            os.close(descriptor)
        self.process.wait()
        self.process.stdout.close()
        if self.server:
            self.server.wait()
            self.server.stdout.close()

    def stored(self) -> set[tuple[int, str]]:
        """Number and title of each event in its database."""
        if self.server:
            return self.stored_in_postgres()
        with contextlib.closing(sqlite3.connect(self.folder / "klik.sqlite")) as database:
            events = [msgpack.unpackb(payload)["data"] for (payload,) in database.execute("SELECT payload FROM event")]
        return {(state["number"], state["title"]) for state in events}

    def stored_in_postgres(self) -> set[tuple[int, str]]:
        import in_postgres  # needs psycopg2

        with contextlib.closing(in_postgres.connect(str(self.folder))) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT (data -> 'number')::bigint, data ->> 'title' FROM event")
            return set(cursor)
