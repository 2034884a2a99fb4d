"""What scripts/demo shows: the example project of Korsbæk Kommune and its weeks (examples/)."""

import os
import pathlib
import shutil
import subprocess

import programs

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "korsbaek"
START = "2024-01-29T08:00:00+01:00"  # four weeks before the first deadline
SAVED_AT = 1706511600  # the same moment: when the pages were saved


def test_the_example_walks_through_its_weeks_and_every_task_is_done(running):
    pages = running.folder / "pages"
    shutil.copytree(EXAMPLE, pages)
    for page in pages.iterdir():
        os.utime(page, (SAVED_AT, SAVED_AT))
    daemon = running.klikd(clock=START)
    imported = programs.klikctl(daemon, "import", pages)
    assert imported.returncode == 0, imported.stderr

    platform = subprocess.Popen(
        [programs.BIN / "platform_stand_in", "--control", daemon.control()], stdout=subprocess.DEVNULL
    )
    try:
        weeks = subprocess.run(
            [programs.BIN / "weeks", daemon.control()], capture_output=True, text=True, timeout=300
        )
    finally:
        platform.terminate()
        platform.wait(programs.PATIENCE_S)
    assert weeks.returncode == 0, weeks.stderr

    story = weeks.stdout
    for told in ["Grøn → Gul", "Gul → Rød", "har frist", "er ikke løst", "kan nu løses", "til Jonas Kvist Madsen",
                 "den fælles postkasse mailbox-9999", "Mandag den 12. februar 2024", "ønskes sat til Fuldført"]:
        assert told in story, told
    rows = running.control(daemon).rows("tasks")
    assert len(rows) == 12
    assert {row["status"] for row in rows} == {"completed"}
