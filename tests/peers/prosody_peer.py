"""A real Prosody (Debian's package) with rooms, unprivileged, on a free port and in a folder of its own."""

import os
import pathlib
import random
import signal
import socket
import subprocess

from klik_wire import until

GOODBYE_S = 20
DOMAIN, ROOMS = "chat.example", "rooms.chat.example"
CONFIG = """\
{root}
daemonize = false
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
certificates = "{folder}"
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_require_encryption = {tls}
allow_unencrypted_plain_auth = {plain}
authentication = "internal_hashed"
modules_enabled = {{ "disco", "roster", "saslauth", {starttls} "ping", "posix", "limits" }}
modules_disabled = {{ "s2s" }}
{limits}
log = {{ info = "{folder}/log" }}
VirtualHost "{domain}"
  ssl = {{ key = "{folder}/server.key", certificate = "{folder}/server.crt" }}
Component "{rooms}" "muc"
  muc_room_default_persistent = {persistent}
  muc_room_default_public_jids = {public_jids}
  muc_room_locking = false
  max_history_messages = 1000
  muc_room_default_history_length = 1000
  modules_enabled = {{ "muc_mam" }}
"""


def free_port() -> int:
    """None of those that the system gives to whoever asks for any, so that it is free at the next start too."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as listener:
            if listener.connect_ex(("127.0.0.1", port)) != 0:
                return port


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


class Authority:
    """Signs certificates."""

    def __init__(self, folder: pathlib.Path):
        folder.mkdir()
        self.folder = folder
        self.certificate = folder / "ca.crt"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=Test authority", "-keyout", folder / "ca.key", "-out", self.certificate)

    def sign(self, name: str, key: pathlib.Path, certificate: pathlib.Path):
        request, extensions = self.folder / "request", self.folder / "extensions"
        extensions.write_text(f"subjectAltName=DNS:{name}\n")
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", f"/CN={name}", "-keyout", key, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.folder / "ca.key",
                "-CAcreateserial", "-days", "2", "-extfile", extensions, "-out", certificate)


class Prosody:
    def __init__(self, folder: pathlib.Path, certificate_for: str = DOMAIN, tls: bool = True,
                 persistent: bool = True, public_jids: bool = True, rate: str = ""):
        folder.mkdir()
        self.folder = folder
        self.port = free_port()
        self.authority = Authority(folder / "authority")
        self.authority.sign(certificate_for, folder / "server.key", folder / "server.crt")
        lua = {True: "true", False: "false"}
        (folder / "data").mkdir()
        (folder / "prosody.cfg.lua").write_text(CONFIG.format(
            root="run_as_root = true" if os.getuid() == 0 else "", folder=folder, port=self.port, domain=DOMAIN,
            rooms=ROOMS, tls=lua[tls], plain=lua[not tls], starttls='"tls",' if tls else "",
            persistent=lua[persistent], public_jids=lua[public_jids],
            limits=f'limits = {{ c2s = {{ rate = "{rate}" }} }}' if rate else "limits = { }"))
        self.process = None
        self.start()

    def register(self, name: str, password: str):
        root = ["--root"] if os.getuid() == 0 else []
        subprocess.run(["prosodyctl", *root, "--config", self.folder / "prosody.cfg.lua", "register", name, DOMAIN,
                        password], check=True, capture_output=True)

    def start(self):
        """Again it has the port and all that it kept."""
        self._output = (self.folder / "output").open("a")
        self.process = subprocess.Popen(["prosody", "-F", "--config", self.folder / "prosody.cfg.lua"],
                                        stdin=subprocess.DEVNULL, stdout=self._output, stderr=self._output)
        until(self._listens)

    def _listens(self) -> bool:
        assert self.process.poll() is None, (self.folder / "output").read_text()
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self, how: signal.Signals = signal.SIGKILL):
        """On SIGTERM it says goodbye to everybody, and now and then waits for somebody for ever."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(GOODBYE_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
        self._output.close()

    def log(self) -> str:
        return (self.folder / "log").read_text()
