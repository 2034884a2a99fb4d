"""The project's JSON Schemas, for holding messages against them."""

import copy
import datetime
import functools
import json
import pathlib

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"


@functools.cache
def documents() -> dict[str, dict]:
    """Each schema by its file name."""
    return {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")}


def closed(schema):
    """The same schema, where an object may only have the keys that are described."""
    schema = copy.deepcopy(schema)

    def close(node):
        if isinstance(node, dict):
            if node.get("type") == "object" and "properties" in node:
                node.setdefault("additionalProperties", False)
            for child in node.values():
                close(child)
        elif isinstance(node, list):
            for child in node:
                close(child)

    close(schema)
    return schema


@functools.cache
def validator(reference: str, strict: bool = False) -> jsonschema.Draft202012Validator:
    """For `event.schema.json` or `client.schema.json#/$defs/open`. Strict: no key beyond those described."""
    prepared = {name: closed(doc) if strict else doc for name, doc in documents().items()}
    base = prepared["common.schema.json"]
    resolver = jsonschema.RefResolver(base["$id"], base, store={doc["$id"]: doc for doc in prepared.values()})
    return jsonschema.Draft202012Validator(
        {"$ref": reference}, resolver=resolver,
        format_checker=jsonschema.FormatChecker(formats=["date"]),
    )


def findings(reference: str, message, strict: bool = False) -> list[str]:
    """What is wrong with the message; empty when it satisfies the schema."""
    return [
        f"{'.'.join(map(str, error.absolute_path)) or reference}: {error.message}"
        for error in validator(reference, strict).iter_errors(message)
    ]


def as_json(toml):
    """What TOML says as JSON has it: dates are text."""
    if isinstance(toml, dict):
        return {key: as_json(child) for key, child in toml.items()}
    if isinstance(toml, list):
        return [as_json(child) for child in toml]
    return toml.isoformat() if isinstance(toml, datetime.date) else toml
