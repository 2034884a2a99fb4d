"""Every message that a test sees is held against the schemas, and against keys that they do not describe.

What a test sends wrong on purpose is known by its answer: klikd refuses it. `send_raw` goes out unseen.
"""

from klik_schemas import documents, findings


def _hold(reference: str, message, what: str, strict: bool = True):
    wrong = findings(reference, message, strict)
    assert not wrong, f"{what} does not satisfy {reference}: {wrong[:5]}\n{message}"


def event(topic: str, message: dict):
    """What klikd publishes, with its topic."""
    _hold("event.schema.json", message, topic)
    root, version, municipality, _, subject = topic.split("/", 4)
    assert (root, version, subject) == ("klik", "v1", message["subject"]), (topic, message)
    assert message["source"] == f"/klik/{municipality}", (topic, message)


def beat(topic: str, message: dict):
    _hold("beat.schema.json", message, topic)


def received(verb: str, topic: str | None, message: dict):
    """What klikd says on the control socket."""
    if topic is not None:
        assert verb in ("event", "snapshot.row"), f"{verb} has a topic"
        event(topic, message)
        return
    assert verb in documents()["server.schema.json"]["$defs"], f"{verb} is in no schema"
    _hold(f"server.schema.json#/$defs/{verb}", message, verb)


def sent(verb: str, message: dict):
    """What a client says there, and is not refused."""
    assert verb in documents()["client.schema.json"]["$defs"], f"{verb} is in no schema, and klikd took it"
    _hold(f"client.schema.json#/$defs/{verb}", message, verb, strict=False)  # facts may have keys of their own


def fact(topic: str, message: dict):
    """What a platform publishes, and is taken."""
    _hold("fact.schema.json", message, topic, strict=False)
    data = message["data"]
    subject = f"set/{data['set']}" if "set" in data else f"task/{data['number']}"
    assert topic == f"platform/v1/{data['municipality']}/{subject}", (topic, message)
