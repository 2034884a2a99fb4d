"""Who may come in, and who may do what (docs/protocol.md 1 and 3, "Rights")."""

import json
import os
import select
import subprocess

import msgpack
import pytest
import zmq

import klik_wire
import programs
from keyring import RIGHTS, Keyring, Monitored, Pair, reload
from klik_wire import observed

TWO = ("9999=Korsbæk Kommune", "0101=Københavns Kommune")


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path)


def start(running, ring, *flags, **more) -> programs.Klikd:
    return running.klikd("--config", ring.config, *flags, **more)


def forbidden(answer) -> bool:
    return answer.verb == "error" and answer["code"] == "forbidden"


# --- Rights ---

MATRIX = {
    "ack": ({"read"}, lambda key: {"epoch": "e", "sequence": klik_wire.ZERO}),
    "open": ({"read"}, lambda key: {"name": f"of-{key}", "from": "end", "credit": 0}),
    "snapshot": ({"read"}, lambda key: {"kinds": ["state"], "credit": 0}),
    "put": ({"put"}, lambda key: {"event": observed(1)}),
    "request": ({"request"}, lambda key: {"id": "r", "number": 1, "change": {"priority": "x"}}),
    "report": ({"report"}, lambda key: {}),
    "local": ({"local"}, lambda key: {}),
    "admin": ({"operate"}, lambda key: {}),
    "clock": ({"operate"}, lambda key: {"advance_to": "2024-02-01T08:00:00+01:00"}),
    "ping": (set(RIGHTS), lambda key: {}),
    "query tasks": ({"read"}, lambda key: {}),
    "query task": ({"read"}, lambda key: {"number": 1}),
    "query history": ({"read"}, lambda key: {"number": 1}),
    "query projects": ({"read"}, lambda key: {}),
    "query health": ({"read"}, lambda key: {}),
    "query losses": ({"read"}, lambda key: {}),
    "query deliveries": ({"read"}, lambda key: {}),
    "query quarantine": ({"operate"}, lambda key: {}),
    "query person": ({"deliver", "operate"}, lambda key: {}),
}


def test_each_verb_and_question_needs_its_right_and_no_other_helps(running, ring):
    pairs = {right: ring.authorise(f"only-{right}", [right]) for right in RIGHTS}
    daemon = start(running, ring)
    clients = {right: ring.control(running, daemon, pair) for right, pair in pairs.items()}
    wrong = []
    for row, (needed, keys) in MATRIX.items():
        verb, _, what = row.partition(" ")
        for right, client in clients.items():
            answer = client.ask(verb, **({"what": what} if what else {}), **keys(right))
            if forbidden(answer) != (right not in needed):
                wrong.append(f"{row} with {right}: {answer}")
            if forbidden(answer):
                assert f"only-{right}" in answer["text"] and any(each in answer["text"] for each in needed)
    assert wrong == []


def test_a_verb_that_nobody_knows_is_said_to_be_unknown_whatever_the_rights(running, ring):
    pair = ring.authorise("ping-only", ["deliver"])
    daemon = start(running, ring)
    assert ring.control(running, daemon, pair).ask("fly")["code"] == "unknown_verb"


def test_asking_for_somebody_else_needs_act_for(running, ring):
    own = ring.authorise("chat", ["request"], person="p1")
    nobody = ring.authorise("bot", ["request"])
    operator = ring.authorise("operator", ["operate"])
    acting = ring.authorise("portal", ["request", "act_for"])
    daemon = start(running, ring)
    number = iter(range(1, 100))

    def ask(pair, **actor):
        return ring.control(running, daemon, pair).ask(
            "request", id=f"r-{next(number)}", number=1, change={"priority": "x"}, **actor)

    for pair in (own, nobody, acting):
        assert not forbidden(ask(pair))
        assert not forbidden(ask(pair, actor=None))
    assert not forbidden(ask(own, actor={"id": "p1"}))
    assert not forbidden(ask(acting, actor={"name": "Karen Vest"}))  # p1, the first name that came
    assert not forbidden(ask(own, actor={"name": "Karen Vest"}))
    assert forbidden(ask(own, actor={"id": "p2"})) and forbidden(ask(own, actor={"name": "Bo Juul"}))
    assert forbidden(ask(nobody, actor={"id": "p1"})) and forbidden(ask(nobody, actor={"name": "Mette Lund"}))
    names = [row["name"] for row in ring.control(running, daemon, operator).rows("person")]
    assert names == ["Karen Vest"], "what is forbidden leaves no name"


