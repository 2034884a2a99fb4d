"""The example of docs/clients.md, compiled and run against a real klikd."""

import textwrap

import programs
from client_story import Program, Story
from klik_wire import observed


def test_the_document_shows_the_example_that_is_compiled():
    source = (programs.ROOT / "examples" / "reader.cpp").read_text("utf-8")
    document = (programs.ROOT / "docs" / "clients.md").read_text("utf-8")
    assert textwrap.indent(source, "    ") in document, "copy examples/reader.cpp into docs/clients.md"


def test_it_tells_every_notification_over_kills_of_klikd_and_of_itself(running):
    story = Story(running, "cpp")
    numbers = iter(range(1, 28))

    def move_a_due_date() -> int:
        """Of a new task, of which two people are told in the run of a day of its own."""
        number = next(numbers)
        for day, due in ((15, "2024-05-01"), (16, "2024-06-03")):
            fact = observed(number, when=f"2024-01-{day}T09:00:00Z", title=f"Opgave {number}", due_date=due,
                            assignee={"name": "Karen Vest"}, responsible={"name": "Bo Berg"})
            assert story.questions.put(fact).verb == "put.ok"
        story.questions.advance_to(f"2024-02-{number + 5:02d}T12:00:00+01:00")
        return number

    def start_reader() -> Program:
        story.started.append(Program([programs.BIN / "reader", story.control]))
        story.started[-1].wait_for_note("reading")
        return story.started[-1]

    def read_about(reader: Program, number: int, told: list[str]):
        while sum(f"Opgave {number}«" in line for line in told) < 2:
            told.append(reader.line())

    try:
        told: list[str] = []
        reader = start_reader()
        for _ in range(3):
            read_about(reader, move_a_due_date(), told)
            story.kill_and_start_klikd()
        assert len(told) == len(set(told)), "nothing twice within its life"
        assert sum("er ny her" in line for line in told) == 6

        reader.kill()
        number = move_a_due_date()
        told_again: list[str] = []
        read_about(start_reader(), number, told_again)
        assert len(told_again) == len(set(told_again))
        assert set(told_again[:-2]) <= set(told), "at least once: what was not acknowledged comes again"
    finally:
        story.end()
