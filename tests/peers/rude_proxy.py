"""A proxy in front of a real server that misbehaves as a test tells it to.

A fault is a function: it may ask the server (`pass_on()` gives status, headers, body) and returns what the client
gets, or None for a connection that breaks."""

import contextlib
import http.client
import itertools
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict, bytes]
Fault = Callable[[Callable[[], Answer]], Answer | None]
HTML = b"<!doctype html><title>Vedligeholdelse</title><p>Vi er snart tilbage"


def says(status: int, body: bytes = b"", **headers: str) -> Fault:
    """Instead of the server; `retry_after="5"` becomes a header."""
    return lambda pass_on: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def cut(pass_on) -> None:
    """Before the server hears of it."""


def done_but(fault: Fault) -> Fault:
    """The server does it, and the client hears something else."""
    def after(pass_on):
        pass_on()
        return fault(pass_on)
    return after


def half(pass_on) -> Answer:
    """The connection breaks in the middle of the answer."""
    status, headers, body = pass_on()
    return status, {**headers, "Content-Length": str(len(body) + 1)}, body[:len(body) // 2]


def shortened(pass_on) -> Answer:
    """An answer that seems to be whole."""
    status, headers, body = pass_on()
    return status, headers, body[:len(body) // 2]


def late(seconds: float) -> Fault:
    """The server hears of it when nobody waits for its answer any more."""
    def waits(pass_on):
        time.sleep(seconds)
        return pass_on()
    return waits


def late_answer(seconds: float) -> Fault:
    def waits(pass_on):
        answer = pass_on()
        time.sleep(seconds)
        return answer
    return waits


class RudeProxy:
    """`rude(method, path, body)` gives the fault for a request, or None. With `certificate` (a file with key and
    certificate) it has TLS. `below` is a path in front of those of the server, such as `/redmine`."""

    def __init__(self, port: int = 0, below: str = "", certificate=None):
        self.rude: Callable[[str, str, bytes], Fault | None] = lambda method, path, body: None
        self.requests: list[tuple[str, str, dict]] = []
        self.server_port = port
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *parts):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.requests.append((self.command, self.path, dict(self.headers)))
                path = self.path.removeprefix(below) if self.path.startswith(below + "/") else None
                fault = outer.rude(self.command, self.path, body)
                pass_on = lambda: outer._passed_on(self.command, path, body, self.headers)  # noqa: E731
                answer = fault(pass_on) if fault else pass_on()
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, text = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **headers}.items():
                    self.send_header(name, value)
                with contextlib.suppress(OSError):  # the client may have gone
                    self.end_headers()
                    self.wfile.write(text)
                if headers.get("Content-Length", str(len(text))) != str(len(text)):
                    self.close_connection = True

            do_GET = do_PUT = do_DELETE = do_POST = answer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_port}{below}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _passed_on(self, method: str, path: str | None, body: bytes, headers) -> Answer:
        if path is None or not self.server_port:
            return 404, {}, b""
        connection = http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=60)
        try:
            kept = {name: headers[name] for name in ("X-Redmine-API-Key", "Content-Type", "Accept") if name in headers}
            connection.request(method, path, body or None, kept)
            answer = connection.getresponse()
            return answer.status, {"Content-Type": answer.headers.get("Content-Type", "")}, answer.read()
        except OSError:
            return 502, {}, HTML
        finally:
            connection.close()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def first(count: int, fault: Fault, wanted=lambda method, path: True):
    """A rudeness that ends by itself after so many requests."""
    left = itertools.count()
    return lambda method, path, body: fault if wanted(method, path) and next(left) < count else None
