"""A plugin in Python, on docs/plugins.md and docs/protocol.md: it reads all events as a durable stream.

Into its state folder it writes the sequence of each event before it acknowledges it (`read`), and at its end why it
ended (`end`).
"""

import argparse
import os
import pathlib
import signal
import sys
import threading

import zmq

import klik_wire

STATE = pathlib.Path(os.environ["STATE_DIRECTORY"])


def end_with_klikd():
    sys.stdin.read()
    (STATE / "end").write_text("klikd is gone")
    os._exit(0)


class AskedToEnd(Exception):
    pass


def ask_to_end(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise AskedToEnd


def read(control: klik_wire.Control, file):
    control.open("reader", "begin")
    print("reading", flush=True)
    while True:
        event = control.next_event()
        file.write(event["sequence"] + "\n")
        file.flush()
        control.acknowledge(event, credit=1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--municipality", action="append", required=True)
    parser.add_argument("--check-config", action="store_true")
    words = parser.parse_args()
    if words.check_config:
        return
    signal.signal(signal.SIGTERM, ask_to_end)
    threading.Thread(target=end_with_klikd, daemon=True).start()
    control = klik_wire.Control(zmq.Context(), words.municipality[0].split("=", 1)[1])
    try:
        with open(STATE / "read", "a") as file:
            read(control, file)
    except AskedToEnd:
        assert control.ask("ping").verb == "pong", "klikd still answers"
        (STATE / "end").write_text("was asked to")


main()
