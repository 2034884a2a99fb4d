"""What a client has to do in any language, told once: the programs of examples/ against a real klikd that is
killed and started again in between."""

import json
import pathlib
import queue
import signal
import subprocess
import tempfile
import threading

import programs
import wire_check
from klik_wire import ZERO, kind_of

EXAMPLES = programs.ROOT / "examples"
TASKS = 1_100  # more than a page of rows, and more than a stream's credit


class Program:
    """One of the examples, whose lines a test waits for."""

    def __init__(self, command: list):
        self.process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines: queue.Queue = queue.Queue()
        self.notes: queue.Queue = queue.Queue()
        for pipe, into in ((self.process.stdout, self.lines), (self.process.stderr, self.notes)):
            threading.Thread(target=self._read, args=(pipe, into), daemon=True).start()

    @staticmethod
    def _read(pipe, into):
        for line in pipe:
            into.put(line.rstrip("\n"))

    def line(self) -> str:
        try:
            return self.lines.get(timeout=programs.PATIENCE_S)
        except queue.Empty:
            notes = list(self.notes.queue)
            raise AssertionError(f"{self.process.args} said nothing; on standard error: {notes}") from None

    def event(self) -> dict:
        return seen(json.loads(self.line()))

    def wait_for_note(self, note: str):
        while self.notes.get(timeout=programs.PATIENCE_S) != note:
            pass

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(programs.PATIENCE_S)


def seen(event: dict) -> dict:
    wire_check.event(f"klik/v1/9999/{kind_of(event)}/{event['subject']}", event)
    return event


class Story:
    """A klikd that keeps its endpoints when it is started again, and clients in one language."""

    def __init__(self, running, language: str):
        self.running = running
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="klik-"))  # short enough for ipc, and of mode 0700
        self.live, self.control = (f"ipc://{self.folder / name}" for name in ("live", "control"))
        self.language = language
        self.started: list[Program] = []
        self.start_klikd()

    def start_klikd(self):
        self.daemon = self.running.klikd("--live", self.live, "--control", self.control)
        self.questions = self.running.control(self.daemon)

    def kill_and_start_klikd(self):
        self.daemon.kill()
        self.start_klikd()

    def end(self):
        for program in self.started:
            program.kill()
        self.daemon.kill()
        for left in self.folder.iterdir():
            left.unlink()
        self.folder.rmdir()

    def command(self, name: str, *words) -> list:
        if self.language == "python":
            return ["/usr/bin/python3", "-B", EXAMPLES / "python" / f"{name}.py", *words]
        return ["node", EXAMPLES / "node" / f"{name}.mjs", *words]

    def start(self, name: str, *words) -> Program:
        self.started.append(Program(self.command(name, *words)))
        return self.started[-1]

    def tasks(self, *words) -> subprocess.CompletedProcess:
        """The program `tasks`, to its end."""
        return subprocess.run([*map(str, self.command("tasks", "--control", self.control, *words))],
                              capture_output=True, text=True, timeout=programs.PATIENCE_S)

    def answer(self, *words, code: int = 0) -> dict:
        run = self.tasks(*words)
        assert run.returncode == code, run.stderr
        return json.loads(run.stdout)

    def put(self, fact_id: str, number: int, *fields: str) -> dict:
        return self.answer("put", fact_id, "2024-01-15T09:00:00Z", "9999", str(number), *fields)

    def fill(self):
        """Many tasks, put by the test itself."""
        for number in range(1, TASKS + 1):
            self.questions.send("put", event={
                "id": f"fill-{number}", "source": "/test", "type": "dk.klik.task.observed.v1",
                "time": "2024-01-15T09:00:00Z", "data": {"municipality": "9999", "number": number, "title": "x"}})
        for _ in range(TASKS):
            self.questions.receive_verb("put.ok")


def facts_requests_and_questions(story: Story):
    first = story.put("a", 1, "title=Opgave 1", "due_date=2024-03-04", "prerequisites=[2]")
    assert (first["id"], first["duplicate"]) == ("a", False)
    story.put("b", 2, "title=Opgave 2", "due_date=null")
    story.kill_and_start_klikd()
    again = story.put("a", 1, "title=Opgave 1", "due_date=2024-03-04", "prerequisites=[2]")
    assert (again["sequence"], again["duplicate"]) == (first["sequence"], True)

    conflict = story.tasks("put", "a", "2024-01-15T09:00:00Z", "9999", "1", "title=Noget andet")
    assert conflict.returncode == 1 and conflict.stderr.startswith("tasks: ") and not conflict.stdout

    assert story.answer("ask", "r-1", "1", "due_date=2024-03-11")["id"] == "r-1"
    refused = story.answer("ask", "r-2", "1", "status=fuldført", code=1)
    assert refused["violations"][0]["blocked_by"] == [2]

    story.fill()
    listed = story.tasks("list")
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert rows == story.questions.rows("tasks") and len(rows) == TASKS, "over several pages"
    only = story.tasks("list", "ready=false")
    assert [json.loads(line)["number"] for line in only.stdout.splitlines()] == [1]


