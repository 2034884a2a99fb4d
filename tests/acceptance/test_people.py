"""People, their roles and what reaches them (docs/rules.md 7, docs/protocol.md 3): names and addresses stand in one
table alone, leave without a byte, and a notice that bounces goes on."""

import pathlib
import signal

import pytest

import programs
from klik_wire import observed, until

NAME, EMAIL = "Bertil Barmhjertig", "barmhjertig@korsbaek.example"

ROLES = """
[mailbox]
email = "klik@korsbaek.example"

[[person]]
name = "Lena Lind"
email = "lena@korsbaek.example"

[[role]]
role = "project_leader"
person = "Lena Lind"
"""


def role(person, name="project_leader", number=1, ended=False, **data):
    return {"id": f"role-{number}", "source": "/platform", "time": "2024-01-15T09:00:00Z",
            "type": f"dk.klik.role.{'ended' if ended else 'assigned'}.v1",
            "data": {"municipality": "9999", "role": name, "person": person, **data}}


def put(control, fact):
    answer = control.put(fact)
    assert answer.verb == "put.ok", answer
    return answer


def notices(control, name="reader"):
    control.open(name, "begin", kinds=["notification", "system"])
    return control.events_up_to(control.ask("ping")["head"])


# What these stories are not about: that a task is new, and that roles stand empty.
ASIDE = ("first_sight", "vacant_role")


def told(events):
    return [(item["kind"], item["number"], event["data"]["recipient"]["person"])
            for event in events if event["type"] == "dk.klik.notification.v1" for item in event["data"]["items"]
            if item["kind"] not in ASIDE]


def files_with(folder: pathlib.Path, *words: str) -> list[str]:
    wanted = [spelling.encode() for word in words for spelling in (word, word.lower())]
    return [str(file) for file in folder.rglob("*") if file.is_file()
            and any(word in file.read_bytes() for word in wanted)]


def tell_the_project_leader(control):
    """A condition that goes to the project leader, with the run of 2024-02-05."""
    put(control, observed(1, title="A"))
    control.advance_to("2024-02-02T08:00:00+01:00")
    put(control, observed(1, when="2024-02-01T09:00:00Z", prerequisites=[99]))
    control.advance_to("2024-02-05T08:00:00+01:00")


def person_by_name(control, name):
    (row,) = [row for row in control.rows("person") if row["name"] == name]
    return row


def test_a_role_of_the_platform_is_told_and_named_only_to_who_delivers(control):
    put(control, role({"name": NAME, "email": EMAIL, "language": "da"}))
    tell_the_project_leader(control)
    row = person_by_name(control, NAME)
    assert (row["email"], row["language"]) == (EMAIL, "da")
    events = notices(control)
    assert told(events) == [("unknown_prerequisite", 1, row["id"])]
    assert NAME not in str(events) and EMAIL not in str(events)
    (held,) = control.rows("roles")
    assert (held["role"], held["person"], held["addressed"]) == ("project_leader", row["id"], True)
    assert NAME not in str(control.rows("roles"))


def test_the_same_role_fact_again_is_a_duplicate_and_another_a_conflict(control):
    fact = role({"name": NAME, "email": EMAIL})
    first = put(control, fact)
    again = put(control, fact)
    assert (again["duplicate"], again["sequence"]) == (True, first["sequence"])
    fact["data"]["primary"] = True
    assert control.put(fact)["code"] == "conflict"


def klikd_with_roles(running, folder):
    """A klikd and its file of roles."""
    roles = folder / "roles.toml"
    config = folder / "klikd.toml"
    roles.write_text(ROLES, "utf-8")
    config.write_text('[[municipality]]\ncode = "9999"\nname = "Korsbæk Kommune"\nlive = "tcp://127.0.0.1:*"\n'
                      'control = "tcp://127.0.0.1:*"\nroles = "roles.toml"\n', "utf-8")
    return running.klikd("--config", str(config), municipalities=()), roles


def test_a_file_of_roles_is_in_force_and_replaced_on_sighup(running, tmp_path):
    daemon, roles = klikd_with_roles(running, tmp_path)
    control = running.control(daemon)
    assert [row["role"] for row in control.rows("roles")] == ["project_leader"]
    assert person_by_name(control, "Lena Lind")["email"] == "lena@korsbaek.example"

    roles.write_text(ROLES + "[[role]]\nrole = \"x\"\nperson = \"Nobody\"\n", "utf-8")
    daemon.signal(signal.SIGHUP)
    assert "roles.toml:14: `role.person`" in daemon.logged("K133")
    assert len(control.rows("roles")) == 1

    roles.write_text(ROLES.replace("project_leader", "klik_administrator"), "utf-8")
    before = control.ask("ping")["head"]
    daemon.signal(signal.SIGHUP)
    until(lambda: [row["role"] for row in control.rows("roles")] == ["klik_administrator"])
    assert control.ask("ping")["head"] > before
    assert "Lena" not in daemon.log() and "lena@" not in daemon.log()


