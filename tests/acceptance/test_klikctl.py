"""klikctl and the examples as a user meets them, against a running klikd (docs/klikctl.md)."""

import json
import os
import pty
import re
import select
import subprocess
import sys

import pytest

import pages
import programs

EXAMPLES = programs.pathlib.Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def folder(running):
    """Task 7 waits for task 5."""
    folder = running.folder / "pages"
    pages.write_page(folder, 5, title="Først", assignee="Tove Gadeberg")
    pages.write_page(folder, 7, title="Så", prerequisites="5")
    return folder


@pytest.fixture
def imported(daemon, folder):
    assert programs.klikctl(daemon, "import", folder).returncode == 0
    return daemon


def document(daemon, *words):
    run = programs.klikctl(daemon, *words, "--json")
    return run.returncode, json.loads(run.stdout)


def test_import_tells_new_unchanged_stale_and_refused_pages_apart(daemon, folder):
    pages.write_page(folder, 8, title="Andre steder").write_text("ikke en opgave\n")
    code, first = document(daemon, "import", folder)
    assert code == 1
    assert first["counts"] == {"imported": 2, "unchanged": 0, "stale": 0, "refused": 1, "unanswered": 0}
    assert [page["outcome"] for page in first["pages"]] == ["imported", "imported", "refused"]
    assert "klik-8.txt:1" in first["pages"][2]["problem"]
    assert "SLUTDATO" in first["pages"][0]["warnings"][0]

    (folder / "klik-8.txt").unlink()
    assert document(daemon, "import", folder) == (0, {
        "counts": {"imported": 0, "unchanged": 2, "stale": 0, "refused": 0, "unanswered": 0},
        "pages": [{**page, "outcome": "unchanged"} for page in first["pages"][:2]],
    })
    pages.write_page(folder, 5, saved_at=1705000000.0, title="Først", status="Fuldført")  # older
    _, counts = document(daemon, "import", folder)
    assert counts["counts"]["stale"] == 1
    pages.write_page(folder, 7, saved_at=1706000000.0, title="Så", prerequisites="5")  # the same, saved again
    _, counts = document(daemon, "import", folder / "klik-7.txt")
    assert counts["counts"]["unchanged"] == 1
    assert document(daemon, "show", 7)[1]["revision"] == 1


def test_import_shows_a_bar_on_a_terminal(daemon, folder):
    for number in range(10, 40):
        pages.write_page(folder, number)
    ours, terminal = pty.openpty()
    run = subprocess.run(
        [programs.BIN / "klikctl", "--control", daemon.control(), "import", folder],
        stdout=subprocess.PIPE, stderr=terminal, timeout=programs.PATIENCE_S,
    )
    os.close(terminal)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:
        pass  # the terminal's other end is closed
    os.close(ours)
    assert run.returncode == 0
    assert b"100 %" in shown and "advarsel".encode() in shown
    assert b"%" not in run.stdout


def test_tasks_are_filtered_and_shown_with_names(imported):
    table = programs.klikctl(imported, "tasks", "--assignee", "tove gadeberg").stdout
    assert "Tove Gadeberg" in table and "04-03-2024" in table and "Grøn" in table and "Så" not in table
    assert [task["number"] for task in document(imported, "tasks", "--blocked")[1]] == [7]
    assert "Green" in programs.klikctl(imported, "--lang", "en", "tasks").stdout
    task = document(imported, "show", 5)[1]
    assert task["assignee"] == "Tove Gadeberg" and task["goal"].startswith("At gruppen findes")
    assert document(imported, "history", 5)[1][0]["data"]["source"] == "/klikctl/import"


def test_a_project_that_no_task_has_is_said_to_be_unknown(imported):
    known = document(imported, "progress")[1][0]["project"]
    for command in ("tasks", "progress"):
        unknown = programs.klikctl(imported, command, "--project", "Findes ikke")
        assert (unknown.returncode, unknown.stdout) == (1, "")
        assert "»Findes ikke«" in unknown.stderr and known in unknown.stderr
    assert "Så" in programs.klikctl(imported, "tasks", "--project", known.upper()).stdout
    assert programs.klikctl(imported, "tasks", "--project", "-").returncode == 1
    assert programs.klikctl(imported, "local", "add", "Kursus").returncode == 0
    assert "Kursus" in programs.klikctl(imported, "tasks", "--project", "-").stdout


