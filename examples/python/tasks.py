#!/usr/bin/python3
"""Lists tasks, follows them, asks for changes, and tells klikd what the platform has; one JSON object a line.

    tasks.py [--control tcp://127.0.0.1:7511] list [KEY=VALUE...]
    tasks.py follow NAME                       every task as it is, then each change
    tasks.py ask ID NUMBER FIELD=VALUE...      ends with 1 when the rules refuse it
    tasks.py put ID TIME MUNICIPALITY NUMBER FIELD=VALUE...

VALUE is JSON where it can be read as such, and else text: status=Påbegyndt prerequisites=[1,2] due_date=null
"""

import argparse
import json
import sys

import klik_client


def value(text: str):
    try:
        return json.loads(text)
    except ValueError:
        return text


def pairs(words: list[str]) -> dict:
    return {key: value(text) for key, _, text in (word.partition("=") for word in words)}


def show(thing):
    print(json.dumps(thing, ensure_ascii=False), flush=True)


def list_tasks(control: str, words: list[str]) -> int:
    for row in klik_client.Control(control).query("tasks", **pairs(words)):
        show(row)
    return 0


def follow(control: str, words: list[str]) -> int:
    for event in klik_client.tasks(control, name=words[0]):
        show(event)
    return 0


def ask(control: str, words: list[str]) -> int:
    request_id, number, *fields = words
    accepted, answer = klik_client.Control(control).request(request_id, int(number), pairs(fields))
    show(answer)
    return 0 if accepted else 1


def put(control: str, words: list[str]) -> int:
    fact_id, when, municipality, number, *fields = words
    show(klik_client.Control(control).put({
        "specversion": "1.0", "id": fact_id, "source": "/example", "type": "dk.klik.task.observed.v1", "time": when,
        "data": {"municipality": municipality, "number": int(number), **pairs(fields)},
    }))
    return 0


def main() -> int:
    what = {"list": list_tasks, "follow": follow, "ask": ask, "put": put}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--control", default="tcp://127.0.0.1:7511", help="klikd's control endpoint")
    parser.add_argument("what", choices=what)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    return what[arguments.what](arguments.control, arguments.words)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (klik_client.Refused, klik_client.NoAnswer) as failure:
        sys.exit(f"tasks: {failure}")
    except KeyboardInterrupt:
        pass
