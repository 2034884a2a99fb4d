"""Each adapter of klik-portfolio against its live tool: the same promises for all (tests/contract/portfolio/)."""

import os
import pathlib
import re
import subprocess

import pytest

from redmine_peer import KEYS, NUMBER_FIELD, Redmine

PROGRAM = pathlib.Path(os.environ["KLIK_BIN_DIR"]) / "tool_contract_test"
ONLY = "--gtest_filter=*/redmine"  # sheets need no peer: ctest runs these by themselves


def run(environment: dict, *flags) -> str:
    done = subprocess.run([PROGRAM, *flags], env={**os.environ, **environment}, capture_output=True, text=True,
                          timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def redmine(tmp_path_factory):
    peer = Redmine(tmp_path_factory.mktemp("redmine"))
    yield peer
    peer.end()


# The number in a field of its own, and in the description.
@pytest.mark.parametrize("number_field", [NUMBER_FIELD, ""])
def test_redmine_keeps_the_contract(redmine, number_field):
    environment = {"KLIK_REDMINE_URL": redmine.url, "KLIK_REDMINE_NUMBER_FIELD": number_field,
                   "KLIK_REDMINE_PERSON": str(redmine.id_of("/users.json", "users", "hanne")),
                   **{f"KLIK_REDMINE_KEY_{name}": key for name, key in KEYS.items()}}
    tests = re.findall(r"^  \S+", run(environment, ONLY, "--gtest_list_tests"), re.M)
    assert tests
    environment["KLIK_REDMINE_PROJECTS"] = " ".join(redmine.project() for _ in tests)
    out = run(environment, ONLY, "--gtest_brief=1")
    assert f"{len(tests)} tests" in out and "SKIPPED" not in out, out