def test_history_and_watch_speak_danish_and_name_people(imported):
    assert programs.klikctl(imported, "clock", "2024-03-06").returncode == 0
    shown = programs.klikctl(imported, "history", 5).stdout
    assert "→ Tove Gadeberg (udfører)" in shown and "Ikke påbegyndt" in shown
    watched = lines(programs.BIN / "klikctl", "--control", imported.control(), "watch", "--name", "danish",
                    "--from", "begin", "--kind", "notification", count=1)
    assert "  besked  " in watched[0] and "→ " in watched[0]
    for code in ("not_started", "dk.klik", "reminder", "{", "assignee"):
        assert code not in shown + watched[0], code


def test_a_notification_stands_in_the_history_of_each_task_that_it_is_about(daemon, folder):
    pages.write_page(folder, 8, title="Også", assignee="Tove Gadeberg")
    assert programs.klikctl(daemon, "import", folder).returncode == 0
    assert programs.klikctl(daemon, "clock", "2024-02-20").returncode == 0

    def told(number):
        return [record for record in document(daemon, "history", number)[1] if record["kind"] == "notification"]

    both = [record for record in told(5) if {5, 8} <= {item["number"] for item in record["data"]["items"]}]
    assert both and all(record in told(8) for record in both)
    shown = programs.klikctl(daemon, "history", 8).stdout
    assert all(f"{int(record['sequence'])}  → " in shown for record in both)


def test_watch_names_somebody_who_came_after_it_began(daemon, folder):
    with subprocess.Popen([programs.BIN / "klikctl", "--control", daemon.control(), "watch", "--name", "later",
                           "--from", "begin"], stdout=subprocess.PIPE, text=True) as watch:
        try:
            assert "regler i kraft · Navn: " in watch.stdout.readline()
            assert programs.klikctl(daemon, "import", folder).returncode == 0
            assert programs.klikctl(daemon, "clock", "2024-02-20").returncode == 0
            told = next(line for line in watch.stdout if "(udfører)" in line)
            assert "→ Tove Gadeberg (udfører)" in told
        finally:
            watch.terminate()


def test_why_says_its_facts_in_danish(imported):
    assert programs.klikctl(imported, "clock", "2024-02-20").returncode == 0
    _, records = document(imported, "history", 5)
    told = [record for record in records if record["type"] == "dk.klik.notification.v1"][-1]
    why = programs.klikctl(imported, "why", told["sequence"]).stdout
    assert "Frist: mandag den 4. marts 2024" in why and "Trin: 14 dage før fristen" in why
    for item in told["data"]["items"]:
        why = why.replace(item["key"], "")
    assert "due_date" not in why and "2024-03-04" not in why


def test_a_request_is_carried_out_by_the_stand_in_or_refused_with_its_reason(imported):
    refused = programs.klikctl(imported, "request", 7, "status", "fuldført")
    assert refused.returncode == 4 and "forudsætninger" in refused.stdout and "#5" in refused.stdout
    with subprocess.Popen(
        [programs.BIN / "platform_stand_in", "--control", imported.control()], stdout=subprocess.PIPE, text=True
    ) as platform:
        assert platform.stdout.readline() == "ready\n"
        code, answer = document(imported, "request", 5, "status", "fuldført", "--actor", "Tove Gadeberg")
        assert (code, answer["outcome"], answer["change"]) == (0, "accepted", {"status": "completed"})
        assert platform.stdout.readline() == f"carried out {answer['id']} on #5\n"
        platform.terminate()
    assert document(imported, "show", 5)[1]["status"] == "completed"
    assert document(imported, "show", 7)[1]["ready"] is True