def test_a_key_without_the_right_to_ask_leaves_no_names_behind(running, ring):
    reader = ring.authorise("reader", ["read"])
    operator = ring.authorise("operator", RIGHTS)
    daemon = start(running, ring)
    client = ring.control(running, daemon, reader)
    assert forbidden(client.ask("request", id="r", number=1, change={"assignee": {"name": "Ukendt Person"}}))
    assert ring.control(running, daemon, operator).rows("person") == []


def test_the_keys_name_is_the_via_of_what_it_did(running, ring):
    platform = ring.authorise("korsbaek-platform", ["put", "read"])
    chat = ring.authorise("chat", ["request", "read"])
    other = ring.authorise("other", ["request"])
    daemon = start(running, ring)
    at_platform, at_chat = ring.control(running, daemon, platform), ring.control(running, daemon, chat)
    at_other = ring.control(running, daemon, other)
    assert at_platform.put(observed(1, status="Ikke påbegyndt")).verb == "put.ok"
    wish = {"id": "same", "number": 1, "change": {"due_date": "2024-05-01"}}
    assert at_chat.ask("request", **wish).verb == "request.accepted"
    repeated = at_other.ask("request", **{**wish, "change": {"priority": "Høj"}})
    assert repeated.verb == "request.accepted", "an id is known by its key: this is not chat's request again"
    assert at_chat.rows("history", number=1)[0]["data"]["via"] == "korsbaek-platform"
    at_platform.open("requests", "begin", kinds=["request"])
    events = at_platform.events_up_to(at_platform.ask("ping")["head"])
    asked = [e["data"] for e in events if e["type"] == "dk.klik.task.change_requested.v1"]
    assert [each["via"] for each in asked] == ["chat", "other"]


# --- Coming in ---


def connect(running, daemon, prepare, kind=zmq.DEALER, code="9999") -> str:
    endpoint = daemon.control(code) if kind == zmq.DEALER else daemon.live(code)
    socket = Monitored(running.context, kind, endpoint, prepare)
    try:
        return socket.outcome()
    finally:
        socket.close()


@pytest.mark.parametrize("kind", [zmq.DEALER, zmq.SUB])
def test_only_authorised_keys_come_in_and_only_to_their_municipality(running, ring, kind):
    ours, theirs = ring.authorise("reader", ["read"]), ring.authorise("reader", ["read"], municipality="0101")
    daemon = start(running, ring, clock=None, municipalities=TWO)

    def outcome(pair, code="9999", server=None):
        return connect(running, daemon, lambda socket: ring.with_key(socket, pair, server), kind, code)

    assert outcome(ours) == "in" and outcome(theirs, "0101") == "in"
    assert outcome(Pair()) == "refused"
    assert outcome(theirs) == "refused" and outcome(ours, "0101") == "refused"
    assert outcome(ours, server=Pair()) != "in"
    assert connect(running, daemon, lambda socket: None, kind) != "in", "a client without CURVE"
    assert daemon.logged("K165")


def test_a_key_may_serve_several_municipalities(running, ring):
    pair = ring.authorise("portal", ["read"])
    ring.authorise("portal", ["read", "put"], municipality="0101", pair=pair)
    daemon = start(running, ring, clock=None, municipalities=TWO)
    assert forbidden(ring.control(running, daemon, pair).put(observed(1)))
    answer = ring.control(running, daemon, pair, "0101").put(observed(1, municipality="0101"))
    assert answer.verb == "put.ok"


def test_a_key_without_read_cannot_subscribe(running, ring):
    pair = ring.authorise("writer", ["put"])
    daemon = start(running, ring)
    assert connect(running, daemon, lambda socket: ring.with_key(socket, pair), zmq.SUB) == "refused"
    assert ring.control(running, daemon, pair).put(observed(1)).verb == "put.ok"