def test_a_file_of_roles_that_still_names_who_was_erased_brings_nobody_back(running, tmp_path):
    daemon, _ = klikd_with_roles(running, tmp_path)
    control = running.control(daemon)
    lena = person_by_name(control, "Lena Lind")["id"]
    put(control, observed(1, title="T", assignee={"id": lena}))
    shown = programs.klikctl(daemon, "person", "erase", lena)
    assert "#1" in shown.stdout, "an open task that nobody has taken over"
    assert programs.klikctl(daemon, "person", "replace", lena, "Bo Berg").returncode == 0, "it is not too late"
    daemon.signal(signal.SIGHUP)
    assert "roles.toml:5" in daemon.logged("K137")
    assert [row["name"] for row in control.rows("person") if row["name"]] == ["Bo Berg"]
    (held,) = control.rows("roles")
    assert (held["person"], held["replaced_by"]) == (lena, person_by_name(control, "Bo Berg")["id"])
    ignored = [e["data"] for e in notices(control) if e["data"].get("kind") == "roles_ignored"]
    assert len(ignored) == 1 and "Lena" not in str(ignored)


def test_who_leaves_is_replaced_in_roles_and_on_all_open_tasks(running, daemon, control):
    put(control, role({"name": NAME, "email": EMAIL}))
    person = person_by_name(control, NAME)["id"]
    for number, status in ((1, "Påbegyndt"), (2, "Påbegyndt"), (3, "Fuldført")):
        put(control, observed(number, title="T", status=status, assignee={"id": person}, due_date="2024-03-04"))
    assert control.ask("admin", do="replace_person", person="nobody", by=person)["code"] == "not_found"
    assert control.ask("admin", do="replace_person", person=person, by="nobody")["code"] == "not_found"

    shown = programs.klikctl(daemon, "person", "replace", NAME, "Lena Lind")
    assert shown.returncode == 0, shown.stderr
    successor = person_by_name(control, "Lena Lind")["id"]
    control.open("platform", "begin", kinds=["request"])
    asked = [event["data"] for event in control.events_up_to(control.ask("ping")["head"])
             if event["type"] == "dk.klik.task.change_requested.v1"]
    assert [(each["number"], each["change"]) for each in asked] == [
        (1, {"assignee": successor}), (2, {"assignee": successor})]
    (held,) = control.rows("roles")
    assert held["replaced_by"] == successor

    other = running.control(daemon)
    other.advance_to("2024-02-19T08:00:00+01:00")
    heard = told(notices(other))
    assert {what for what in heard if what[2] != successor} == {
        ("request_unanswered", 1, "mailbox-9999"), ("request_unanswered", 2, "mailbox-9999")}, "nobody sees to people"
    assert ("reminder", 1, successor) in heard, "before the platform has answered"


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_erased_person_leaves_no_byte(running, platform, end):
    daemon = running.klikd("--platform", platform.live)
    platform.subscribed()
    control = running.control(daemon)
    put(control, role({"name": NAME, "email": EMAIL, "language": "da"}))
    put(control, observed(1, title="A", assignee={"name": NAME.upper()}))
    put(control, observed(2, title="B", description=f"Spørg {NAME} om det."))
    platform.tell_as(observed(3, assignee={"name": NAME}, due_date="i morgen"))
    row = person_by_name(control, NAME)
    until(lambda: control.rows("quarantine"))
    assert files_with(daemon.folder, NAME, EMAIL)
    put(control, observed(2, when="2024-02-01T08:00:00Z", title="B", description="-"))
    # What prose says is the platform's: it is listed as long as it is so, and the records keep it.
    put(control, observed(4, title="D", goal=f"{NAME} ved det"))

    answer = control.ask("admin", do="erase_person", person=row["id"])
    assert answer.verb == "admin.ok", answer
    assert (answer["persons"], answer["dropped"], answer["tasks"]) == ([row["id"]], 1, [4])
    assert control.rows("quarantine") == []
    assert person_by_name(control, "")["email"] == ""
    assert control.task(1)["assignee"] == row["id"], "the history stays readable by id"
    getattr(daemon, end)()
    assert files_with(daemon.folder, EMAIL) == []
    assert NAME not in daemon.log() and EMAIL not in daemon.log()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_name_that_stands_in_no_prose_is_gone_from_all_files(running, end):
    daemon = running.klikd()
    control = running.control(daemon)
    put(control, role({"name": NAME, "email": EMAIL}))
    put(control, observed(1, title="A", assignee={"name": NAME}, due_date="2024-03-04"))
    control.advance_to("2024-02-19T08:00:00+01:00")
    assert files_with(daemon.folder, NAME)
    person = person_by_name(control, NAME)["id"]
    events = notices(running.control(daemon))
    shown = programs.klikctl(daemon, "person", "erase", person)
    assert shown.returncode == 0, shown.stderr
    getattr(daemon, end)()
    assert files_with(daemon.folder, NAME, EMAIL) == []
    assert events and NAME not in str(events)


