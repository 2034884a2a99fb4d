"""A klikd with CURVE, its authorised keys, and clients that have some of them."""

import pathlib
import signal

import zmq

import klik_wire
import programs

RIGHTS = ["read", "put", "request", "act_for", "report", "deliver", "local", "operate"]


class Pair:
    """A CURVE key pair."""

    def __init__(self):
        self.public, self.secret = zmq.curve_keypair()

    def text(self) -> str:
        return self.public.decode()

    def write(self, path: pathlib.Path, mode: int = 0o600) -> pathlib.Path:
        path.write_text(f'public = "{self.text()}"\nsecret = "{self.secret.decode()}"\n')
        path.chmod(mode)
        return path


class Keyring:
    """The files of a klikd with CURVE: its own key, the authorised keys and the configuration."""

    def __init__(self, folder: pathlib.Path, extra: str = ""):
        self.folder = folder
        self.server = Pair()
        self.entries: list[dict] = []
        self.server.write(folder / "klikd.key")
        self.file = folder / "authorised-keys.toml"
        self.config = folder / "klikd.toml"
        self.config.write_text(
            '[curve]\nsecret_key = "klikd.key"\nauthorised_keys = "authorised-keys.toml"\n' + extra
        )
        self.save()

    def authorise(self, name: str, rights: list[str], municipality: str = "9999", person: str = "",
                  pair: Pair | None = None) -> Pair:
        pair = pair or Pair()
        self.entries.append({"name": name, "pair": pair, "municipality": municipality, "rights": rights,
                             "person": person})
        self.save()
        return pair

    def withdraw(self, name: str, municipality: str = "9999"):
        self.entries = [e for e in self.entries if (e["name"], e["municipality"]) != (name, municipality)]
        self.save()

    def allow(self, name: str, rights: list[str]):
        next(e for e in self.entries if e["name"] == name)["rights"] = rights
        self.save()

    def save(self):
        self.file.write_text("".join(
            f'[[key]]\nname = "{e["name"]}"\npublic = "{e["pair"].text()}"\n'
            f'municipality = "{e["municipality"]}"\nrights = {e["rights"]}\n'.replace("'", '"')
            + (f'person = "{e["person"]}"\n' if e["person"] else "")
            for e in self.entries
        ))
        self.file.chmod(0o644)

    def with_key(self, socket: zmq.Socket, pair: Pair, server: Pair | None = None):
        socket.curve_serverkey = (server or self.server).public
        socket.curve_publickey = pair.public
        socket.curve_secretkey = pair.secret

    def control(self, running, daemon, pair: Pair, code: str = "9999",
                routing_id: bytes = b"") -> klik_wire.Control:
        def prepare(socket):
            self.with_key(socket, pair)
            if routing_id:
                socket.routing_id = routing_id

        running.clients.append(klik_wire.Control(running.context, daemon.control(code), prepare))
        return running.clients[-1]

    def live(self, running, daemon, pair: Pair, code: str = "9999") -> klik_wire.Live:
        running.clients.append(
            klik_wire.Live(running.context, daemon.live(code), lambda socket: self.with_key(socket, pair)))
        return running.clients[-1]


class Monitored:
    """A socket whose connection is watched: what became of it is an event, not a guess."""

    ENDS = {
        zmq.EVENT_HANDSHAKE_SUCCEEDED: "in",
        zmq.EVENT_HANDSHAKE_FAILED_AUTH: "refused",
        zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL: "refused",
        zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL: "refused",
        zmq.EVENT_DISCONNECTED: "ended",
        zmq.EVENT_CLOSED: "ended",
    }

    def __init__(self, context: zmq.Context, kind: int, endpoint: str, prepare=lambda socket: None):
        self.socket = context.socket(kind)
        self.socket.linger = 0
        self.socket.rcvhwm = 0
        # An answer for ever: a refused socket does not try again by itself.
        self.socket.reconnect_ivl = -1
        if kind == zmq.SUB:
            self.socket.subscribe(b"")
        prepare(self.socket)
        self.monitor = self.socket.get_monitor_socket()
        self.socket.connect(endpoint)

    def outcome(self) -> str:
        """`in`, `refused` or `ended`, whichever comes next."""
        from zmq.utils.monitor import recv_monitor_message

        while self.monitor.poll(klik_wire.PATIENCE_S * 1000):
            event = recv_monitor_message(self.monitor)["event"]
            if event in self.ENDS:
                return self.ENDS[event]
        raise TimeoutError("nothing became of the connection")

    def waiting(self) -> list[list[bytes]]:
        """All that has come."""
        messages = []
        while self.socket.poll(0):
            messages.append(self.socket.recv_multipart())
        return messages

    def close(self):
        self.socket.disable_monitor()
        self.socket.close()


def reload(daemon: programs.Klikd, *ids: str):
    """SIGHUP, and waits for one of these lines of the log."""
    before = len(daemon.log_lines)
    daemon.signal(signal.SIGHUP)
    return daemon.logged(*ids, since=before)
