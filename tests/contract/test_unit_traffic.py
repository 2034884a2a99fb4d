"""What klikd says in the unit tests of the daemon is held against the schemas too."""

import os
import subprocess

import msgpack

import programs
import wire_check


def check(frames: list[bytes]):
    *heads, payload = frames
    body = msgpack.unpackb(payload)
    heads = [head.decode() for head in heads]
    if not heads[0].startswith("klik/v1/"):
        wire_check.received(heads[0], heads[1] if len(heads) > 1 else None, body)
    elif heads[0].endswith("/beat"):
        wire_check.beat(heads[0], body)
    else:
        wire_check.event(heads[0], body)


def test_what_the_unit_tests_hear_is_described(tmp_path):
    seen = tmp_path / "seen.msgpack"
    run = subprocess.run([programs.BIN / "daemon_test", "--gtest_brief=1"], cwd=programs.ROOT, capture_output=True,
                         text=True, env={**os.environ, "KLIK_SEEN_MESSAGES": str(seen)}, timeout=programs.PATIENCE_S)
    assert run.returncode == 0, run.stdout[-4000:]
    with seen.open("rb") as file:
        messages = list(msgpack.Unpacker(file))
    assert len(messages) > 100
    for frames in messages:
        check(frames)
