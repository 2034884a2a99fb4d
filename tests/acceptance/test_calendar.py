"""klik-calendar against a real Radicale, with python3-caldav in the place of people's calendar programs
(docs/reminders.md, "Calendar")."""

import datetime
import pathlib
import re

import caldav.lib.error
import icalendar
import pytest

import programs
from calendar_story import BIRTE, ULLA, Story, comment, know, requests_of
from keyring import Keyring, reload
from klik_wire import until
from mail_side import make_certificate

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "korsbaek"


@pytest.fixture
def story(running, tmp_path):
    made = Story(running, tmp_path)
    yield made
    made.end()


@pytest.fixture
def prepared(story):
    """Two tasks of Birte's, the second of which waits for the first."""
    story.task(130101, "Nedsæt en projektgruppe", phase="Fase 1: Opstart", theme="Projektstyring, ledelse",
               goal="Alle ved, hvem der gør hvad.\nOg hvornår.", priority="Anbefalet opgave", start_date="2024-02-05")
    story.task(130102, "Udpeg superbrugere", due="2024-03-18", prerequisites=[130101])
    return story


@pytest.fixture
def kept(prepared):
    """The same, and both are in her calendar."""
    prepared.start()
    prepared.todo(130101)
    prepared.todo(130102)
    return prepared


def complete(story, number: int, person: str = BIRTE):
    story.todo(number, person).complete()


def test_a_task_stands_in_its_assignees_calendar_as_they_need_it(kept):
    todo = kept.component(130101)
    assert todo["SUMMARY"] == "Nedsæt en projektgruppe"
    assert todo["DUE"].dt == datetime.date(2024, 3, 4) and todo["DUE"].params["VALUE"] == "DATE"
    assert todo["DTSTART"].dt == datetime.date(2024, 2, 5)
    assert (todo["STATUS"], todo["PERCENT-COMPLETE"], todo["PRIORITY"]) == ("NEEDS-ACTION", 0, 5)
    categories = [str(each.cats[0]) for each in todo["CATEGORIES"]]
    assert categories == ["DUBU 3.0", "Fase 1: Opstart", "Projektstyring  ledelse", "Grøn"]
    assert todo["URL"] == "https://klik.example/opgave/130101"
    description = str(todo["DESCRIPTION"])
    assert description.startswith("Frist: 4. marts 2024 (Grøn)\n\nMål:\nAlle ved, hvem der gør hvad.\nOg hvornår.")
    assert todo["SEQUENCE"] == 1 and todo["LAST-MODIFIED"].dt == todo["DTSTAMP"].dt


def test_alarms_are_within_the_task_and_on_the_days_of_the_ladder(kept):
    """docs/rules.md 7: 14 and 7 days and one working day before Monday 4 March, at 08:00."""
    alarms = kept.component(130101).walk("VALARM")
    assert [(str(each["ACTION"]), each["TRIGGER"].params["RELATED"]) for each in alarms] == [("DISPLAY", "END")] * 3
    midnight = datetime.datetime(2024, 3, 4)
    assert [(midnight + each["TRIGGER"].dt).isoformat() for each in alarms] == [
        "2024-02-19T08:00:00", "2024-02-26T08:00:00", "2024-03-01T08:00:00"]
    calendar = kept.todo(130101).icalendar_instance
    assert [each.name for each in calendar.subcomponents] == ["VTODO"], "and nowhere else"


def test_a_task_that_waits_says_for_what_and_has_no_alarm_of_its_own(kept):
    todo = kept.component(130102)
    assert todo["RELATED-TO"] == "9999-130101" and todo["RELATED-TO"].params["RELTYPE"] == "DEPENDS-ON"
    assert "Venter på:\n- #130101 Nedsæt en projektgruppe" in str(todo["DESCRIPTION"])
    assert todo.walk("VALARM") == [], "docs/rules.md 7, Inhibition"


