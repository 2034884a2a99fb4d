"""docs/first-client.md, run as it stands against a real klikd that is killed where the page says so."""

import re
import subprocess

import programs
from client_story import Story

PAGE = programs.ROOT / "docs" / "first-client.md"
SHOWN = re.compile(r"\$ |klik/v1|\(|\{")  # a command, or what is printed


def script() -> str:
    """The page's indented blocks, but those that show what comes of them."""
    blocks = re.findall(r"(?:(?<=\n\n)|^)((?:    .*\n|\n(?=    ))+)", PAGE.read_text("utf-8"))
    lines = [[line[4:] for line in block.splitlines()] for block in blocks]
    return "\n\n".join("\n".join(block) for block in lines if not SHOWN.match(block[0]))


def test_the_page_runs_as_it_stands(running):
    story = Story(running, "python")
    try:
        text = script().replace("tcp://127.0.0.1:7510", story.live).replace("tcp://127.0.0.1:7511", story.control)
        assert text.count("say(") >= 9, text
        program = subprocess.Popen(["/usr/bin/python3", "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        said = ""
        while "press Enter" not in said:
            character = program.stdout.read(1)
            assert character, program.communicate()[1]
            said += character
        story.kill_and_start_klikd()
        rest, wrong = program.communicate("\n", timeout=programs.PATIENCE_S)
        assert program.returncode == 0, wrong
        for expected in ("/beat", "'pong'", "'malformed'", "'put.ok'", "dk.klik.task.state.v1", "request.accepted"):
            assert expected in said, (expected, said)
        assert "dk.klik.task.change_requested.v1" in rest and "Etabler projektorganisation" in rest
    finally:
        story.end()
