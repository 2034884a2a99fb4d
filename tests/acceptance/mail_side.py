"""klik-mail, the mail server that it sends by, and what arrived there."""

import email
import email.policy
import os
import pathlib
import signal
import subprocess

import programs
from klik_wire import until

SINK = programs.ROOT / "tests" / "peers" / "smtp_sink.py"
USER, PASSWORD = "klik", "hemmelig æble"


def make_certificate(folder: pathlib.Path, name: str = "localhost") -> tuple[pathlib.Path, pathlib.Path]:
    """A certificate that signed itself, for this host name, and its key."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key


class MailServer:
    """The sink of tests/peers. Started again it has the same port and keeps what it has."""

    def __init__(self, folder: pathlib.Path, *flags):
        self.folder, self.flags, self.port = folder, flags, 0
        folder.mkdir(exist_ok=True)
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-B", SINK, self.folder, "--port", str(self.port), *map(str, self.flags)],
            stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def stop(self):
        self.process.kill()
        self.process.wait(programs.PATIENCE_S)
        self.process.stdout.close()

    def count(self) -> int:
        return sum(1 for _ in self.folder.glob("*.eml"))

    def mails(self) -> list["Mail"]:
        """All that arrived, in order."""
        files = sorted(self.folder.glob("*.eml"), key=lambda file: int(file.stem))
        return [Mail(file) for file in files]

    def to(self, address: str) -> list["Mail"]:
        return [mail for mail in self.mails() if mail.to == address]


class Mail:
    """As Python's email package reads it, which must find nothing wrong."""

    def __init__(self, file: pathlib.Path):
        self.raw = file.read_bytes()
        self.to = file.with_suffix(".to").read_text()
        self.message = email.message_from_bytes(self.raw, policy=email.policy.default)
        check(self.raw, self.message)
        self.id = str(self.message["Message-ID"])
        self.subject = str(self.message["Subject"])
        self.text = self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        self.html = self.message.get_body(("html",)).get_content().replace("\r\n", "\n")

    def __getitem__(self, header: str) -> str | None:
        return None if self.message[header] is None else str(self.message[header])


def check(raw: bytes, message):
    for part in message.walk():
        assert part.defects == [], part.defects
        for name, value in part.items():
            assert value.defects == (), (name, value, value.defects)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in message.iter_parts()} == {"utf-8"}
    assert all(len(line) <= 78 for line in raw.split(b"\r\n")), "lines are short"
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"")
    for once in ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "MIME-Version"):
        assert len(message.get_all(once, [])) == 1, once


class Mailer:
    """A klik-mail for one klikd; `settings` replace or, with None, leave out those of its section."""

    def __init__(self, folder: pathlib.Path, daemon: programs.Klikd, smtp: MailServer, municipalities=("9999",),
                 **settings):
        self.folder, self.daemon, self.smtp, self.municipalities = folder, daemon, smtp, municipalities
        self.state, self.log_file = folder / "mail-state", folder / "mail.log"
        self.config, self.process = folder / "mail.toml", None
        self.configure(**settings)

    def configure(self, **changes):
        settings = {"server": f"smtp://127.0.0.1:{self.smtp.port}", "tls": "none",
                    "from": "KLIK i Korsbæk <klik@korsbaek.example>", "begin": "begin",
                    "link": "https://klik.example/task/{number}", **changes}
        lines = [f"{key} = {value if isinstance(value, int) else quoted(value)}"
                 for key, value in settings.items() if value is not None]
        self.config.write_text("[plugins.mail]\n" + "\n".join(lines) + "\n")

    def command(self, *flags) -> list[str]:
        served = [word for code in self.municipalities
                  for word in ("--municipality", f"{code}={self.daemon.control(code)}")]
        return [str(programs.BIN / "klik-mail"), "--config", str(self.config), *served, *flags]

    def environment(self) -> dict:
        return {**os.environ, "STATE_DIRECTORY": str(self.state)}

    def start(self) -> "Mailer":
        with self.log_file.open("a") as log:
            self.process = subprocess.Popen(self.command(), stderr=log, env=self.environment())
        return self

    def run(self, *flags) -> subprocess.CompletedProcess:
        """For one that ends by itself."""
        return subprocess.run(self.command(*flags), env=self.environment(), capture_output=True, text=True,
                              timeout=programs.PATIENCE_S)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(programs.PATIENCE_S)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(programs.PATIENCE_S)

    def log(self) -> str:
        return self.log_file.read_text()

    def logged(self, line_id: str, times: int = 1) -> str:
        """Waits for so many lines with this id, and gives the last."""
        def found():
            assert self.process.poll() is None, f"klik-mail has ended:\n{self.log()}"
            lines = [line for line in self.log().splitlines() if f"[{line_id}]" in line]
            return lines[times - 1:times]
        return until(found)[0]


def quoted(text: str) -> str:
    return '"' + str(text).replace('"', '\\"') + '"'


def secure(folder: pathlib.Path, password: str = PASSWORD) -> dict:
    """The settings for a server with STARTTLS and a login; its certificate is localhost's."""
    secret = folder / "password"
    secret.write_text(password + "\n")
    secret.chmod(0o600)
    return {"tls": "starttls", "user": USER, "password_file": str(secret), "ca_file": str(folder / "localhost.crt")}
