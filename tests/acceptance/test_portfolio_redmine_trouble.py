"""klik-portfolio when Redmine, or what lies between, misbehaves: named in words, nothing lost, nothing twice."""

import random
import re
import subprocess
import time

import programs
import pytest

import rude_proxy
from klik_wire import until
from portfolio_story import NOTHING_TO_DO
from redmine_peer import KEYS
from redmine_story import pair, redmine, story  # noqa: F401 (fixtures)
from rude_proxy import RudeProxy, cut, done_but, half, late, late_answer, says, shortened


@pytest.fixture
def proxy(story):
    made = RudeProxy(story.redmine.port)
    story.configure(story.redmine.url, made.url)
    story.configure("[plugins.portfolio.redmine]", "[plugins.portfolio.redmine]\npatience_s = 1")
    yield made
    made.stop()


@pytest.fixture
def elsewhere():
    made = RudeProxy()
    yield made
    made.stop()


def asked(proxy, method: str = "") -> int:
    return sum(each[0] == method or not method for each in proxy.requests)


FAULTS = {
    "429": (says(429, retry_after="1"), "answers 429"),
    "500": (says(500, rude_proxy.HTML), "answers 500"),
    "502": (says(502, rude_proxy.HTML), "answers 502"),
    "503": (says(503, retry_after="1"), "answers 503"),
    "cut before": (cut, "wants TLS; look at its port"),
    "cut after": (done_but(cut), "wants TLS; look at its port"),
    "500 after": (done_but(says(500)), "answers 500"),
    "slow": (late(2), "takes too long"),
    "slow after": (late_answer(2), "takes too long"),
    "half a body": (half, "the connection broke"),
    "truncated": (shortened, "it is no JSON"),
    "HTML with 200": (says(200, rude_proxy.HTML, Content_Type="text/html"), "it is no JSON"),
    "another JSON": (says(200, b'{"status":"ok"}'), "lacks the list asked for"),
    "nothing": (says(200), "lacks the list asked for"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_answers_instead_it_is_named_and_nothing_is_lost(pair, proxy, fault):
    rude, words = FAULTS[fault]
    pair.apply()
    pair.serve_by_klikd()
    until(lambda: asked(proxy))
    pair.at_rest()
    proxy.rude = lambda method, path, body: rude
    pair.tell(1, title="Aftalen")
    pair.tell(3, title="Drift", project="DUBU 3.0", status="I gang", prerequisites=[1])
    pair.change(2, due_date="2024-05-06")
    until(lambda: "[F220]" in pair.log())
    before = asked(proxy)
    until(lambda: asked(proxy) > before)  # it is tried again
    assert words in pair.log(), pair.log()
    assert words in pair.health(), pair.health()
    proxy.rude = lambda method, path, body: None
    until(lambda: "[F221]" in pair.log())
    pair.control.open("platform", "begin", kinds=["request"])
    assert pair.request()["change"] == {"due_date": "2024-05-06"}
    until(lambda: 3 in pair.issues())
    pair.tell(2, due_date="2024-05-06")
    pair.at_rest()
    issues = pair.issues()
    assert sorted(issues) == [1, 2, 3] and issues[1]["subject"] == "Aftalen"
    assert pair.control.task(2)["due_date"] == issues[2]["due_date"] == "2024-05-06"
    assert pair.log().count("[F220]") == 1, pair.log()
    assert "[F220]" not in pair.health() and "[F221]" not in pair.health()