def test_a_connection_with_a_key_may_not_choose_its_routing_id(running, ring):
    pair = ring.authorise("reader", ["read"])
    daemon = start(running, ring)
    answer = ring.control(running, daemon, pair, routing_id=b"me").ask("ping")
    assert forbidden(answer) and "ROUTING_ID" in answer["text"]


# --- Files and addresses ---


def ending(ring, *flags) -> subprocess.CompletedProcess:
    return programs.klikd_that_ends(ring.folder / "data", "--config", ring.config, *flags,
                                    municipalities=("9999=Korsbæk Kommune",))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_a_secret_key_that_others_can_read_is_refused_at_start_and_by_check_config(ring, mode):
    (ring.folder / "klikd.key").chmod(mode)
    for flags in ((), ("--check-config",)):
        run = ending(ring, *flags)
        assert run.returncode == 1 and "ready" not in run.stdout
        assert "klikd.key" in run.stderr and "chmod 600" in run.stderr


def test_authorised_keys_that_others_can_change_are_refused(ring):
    ring.file.chmod(0o666)
    run = ending(ring)
    assert run.returncode == 1 and "go-w" in run.stderr


@pytest.mark.parametrize("change, line, words", [
    (("name =", "nmae ="), 2, ["nmae", "name, public, municipality, rights, person"]),
    (('"9999"', '"99"'), 4, ["four digits"]),
    (('"read"', '"raed"'), 5, ["read, put, request, act_for, report, deliver, local, operate"]),
    (('name = "reader"', 'name = "local"'), 2, ["local"]),
    (('name = "reader"', 'name = "two words"'), 2, ["64 letters"]),
])
def test_every_mistake_in_the_authorised_keys_is_named_with_its_line(ring, change, line, words):
    ring.authorise("reader", ["read"])
    text = ring.file.read_text()
    assert change[0] in text
    ring.file.write_text(text.replace(*change))
    run = ending(ring, "--check-config")
    assert run.returncode == 1
    assert f"authorised-keys.toml:{line}" in run.stderr, run.stderr
    for word in words:
        assert word in run.stderr, run.stderr


def test_other_machines_are_served_with_curve_only(running, ring):
    run = programs.klikd_that_ends(ring.folder / "none", "--live", "tcp://0.0.0.0:0", "--control", "tcp://*:0",
                                   municipalities=("9999=Korsbæk Kommune",))
    assert run.returncode == 1 and "[curve]" in run.stderr
    pair = ring.authorise("reader", ["read"])
    daemon = start(running, ring, "--live", "tcp://0.0.0.0:0", "--control", "tcp://*:0")
    assert daemon.control().startswith("tcp://0.0.0.0:")
    daemon.endpoints = {code: tuple(each.replace("0.0.0.0", "127.0.0.1") for each in both)
                        for code, both in daemon.endpoints.items()}
    assert ring.control(running, daemon, pair).ask("ping").verb == "pong"
    ring.live(running, daemon, pair)


def test_the_log_says_at_start_whether_curve_is_on(running, ring):
    assert "on" in start(running, ring).logged("K160").split("CURVE is ")[1][:3]
    assert "off" in running.klikd(folder=running.folder / "other").logged("K160").split("CURVE is ")[1][:3]


# --- Reload and revocation ---


def test_keys_are_reloaded_whole_or_not_at_all(running, ring):
    reader = ring.authorise("reader", ["read"])
    daemon = start(running, ring)
    live = ring.live(running, daemon, reader)
    later = ring.authorise("later", ["read"])
    good = ring.file.read_text()
    ring.file.write_text(good + "[[key]]\nname = 7\n")
    assert "authorised-keys.toml" in reload(daemon, "K162")
    while not any(event["data"].get("kind") == "keys_refused" for event in live.events):
        live.next_beat()
    assert connect(running, daemon, lambda socket: ring.with_key(socket, later)) == "refused"
    ring.file.write_text(good)
    reload(daemon, "K161")
    while not any(event["data"].get("kind") == "keys_loaded" for event in live.events):
        live.next_beat()
    assert connect(running, daemon, lambda socket: ring.with_key(socket, later)) == "in"


