"""klik-calendar against a CalDAV server that misbehaves (docs/reminders.md, "When the calendar does not work")."""

import time

import pytest

import rude_dav
from calendar_story import BIRTE, ULLA, Story, know, requests_of
from klik_wire import until


def path(number: int, person: str = BIRTE) -> str:
    return f"/klik/{person}/9999-{number}.ics"


class RudeStory(Story):
    def __init__(self, running, folder):
        super().__init__(running, folder, server=rude_dav.RudeDav())
        self.server = self.radicale

    def there(self, number: int, person: str = BIRTE, holds=lambda text: True) -> str:
        """Waits until the item is there and `holds` of it; gives its text."""
        def good():
            text = self.server.text(path(number, person))
            return text if text and holds(text) else None
        return until(good)

    def edit(self, number: int, old: str, new: str, person: str = BIRTE):
        text = self.there(number, person)
        assert old in text
        self.server.put(path(number, person), text.replace(old, new))


@pytest.fixture
def story(running, tmp_path):
    made = RudeStory(running, tmp_path)
    yield made
    made.end()


def assert_leaves_in_peace(story, method: str, number: int):
    """It is tried again, but not without end: of the three waits of 2, 4 and 8 seconds one is over at most."""
    began = time.monotonic()
    until(lambda: story.server.asked("REPORT", "/klik/", began) >= 3)
    assert story.server.asked(method, path(number), began) <= 8


def test_etags_that_match_nothing_do_not_make_it_ask_without_end(story):
    story.server.weak_etags = True
    story.task(1, "En")
    plugin = story.start()
    story.there(1)
    story.tell(1, title="Ny")
    plugin.logged("C244")
    assert "ETags are weak" in plugin.log()
    assert_leaves_in_peace(story, "PUT", 1)
    story.task(2, "To")
    story.there(2)
    story.server.weak_etags = False
    plugin.logged("C245")
    assert "SUMMARY:Ny" in story.server.text(path(1))
    assert plugin.log().count("[C244]") == 1, "said once"