def test_everybody_has_their_own_collection_in_their_own_language(prepared):
    know(prepared, {"id": ULLA, "name": "Ulla Ost", "email": "ulla@korsbaek.example", "language": "en"})
    prepared.task(130103, "Hold kursus", assignee=ULLA)
    prepared.task(130104, "Aftal støtte", assignee=None, responsible={"id": ULLA})
    prepared.task(130105, "Uden nogen", assignee=None)
    prepared.task(130106, "Gjort for længst", status="Fuldført")
    prepared.start()
    english = prepared.todo(130103, ULLA).icalendar_component
    assert str(english["DESCRIPTION"]).startswith("Due: 4 March 2024 (Green)")
    assert english["CATEGORIES"][-1].cats == ["Green"]
    prepared.todo(130104, ULLA)
    prepared.todo(130102)
    assert sorted(prepared.todos(ULLA)) == ["9999-130103", "9999-130104"]
    assert sorted(prepared.todos(BIRTE)) == ["9999-130101", "9999-130102"]
    assert prepared.radicale.client(BIRTE).get_supported_components() == ["VTODO"]


def test_the_example_tasks(story):
    run = programs.klikctl(story.daemon, "import", *sorted(EXAMPLE.glob("*.txt")))
    assert run.returncode == 0, run.stderr
    rows = {row["number"]: row for row in story.control.rows("tasks")}
    wanted: dict[str, set] = {}
    for row in rows.values():
        if (keeper := row["assignee"] or row["responsible"]) and row["status"] not in ("completed", "not_relevant"):
            wanted.setdefault(keeper, set()).add(f"9999-{row['number']}")
    assert wanted
    story.start()
    for person, uids in wanted.items():
        todos = until(lambda person=person, uids=uids: (found := story.todos(person)).keys() == uids and found)
        for uid, todo in todos.items():
            row = rows[int(uid.removeprefix("9999-"))]
            component = todo.icalendar_component
            assert component["DUE"].dt.isoformat() == row["due_date"]
            assert str(component["SUMMARY"]) == row["title"]
            waits_for = component.get("RELATED-TO", [])
            waits_for = waits_for if isinstance(waits_for, list) else [waits_for]
            assert {f"9999-{each}" for each in row["blocked_by"]} <= set(map(str, waits_for))
            assert {each.params["RELTYPE"] for each in waits_for} <= {"DEPENDS-ON"}


def test_a_change_in_klik_shows_in_the_calendar(kept):
    kept.tell(130101, title="Nedsæt en styregruppe", due_date="2024-04-02")
    todo = kept.until_todo(130101, lambda each: each["DUE"].dt == datetime.date(2024, 4, 2))
    assert todo["SUMMARY"] == "Nedsæt en styregruppe" and todo["SEQUENCE"] == 2
    days = [(datetime.datetime(2024, 4, 2) + each["TRIGGER"].dt).date().isoformat() for each in todo.walk("VALARM")]
    assert days == ["2024-03-19", "2024-03-26", "2024-03-27"], "the last working day before Easter"
    kept.until_todo(130102, lambda each: "Nedsæt en styregruppe" in str(each["DESCRIPTION"]))


