"""What answers as the webhooks of Slack and Teams do, and as bad ones do. How, the path decides:

    /ok...         200                          /later...  429 with Retry-After: 1, the first two times
    /date...       429 with a Retry-After in two minutes, as a date      /nonsense... 429 with words there
    /ages...       429 with Retry-After in a year
    /broken...     500, the first two times     /never...  takes the request, and says nothing until the end
    /elsewhere...  307 to another server        /gone...   404      /secret... 403      /bad... 400
    /denied...     200, and JSON that says no       /page...   200, and a page of HTML
    /unknown...    400, as Mattermost does where there is no such webhook
    /echo...       404, with the path in its words  /rocket... 200, and JSON that says yes

With a certificate it talks TLS.
"""

import email.utils
import http.server
import pathlib
import ssl
import threading
import time


class WebhookPeer:
    def __init__(self, elsewhere: str = "", key: pathlib.Path | None = None,
                 certificate: pathlib.Path | None = None):
        self.elsewhere = elsewhere
        self.requests: list[tuple[str, bytes, float]] = []  # path, body, time
        self._ending = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def _handler(peer):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.requests.append((self.path, body, time.monotonic()))
                peer._answer(self, sum(1 for path, *_ in peer.requests if path == self.path))

            def do_GET(self):
                peer.requests.append((self.path, b"", time.monotonic()))
                self.send_error(405)

            def log_message(self, *_):
                pass

        return Handler

    def _answer(self, request, times: int):
        kind = request.path.split("/")[1].split("-")[0]
        status, headers = 200, {}
        if kind == "never":
            self._ending.wait(300)
            return
        if kind == "later" and times <= 2:
            status, headers = 429, {"Retry-After": "1"}
        elif kind in ("date", "nonsense", "ages"):
            status, headers = 429, {"Retry-After": {
                "date": email.utils.formatdate(time.time() + 120, usegmt=True), "nonsense": "om lidt",
                "ages": "31536000"}[kind]}
        elif kind == "broken" and times <= 2:
            status = 500
        elif kind == "elsewhere":
            status, headers = 307, {"Location": self.elsewhere + request.path}
        elif kind in ("gone", "secret", "bad"):
            status = {"gone": 404, "secret": 403, "bad": 400}[kind]
        text = {200: b"ok", 400: b"invalid_payload"}.get(status, b"no_service")
        if kind == "echo":
            status, text = 404, f"<pre>Cannot POST {request.path}</pre>".encode()
        elif kind == "unknown":
            status, text = 400, b'{"id":"web.incoming_webhook.invalid.app_error","message":"Invalid webhook"}'
        text = {"denied": b'{"ok":false,"error":"used_url"}', "page": b"<html><body>Log in</body></html>",
                "rocket": b'{"success":true}'}.get(kind, text)
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(text)

    def bodies(self, path: str) -> list[bytes]:
        return [body for at, body, _ in list(self.requests) if at == path]

    def end(self):
        self._ending.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(10)