def test_a_server_that_writes_in_a_way_of_its_own_and_tells_no_etag_has_the_last_word(story):
    story.server.tells_etag = False
    story.server.rewrites = lambda text: text.replace("SUMMARY:En", "SUMMARY:en")
    story.task(1, "En")
    story.start()
    story.there(1)
    began = time.monotonic()
    until(lambda: story.server.asked("REPORT", "/klik/", began) >= 3)
    assert story.server.asked("PUT", path(1)) == 1
    story.edit(1, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    story.plugins[-1].logged("C226")
    story.there(1, holds=lambda text: "venter på svar" in text)


@pytest.mark.parametrize("status", [405, 423])
def test_an_item_that_may_not_be_deleted_is_left_in_peace_and_said(story, status):
    story.task(1, "En")
    plugin = story.start()
    story.there(1)
    story.server.rude = lambda method, at: status if method == "DELETE" else None
    story.tell(1, assignee={"id": ULLA})
    story.there(1, ULLA)
    until(lambda: str(status) in plugin.log())
    assert_leaves_in_peace(story, "DELETE", 1)
    story.server.rude = lambda method, at: None
    until(lambda: story.server.text(path(1)) is None)


@pytest.mark.parametrize("status", [403, 500, 507])
def test_one_item_that_the_server_fails_on_stops_no_other(story, status):
    story.server.rude = lambda method, at: status if (method, at) == ("PUT", path(1)) else None
    for number in (1, 2, 3):
        story.task(number, f"Opgave {number}")
    story.task(4, "Ullas", assignee=ULLA)
    plugin = story.start()
    for number in (2, 3):
        story.there(number)
    story.there(4, ULLA)
    plugin.logged("C244")
    story.task(5, "Senere")
    story.there(5)
    log = plugin.log()
    assert log.count("[C240]") <= 1 and log.count("[C244]") == 1 and "[C220]" not in log


def test_an_item_that_cannot_be_read_hides_no_other(story):
    for number in (1, 2, 3):
        story.task(number, f"Opgave {number}")
    plugin = story.start()
    for number in (1, 2, 3):
        story.there(number)
    until(lambda: story.server.asked("REPORT", "/klik/"))
    story.server.rude = lambda method, at: 500 if (method, at) == ("GET", path(1)) else None
    for number in (1, 2, 3):
        story.edit(number, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    plugin.logged("C226", times=2)
    story.server.rude = lambda method, at: None
    plugin.logged("C226", times=3)


def test_while_a_proxy_finds_nothing_whose_task_it_was_is_not_forgotten(story):
    for number in (1, 3):
        story.task(number, f"Opgave {number}")
    plugin = story.start()
    for number in (1, 3):
        story.there(number)
    story.server.rude = lambda method, at: 404
    began = time.monotonic()
    story.tell(1, assignee={"id": ULLA})
    until(lambda: story.server.asked("DELETE", path(1), began) or story.server.asked("MKCALENDAR", "", began))
    until(lambda: story.server.asked("REPORT", "", began) >= 1)
    plugin.logged("C240")
    story.server.rude = lambda method, at: None
    story.there(1, ULLA)
    until(lambda: story.server.text(path(1)) is None)
    assert story.server.text(path(3))


def test_who_is_erased_has_nothing_left_in_the_calendar_nor_in_the_state(story):
    story.configure('collection = "/klik/{email}/"')
    know(story, {"id": BIRTE, "name": "Birte Bo", "email": "birte@korsbaek.example", "language": "da"})
    know(story, {"id": ULLA, "name": "Ulla Ost", "email": "ulla@korsbaek.example", "language": "da"})
    item = "/klik/birte@korsbaek.example/9999-1.ics"
    story.task(1, "En")
    story.task(2, "To", assignee=ULLA)
    plugin = story.start()
    until(lambda: story.server.text(item))

    def files_with_the_address():
        return [each.name for each in (story.folder / "state").iterdir() if b"birte@" in each.read_bytes()]
    assert files_with_the_address()
    story.server.rude = lambda method, at: 503 if method == "DELETE" else None
    assert story.control.ask("admin", do="erase_person", person=BIRTE).verb == "admin.ok"
    plugin.logged("C220")
    story.server.rude = lambda method, at: None
    until(lambda: story.server.text(item) is None)
    until(lambda: not files_with_the_address())
    began = time.monotonic()
    story.tell(1, title="Ny")
    until(lambda: story.server.asked("REPORT", "/klik/ulla", began) >= 3)
    assert not any(story.server.asked(method, "/klik/birte", began) for method in ("REPORT", "PUT", "MKCALENDAR"))
    assert "birte@" not in plugin.log()
    story.control.advance_to("2024-02-02T08:00:00+01:00")
    know(story, {"id": BIRTE, "name": "Birte Bo", "email": "bibo@korsbaek.example"}, "2024-02-02T06:30:00Z")
    until(lambda: story.server.text("/klik/bibo@korsbaek.example/9999-1.ics"))


@pytest.mark.parametrize("person", ["..", "."])
def test_an_id_that_is_a_way_out_of_the_folder_has_no_collection(story, person):
    story.task(1, "En", assignee=person)
    story.task(2, "To", assignee="../p8")
    story.task(3, "Tre")
    plugin = story.start()
    story.there(3)
    assert story.server.text("/klik/..%2Fp8/9999-2.ics")
    plugin.logged("C223")
    assert {each.rsplit("/", 1)[0] for each in story.server.items} == {"/klik/p7", "/klik/..%2Fp8"}
    assert story.server.collections == {"/klik/p7/", "/klik/..%2Fp8/"}


def nested(depth: int) -> bytes:
    return (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + b"BEGIN:VTODO\r\n" * depth + b"END:VTODO\r\n" * depth +
            b"END:VCALENDAR\r\n")


@pytest.mark.parametrize("text", [nested(300_000), nested(60_000), nested(60_000).replace(b"GIN", b"GI\r\n N")],
                         ids=["deep", "less_deep", "folded"])
def test_an_item_that_is_made_to_break_programs_is_written_over(story, text):
    story.task(1, "En")
    plugin = story.start()
    story.there(1)
    until(lambda: story.server.asked("REPORT"))
    story.server.put(path(1), text)
    story.there(1, holds=lambda text: "SUMMARY:En" in text)
    assert plugin.process.poll() is None


def test_a_second_task_in_an_item_does_not_last(story):
    story.task(1, "En")
    story.start()
    story.there(1)
    until(lambda: story.server.asked("REPORT"))
    story.edit(1, "END:VCALENDAR", "BEGIN:VTODO\r\nUID:x\r\nSTATUS:COMPLETED\r\nEND:VTODO\r\nEND:VCALENDAR")
    story.there(1, holds=lambda text: text.count("BEGIN:VTODO") == 1)


def test_changes_that_never_end_are_broken_off(story):
    story.task(1, "En")
    story.task(2, "To", assignee=ULLA)
    plugin = story.start()
    story.there(1)
    story.there(2, ULLA)

    def always_more(method, at):
        if method == "REPORT" and at == "/klik/p7/":
            return rude_dav.multistatus(f"<D:response><D:href>{at}</D:href><D:status>HTTP/1.1 507 X</D:status></D:response>"
                                        f"<D:sync-token>{time.monotonic()}</D:sync-token>")
        return None
    story.server.rude = always_more
    plugin.logged("C242")
    story.edit(2, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED", ULLA)
    plugin.logged("C226")


def test_what_is_taken_back_before_the_item_was_written_is_not_asked_for(story):
    story.task(1, "En")
    plugin = story.start()
    as_it_was = story.there(1)
    until(lambda: story.server.asked("REPORT"))

    def undo_at_the_next_write(method, at):
        if method == "PUT":
            story.server.rude = lambda method, at: None
            story.server.put(path(1), as_it_was)
    story.server.rude = undo_at_the_next_write
    story.edit(1, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    plugin.logged("C246")
    began = time.monotonic()
    until(lambda: story.server.asked("REPORT", "", began) >= 2)
    assert "STATUS:NEEDS-ACTION" in story.server.text(path(1))
    assert requests_of(story) == []


def test_what_is_taken_back_while_it_waits_is_refused_with_a_word(story):
    story.task(1, "En")
    plugin = story.start()
    story.there(1)
    until(lambda: story.server.asked("REPORT"))
    story.edit(1, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    story.there(1, holds=lambda text: "venter på svar" in text)
    story.edit(1, "STATUS:COMPLETED", "STATUS:NEEDS-ACTION")
    plugin.logged("C231")
    text = story.there(1, holds=lambda text: "blev ikke »Ikke påbegyndt«" in text)
    assert "STATUS:COMPLETED" in text and "Ønsket om »Fuldført« venter på svar fra KLIK." in text


def test_what_a_program_has_noted_stays_when_the_task_changes(story):
    story.task(1, "En")
    story.start()
    story.there(1)
    until(lambda: story.server.asked("REPORT"))
    story.edit(1, "BEGIN:VALARM", "X-MOZ-SNOOZE-TIME:20240219T070000Z\r\nBEGIN:VALARM")
    began = time.monotonic()
    until(lambda: story.server.asked("GET", path(1), began))
    story.tell(1, title="Ny")
    text = story.there(1, holds=lambda text: "SUMMARY:Ny" in text)
    assert "X-MOZ-SNOOZE-TIME:20240219T070000Z" in text
