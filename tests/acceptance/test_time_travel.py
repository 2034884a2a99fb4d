"""klikctl what-if and replay --verify, on the data folder of a klikd that runs (docs/klikctl.md)."""

import json
import sqlite3
import subprocess

import pytest

import klik_wire
import programs


def on_folder(folder, *words) -> subprocess.CompletedProcess:
    """klikctl without a klikd to talk to."""
    return subprocess.run(
        [programs.BIN / "klikctl", *map(str, words), "--data", str(folder), "--control", "tcp://127.0.0.1:1"],
        capture_output=True, text=True, timeout=programs.PATIENCE_S,
    )


def document(folder, *words):
    run = on_folder(folder, *words, "--json")
    return run.returncode, json.loads(run.stdout)


@pytest.fixture
def story(running, daemon):
    """Two tasks that are due on Monday 4 March 2024, three weeks of them told, and klikd runs on."""
    control = running.control(daemon)
    for number, name in ((1, "Jonas Kvist Madsen"), (2, "Tove Gadeberg")):
        fact = klik_wire.observed(number, title="En opgave", due_date="2024-03-04", assignee={"name": name})
        assert control.put(fact).verb == "put.ok"
    control.advance_to("2024-02-21T12:00:00+01:00")
    return control


@pytest.fixture
def data(running, story):
    return running.folder / "data"


@pytest.fixture
def candidate(running):
    path = running.folder / "candidate.toml"
    path.write_text('[reminders]\nbefore = ["21d", "7d", "1wd"]\n')
    return path


def test_history_is_reproduced_while_klikd_goes_on(data, story):
    code, first = document(data, "replay", "--verify")
    assert (code, first["reproduced"], first["differing"], first["first"]) == (0, True, 0, None)
    assert first["municipality"] == "9999" and first["by_other_engines"] == []

    story.advance_to("2024-03-20T12:00:00+01:00")
    code, later = document(data, "replay", "--verify")
    assert (code, later["reproduced"]) == (0, True)
    assert later["records"] > first["records"] and later["inputs"] > first["inputs"]
    assert "byte for byte" in on_folder(data, "replay", "--verify").stdout


def test_history_is_reproduced_over_an_outage(running, data, daemon, story):
    assert daemon.stop() == 0
    running.klikd(clock="2024-03-06T12:00:00+01:00").stop()
    code, result = document(data, "replay", "--verify")
    assert (code, result["reproduced"]) == (0, True), result["first"]


def test_a_record_that_was_tampered_with_is_shown_beside_what_it_should_be(data, daemon, story):
    assert daemon.stop() == 0
    with sqlite3.connect(data / "journal.db") as journal:
        journal.execute("UPDATE record SET local_ms = local_ms + 3600000 WHERE key = "
                        "(SELECT max(key) FROM record WHERE kind = 2)")
    journal.close()
    code, result = document(data, "replay", "--verify")
    assert (code, result["reproduced"], result["differing"]) == (1, False, 1)
    assert result["first"]["recorded"]["type"] == "dk.klik.notification.v1"
    shown = on_folder(data, "replay", "--verify", "--lang", "en")
    assert shown.returncode == 1
    assert "19-02-2024 09:00" in shown.stdout and "19-02-2024 08:00" in shown.stdout


def test_the_rules_in_force_make_no_difference(running, data, story):
    same = running.folder / "same.toml"
    same.write_text('name = "Standard"\n')
    code, result = document(data, "what-if", "--rules", same, "--until", "2024-12-31")
    assert (code, result["people"]) == (0, [])
    assert result["in_force"] == result["candidate"] > 4
    assert "ingen forskel" in on_folder(data, "what-if", "--rules", same).stdout


