"""The rule sets of tests/rule_sets as an editor sees them, by the schema, and as an operator does, by klikctl."""

import json
import subprocess
import tomllib

import jsonschema
import pytest

import programs
from klik_schemas import ROOT, as_json, documents, findings

SETS = ROOT / "tests/rule_sets"
BAD = sorted((SETS / "bad").glob("*.toml"))
GOOD = sorted((SETS / "good").glob("*.toml")) + [ROOT / "examples/korsbaek/rules.toml"]
SCHEMA = documents()["rule-set.schema.json"]
DEFAULTS = tomllib.loads((ROOT / "src/codec/default_rules.toml").read_text("utf-8"))


def schema_refuses(text: str) -> bool:
    try:
        rules = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return True
    return findings("rule-set.schema.json", as_json(rules)) != []


def check(path):
    """The exit code of `klikctl rules check` and its document."""
    done = subprocess.run([programs.BIN / "klikctl", "--json", "rules", "check", path],
                          capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_rule_set_satisfies_the_schema_and_klikctl(path):
    assert findings("rule-set.schema.json", as_json(tomllib.loads(path.read_text("utf-8")))) == []
    assert check(path) == (0, {"file": str(path), "ok": True, "findings": []})


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_klikctl_refuses_a_bad_rule_set_at_the_line_and_with_the_words_of_its_first_line(path):
    line, words = path.read_text("utf-8").splitlines()[0].removeprefix("# ").split(": ", 1)
    code, document = check(path)
    assert (code, document["ok"]) == (1, False)
    [finding] = document["findings"]
    assert finding["path"] == f"{path}:{line}"
    assert words in finding["text"]


def test_an_editor_sees_mistakes_of_form():
    """Not those that only counting days, or another key, shows."""
    seen = [path.stem for path in BAD if schema_refuses(path.read_text("utf-8"))]
    assert len(seen) >= 35
    assert {"key_misspelt", "role_twice", "text_in_one_language", "project_with_a_calendar",
            "ladder_step_too_far_ahead", "project_threshold_without_priority"} <= set(seen)


def test_the_schema_needs_no_other_one():
    jsonschema.Draft202012Validator(SCHEMA).validate(as_json(DEFAULTS))
    first = (ROOT / "examples/korsbaek/rules.toml").read_text("utf-8").splitlines()[0]
    named = ROOT / "examples/korsbaek" / first.removeprefix("#:schema ")
    assert json.loads(named.read_text("utf-8")) == SCHEMA


def keys_of(schema, path=()):
    """Each key that the schema describes outside of lists, with its description."""
    for key, described in schema.get("properties", {}).items():
        yield (*path, key), described
        yield from keys_of(described, (*path, key))


KEYS = dict(keys_of(SCHEMA))
NOT_IN_THE_DEFAULT = {("colour", "override"), ("texts",), ("project",)}


def default_of(path):
    value = DEFAULTS
    for key in path:
        value = value[key]
    return value


def test_the_schema_describes_each_key_and_says_its_default():
    for path, described in KEYS.items():
        assert described.get("title"), path
        if path in NOT_IN_THE_DEFAULT or path[0] == "texts":
            continue
        if "properties" not in described and path != ("calendar", "holiday"):
            assert described.get("description"), path
            assert described["default"] == as_json(default_of(path)), path


def test_the_schema_has_each_key_of_the_default():
    def walk(table, path=()):
        for key, value in table.items():
            assert (*path, key) in KEYS
            if isinstance(value, dict):
                walk(value, (*path, key))

    walk(DEFAULTS)


def test_the_texts_of_the_schema_are_those_that_klikd_knows():
    told = check(SETS / "bad/text_of_an_unknown_kind.toml")[1]["findings"][0]["text"]
    known = told.partition("allowed here are ")[2].split(", ")
    assert set(known) == set(SCHEMA["properties"]["texts"]["properties"])
