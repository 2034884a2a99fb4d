#!/usr/bin/python3
"""Prints what happens now, one JSON object a line, and every loss.

    watch.py [--live tcp://127.0.0.1:7510] [--kind KIND]...
"""

import argparse
import json

from klik_client import BEAT_S, Gap, Live, NewEpoch


def described(item: dict | Gap | NewEpoch) -> dict:
    if isinstance(item, Gap):
        return {"lost": item.kind, "after": item.after, "up_to": item.up_to}
    if isinstance(item, NewEpoch):
        return {"new_epoch": item.epoch}
    return item


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--live", default="tcp://127.0.0.1:7510", help="klikd's live endpoint")
    parser.add_argument("--kind", action="append", help="only this kind; may be repeated")
    arguments = parser.parse_args()
    live = Live(arguments.live, arguments.kind)
    while True:
        item = live.next(BEAT_S)
        if item:
            print(json.dumps(described(item), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
