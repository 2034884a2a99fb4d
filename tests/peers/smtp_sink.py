#!/usr/bin/python3
"""A mail server for tests, on aiosmtpd: keeps what it is sent, and treats some addresses badly.

    smtp_sink.py FOLDER [--port N] [--certificate FILE --key FILE] [--user NAME --password WORD] [--tls]

It prints `ready PORT`. With a certificate it wants STARTTLS, or with --tls begins with it; with a user it wants a
login. Each mail is a file NUMBER.eml, beside it NUMBER.to with the recipient. What becomes of a mail is decided by
the part of the address before the @, without what stands behind a hyphen:

    nobody  550 5.1.1 at RCPT          busy  451 4.7.1 at RCPT, always
    later   451 at RCPT the first time  spam  554 5.6.0 after the mail
    broken  the connection breaks within the mail, the first time
    policy  550 5.7.1 at RCPT          slow  waits with its answer until there is a file FOLDER/release
"""

import argparse
import asyncio
import pathlib
import signal
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Sink:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.count = sum(1 for _ in folder.glob("*.eml"))
        self.seen: set[str] = set()

    def first_time(self, address: str) -> bool:
        first = address not in self.seen
        self.seen.add(address)
        return first

    async def handle_RCPT(self, server, session, envelope, address, options):
        kind = kind_of(address)
        refusals = {"nobody": "550 5.1.1 no such user", "busy": "451 4.7.1 try later",
                    "policy": "550 5.7.1 not from you"}
        if kind in refusals:
            return refusals[kind]
        if kind == "later" and self.first_time(address):
            return "451 4.7.1 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        if kind_of(address) == "spam":
            return "554 5.6.0 not wanted"
        while kind_of(address) == "slow" and not (self.folder / "release").exists():
            await asyncio.sleep(0.02)
        self.count += 1
        (self.folder / f"{self.count}.to").write_text(address)
        unfinished = self.folder / f"{self.count}.unfinished"
        unfinished.write_bytes(envelope.original_content)
        unfinished.rename(self.folder / f"{self.count}.eml")
        return "250 2.0.0 taken"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        to = self.envelope.rcpt_tos
        if to and kind_of(to[0]) == "broken" and self.event_handler.first_time(to[0]):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def kind_of(address: str) -> str:
    return address.split("@")[0].split("-")[0]


def tls_of(words) -> ssl.SSLContext | None:
    if not words.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(words.certificate, words.key)
    return context


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--port", type=int, default=0)
    for name in ("--certificate", "--key", "--user", "--password"):
        parser.add_argument(name)
    parser.add_argument("--tls", action="store_true")
    words = parser.parse_args()
    context, sink = tls_of(words), Sink(words.folder)

    def authenticate(server, session, envelope, mechanism, data):
        right = (isinstance(data, LoginPassword) and data.login.decode() == words.user
                 and data.password.decode() == words.password)
        return AuthResult(success=right, handled=False)

    def make():
        starttls = None if words.tls else context
        return Server(sink, hostname="mail.example", tls_context=starttls, require_starttls=starttls is not None,
                      auth_required=words.user is not None, auth_require_tls=starttls is not None,
                      authenticator=authenticate if words.user else None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", words.port, ssl=context if words.tls else None)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
