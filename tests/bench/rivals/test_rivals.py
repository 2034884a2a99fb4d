"""That the rivals of klikd, and klikd itself, do the job that they are measured at (scripts/bench)."""

import datetime
import pathlib
import tempfile
import zoneinfo

import msgpack
import pytest
import zmq

import contest

PATIENCE_MS = 60_000
EACH_RIVAL = [(kind, most) for kind in contest.RIVALS for most in (1, 100)]


class Road:
    """A platform and a reader, with a contestant between them."""

    def __init__(self, kind: str, most: int, folder: pathlib.Path):
        self.kind, self.most, self.folder = kind, most, folder
        self.context = zmq.Context()
        self.platform = self.context.socket(zmq.XPUB)
        self.platform.rcvtimeo = PATIENCE_MS
        self.platform.bind("tcp://127.0.0.1:*")
        self.sent = 0
        self.start()

    def start(self):
        self.contestant = contest.Contestant(self.kind, self.most, self.folder, self.platform.last_endpoint.decode())
        self.reader = self.context.socket(zmq.SUB)
        self.reader.subscribe("klik/v1/9999/state/")
        self.reader.connect(self.contestant.outlet)
        assert self.platform.recv().startswith(b"\x01platform/v1/")
        self.wake()

    def wake(self):
        """Facts of a task of its own until one comes through, and on to the last of them."""
        self.reader.rcvtimeo = 100
        for _ in range(PATIENCE_MS // 100):
            self.send(1, title=f"Vågn op {self.sent}")
            try:
                self.read()
                break
            except zmq.Again:
                pass
        self.reader.rcvtimeo = PATIENCE_MS
        self.send(2, title=f"Er vågen {self.sent}")
        while self.read()["number"] != 2:
            pass

    def fact(self, number: int, time: str = "2024-02-01T09:15:00.250Z", **data) -> tuple[bytes, bytes]:
        self.sent += 1
        return f"platform/v1/9999/task/{number}".encode(), msgpack.packb({
            "specversion": "1.0", "id": f"f{self.sent}", "source": "/platform/klik", "time": time,
            "type": "dk.klik.task.observed.v1", "sequence": f"{self.sent:020}", "sourceepoch": "test",
            "data": {"municipality": "9999", "number": number, "status": "Påbegyndt", **data},
        })

    def send(self, number: int, **more):
        self.platform.send_multipart(self.fact(number, **more))

    def read(self) -> dict:
        topic, payload = self.reader.recv_multipart()
        state = msgpack.unpackb(payload)["data"]
        assert topic.decode() == f"klik/v1/9999/state/{state['number']}"
        return state

    def end(self):
        self.contestant.kill()
        self.context.destroy(linger=0)


@pytest.fixture
def road(request):
    kind, most = request.param
    if not contest.is_installed(kind):
        pytest.skip(f"what {kind} needs is not installed")
    # Not below pytest's folder, which is root's own where root runs the tests.
    with tempfile.TemporaryDirectory(prefix="klik-rival-") as folder:
        made = Road(kind, most, pathlib.Path(folder))
        yield made
        made.end()


def local_date() -> datetime.date:
    return datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Copenhagen")).date()


each_contestant = pytest.mark.parametrize("road", [("klikd", 0), *EACH_RIVAL], indirect=True, ids=str)
each_rival = pytest.mark.parametrize("road", EACH_RIVAL, indirect=True, ids=str)


def check_colours(road: Road, first: int, today: datetime.date):
    due = {days: str(today + datetime.timedelta(days)) for days in (15, 14, 0, -1)}
    cases = [
        ({"due_date": due[15]}, "green"), ({"due_date": due[14]}, "yellow"), ({"due_date": due[0]}, "yellow"),
        ({"due_date": due[-1]}, "red"), ({"due_date": due[-1], "status": "Fuldført"}, "none"), ({}, "none"),
    ]
    wanted = []
    for number, (data, colour) in enumerate(cases, first):
        road.send(number, title=f"Opgave {number}", **data)
        wanted.append((number, f"Opgave {number}", data.get("due_date"), colour))
    seen = [road.read() for _ in wanted]
    assert [(state["number"], state["title"], state.get("due_date"), state["colour"]) for state in seen] == wanted


@each_contestant
def test_a_fact_gives_the_state_with_the_colour_of_its_due_date(road):
    today = local_date()
    try:
        check_colours(road, 100, today)
    except AssertionError:
        if today == local_date():
            raise
        check_colours(road, 200, local_date())  # it was midnight


@each_contestant
def test_of_each_field_the_latest_value_counts(road):
    road.send(7, time="2024-02-01T09:00:00Z", title="Første", phase="A")
    road.send(7, time="2024-02-01T09:00:00.5Z", title="Anden")
    road.send(7, time="2024-02-01T08:00:00Z", title="For sent", theme="Ny")
    seen = [road.read() for _ in range(3)]
    assert [(state["title"], state["phase"]) for state in seen] == [("Første", "A"), ("Anden", "A"), ("Anden", "A")]
    assert seen[-1]["theme"] == "Ny"


@each_contestant
def test_a_fact_that_comes_again_gives_no_second_event(road):
    again = road.fact(7, title="Gentaget")
    for frames in (again, again, road.fact(7, title="Noget andet"), again, road.fact(8, title="Til sidst")):
        road.platform.send_multipart(frames)
    assert [road.read()["title"] for _ in range(3)] == ["Gentaget", "Noget andet", "Til sidst"]


@each_rival
def test_what_was_published_is_in_its_database_after_a_kill(road):
    first = road.fact(7, title="Den første", phase="A")
    road.platform.send_multipart(first)
    for number in range(1000, 1400):
        road.send(number, title=f"Opgave {number}")
    published = {(state["number"], state["title"]) for state in (road.read() for _ in range(200))}
    road.contestant.kill()
    while road.reader.poll(0):  # on its way when it was killed
        state = road.read()
        published.add((state["number"], state["title"]))
    road.reader.close()
    road.platform.recv()  # its subscription is gone
    road.start()
    assert published - road.contestant.stored() == set()
    road.platform.send_multipart(first)
    road.send(7, title="Efter genstart")
    state = road.read()
    assert (state["number"], state["title"], state["phase"]) == (7, "Efter genstart", "A")
