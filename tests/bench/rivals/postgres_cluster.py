#!/usr/bin/python3
"""A PostgreSQL server of its own, which is gone with its folder: postgres_cluster.py FOLDER

Makes the cluster below FOLDER unless it is there, and becomes its server: this process's id is the server's.
It listens on a socket in FOLDER alone. PostgreSQL will not run as root; then it is run by the user postgres.
"""

import os
import pathlib
import pwd
import subprocess
import sys

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def become_postgres(folder: pathlib.Path):
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    os.initgroups(user.pw_name, user.pw_gid)
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    if os.getuid() == 0:
        become_postgres(folder)
    os.chdir(folder)
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