def test_a_bounce_sends_the_notice_on_and_is_told_once(control):
    put(control, role({"name": NAME, "email": EMAIL}))
    put(control, role({"name": "Kim Krog"}, "klik_administrator", 2))
    tell_the_project_leader(control)
    event = [each for each in notices(control) if each["type"] == "dk.klik.notification.v1"][-1]
    (item,) = event["data"]["items"]
    person = event["data"]["recipient"]["person"]
    report = {"event": event["id"], "item": item["key"], "person": person}

    assert control.ask("report", **{**report, "event": "x.1"}, outcome="delivered")["code"] == "not_found"
    assert control.ask("report", **{**report, "item": "x"}, outcome="delivered")["code"] == "not_found"
    assert control.ask("report", **{**report, "person": "x"}, outcome="delivered")["code"] == "not_found"
    first = control.ask("report", **report, outcome="bounced", detail=f"550 <{EMAIL}> Barmhjertig unknown")
    assert first.verb == "report.ok", first
    again = control.ask("report", **report, outcome="bounced", detail="another word")
    assert again["sequence"] == first["sequence"]
    control.advance_to("2024-02-05T08:10:00+01:00")

    rows = [row for row in control.rows("deliveries") if row["kind"] not in ASIDE]
    kim = person_by_name(control, "Kim Krog")["id"]
    assert [(row["person"], row["outcome"]) for row in rows] == [(person, "bounced"), (kim, None)]
    assert rows[0]["detail"] == "550 unknown"
    assert rows[1] in control.rows("deliveries", person=kim, number=1)
    assert control.rows("deliveries", number=2) == []
    later = control.events_up_to(control.ask("ping")["head"])
    assert told(later) == [("unknown_prerequisite", 1, kim)]
    (passed,) = [each for each in later if each["type"] == "dk.klik.notification.v1"]
    assert passed["data"]["items"][0]["facts"]["via"] == "project_leader: bounced"
    assert EMAIL not in str(later)

    put(control, role({"name": NAME, "email": "new@korsbaek.example"}, number=3))
    assert control.rows("roles")[1]["bounced"] is False


def test_a_notice_that_finds_nobody_is_published_and_reported(control):
    tell_the_project_leader(control)
    events = notices(control)
    assert told(events) == [("unknown_prerequisite", 1, "mailbox-9999")]
    unroutable = [e["data"] for e in events if e["data"].get("kind") == "unroutable"]
    assert unroutable[1:] == [{"kind": "unroutable", "person": "mailbox-9999", "number": "1", "role": "project_leader"}]


def test_a_mailbox_with_an_address_is_reachable(control):
    put(control, role({"email": "klik@korsbaek.example"}, "mailbox"))
    tell_the_project_leader(control)
    assert not [e for e in notices(control) if e["data"].get("kind") == "unroutable"]


def test_rules_can_be_loaded_from_the_wire(control):
    refused = control.ask("admin", do="load_rules", toml="[colour]\nyelow = '3d'")
    assert refused["code"] == "malformed" and "toml:2" in refused["text"]
    put(control, observed(1, title="A", due_date="2024-02-20"))
    assert control.task(1)["colour"] == "green"
    loaded = control.ask("admin", do="load_rules", toml="name = 'other'\n[colour]\nyellow = '30d'")
    assert loaded.verb == "admin.ok", loaded
    control.advance_to("2024-02-02T00:00:00+01:00")
    assert control.task(1)["colour"] == "yellow"
