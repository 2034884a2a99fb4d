"""A real Radicale (Debian's package), unprivileged, on a port that the system chose and in a folder of its own."""

import pathlib
import re
import subprocess

import caldav
import requests

from klik_wire import until

USER, PASSWORD = "klik", "hemmeligt"
CONFIG = """\
[server]
hosts = 127.0.0.1:{port}
{tls}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/collections
[logging]
level = info
"""


class Radicale:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.port = 0
        self.tls = ""
        folder.mkdir()
        (folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        self.start()

    def start(self):
        """Again it has the port and all that was in it."""
        (self.folder / "config").write_text(CONFIG.format(port=self.port, folder=self.folder, tls=self.tls))
        self._log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-m", "radicale", "--config", self.folder / "config"],
            stdout=subprocess.DEVNULL, stderr=self._log)
        try:
            self.port = int(until(self._listening).group(1))
        except BaseException:
            self.stop()
            raise

    def _listening(self):
        assert self.process.poll() is None, self.log()
        return re.search(r"Listening on '\[127\.0\.0\.1\]:(\d+)'", self.log())

    def log(self) -> str:
        return (self.folder / "log").read_text()

    def requests(self) -> int:
        """How many it has been asked since it was started."""
        return len(re.findall(r"\w+ request for ", self.log()))

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._log.close()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"

    def serve_tls(self, certificate: pathlib.Path, key: pathlib.Path):
        self.stop()
        self.tls = f"ssl = True\ncertificate = {certificate}\nkey = {key}"
        self.start()

    def forget_sync_tokens(self):
        """As after it was set up anew from a copy: whoever comes with a token has to start over."""
        for token in self.folder.glob("collections/collection-root/*/*/.Radicale.cache/sync-token/*"):
            token.unlink()

    def make_folder(self, name: str):
        """One that can hold collections."""
        made = requests.request("MKCOL", f"{self.url}/{USER}/{name}/", auth=(USER, PASSWORD), timeout=10)
        assert made.status_code == 201, made.text

    def client(self, person: str) -> caldav.Calendar:
        """What an outside program sees of a person's collection."""
        client = caldav.DAVClient(self.url + "/", username=USER, password=PASSWORD)
        return caldav.Calendar(client, url=f"{self.url}/{USER}/{person}/")
