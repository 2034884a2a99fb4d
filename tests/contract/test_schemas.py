"""The schemas are valid, complete and agree with the golden messages, the AsyncAPI document and the rules."""

import copy
import json
import re
import tomllib

import jsonschema
import pytest
import yaml

from klik_schemas import ROOT, SCHEMAS, as_json, documents, findings

GOLDEN = {path.stem: json.loads(path.read_text("utf-8")) for path in (SCHEMAS / "golden").glob("*.json")}
ASYNCAPI = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text("utf-8"))


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for child in node.values():
            yield from references(child)
    elif isinstance(node, list):
        for child in node:
            yield from references(child)


def at(document, pointer):
    for step in pointer.strip("#/").split("/") if pointer.strip("#/") else []:
        document = document[step.replace("~1", "/").replace("~0", "~")]
    return document


@pytest.mark.parametrize("name", sorted(documents()))
def test_each_schema_is_a_valid_one_and_its_references_lead_somewhere(name):
    document = documents()[name]
    jsonschema.Draft202012Validator.check_schema(document)
    for reference in references(document):
        file, _, pointer = reference.partition("#")
        assert at(documents()[file or name], pointer) is not None


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_each_golden_message_satisfies_its_schema(name):
    assert findings(GOLDEN[name]["schema"], GOLDEN[name]["message"], strict=True) == []


def spoiled(message):
    """The message without one of its keys, or with a list in a key's place."""
    for key in message:
        if key == "ref":
            continue
        without = copy.deepcopy(message)
        del without[key]
        yield f"without {key}", without
        wrong = copy.deepcopy(message)
        wrong[key] = [[[]]]
        yield f"with a list in {key}", wrong


OPTIONAL = {
    "client.open": {"kinds"}, "client.ack": {"credit"}, "client.request": {"base_revision", "lineage", "reason"},
    "client.local": {"id"}, "client.report": {"detail"}, "client.query": {"colour"}, "client.query.projects": {"project", "groups"},
    "client.query.why_not": {"on"}, "client.snapshot": {"kinds"}, "server.admin.ok.erase_person.open_tasks": {"open_tasks"},
    "fact.task.observed": {"specversion"}, "server.pong.virtual": {"now"},
    "fact.task.observed.on_pub": {"specversion", "sourceepoch", "sequence"},
}
for _row in (name for name in GOLDEN if name.startswith("rows.") and not name.startswith("rows.losses")):
    _described = at(documents()["rows.schema.json"], f"/$defs/{_row.split('.')[1]}")
    if "$ref" in _described:
        _file, _, _pointer = _described["$ref"].partition("#")
        _described = at(documents()[_file], _pointer)
    OPTIONAL[_row] = set(_described["properties"]) - set(_described["required"])


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_each_schema_refuses_a_golden_message_that_lacks_a_key_or_has_a_wrong_type(name):
    schema, message = GOLDEN[name]["schema"], GOLDEN[name]["message"]
    for what, bad in spoiled(message):
        if what.removeprefix("without ") in OPTIONAL.get(name, ()):
            continue
        assert findings(schema, bad), f"{name} {what}"


def verbs(name):
    return set(documents()[f"{name}.schema.json"]["$defs"]) - {"ref", "person", "edge", "localNumber"}


def test_there_is_a_golden_message_for_each_type_of_event_and_each_verb():
    for name in ("client", "server"):
        for verb in verbs(name):
            assert f"{name}.{verb}" in GOLDEN
    described = {
        branch["properties"]["type"]["const"]
        for branch in documents()["event.schema.json"]["allOf"][1]["oneOf"]
    }
    shown = {golden["message"]["type"] for name, golden in GOLDEN.items() if name.startswith("event.")}
    assert described == shown


def test_the_rows_of_each_question_are_described():
    questions = set(documents()["client.schema.json"]["$defs"]["query"]["properties"]["what"]["enum"])
    assert set(documents()["rows.schema.json"]["$defs"]) == questions
    for name, side in (("client", "query"), ("server", "result")):
        branches = documents()[f"{name}.schema.json"]["$defs"][side]["allOf"]
        assert {branch["if"]["properties"]["what"]["const"] for branch in branches} == questions
    assert questions == {name.split(".")[1] for name in GOLDEN if name.startswith("rows.")}


def test_the_asyncapi_document_is_whole():
    assert ASYNCAPI["asyncapi"].startswith("3.")
    for reference in references(ASYNCAPI):
        file, _, pointer = reference.partition("#")
        document = documents()[file.removeprefix("./")] if file else ASYNCAPI
        assert at(document, pointer) is not None, reference
    assert {channel["address"] for channel in ASYNCAPI["channels"].values()} == {
        None, "klik/v1/{municipality}/{kind}/{subject}", "klik/v1/{municipality}/beat",
        *(f"platform/v1/{{municipality}}/{about}" for about in ("task/{number}", "set/{set}", "role/{role}"))}
    for operation in ASYNCAPI["operations"].values():
        answers = operation.get("reply", {}).get("messages", [])
        assert not answers or {"$ref": "#/channels/control/messages/error"} in answers  # gate.cpp may refuse any
    named = set(references(ASYNCAPI["components"]))
    for name in ("client", "server"):
        for verb in verbs(name):
            assert f"./{name}.schema.json#/$defs/{verb}" in named


def first_cells(page):
    """The words in code of the first column of each table of the page."""
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    return {word for row in rows for word in re.findall("`([^`]+)`", row)}


def test_the_page_of_the_protocol_has_a_row_for_each_kind_of_notice_and_of_system_event():
    page = (ROOT / "docs/protocol.md").read_text("utf-8")
    event = documents()["event.schema.json"]["$defs"]
    kinds = set(event["notificationKind"]["enum"])
    assert kinds <= first_cells(page)
    system = set(re.findall(r"\b[a-z_]+\b", event["system"]["properties"]["kind"]["description"])) - {"or", "as"}
    told_in_words = {"gap", "gap_closed", "source_restarted", "set_completed", "set_incomplete"}
    assert system - told_in_words <= first_cells(page)
    assert all(f"`{kind}`" in page for kind in system)


def test_the_default_rules_satisfy_the_schema_of_rule_sets():
    rules = tomllib.loads((ROOT / "src/codec/default_rules.toml").read_text("utf-8"))
    assert findings("rule-set.schema.json", as_json(rules)) == []


@pytest.mark.parametrize(
    "toml",
    [
        "[colours]", "[colour]\nyellow = 14", "[colour]\nyellow = '14 days'", "[reminders]\nrun_at = '24:00'",
        "[reminders]\nbefore = '14d'", "[prerequisites]\nstart_blocked = 'maybe'",
        "[[calendar.holiday]]\ndate = '01-01'", "[[colour.override]]\nyellow = '3d'",
        "[[calendar.holiday]]\nname = 'x'\ndate = '01-01'\neaster_offset_days = 1",
    ],
)
def test_the_schema_of_rule_sets_refuses_what_klikd_refuses(toml):
    assert findings("rule-set.schema.json", as_json(tomllib.loads(toml)))