def test_revocation_takes_effect_on_open_connections(running, ring):
    kept, lost = ring.authorise("kept", RIGHTS), ring.authorise("lost", RIGHTS)
    daemon = start(running, ring)
    at_kept, at_lost = ring.control(running, daemon, kept), ring.control(running, daemon, lost)
    live_kept, live_lost = ring.live(running, daemon, kept), ring.live(running, daemon, lost)
    assert at_lost.put(observed(1)).verb == "put.ok"
    assert at_kept.open("of-kept", "end").verb == "opened"
    assert at_lost.open("of-lost", "end").verb == "opened"
    last = at_kept.ask("ping")["head"]
    live_lost.events_up_to(last)

    ring.withdraw("lost")
    reload(daemon, "K161")
    daemon.logged("K163")
    ended = at_lost.receive_verb("error")
    assert ended["code"] == "forbidden" and ended["about"] == "open"
    for verb, body in [("ping", {}), ("put", {"event": observed(2)}), ("query", {"what": "tasks"})]:
        assert forbidden(at_lost.ask(verb, **body)), verb
    live_kept.events_up_to(at_kept.ask("ping")["head"])  # behind `keys_loaded`: it is back
    marker = at_kept.put(observed(77, title="Efter"))["sequence"]
    assert any(e["subject"] == "77" for e in live_kept.events_up_to(marker))
    assert any(e["subject"] == "77" for e in at_kept.events_up_to(marker))
    heard = []
    while live_lost.socket.poll(0):
        heard.append(msgpack.unpackb(live_lost.socket.recv_multipart()[1]))
    assert all(each.get("sequence", each.get("head")) <= last for each in heard), heard
    assert not any(message.verb == "event" for message in at_lost._kept)


def test_a_key_whose_rights_shrink_loses_its_streams_but_not_its_connection(running, ring):
    pair = ring.authorise("chat", ["read", "request", "put"])
    daemon = start(running, ring)
    client = ring.control(running, daemon, pair)
    client.open("chat", "end")
    ring.allow("chat", ["put"])
    reload(daemon, "K161")
    assert client.receive_verb("error")["code"] == "forbidden"
    assert client.put(observed(1)).verb == "put.ok"
    assert forbidden(client.open("chat", "acked"))


def test_nobody_is_disturbed_where_no_reader_was_lost(running, ring):
    reader, writer = ring.authorise("reader", ["read", "put"]), ring.authorise("writer", ["put"])
    daemon = start(running, ring)
    watched = Monitored(running.context, zmq.SUB, daemon.live(), lambda socket: ring.with_key(socket, reader))
    assert watched.outcome() == "in"
    ring.withdraw("writer")
    ring.authorise("another", ["read"])
    reload(daemon, "K161")
    client = ring.control(running, daemon, reader)
    marker = client.put(observed(1))["sequence"]
    while True:  # the socket does not connect again by itself, so that what it hears came on its first connection
        assert watched.socket.poll(klik_wire.PATIENCE_S * 1000)
        said = msgpack.unpackb(watched.socket.recv_multipart()[1])
        if said.get("sequence", said.get("head")) >= marker:
            break
    watched.close()


# --- Durable names ---


def test_a_durable_name_belongs_to_the_key_that_first_opened_it(running, ring):
    mail, other = ring.authorise("mail", ["read", "put"]), ring.authorise("other", ["read"])
    daemon = start(running, ring)
    first, second = ring.control(running, daemon, mail), ring.control(running, daemon, other)
    assert first.open("outbox", "begin").verb == "opened"
    for begin in ("acked", "begin", "end"):
        assert forbidden(second.open("outbox", begin))
    marker = first.put(observed(1))["sequence"]
    first.events_up_to(marker)  # its stream went on
    again = ring.control(running, daemon, mail)
    assert again.open("outbox", "acked").verb == "opened"
    daemon.stop()
    daemon = start(running, ring)
    assert forbidden(ring.control(running, daemon, other).open("outbox", "acked"))
    assert ring.control(running, daemon, mail).open("outbox", "acked").verb == "opened"


