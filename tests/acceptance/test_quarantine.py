"""What a platform sends wrongly is kept, listed, retried after a fix, or dropped (docs/protocol.md 3 and 4)."""

import base64
import json
import sqlite3

import msgpack

import klik_wire
import programs
from klik_wire import observed, until


def start(running, platform, *flags, **more):
    daemon = running.klikd("--platform", platform.live, *flags, **more)
    platform.subscribed()
    return daemon, running.control(daemon)


def kept(control, count: int) -> list[dict]:
    """The quarantine's rows, once there are so many."""
    until(lambda: len(control.rows("quarantine")) >= count)
    rows = control.rows("quarantine")
    assert len(rows) == count, rows
    return rows


def taken(control, number: int) -> dict:
    """The task, once klikd has it: what was published before it has been dealt with."""
    return until(lambda: control.task(number))


def told(running, daemon, kind: str) -> list[dict]:
    """All `system` events of a kind so far."""
    control = running.control(daemon)
    control.open("told", "begin", kinds=["system"])
    events = control.events_up_to(control.ask("ping")["head"])
    return [event["data"] for event in events if event["data"]["kind"] == kind]


def finding(control) -> dict:
    return next(row for row in control.rows("health") if row["subject"] == "quarantine")


def document(daemon, *words):
    run = programs.klikctl(daemon, "--json", "quarantine", *words)
    return run.returncode, json.loads(run.stdout) if run.stdout else run.stderr


NESTED = b"\x91" * 40 + b"\xc0"


def publish_everything_wrong(platform):
    """Seven messages, each wrong in a way of its own, and two that are right."""
    platform.tell_as(observed(1, fact_id="f-1", title="A"))
    platform.tell_raw(1, b"\xc1")
    platform.tell_raw(1, NESTED)
    platform.tell_as(observed(1, description="x" * 65_000, due_date="soon"))
    platform.tell_as(observed(1, municipality="0101"))
    platform.tell_as(observed(1, fact_id="f-1", title="B"))
    platform.tell_as(observed(1), sequence=None)
    platform.tell_raw(1, b"\x80", b"", b"\x81")
    platform.tell_as(observed(2, title="the last"))


def test_everything_that_cannot_be_taken_is_kept_whole_with_its_reason(running, platform):
    daemon, control = start(running, platform)
    publish_everything_wrong(platform)
    taken(control, 2)
    rows = kept(control, 7)
    assert [(row["number"], row["code"], row["path"]) for row in rows] == [
        (1, "malformed", "byte 0"), (2, "malformed", "byte 16"), (3, "malformed", "data.due_date"),
        (4, "forbidden", "data.municipality"), (5, "conflict", "id"), (6, "malformed", "sequence"),
        (7, "malformed", ""),
    ]
    for row in rows:
        assert row["topic"] == platform.topic(1).decode() and row["platform"] == "platform" and row["reason"]
        assert (row["received"], row["times"]) == ("2024-02-01T07:00:00Z", 1)
        assert "payload" not in row
    assert control.rows("quarantine", number=2)[0]["payload"] == NESTED
    three = control.rows("quarantine", number=3)[0]
    assert msgpack.unpackb(three["payload"])["data"]["description"] == "x" * 65_000
    assert three["bytes"] == len(three["payload"])
    last = control.rows("quarantine", number=7)[0]
    assert (last["frames"], msgpack.unpackb(last["payload"])) == (4, [b"\x80", b"", b"\x81"])
    assert control.ask("query", what="quarantine", number=8)["code"] == "not_found"
    assert control.task(1)["title"] == "A"

    events = told(running, daemon, "quarantined")
    assert sum(int(event["count"]) for event in events) == 7
    assert (events[0]["number"], events[0]["topic"], events[0]["code"]) == ("1", platform.topic(1).decode(), "malformed")
    assert (finding(control)["state"], finding(control)["counters"]["messages"]) == ("warning", 7)
    daemon.logged("K140")


def test_the_same_bytes_are_counted_and_a_large_payload_is_shown_in_part(running, platform):
    daemon, control = start(running, platform)
    for _ in range(50):
        platform.tell_raw(1, b"\xc1")
    platform.tell_raw(1, b"\xc1" + b"x" * 1_000_000)
    platform.tell_as(observed(2))
    taken(control, 2)
    first, large = kept(control, 2)
    assert first["times"] == 50
    shown = control.rows("quarantine", number=large["number"])[0]
    assert (shown["bytes"], len(shown["payload"])) == (1_000_001, 256 * 1024)
    code, shown = document(daemon, "show", large["number"])
    assert (code, len(base64.b64decode(shown["payload"])), shown["bytes"]) == (0, 256 * 1024, 1_000_001)


