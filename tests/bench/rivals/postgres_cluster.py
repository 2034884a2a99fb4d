#!/usr/bin/python3
"""A PostgreSQL server of its own, which is gone with its folder: postgres_cluster.py FOLDER

Makes the cluster below FOLDER unless it is there, and becomes its server: this process's id is the server's. Once
the server takes connections, `ready` is said.
It listens on a socket in FOLDER alone. PostgreSQL will not run as root; then it is run by the user postgres.
"""

import os
import pathlib
import pwd
import socket
import subprocess
import sys

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
PATIENCE_S = 60


def become_postgres(folder: pathlib.Path):
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def say_when_ready(folder: pathlib.Path):
    """By a process beside the server, which tells it as services tell systemd. That is nobody's child, because the
    server looks after its own."""
    path = folder / "notify"
    path.unlink(missing_ok=True)
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(str(path))
    os.environ["NOTIFY_SOCKET"] = str(path)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        told.close()
        return
    if os.fork() == 0:
        told.settimeout(PATIENCE_S)
        while b"READY=1" not in told.recv(4096):
            pass
        print("ready", flush=True)
    os._exit(0)


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    if os.getuid() == 0:
        become_postgres(folder)
    os.chdir(folder)
    say_when_ready(folder)
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    data = folder / "data"
    if not data.exists():
        subprocess.run(
            [PROGRAMS / "initdb", "-D", data, "-U", "klik", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
            check=True,
        )
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "unix_socket_permissions": "0700",
        "timezone": "Europe/Copenhagen", "fsync": "on", "synchronous_commit": "on",
    }
    os.execv(PROGRAMS / "postgres", [
        "postgres", "-D", str(data), *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
    ])


if __name__ == "__main__":
    main()