def test_completing_in_the_calendar_asks_klik_and_is_done_when_klik_says_so(kept):
    complete(kept, 130101)
    waiting = kept.until_todo(130101, lambda each: "venter på svar fra KLIK" in comment(each))
    assert (waiting["STATUS"], waiting["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    (asked,) = until(lambda: requests_of(kept))
    assert (asked["number"], asked["change"], asked["actor"]) == (130101, {"status": "completed"}, BIRTE)
    assert asked["base_revision"] == 1
    assert kept.control.task(130101)["status"] == "not_started", "the platform decides"

    kept.tell(130101, status="Fuldført")
    done = kept.until_todo(130101, lambda each: not comment(each))
    assert done["STATUS"] == "COMPLETED" and done["COMPLETED"].dt.isoformat() == "2024-01-15T09:03:00+00:00"
    kept.until_todo(130102, lambda each: "Venter på" not in str(each["DESCRIPTION"]) and each.walk("VALARM"))
    assert len(requests_of(kept)) == 1


def test_completing_a_blocked_task_is_refused_and_the_status_comes_back(kept):
    complete(kept, 130102)
    todo = kept.until_todo(130102, lambda each: "#130101" in comment(each))
    assert comment(todo) == "Status blev ikke »Fuldført«: opgaven venter på #130101."
    assert (todo["STATUS"], todo["PERCENT-COMPLETE"]) == ("NEEDS-ACTION", 0) and "COMPLETED" not in todo
    assert requests_of(kept) == []
    kept.tell(130102, due_date="2024-03-19")
    kept.until_todo(130102, lambda each: not comment(each))


def set_status(story, number: int, **properties):
    todo = story.todo(number)
    component = todo.icalendar_component
    for name, value in properties.items():
        component.pop(name.replace("_", "-"), None)
        if value is not None:
            component.add(name.replace("_", "-"), value)
    todo.save()


def test_begun_and_back(kept):
    set_status(kept, 130101, PERCENT_COMPLETE=30)
    kept.until_todo(130101, lambda each: "»Påbegyndt«" in comment(each))
    until(lambda: len(requests_of(kept)) == 1)
    kept.tell(130101, status="Påbegyndt")
    kept.until_todo(130101, lambda each: each["STATUS"] == "IN-PROCESS" and not comment(each))
    set_status(kept, 130101, STATUS="NEEDS-ACTION")
    kept.until_todo(130101, lambda each: "»Ikke påbegyndt«" in comment(each))
    until(lambda: len(requests_of(kept)) == 2)
    kept.tell(130101, status="Ikke påbegyndt")
    kept.until_todo(130101, lambda each: each["STATUS"] == "NEEDS-ACTION" and not comment(each))
    assert [each["change"] for each in requests_of(kept)] == [{"status": "in_progress"}, {"status": "not_started"}]


def test_another_title_or_date_does_not_last(kept):
    set_status(kept, 130101, SUMMARY="Noget andet", DUE=datetime.date(2025, 1, 1))
    todo = kept.until_todo(130101, lambda each: each["SUMMARY"] == "Nedsæt en projektgruppe")
    assert todo["DUE"].dt == datetime.date(2024, 3, 4)
    assert "kan kun status ændres" in str(todo["DESCRIPTION"])
    assert requests_of(kept) == []


def test_what_a_calendar_notes_for_itself_is_left_alone(kept):
    """Thunderbird remembers so that an alarm was seen."""
    set_status(kept, 130101, X_MOZ_LASTACK="20240219T070000Z")
    set_status(kept, 130102, SUMMARY="Noget andet")
    kept.until_todo(130102, lambda each: each["SUMMARY"] == "Udpeg superbrugere")
    assert kept.component(130101)["X-MOZ-LASTACK"] == "20240219T070000Z"


def test_what_is_deleted_in_the_calendar_comes_back(kept):
    kept.todo(130101).delete()
    kept.plugins[-1].logged("C227")
    assert kept.todo(130101).icalendar_component["STATUS"] == "NEEDS-ACTION"


def test_a_collection_that_is_gone_is_made_again(kept):
    kept.radicale.client(BIRTE).delete()
    kept.plugins[-1].logged("C225", times=2)
    until(lambda: sorted(kept.todos()) == ["9999-130101", "9999-130102"])


def test_whose_task_it_no_longer_is_sees_it_no_longer(kept):
    kept.tell(130101, assignee={"id": ULLA})
    kept.todo(130101, ULLA)
    until(lambda: sorted(kept.todos(BIRTE)) == ["9999-130102"])


def test_a_closed_task_stays_for_some_days_and_goes(kept):
    kept.tell(130101, status="Fuldført")
    kept.until_status(130101, "COMPLETED")
    kept.control.advance_to("2024-02-14T08:00:00+01:00")
    kept.until_todo(130102, lambda each: True)
    assert kept.component(130101), "thirteen days"
    kept.control.advance_to("2024-02-15T08:00:01+01:00")
    until(lambda: sorted(kept.todos()) == ["9999-130102"])


def test_an_unknown_sync_token_means_to_compare_all(kept):
    complete(kept, 130101)
    kept.until_todo(130101, lambda each: "venter på svar" in comment(each))
    until(lambda: requests_of(kept))
    kept.plugins[-1].stop()  # it has a token now
    kept.todo(130102).delete()
    kept.radicale.forget_sync_tokens()
    plugin = kept.start()
    plugin.logged("C228")
    plugin.logged("C227")
    assert sorted(until(lambda: len(kept.todos()) == 2 and kept.todos())) == ["9999-130101", "9999-130102"]
    assert len(requests_of(kept)) == 1


def test_who_edits_what_was_changed_meanwhile_is_asked_to_look_again(prepared):
    """It does not look for changes here: by the ETag of its own write it learns that there was an edit (412)."""
    prepared.configure(poll_s=86400)
    prepared.start()
    prepared.todo(130102)
    complete(prepared, 130101)
    prepared.tell(130101, due_date="2024-03-11")
    todo = prepared.until_todo(130101, lambda each: "ændret i KLIK" in comment(each))
    assert todo["STATUS"] == "NEEDS-ACTION" and todo["DUE"].dt == datetime.date(2024, 3, 11)
    assert requests_of(prepared) == []


def test_a_wish_that_is_met_by_a_write_is_asked_for(prepared):
    """The write is about another task's title, so that the revision is still the one that was seen."""
    prepared.configure(poll_s=86400)
    prepared.start()
    prepared.todo(130101)
    prepared.todo(130102)
    set_status(prepared, 130102, STATUS="IN-PROCESS")
    prepared.tell(130101, title="Nedsæt en styregruppe")
    todo = prepared.until_todo(130102, lambda each: "»Påbegyndt«" in comment(each))
    assert "Nedsæt en styregruppe" in str(todo["DESCRIPTION"]) and todo["STATUS"] == "IN-PROCESS"
    (asked,) = until(lambda: requests_of(prepared))
    assert (asked["number"], asked["base_revision"]) == (130102, 1)


def test_while_the_server_is_down_everything_waits(kept):
    plugin = kept.plugins[-1]
    kept.radicale.stop()
    kept.tell(130101, due_date="2024-03-11")
    kept.task(130103, "Hold kursus")
    plugin.logged("C220")
    kept.radicale.start()
    plugin.logged("C221")
    kept.until_todo(130101, lambda each: each["DUE"].dt == datetime.date(2024, 3, 11))
    kept.todo(130103)
    assert plugin.log().count("[C220]") == 1, "said once"


def uids(calendar) -> list[str]:
    try:
        return sorted(str(todo.icalendar_component["UID"]) for todo in calendar.todos(include_completed=True))
    except caldav.lib.error.NotFoundError:
        return []


def test_a_collection_that_cannot_be_used_stops_nobody_else(prepared):
    """Birte has no home on the server (409); Ulla has."""
    address = {BIRTE: "birte@korsbaek.example", ULLA: "ulla@korsbaek.example"}
    for person, email in address.items():
        know(prepared, {"id": person, "name": f"Navn {person}", "email": email})
    prepared.task(130103, "Hold kursus", assignee=ULLA)
    prepared.task(130104, "Aftal støtte", assignee=ULLA)
    prepared.radicale.give_everybody_a_home()
    prepared.radicale.make_home(address[ULLA])
    prepared.configure('collection = "/{email}/opgaver/"')
    plugin = prepared.start()
    plugin.logged("C240")
    until(lambda: uids(prepared.radicale.calendar(address[ULLA] + "/opgaver")) == ["9999-130103", "9999-130104"])
    (line,) = [each for each in plugin.log().splitlines() if "[C240]" in each]
    assert BIRTE in line and "/{email}/opgaver/" in line and "409" in line
    prepared.radicale.make_home(address[BIRTE])
    plugin.logged("C241")
    until(lambda: uids(prepared.radicale.calendar(address[BIRTE] + "/opgaver")) == ["9999-130101", "9999-130102"])
    log = plugin.log()
    assert log.count("[C240]") == 1 and "[C220]" not in log and "[C221]" not in log
    assert "birte@" not in log


def test_a_wrong_password_is_said_and_nothing_is_lost(prepared):
    password = prepared.folder / "password"
    right = password.read_text()
    password.write_text("forkert\n")
    plugin = prepared.start()
    plugin.logged("C220")
    assert "401" in plugin.log() and "forkert" not in plugin.log()
    plugin.stop()
    password.write_text(right)
    prepared.start()
    prepared.todo(130101)


def test_only_a_server_that_proves_its_name_is_talked_to(prepared):
    certificate, key = make_certificate(prepared.folder)
    prepared.radicale.serve_tls(certificate, key)
    prepared.configure()
    plugin = prepared.start()
    plugin.logged("C220")
    assert "certificate" in plugin.log()
    plugin.stop()
    prepared.configure(f'ca_file = "{certificate}"')
    prepared.start().logged("C225")


def test_killed_in_the_middle_nothing_is_lost_and_nothing_is_asked_twice(story):
    """At whatever moment: in a transfer, before its answer is stored, before klikd is asked."""
    numbers = range(1, 21)
    for number in numbers:
        story.task(number, f"Opgave {number}")
    for count in (1, 4, 9, 14):
        plugin = story.start()
        until(lambda count=count: len(story.todos()) >= count)
        plugin.kill()
    plugin = story.start()
    until(lambda: len(story.todos()) == len(numbers))
    plugin.kill()
    for number in numbers:
        complete(story, number)
    for count in (1, 5, 12):
        plugin = story.start()
        until(lambda count=count: len(requests_of(story)) >= count)
        plugin.kill()
    story.start()
    until(lambda: len(requests_of(story)) >= len(numbers))
    for number in numbers:
        story.until_todo(number, lambda each: "venter på svar" in comment(each))
    asked = [each["number"] for each in requests_of(story)]
    assert sorted(asked) == list(numbers)


def test_killed_behind_any_request_to_the_server(kept):
    """Facts and edits go on meanwhile; the first requests after a start are the ones that write."""
    numbers = range(1, 31)
    for number in numbers:
        kept.task(number, f"Opgave {number}")
    until(lambda: len(kept.todos()) == len(numbers) + 2)
    kept.plugins[-1].kill()
    for number in numbers:
        complete(kept, number)
        kept.task(number + 100, f"Ny opgave {number}", assignee=ULLA)
        seen = kept.radicale.requests()
        plugin = kept.start()
        until(lambda seen=seen, number=number: kept.radicale.requests() > seen + number % 6)
        plugin.kill()
    kept.start()
    for number in numbers:
        kept.until_todo(number, lambda each: "venter på svar" in comment(each))
    until(lambda: len(kept.todos(ULLA)) == len(numbers))
    until(lambda: len(requests_of(kept)) >= len(numbers))
    assert sorted(each["number"] for each in requests_of(kept)) == list(numbers), "each was asked once"
    for number in numbers:
        kept.tell(number, status="Fuldført")
        kept.until_todo(number, lambda each: each["STATUS"] == "COMPLETED" and not comment(each))


def test_with_keys_it_says_which_right_it_lacks_and_goes_on_when_it_has_it(running, tmp_path):
    (tmp_path / "klikd").mkdir()
    ring = Keyring(tmp_path / "klikd")
    ring.authorise("calendar", ["read"]).write(tmp_path / "calendar.key")
    story = Story(running, tmp_path, ring)
    try:
        story.configure(f'key = "calendar.key"\nserver_key = "{ring.server.text()}"')
        story.task(130101, "Nedsæt en projektgruppe")
        plugin = story.start()
        story.todo(130101)
        plugin.logged("C212")
        complete(story, 130101)
        plugin.logged("C214")
        ring.allow("calendar", ["read", "request", "act_for", "deliver"])
        reload(story.daemon, "K161")
        story.until_todo(130101, lambda each: "venter på svar" in comment(each))
        plugin.logged("C213")
        plugin.logged("C215")
    finally:
        story.end()


def test_the_feed_of_a_project_is_one_file_for_tasks_and_one_for_due_dates(kept):
    def components(ending: str, kind: str):
        (file,) = kept.folder.glob(f"9999-dubu-3-0-??????{ending}")
        calendar = icalendar.Calendar.from_ical(file.read_bytes())
        assert calendar["METHOD"] == "PUBLISH" and calendar["X-WR-CALNAME"] == "DUBU 3.0"
        assert {each.name for each in calendar.subcomponents} <= {kind}
        return {str(each["UID"]): each for each in calendar.subcomponents}

    files = until(lambda: len(found := list(kept.folder.glob("9999-dubu-3-0-*.ics"))) == 2 and found)
    assert {each.stat().st_mode & 0o777 for each in files} == {0o644}, "a web server publishes them"
    kept.task(130103, "Hold kursus", due=None, assignee=None)
    kept.tell(130101, status="Fuldført")
    until(lambda: components(".ics", "VTODO").get("9999-130103") and "9999-130101-due" not in
          components("-due.ics", "VEVENT"))
    todos, events = components(".ics", "VTODO"), components("-due.ics", "VEVENT")
    assert sorted(todos) == ["9999-130101", "9999-130102", "9999-130103"]
    assert todos["9999-130101"]["STATUS"] == "COMPLETED"
    assert list(events) == ["9999-130102-due"], "open, with a due date"
    assert events["9999-130102-due"]["DTSTART"].dt == datetime.date(2024, 3, 18)
    assert events["9999-130102-due"]["TRANSP"] == "TRANSPARENT"
    kept.tell(130102, project="Andet")
    kept.tell(130101, project="Andet")
    kept.tell(130103, project="Andet")
    until(lambda: not list(kept.folder.glob("9999-dubu-3-0-*")))


def test_dry_run_prints_what_would_be_written_and_writes_nothing(prepared):
    run = prepared.run("--dry-run")
    assert run.returncode == 0, run.stderr
    assert re.findall(r"^PUT (\S+)", run.stdout, re.MULTILINE) == [
        f"{prepared.radicale.url}/klik/{BIRTE}/9999-{number}.ics" for number in (130101, 130102)]
    assert "SUMMARY:Udpeg superbrugere" in run.stdout
    assert prepared.todos() == {} and not (prepared.folder / "state").exists()
    plugin = prepared.start()
    prepared.todo(130101)
    prepared.todo(130102)
    until(lambda: prepared.run("--dry-run").stdout == "")
    prepared.tell(130101, assignee=None)
    assert plugin.process.poll() is None, "a dry run takes nothing from it"


@pytest.mark.parametrize("section, mistake", [
    ('server = "http://kalender.korsbaek.example"', "http is for this machine alone"),
    ('server = "https://bruger:kode@kalender.korsbaek.example"', "without user and password"),
    ('collection = "/klik/"', "{person} or {email}"),
    ('collection = "/klik/{navn}/"', "{person} or {email}"),
    ('link = "https://klik.example/{id}"', "{number}"),
    ('poll = 0', "1 to 86400"),
    ('serverr = "https://x.example"', "there is no key"),
    ('user = "klik"', "belong together"),
    ('server = "https://kalender.korsbaek.example:99999"', "a port up to 65535"),
    ('ca_file = "klikd.toml"', "a file with certificates (PEM)"),
    ('feed_folder = "mangler"', "a folder that is there"),
])
def test_a_mistake_in_the_configuration_is_named_with_its_line(tmp_path, section, mistake):
    class Here(Story):
        def __init__(self):  # no process but the plugin itself
            self.folder = tmp_path
    here = Here()
    (tmp_path / "klikd.toml").write_text(f"\n[plugins.calendar]\n{section}\n")
    here.command = lambda *flags: [programs.BIN / "klik-calendar", "--config", tmp_path / "klikd.toml", *flags]
    run = here.run("--check-config")
    assert run.returncode == 78 and mistake in run.stderr, run.stderr
    assert re.search(r"klikd\.toml:[23]: ", run.stderr)
