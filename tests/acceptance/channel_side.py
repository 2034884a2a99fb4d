"""One channel of klik-chat by itself (tests/drivers/channel_driver.cpp): posts go in, happenings come out."""

import json
import pathlib
import subprocess
import threading

import programs
from klik_wire import PATIENCE_S, until


class ChannelSide:
    def __init__(self, folder: pathlib.Path, config: str, name: str, *rooms: str):
        self.folder = folder
        self.words = [programs.BIN / "channel_driver", folder / "chat.toml", name, *rooms]
        (folder / "chat.toml").write_text(config)
        self.happened: list[dict] = []
        self.process: subprocess.Popen | None = None
        self.start()

    def start(self):
        self._log = (self.folder / "channel.log").open("a")
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
                                        text=True)
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, output):
        for line in output:
            self.happened.append(json.loads(line))

    def post(self, post_id: str, *lines, room: str = "", **more):
        """A line is a text, or a list of spans: texts and {"text", "url"}."""
        spans = [[line] if isinstance(line, str) else line for line in lines]
        self.process.stdin.write(json.dumps({"id": post_id, "room": room, "lines": spans, **more}) + "\n")
        self.process.stdin.flush()

    def post_when_ready(self, post_id: str, *lines, room: str, **more):
        """As the plugin does. What was told of readiness may be over already, also through a post to another room."""
        self.post(post_id, *lines, room=room, when_ready=True, **more)

    def all(self, what: str) -> list[dict]:
        return [each for each in list(self.happened) if what in each]

    def first(self, what: str, value=None, since: int = 0, patience_s: float = PATIENCE_S) -> dict:
        """Waits for a happening of that kind, behind the first `since` of all."""
        def found():
            return next((each for each in list(self.happened)[since:]
                         if what in each and value in (None, each[what])), None)
        return until(found, patience_s)

    def is_ready(self, room: str) -> bool:
        return next((each["ready"] for each in reversed(list(self.happened))
                     if "ready" in each and each["room"] == room), False)

    def log(self) -> str:
        return (self.folder / "channel.log").read_text()

    def logged(self, line_id: str) -> str:
        return until(lambda: next((line for line in self.log().splitlines() if f"[{line_id}]" in line), ""))

    def stop(self) -> int:
        """Its input ends; the exit code."""
        if self.process.poll() is None:
            self.process.stdin.close()
        code = self.process.wait(programs.PATIENCE_S)
        self._reader.join(10)
        self.process.stdout.close()
        self._end_log()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(programs.PATIENCE_S)
        self._reader.join(10)
        self.process.stdin.close()
        self.process.stdout.close()
        self._end_log()

    def _end_log(self):
        self._log.close()
        assert "Sanitizer" not in self.log(), self.log()
