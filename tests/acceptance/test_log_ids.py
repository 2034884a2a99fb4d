"""The ids of log lines: each has a row in its document, with the level that it is written with, and no row is of a
line that is gone. Told of the sources and the documents alone."""

import pathlib
import re

import pytest

import programs

# By the letter of the ids: where they are written and where they are explained.
PLACES = {
    "K": (["src"], "operations"),
    "M": (["plugins/mail", "plugins/common"], "reminders"),
    "C": (["plugins/calendar", "plugins/common"], "reminders"),
    "F": (["plugins/portfolio", "plugins/common"], "portfolio"),
    "H": (["plugins/chat", "plugins/common"], "chat"),
}
LEVELS = {"debug": "debug", "info": "info", "warn": "warning", "error": "error", "critical": "critical"}


def sources(root: pathlib.Path, letter: str) -> str:
    files = [file for folder in PLACES[letter][0] for file in sorted((root / folder).rglob("*.[ch]pp"))]
    return "\n".join(file.read_text() for file in files)


def page(root: pathlib.Path, letter: str) -> str:
    return (root / "docs" / f"{PLACES[letter][1]}.md").read_text()


def written(root: pathlib.Path, letter: str) -> set[str]:
    """As a string begins with them, or is one."""
    return set(re.findall(rf'"\[?({letter}\d{{3}})[\]"]', sources(root, letter)))


def rows(root: pathlib.Path, letter: str) -> dict[str, str]:
    """The first cells of their table (some rows are of a line and of the one that takes it back) and the second."""
    return {each: level for cell, level in re.findall(r"^\| ([A-Z]\d{3}[^|]*?) \| ([^|]*?) \|", page(root, letter), re.MULTILINE)
            for each in re.findall(rf"\b{letter}\d{{3}}\b", cell)}


def levels(root: pathlib.Path, letter: str) -> dict[str, set[str]]:
    """Of those that are written where the id stands."""
    found: dict[str, set[str]] = {}
    call = rf'spdlog::({"|".join(LEVELS)})\(\s*"\[({letter}\d{{3}})\]'
    for level, each in re.findall(call, sources(root, letter)):
        found.setdefault(each, set()).add(LEVELS[level])
    return found


def mistakes(root: pathlib.Path, letter: str) -> list[str]:
    explained, said = rows(root, letter), written(root, letter)
    wrong = [f"{each} is written as {how}, and explained as {explained[each]}"
             for each, hows in levels(root, letter).items() if each in explained
             for how in hows if how not in explained[each]]
    return ([f"{each} is not explained" for each in sorted(said - set(explained))] +
            [f"{each} is explained and never written" for each in sorted(set(explained) - said)] + sorted(wrong))


@pytest.mark.parametrize("letter", PLACES)
def test_each_id_is_explained_with_its_level(letter):
    assert len(written(programs.ROOT, letter)) > 10
    assert mistakes(programs.ROOT, letter) == []


def test_a_line_that_is_not_explained_is_found(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "src" / "a.cpp").write_text('spdlog::warn("[K101] a"); spdlog::info(\n    "[K102] b {}", x); say("K103");')
    (tmp_path / "docs" / "operations.md").write_text("| K101 | info | a | |\n| K102 | info | b | |\n| K104 | info | d | |\n")
    assert mistakes(tmp_path, "K") == [
        "K103 is not explained", "K104 is explained and never written", "K101 is written as warning, and explained as info"]
