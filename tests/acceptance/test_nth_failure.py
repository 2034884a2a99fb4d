"""klikd as a process, of which one call to the system fails: the n-th write, sync, ... for n = 1, 2, ...

Whatever fails, klikd says so or goes on; what it has acknowledged is there after the next start
(docs/journal.md, "What always holds"). Of some kinds of calls there are many: then n grows as Fibonacci's numbers
do, and KLIK_NTH_FAILURE=all takes every one.
"""

import itertools
import os
import signal
import subprocess
import time

import pytest

import klik_wire
import programs
from klik_wire import observed

LIBRARY = programs.BIN.parent / "lib" / "libfailing_calls_preload.so"
ALL = "KLIK_NTH_FAILURE" in os.environ
ANSWER_S = 0.5
TRIES = 6
FACTS = {f"f-{n}": observed(n, fact_id=f"f-{n}", title=f"Opgave {n}", due_date="2024-02-12") for n in (1, 2, 3)}
LAST = observed(9, fact_id="f-9", title="Den sidste")


class Life:
    """A klikd in which a call may fail, and what it has acknowledged."""

    def __init__(self, folder, failure: str):
        self.report = folder / "failed"
        environment = os.environ | {"LD_PRELOAD": str(LIBRARY), "KLIK_FAIL": failure,
                                    "KLIK_FAIL_REPORT": str(self.report)}
        self.log_file = (folder / "log").open("w+")
        self.process = subprocess.Popen(
            programs.command(folder / "data", clock="2024-02-01T08:00:00+01:00",
                             municipalities=("9999=Korsbæk Kommune",)),
            stdout=subprocess.PIPE, stderr=self.log_file, text=True, env=environment)
        self.refs = itertools.count(1)
        self.acknowledged = {}
        self.refused = []
        self.ready = self.process.stdout.readline()

    @property
    def failed(self) -> bool:
        return self.report.exists()

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    def log(self) -> str:
        self.log_file.seek(0)
        return self.log_file.read()

    def ask(self, control, verb: str, **body):
        """Asks again where no answer comes, as a client does whose connection was broken; none when klikd is over."""
        ref = next(self.refs)
        for _ in range(TRIES):
            control.send(verb, ref=ref, **body)
            until = time.monotonic() + ANSWER_S
            while time.monotonic() < until and not self.over:
                if control.socket.poll(100):
                    answer = control.take(control.socket.recv_multipart())
                    if answer.body.get("ref") == ref:
                        return answer
            if self.over:
                return None
        raise AssertionError(f"klikd does not answer {verb}:\n{self.log()}")

    def take(self, answer):
        """What was acknowledged, by its id."""
        if answer is None:
            return
        if answer.verb in ("put.ok", "request.accepted"):
            self.acknowledged[answer["id"]] = answer["sequence"]
        else:
            self.refused.append(answer)

    def play(self, control):
        self.ask(control, "open", name="mail", **{"from": "begin"}, credit=1000)
        for fact in FACTS.values():
            self.take(self.ask(control, "put", event=fact))
        self.take(self.ask(control, "request", id="r-1", number=1, change={"priority": "Høj"}))
        self.ask(control, "clock", advance_to="2024-02-02T12:00:00+01:00")
        failed = self.failed
        self.take(self.ask(control, "put", event=LAST))
        return failed

    def stop(self) -> int:
        if not self.over:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(programs.PATIENCE_S)
        self.process.stdout.close()
        return code


def live(running, folder, failure: str) -> Life:
    life = Life(folder, failure)
    failed_in_time = False
    if life.ready.startswith("ready"):
        control = klik_wire.Control(running.context, life.ready.split("control=")[1].split()[0])
        try:
            failed_in_time = life.play(control)
        except BaseException:
            life.process.kill()
            raise
        finally:
            control.close()
    code = life.stop()
    check_said(life, failure, code, failed_in_time)
    return life


def check_said(life: Life, failure: str, code: int, failed_in_time: bool):
    kind = failure.split(":")[0]
    if kind in ("write", "sync", "folder_sync", "space", "open"):
        assert code >= 0, f"klikd was ended by signal {-code}:\n{life.log()}"
    if not life.ready.startswith("ready") or len(life.acknowledged) < len(FACTS) + 2:
        assert life.failed, f"it was not as it should be without a failure:\n{life.log()}"
        assert life.log().strip(), "klikd took less than it was told, and said nothing"
    for answer in life.refused:
        assert answer["code"] == "read_only", answer
        assert "K120" in life.log()
    if kind == "sync" and failed_in_time and life.ready.startswith("ready"):
        assert life.refused, f"a sync has failed, and klikd takes input:\n{life.log()}"


def check_kept(running, folder, life: Life):
    """A klikd without failures, on what the other has left."""
    daemon = running.klikd(folder=folder / "data")
    control = running.control(daemon)
    for fact in [*FACTS.values(), LAST]:
        answer = control.put(fact)
        assert answer.verb == "put.ok", answer
        if fact["id"] in life.acknowledged:
            assert (answer["duplicate"], answer["sequence"]) == (True, life.acknowledged[fact["id"]]), life.log()
    answer = control.ask("request", id="r-1", number=1, change={"priority": "Høj"})
    assert answer.verb == "request.accepted", answer
    if "r-1" in life.acknowledged:
        assert answer["sequence"] == life.acknowledged["r-1"], life.log()
    assert daemon.stop() == 0


def numbers(every_one: bool):
    first, second = 1, 2
    while True:
        yield first
        first, second = (second, second + 1) if every_one or ALL else (second, first + second)


@pytest.mark.parametrize("kind", ["sync", "folder_sync", "write", "space", "open", "send", "receive", "allocation"])
def test_the_nth_failure_of(kind, running):
    if not LIBRARY.exists():
        pytest.skip("this build has no library of failing calls")
    for runs, nth in enumerate(numbers(every_one=kind in ("sync", "folder_sync")), start=1):
        folder = running.folder / f"{kind}-{nth}"
        folder.mkdir()
        life = live(running, folder, f"{kind}:{nth}")
        check_kept(running, folder, life)
        if not life.failed:
            print(f"{kind}: {runs} runs, clean at call {nth}")
            return