def test_a_request_says_what_it_warns_of_and_when_it_changes_nothing(imported):
    started = programs.klikctl(imported, "request", 7, "status", "påbegyndt", "--id", "r-1")
    assert started.returncode == 0 and "godtaget" in started.stdout and "advarsel" in started.stdout
    assert "#5" in started.stdout
    code, again = document(imported, "request", 7, "status", "påbegyndt", "--id", "r-1")
    assert (code, again["outcome"], again["violations"][0]["rule"]) == (0, "accepted", "start_blocked")
    nothing = programs.klikctl(imported, "request", 5, "udfører", "tove gadeberg")
    assert nothing.returncode == 0 and "ændrer intet" in nothing.stdout and "sendt" not in nothing.stdout
    code, same = document(imported, "request", 5, "slutdato", "04-03-2024")
    assert (code, same["outcome"], same["reason"], same["violations"]) == (0, "fulfilled", "changes_nothing", [])


def lines(*command, count):
    run = subprocess.run([*map(str, command), "--limit", str(count)], capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.parametrize("reader", ["klikctl", "python"])
def test_a_named_reader_goes_on_where_it_stopped(imported, reader):
    def read(count):
        if reader == "python":
            printed = lines(sys.executable, EXAMPLES / "python" / "subscriber.py", "--control", imported.control(),
                            "--name", "r", count=count)
            return [int(line.split()[0]) for line in printed]
        printed = lines(programs.BIN / "klikctl", "--control", imported.control(), "--json", "watch",
                        "--name", "r", count=count)
        return [int(json.loads(line)["sequence"]) for line in printed]

    if reader == "klikctl":
        beginning = lines(programs.BIN / "klikctl", "--control", imported.control(), "watch", "--name", "r",
                          "--from", "begin", count=1)
        assert len(beginning) == 1
    first, then = read(2), read(1)
    for _ in first:  # at least once: the last acknowledgements may come in behind the next opening
        then = then if then[0] > first[-1] else read(1)
    assert first == sorted(first) and then[0] > first[-1]


def test_watch_prints_live_events(imported):
    with subprocess.Popen(
        [programs.BIN / "klikctl", "--control", imported.control(), "--live", imported.live(), "watch",
         "--limit", "1"], stdout=subprocess.PIPE, text=True,
    ) as watch:
        # A subscriber hears nothing of what was said before it came: say something until it is there.
        for day in range(1, 10000):
            status = "Påbegyndt" if day % 2 else "Ikke påbegyndt"
            page = pages.write_page(imported.folder / "more", 5, saved_at=1706000000.0 + day, title="Først",
                                    status=status)
            assert programs.klikctl(imported, "import", page).returncode == 0
            if watch.poll() is not None:
                break
        assert "#5" in watch.stdout.readline()


def test_watch_says_that_it_hears_nothing_where_nobody_publishes(imported):
    nobody = "tcp://127.0.0.1:9"
    with subprocess.Popen([programs.BIN / "klikctl", "--control", imported.control(), "--live", nobody, "watch"],
                          stderr=subprocess.PIPE, text=True) as watch:
        assert select.select([watch.stderr], [], [], programs.PATIENCE_S)[0]
        assert f"intet høres fra {nobody}" in watch.stderr.readline()
        watch.terminate()


def test_a_named_reader_begins_behind_the_sequence_that_history_shows(imported):
    shown = programs.klikctl(imported, "history", 5).stdout.splitlines()
    sequence = int(shown[-1].split()[2])
    first = json.loads(lines(programs.BIN / "klikctl", "--control", imported.control(), "--json", "watch",
                             "--name", "behind", "--from", sequence - 1, count=1)[0])
    assert int(first["sequence"]) == sequence


def test_output_that_cannot_be_written_is_no_success(imported):
    with open("/dev/full", "w") as full:
        run = subprocess.run([programs.BIN / "klikctl", "--control", imported.control(), "tasks"], stdout=full,
                             stderr=subprocess.PIPE, text=True, timeout=programs.PATIENCE_S)
    assert run.returncode == 1 and "could not be written" in run.stderr


def test_progress_tells_a_steering_group_the_same_as_the_wire_does(running, imported):
    pages.write_page(running.folder / "more", 8, title="Færdig", status="Fuldført")
    assert programs.klikctl(imported, "import", running.folder / "more").returncode == 0
    asked = programs.klikctl(imported, "request", 5, "status", "påbegyndt", "--reason", "Vi er i gang")
    assert asked.returncode == 0, asked.stdout + asked.stderr

    code, rows = document(imported, "progress")
    assert code == 0
    assert rows == running.control(imported).rows("projects", groups=True)
    project, *groups = rows
    assert [row["row"] for row in rows] == ["project"] + ["group"] * len(groups)
    assert {key: project[key] for key in ("tasks", "open", "completed", "completed_percent", "blocked")} == {
        "tasks": 3, "open": 2, "completed": 1, "completed_percent": 33, "blocked": 1}
    assert (project["requests_waiting"], project["requests_unanswered"]) == (1, 0)
    assert [item["number"] for item in project["next_deadlines"]] == [5, 7]

    assert programs.klikctl(imported, "clock", "2024-03-05").returncode == 0
    _, rows = document(imported, "progress", "--project", project["project"].upper())
    later = rows[0]
    assert (later["red"], later["next_deadlines"]) == (2, [])
    assert (later["requests_waiting"], later["requests_unanswered"]) == (0, 1)
    shown = programs.klikctl(imported, "progress", "--lang", "en").stdout
    assert "1 of 3 relevant tasks are completed (33 %)" in shown and "No deadlines ahead." in shown
    unknown = programs.klikctl(imported, "progress", "--project", "Findes ikke")
    assert unknown.returncode == 1 and project["project"] in unknown.stderr and unknown.stdout == ""


def test_health_says_in_words_what_is_well(imported):
    shown = programs.klikctl(imported, "health")
    assert shown.returncode == 0
    assert "Journal" in shown.stdout and "I orden" in shown.stdout and "på disken" in shown.stdout
    assert "virtuelt 01-02-2024 08:00" in shown.stdout and "open_" not in shown.stdout
    code, rows = document(imported, "health")
    assert code == 0
    assert {row["state"] for row in rows} == {"ok"}


def completed(*words):
    """What bash offers for the last word; it parts words at `:` and `=` before it asks."""
    parted = [part for word in words for part in (re.findall(r"[:=]|[^:=]+", word) or [""])]
    script = ('. completions/klikctl.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _klikctl; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    root = programs.pathlib.Path(__file__).resolve().parents[2]
    run = subprocess.run(["bash", "-c", script, "bash", *parted], cwd=root, capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    assert run.returncode == 0 and run.stderr == ""
    return run.stdout.split()


def test_bash_completes_commands_options_and_values():
    at = ("klikctl", "--control", "tcp://127.0.0.1:7511")
    assert completed(*at, "ta") == ["tasks"]
    assert completed(*at, "tasks", "--o") == ["--open"]
    assert completed("klikctl", "tasks", "--colour", "r") == ["red"]
    assert completed("klikctl", "tasks", "--colour=r") == ["red"]
    assert completed("klikctl", "tasks", "--project", "") == []
    assert completed("klikctl", "request", "5", "pr") == ["priority"]
    assert completed("klikctl", "request", "--actor", "Bo", "5", "pr") == ["priority"]
    assert completed("klikctl", "request", "5", "status", "c") == ["completed"]
    assert completed("klikctl", "progress", "--p") == ["--project"]
    assert completed("klikctl", "quarantine", "dr") == ["drop"]
    assert completed("klikctl", "replay", "--v") == ["--verify", "--version"]
    assert completed("klikctl", "--data", "/tmp", "replay", "--m") == ["--municipality"]
    assert completed("klikctl", "what-if", "--rules", "CHANGE") == ["CHANGELOG.md"]
    assert completed("klikctl", "import", "--j") == ["--json"]
    assert completed("klikctl", "rules", "check", "CHANGE") == ["CHANGELOG.md"]


def test_exit_codes_say_what_is_wrong(imported):
    assert programs.klikctl(imported, "show", 99).returncode == 1
    assert programs.klikctl(imported, "show", "ninety").returncode == 2
    assert programs.klikctl(imported, "request", 5, "title", "x").returncode == 2
    assert programs.klikctl(imported, "clock", "2024-01-01").returncode == 1
    assert programs.klikctl(imported, "clock").stdout == "01-02-2024 08:00 (virtuelt ur)\n"
    nobody = subprocess.run([programs.BIN / "klikctl", "--control", "tcp://127.0.0.1:1", "tasks"],
                            capture_output=True, text=True, timeout=programs.PATIENCE_S)
    assert nobody.returncode == 3 and "ingen kontakt" in nobody.stderr
