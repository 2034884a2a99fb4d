#!/usr/bin/python3
"""Prints a municipality's events and goes on behind the last one acknowledged, however either side ends.

    subscriber.py [--control tcp://127.0.0.1:7511] [--name NAME] [--kind KIND]... [--limit N]

With `--kind notification` it prints who is told what, in Danish; a mailer would send it there.
"""

import argparse
import json
import sys

from klik_client import Refused, Stream


def line(event: dict) -> str:
    if event["type"] == "dk.klik.notification.v1":
        told = "; ".join(item["text"]["da"] for item in event["data"]["items"])
        return f"{event['data']['recipient']['person']}: {told}"
    return json.dumps(event["data"], ensure_ascii=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--control", default="tcp://127.0.0.1:7511", help="klikd's control endpoint")
    parser.add_argument("--name", default="example-subscriber", help="durable name of this subscriber")
    parser.add_argument("--kind", action="append", help="only this kind; may be repeated")
    parser.add_argument("--start", default="begin", help="where a new name begins; who delivers would say end")
    parser.add_argument("--limit", type=int, default=0, help="end after so many events")
    arguments = parser.parse_args()
    stream = Stream(arguments.control, arguments.name, start_when_new=arguments.start, kinds=arguments.kind,
                    tell=lambda what: print(what, file=sys.stderr, flush=True))
    try:
        for count, event in enumerate(stream, 1):
            print(event["sequence"].lstrip("0"), event["time"], event["type"], line(event), flush=True)
            stream.ack(event)  # only after it has been dealt with
            if count == arguments.limit:
                break
    finally:
        stream.close()


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        sys.exit(f"subscriber: {refused.code}: {refused}")
    except KeyboardInterrupt:
        pass
