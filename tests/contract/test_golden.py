"""What was once a golden message stays one (schemas/README.md, "How it may grow")."""

import hashlib
import json
import subprocess

import msgpack
import pytest

from klik_schemas import ROOT, SCHEMAS, findings

GOLDEN = SCHEMAS / "golden"
MANIFEST = (GOLDEN / "MANIFEST").read_text("utf-8").splitlines()
NAMES = sorted(path.stem for path in GOLDEN.glob("*.msgpack"))


def refuse_duplicates(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key twice: {keys}"
    return dict(pairs)


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_and_their_twin_say_the_same_and_satisfy_the_schema(name):
    twin = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    message = msgpack.unpackb((GOLDEN / f"{name}.msgpack").read_bytes(), object_pairs_hook=refuse_duplicates)
    assert message == twin["message"]
    assert list(message) == list(twin["message"]), "in the order of their keys as well"
    assert findings(twin["schema"], message, strict=True) == []


def broken_pins(lines: list[str]) -> list[str]:
    """Files that are not, or no longer, what a manifest says of them."""
    broken = []
    for line in lines:
        digest, name = line.split()
        path = GOLDEN / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            broken.append(name)
    return broken


def test_every_golden_file_is_pinned_and_none_has_changed():
    assert broken_pins(MANIFEST) == [], "an old message must stay good: add a new one beside it instead"
    pinned = [line.split()[1] for line in MANIFEST]
    there = [path.name for path in GOLDEN.iterdir() if path.name != "MANIFEST"]
    assert sorted(pinned) == sorted(there), "scripts/golden pins what is new"


def test_a_changed_and_a_missing_file_are_found():
    digest, name = MANIFEST[0].split()
    assert broken_pins([f"{digest[::-1]}  {name}", f"{digest}  no-such-file.json"]) == [name, "no-such-file.json"]


def git(*words: str) -> str:
    run = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT, *words], capture_output=True, text=True)
    if run.returncode != 0:
        pytest.skip(f"no history here: {run.stderr.strip()}")
    return run.stdout


def test_no_pin_of_the_history_was_lifted():
    path = "schemas/golden/MANIFEST"
    for commit in git("log", "--format=%H", "--", path).split():
        assert set(git("show", f"{commit}:{path}").splitlines()) <= set(MANIFEST), f"pinned by {commit}"