def a_stream_over_every_kind_of_break(story: Story):
    def reader():
        return story.start("subscriber", "--control", story.control, "--name", "reader", "--kind", "state")

    def read_up_to(program: Program, number: int) -> list[int]:
        """Sequences of its lines up to the task's."""
        sequences = []
        while True:
            sequence, _, kind, data = program.line().split(" ", 3)
            assert kind == "dk.klik.task.state.v1"
            sequences.append(int(sequence))
            if json.loads(data)["number"] == number:
                return sequences

    first = reader()
    first.wait_for_note("connected")
    story.put("a", 1)
    got = read_up_to(first, 1)
    story.kill_and_start_klikd()  # it says pong again long before anybody notices
    story.put("b", 2)
    got += read_up_to(first, 2)

    first.wait_for_note("connected")
    story.daemon.signal(signal.SIGSTOP)
    first.wait_for_note("connecting")  # after three silent beats, on a new socket
    asked = story.start("tasks", "--control", story.control, "put", "c", "2024-01-15T09:00:00Z", "9999", "3")
    story.daemon.signal(signal.SIGCONT)
    assert json.loads(asked.line())["id"] == "c"
    first.wait_for_note("connected")
    got += read_up_to(first, 3)

    first.kill()
    story.put("d", 4)
    story.fill()
    second = reader()
    rest = read_up_to(second, TASKS)
    assert rest[0] >= got[-1], "at least once: only what was not acknowledged comes again"
    got += [sequence for sequence in rest if sequence > got[-1]]

    check = story.running.control(story.daemon)
    check.open("check", "begin", kinds=["state"], credit=10_000)
    everything = check.events_up_to(check.ask("ping")["head"])
    assert got == [int(event["sequence"]) for event in everything]


def live_events_and_every_loss(story: Story):
    watcher = story.start("watch", "--live", story.live, "--kind", "state")
    last, lost, heard = None, 0, []

    def watch_until(number: int, tell_again):
        """Until the task's event came or was told as lost; nothing is left out on the way."""
        nonlocal last, lost
        while number not in heard:
            try:
                item = json.loads(watcher.lines.get(timeout=1))
            except queue.Empty:
                tell_again()
                continue
            if "lost" in item:
                assert item["lost"] == "state" and item["after"] == last < item["up_to"]
                last, lost = item["up_to"], lost + 1
                continue
            assert last is None or item["previous"] == last
            last = item["sequence"]
            heard.append(seen(item)["data"]["number"])

    turns = iter(range(1, 1000))

    def change(number: int):
        story.put(f"change-{number}-{next(turns)}", number, f"priority=p-{next(turns)}")

    change(1)
    watch_until(1, lambda: change(1))
    watcher.process.send_signal(signal.SIGSTOP)  # it is not back before all of it has gone out
    story.kill_and_start_klikd()
    story.fill()
    watcher.process.send_signal(signal.SIGCONT)
    watch_until(TASKS + 1, lambda: change(TASKS + 1))
    assert lost


def a_snapshot_that_joins_its_stream(story: Story):
    story.fill()
    follower = story.start("tasks", "--control", story.control, "follow", "view")
    view = {}

    def follow_until(done):
        while not done():
            event = follower.event()
            number = event["data"]["number"]
            assert event["sequence"] > view.get(number, {"sequence": ZERO})["sequence"], "nothing twice or back"
            view[number] = event

    for number in range(1, TASKS, 100):  # while the snapshot is on its way
        story.put(f"change-{number}", number, "title=y")
    follow_until(lambda: len(view) == TASKS)
    story.kill_and_start_klikd()
    story.put("after", 7, "title=z")
    follow_until(lambda: view[7]["data"]["title"] == "z")
    now = {row["number"]: row for row in story.questions.rows("tasks")}
    assert {number: event["data"] for number, event in view.items()} == now


PARTS = [facts_requests_and_questions, a_stream_over_every_kind_of_break, live_events_and_every_loss,
         a_snapshot_that_joins_its_stream]