def test_klikctl_lists_shows_retries_and_drops(running, platform):
    daemon, control = start(running, platform)
    publish_everything_wrong(platform)
    taken(control, 2)
    kept(control, 7)
    table = programs.klikctl(daemon, "quarantine", "list").stdout
    assert "Modtaget" in table and "forkert form" in table and "i strid med tidligere" in table
    assert "Received" in programs.klikctl(daemon, "--lang", "en", "quarantine", "list").stdout
    assert [row["number"] for row in document(daemon, "list")[1]] == list(range(1, 8))
    page = programs.klikctl(daemon, "quarantine", "show", 4).stdout
    assert "hører ikke til her" in page and '"municipality": "0101"' in page
    shown = document(daemon, "show", 4)[1]
    assert msgpack.unpackb(base64.b64decode(shown["payload"])) == shown["value"]
    assert "value" not in document(daemon, "show", 1)[1]

    still_wrong = programs.klikctl(daemon, "quarantine", "retry", 5)
    assert still_wrong.returncode == 1 and "f-1" in still_wrong.stderr
    head = control.ask("ping")["head"]
    code, dropped = document(daemon, "drop", 5)
    assert (code, dropped) == (0, {"do": "quarantine_drop", "number": 5, "sequence": klik_wire.at(int(head) + 1)})
    assert programs.klikctl(daemon, "quarantine", "drop", 5).returncode == 1
    assert programs.klikctl(daemon, "quarantine", "drop", "five").returncode == 2
    event = told(running, daemon, "quarantine_dropped")[0]
    assert (event["number"], event["code"], event["via"]) == ("5", "conflict", "local")
    kept(control, 6)


def test_what_is_kept_survives_a_kill_and_is_taken_by_a_klikd_that_can(running, platform):
    """The fix is a klikd that understands the message. Staged from outside: the bytes become those that it knows."""
    daemon, control = start(running, platform)
    platform.tell_as(observed(1, when="2024-01-20T09:00:00Z", title="newer"))
    platform.tell_raw(1, b"\xc1")
    kept(control, 1)
    daemon.kill()

    fact = {**observed(1, title="older", theme="Ledelse", when="2024-01-10T09:00:00Z"),
            "sequence": klik_wire.at(1), "sourceepoch": "e-0"}
    journal = sqlite3.connect(running.folder / "data" / "journal.db")
    journal.execute("UPDATE quarantine SET payload = ?", (msgpack.packb(fact),))
    journal.commit()
    journal.close()

    daemon = running.klikd()
    control = running.control(daemon)
    assert kept(control, 1)[0]["number"] == 1
    answer = control.ask("admin", do="quarantine_retry", number=1)
    assert answer.verb == "admin.ok", answer
    assert (answer["do"], answer["number"], answer["duplicate"]) == ("quarantine_retry", 1, False)
    assert (control.task(1)["title"], control.task(1)["theme"]) == ("newer", "Ledelse")
    assert control.rows("quarantine") == []
    assert told(running, daemon, "quarantine_taken")[0]["sequence"] == answer["sequence"]
    assert told(running, daemon, "gap") == [], "its place in the count is long past"
    daemon.kill()

    control = running.control(running.klikd())
    assert control.rows("quarantine") == []
    assert control.task(1)["theme"] == "Ledelse"
    assert control.ask("admin", do="quarantine_retry", number=1)["code"] == "not_found"


def test_the_bound_is_reported_and_never_silent(running, platform):
    config = running.folder / "klikd.toml"
    config.write_text("[quarantine]\nmessages = 2\ndays = 3\n")
    daemon, control = start(running, platform, "--config", config)
    for i in range(5):
        platform.tell_raw(1, b"\xc1" + bytes([i]))
    platform.tell_as(observed(2))
    taken(control, 2)
    assert [row["number"] for row in kept(control, 2)] == [1, 2], "the newest find no room"
    assert sum(int(event.get("not_kept", 0)) for event in told(running, daemon, "quarantined")) == 3
    assert [event["most_messages"] for event in told(running, daemon, "quarantine_full")] == ["2"]
    assert finding(control)["state"] == "warning" and "full" in finding(control)["text"]
    assert finding(control)["counters"]["not_kept"] == 3
    daemon.logged("K143")

    control.advance_to("2024-02-04T08:01:00+01:00")
    until(lambda: not control.rows("quarantine"))
    assert [event["count"] for event in told(running, daemon, "quarantine_expired")] == ["2"]
    assert finding(control)["state"] == "ok"
    platform.tell_raw(1, b"\xc1")
    assert kept(control, 1)[0]["number"] == 3, "numbers are never given twice"


def test_a_flood_does_not_fill_the_journal(running, platform):
    _, control = start(running, platform)
    head = int(control.ask("ping")["head"])
    for i in range(20_000):
        platform.tell_raw(1, b"\xc1" + (i % 7).to_bytes(2, "big"))
    platform.tell_as(observed(2))
    taken(control, 2)
    assert sum(row["times"] for row in kept(control, 7)) == 20_000
    assert int(control.ask("ping")["head"]) - head < 100


def test_admin_says_what_it_knows(control):
    answer = control.ask("admin", do="dance")
    assert answer["code"] == "malformed" and "erase_person and test_message" in answer["text"]
    for action in ("load_rules", "replace_person", "erase_person"):
        assert control.ask("admin", do=action)["code"] == "malformed"
    assert control.ask("admin", do="quarantine_drop", number=0)["code"] == "malformed"
    assert control.ask("admin", do="quarantine_drop", number=1)["code"] == "not_found"
    assert control.rows("quarantine") == []


def test_a_municipality_never_sees_what_is_kept_for_another(running, platform):
    daemon = running.klikd("--platform", platform.live, municipalities=("9999=Korsbæk Kommune", "0101=København"))
    platform.subscribed()
    platform.subscribed()
    korsbaek, copenhagen = running.control(daemon), running.control(daemon, "0101")
    platform.tell_raw(1, b"\xc1")
    kept(korsbaek, 1)
    assert copenhagen.rows("quarantine") == []
    for action in ("quarantine_retry", "quarantine_drop"):
        assert copenhagen.ask("admin", do=action, number=1)["code"] == "not_found"
    kept(korsbaek, 1)