def test_what_was_opened_before_there_were_keys_goes_to_the_first_key_that_opens_it(running, ring):
    before = running.klikd()
    assert running.control(before).open("outbox", "begin").verb == "opened"
    before.stop()
    mail, other = ring.authorise("mail", ["read"]), ring.authorise("other", ["read"])
    daemon = start(running, ring)
    assert ring.control(running, daemon, mail).open("outbox", "acked").verb == "opened"
    assert forbidden(ring.control(running, daemon, other).open("outbox", "acked"))


def test_a_key_has_a_thousand_durable_names_at_most(running, ring):
    pair = ring.authorise("many", ["read"])
    daemon = start(running, ring)
    client = ring.control(running, daemon, pair)
    for number in range(1000):
        assert client.open(f"name-{number}", "end", credit=0).verb == "opened"
    assert forbidden(client.open("one-too-many", "end", credit=0))
    assert client.open("name-0", "acked", credit=0).verb == "opened"


# --- Limits ---


def test_a_connection_that_sends_too_much_is_answered_with_busy_and_others_are_not(running, tmp_path):
    ring = Keyring(tmp_path, "[limits]\nmessages_per_second = 100\nbytes_per_second = 2097152\n")
    pair, calm = ring.authorise("flood", ["read", "put"]), ring.authorise("calm", ["read"])
    daemon = start(running, ring)
    flooding, quiet = ring.control(running, daemon, pair), ring.control(running, daemon, calm)
    for number in range(1000):
        flooding.send("ping", ref=f"n-{number}")
    answers = [flooding.receive(lambda message, n=n: message.body.get("ref") == f"n-{n}") for n in range(1000)]
    busy = [each for each in answers if each.verb == "error"]
    assert {each["code"] for each in busy} == {"busy"} and 0 < len(busy) < 1000
    assert quiet.ask("ping").verb == "pong"
    health = {row["subject"]: row for row in quiet.rows("health")}
    assert health["clients"]["counters"]["refused_as_busy"] == len(busy)
    daemon.logged("K164")
    told = [line for line in daemon.log_lines if "[K164]" in line]
    assert len(told) == 1 and "flood" in told[0] and "100 messages" in told[0]


# --- klikctl ---


def klikctl(*words, **environment):
    return subprocess.run([programs.BIN / "klikctl", *map(str, words)], capture_output=True, text=True,
                          timeout=programs.PATIENCE_S, env={**os.environ, **environment})


def test_watch_with_a_key_that_may_not_read_names_the_right(running, ring):
    key = ring.authorise("writer", ["put"]).write(ring.folder / "writer.key")
    daemon = start(running, ring)
    watch = subprocess.Popen([programs.BIN / "klikctl", "--lang", "en", "--control", daemon.control(), "--live",
                              daemon.live(), "--key", key, "--server-key", ring.server.text(), "watch"],
                             stderr=subprocess.PIPE, text=True)
    try:
        assert select.select([watch.stderr], [], [], programs.PATIENCE_S)[0]
        said = watch.stderr.readline()
        assert daemon.live() in said and "the right read" in said
    finally:
        watch.kill()
        watch.communicate()


def test_keys_made_by_klikctl_open_klikd_to_klikctl(running, ring):
    made = klikctl("keygen", "desk", "--dir", ring.folder, "--rights", "read,request")
    assert made.returncode == 0, made.stderr
    key = ring.folder / "desk.key"
    assert key.stat().st_mode & 0o777 == 0o600
    ring.file.write_text(made.stdout[made.stdout.index("[[key]]"):])
    daemon = start(running, ring)
    shown = klikctl("--control", daemon.control(), "--key", key, "--server-key", ring.server.text(), "tasks", "--json")
    assert shown.returncode == 0, shown.stderr
    assert json.loads(shown.stdout) == []
    refused = klikctl("clock", "2024-03-01", KLIK_CONTROL=daemon.control(), KLIK_KEY=str(key),
                      KLIK_SERVER_KEY=str(ring.folder / "klikd.key"))
    assert refused.returncode == 1 and "operate" in refused.stderr
    again = klikctl("keygen", "desk", "--dir", ring.folder)
    assert again.returncode == 1 and "desk.key" in again.stderr
    assert klikctl("--control", daemon.control(), "tasks").returncode == 3
    key.chmod(0o644)
    assert klikctl("--control", daemon.control(), "--key", key, "--server-key", ring.server.text(), "tasks").returncode == 1