def test_three_weeks_in_place_of_two_tell_each_person_earlier(data, candidate, story):
    code, result = document(data, "what-if", "--rules", candidate)
    assert code == 0
    assert [person["person"] for person in result["people"]] == ["p1", "p2"]
    for person, number in zip(result["people"], (1, 2)):
        assert [(n["date"], n["number"], n["rule"]) for n in person["only_in_force"]] == [
            ("2024-02-19", number, "7.ladder.14d")]
        assert ("2024-02-12", number, "7.ladder.21d") in [
            (n["date"], n["number"], n["rule"]) for n in person["only_candidate"]]

    table = on_folder(data, "what-if", "--rules", candidate).stdout
    assert "Jonas Kvist Madsen" in table and "12-02-2024 08:00" in table and "kommer til" in table
    named = document(data, "what-if", "--rules", candidate, "--from", "2024-02-15")[1]
    assert all(n["date"] >= "2024-02-15" for p in named["people"] for n in p["only_candidate"])


def test_the_days_ahead_run_in_virtual_time_and_leave_the_journal_alone(running, data, story):
    fewer = running.folder / "fewer.toml"
    fewer.write_text('[reminders]\nbefore = ["14d", "1wd"]\n')
    head = story.ask("ping")["head"]
    code, result = document(data, "what-if", "--rules", fewer, "--from", "2024-02-22", "--until", "2024-03-04")
    assert code == 0
    assert [[n["date"] for n in p["only_in_force"]] for p in result["people"]] == [["2024-02-26"]] * 2
    assert result["journal_end"] < "2024-02-22"
    assert all(n["ahead"] and "caught_up" not in n for p in result["people"] for n in p["only_in_force"])
    assert story.ask("ping")["head"] == head


def test_what_is_caught_up_with_counts_once_and_a_line_divides_the_days_ahead(running, data, candidate, story):
    assert story.put(klik_wire.observed(1, goal="Et mål")).verb == "put.ok"
    code, result = document(data, "what-if", "--rules", candidate, "--until", "2024-03-31")
    assert code == 0
    notices = [n for p in result["people"] for n in p["only_in_force"] + p["only_candidate"]]
    assert len({n["key"] for n in notices}) == len(notices)
    earlier = running.folder / "earlier.toml"
    earlier.write_text('[reminders]\nbefore = ["20d", "14d", "5d", "1wd"]\n')
    table = on_folder(data, "what-if", "--rules", earlier, "--until", "2024-03-31").stdout.splitlines()
    [line] = [at for at, text in enumerate(table) if "herefter: de kommende dage" in text]
    assert "21-02-2024 12:00" in table[line] and "13-02-2024 08:00" in table[line - 1]
    assert "26-02-2024 08:00" in table[line + 1]


def test_the_data_folder_may_stand_before_the_command(data, story):
    run = subprocess.run([programs.BIN / "klikctl", "--data", data, "replay", "--verify"], capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    assert run.returncode == 0 and "byte for byte" in run.stdout, run.stderr


def test_a_candidate_with_findings_is_refused_as_by_rules_check(running, data, story):
    wrong = running.folder / "wrong.toml"
    wrong.write_text("[colour]\nyelow = \"10wd\"\n")
    checked = subprocess.run([programs.BIN / "klikctl", "rules", "check", wrong], capture_output=True, text=True,
                             timeout=programs.PATIENCE_S)
    asked = on_folder(data, "what-if", "--rules", wrong)
    assert (asked.returncode, asked.stdout) == (checked.returncode, checked.stdout) and asked.returncode == 1


def test_of_several_municipalities_one_is_named(running):
    daemon = running.klikd(municipalities=("9999=Korsbæk Kommune", "0101=Københavns Kommune"))
    data = running.folder / "data"
    assert daemon.stop() == 0
    unnamed = on_folder(data, "replay", "--verify")
    assert unnamed.returncode == 1 and "0101, 9999" in unnamed.stderr
    assert document(data, "replay", "--verify", "--municipality", "0101")[1]["municipality"] == "0101"
    assert on_folder(running.folder / "none", "replay", "--verify").returncode == 1
