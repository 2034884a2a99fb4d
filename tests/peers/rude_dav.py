"""A CalDAV server in memory that can misbehave: it answers as a test tells it to."""

import posixpath
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOUND = '<D:response><D:href>{}</D:href><D:propstat><D:prop><D:getetag>{}</D:getetag></D:prop>' \
        '<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>'
GONE = '<D:response><D:href>{}</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>'
MULTISTATUS = '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{}</D:multistatus>'

Answer = tuple[int, dict, bytes]


def multistatus(members: str) -> Answer:
    return 207, {}, MULTISTATUS.format(members).encode()


class RudeDav:
    """`rude(method, path)` may answer in its place: a status, or None. `weak_etags` match nothing; `tells_etag` is
    whether a PUT says one; `rewrites` is what it makes of a text."""

    def __init__(self):
        self.rude = lambda method, path: None
        self.weak_etags = False
        self.tells_etag = True
        self.rewrites = lambda text: text
        self.items: dict[str, tuple[int, bytes]] = {}
        self.deleted: dict[str, int] = {}
        self.collections: set[str] = set()
        self.count = 0
        self.requests: list[tuple[float, str, str]] = []
        self._lock = threading.RLock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *parts):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, text = outer._answer(self.command, self.path, self.headers, body)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_PUT = do_DELETE = do_REPORT = do_PROPFIND = do_MKCALENDAR = answer

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    # What people do

    def put(self, path: str, text: str | bytes):
        with self._lock:
            self.count += 1
            self.items[path] = (self.count, text if isinstance(text, bytes) else text.encode())
            self.deleted.pop(path, None)

    def text(self, path: str) -> str | None:
        """Of the item, without folds; none where it is not there."""
        found = self.items.get(path)
        return found and found[1].decode().replace("\r\n ", "")

    def asked(self, method: str, path: str = "", since: float = 0.0) -> int:
        """How often, since that moment."""
        return sum(when >= since and verb == method and at.startswith(path) for when, verb, at in list(self.requests))

    # What it answers

    def _etag(self, count: int) -> str:
        return f'W/"{count}"' if self.weak_etags else f'"{count}"'

    def _answer(self, method: str, path: str, headers, body: bytes) -> Answer:
        self.requests.append((time.monotonic(), method, path))
        rude = self.rude(method, path)
        if rude is not None:
            return rude if isinstance(rude, tuple) else (rude, {}, b"")
        with self._lock:
            return getattr(self, f"_{method.lower()}")(path, headers, body)

    def _refuses(self, path: str, headers) -> bool:
        there = self.items.get(path)
        wanted = headers.get("If-Match")
        if headers.get("If-None-Match") == "*" and there:
            return True
        return bool(wanted and (self.weak_etags or not there or self._etag(there[0]) != wanted))

    def _propfind(self, path: str, headers, body: bytes) -> Answer:
        return multistatus("") if path in self.collections else (404, {}, b"")

    def _mkcalendar(self, path: str, headers, body: bytes) -> Answer:
        self.collections.add(path)
        return 201, {}, b""

    def _put(self, path: str, headers, body: bytes) -> Answer:
        if posixpath.dirname(path) + "/" not in self.collections:
            return 409, {}, b""
        if self._refuses(path, headers):
            return 412, {}, b""
        self.put(path, self.rewrites(body.decode()))
        return 201, {"ETag": self._etag(self.count)} if self.tells_etag else {}, b""

    def _get(self, path: str, headers, body: bytes) -> Answer:
        there = self.items.get(path)
        return (200, {"ETag": self._etag(there[0])}, there[1]) if there else (404, {}, b"")

    def _delete(self, path: str, headers, body: bytes) -> Answer:
        if path not in self.items:
            return 404, {}, b""
        if self._refuses(path, headers):
            return 412, {}, b""
        self.count += 1
        del self.items[path]
        self.deleted[path] = self.count
        return 204, {}, b""

    def _report(self, path: str, headers, body: bytes) -> Answer:
        if path not in self.collections:
            return 404, {}, b""
        token = re.search(rb"sync-token>(\d*)<", body)
        since = int(token[1] or 0)
        members = "".join(FOUND.format(item, self._etag(count)) for item, (count, _) in self.items.items()
                          if item.startswith(path) and count > since)
        members += "".join(GONE.format(item) for item, count in self.deleted.items()
                           if item.startswith(path) and 0 < since < count)
        return multistatus(f"{members}<D:sync-token>{self.count}</D:sync-token>")
