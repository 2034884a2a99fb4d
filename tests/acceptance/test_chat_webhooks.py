"""The channels `webhook_slack` and `webhook_teams` of klik-chat, against servers that answer well and badly."""

import concurrent.futures
import hashlib
import hmac
import http.client
import itertools
import json
import pathlib
import re
import socket
import subprocess
import threading
import time
import urllib.parse

import pytest

from channel_side import ChannelSide
from klik_wire import PATIENCE_S, until
from webhook_peer import WebhookPeer

TROUBLE = {"slack": "H410", "teams": "H510"}
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
HOSTILE = "@all <!channel> https://x.example *b* _i_ ~s~ `c` [a](b) <b>&amp; {{DATE(2024-01-01T00:00:00Z)}}\u0000\u202e"
NODE = pathlib.Path(__file__).resolve().parents[1] / "peers" / "node"


class Stage:
    def __init__(self, folder):
        self.folder = folder
        self.elsewhere = WebhookPeer()
        self.peer = WebhookPeer(self.elsewhere.url)
        self.ends = [self.peer.end, self.elsewhere.end]

    def channel(self, kind: str, *rooms: str, commands: bool = False, room_keys: str = "",
                listen: str = "127.0.0.1:0") -> ChannelSide:
        """Each room is the path of its webhook."""
        config = f'[plugins.chat.channels.w]\nkind = "webhook_{kind}"\n'
        if commands:
            config += ('[plugins.chat.channels.w.commands]\n'
                       f'listen = "{listen}"\n'
                       f'signing_secret_file = "{self.secret("signing", SECRET)}"\n')
        for room in rooms:
            url = self.secret(f"{room}.url", f"{self.peer.url}/{room}/T000/secret-part?sig=hidden")
            config += f'[plugins.chat.channels.w.rooms.{room}]\nurl_file = "{url}"\n{room_keys}\n'
        side = ChannelSide(self.folder, config, "w", *rooms)
        self.ends.append(side.kill)
        return side

    def secret(self, name: str, text: str) -> pathlib.Path:
        file = self.folder / name
        file.write_text(text)
        file.chmod(0o600)
        return file

    def sent(self, room: str) -> list[dict]:
        return [json.loads(body) for body in self.peer.bodies(f"/{room}/T000/secret-part?sig=hidden")]

    def end(self):
        for each in reversed(self.ends):
            each()


@pytest.fixture
def stage(tmp_path):
    made = Stage(tmp_path)
    yield made
    made.end()
    if (tmp_path / "channel.log").exists():
        log = (tmp_path / "channel.log").read_text()
        print(log)
        assert "secret-part" not in log and "hidden" not in log and SECRET not in log


@pytest.mark.parametrize("kind", ["slack", "teams"])
class TestWebhook:
    def test_a_post_that_is_taken_is_posted(self, stage, kind):
        side = stage.channel(kind, "ok")
        side.post_when_ready("p.1", "Opgave #121850", room="ok")
        assert side.first("posted")["posted"] == "p.1"
        assert len(stage.sent("ok")) == 1

    def test_patience_that_is_asked_for_is_given(self, stage, kind):
        side = stage.channel(kind, "later")
        side.post_when_ready("p.1", "hej", room="later")
        for times in (1, 2):
            until(lambda: len(side.all("not_posted")) == times)
            refused = side.all("not_posted")[-1]
            assert (refused["code"], refused["wait_s"]) == ("busy", 1)
            side.post_when_ready("p.1", "hej", room="later")
        side.first("posted")
        times = [when for *_, when in stage.peer.requests]
        assert all(later - earlier >= 1 for earlier, later in zip(times, times[1:]))
        assert "(ends H" in side.log()

    # Of a date two minutes ahead: a clock of whole seconds may be some milliseconds late to begin the next.
    @pytest.mark.parametrize("room,least,most", [("date", 110, 121), ("nonsense", 2, 2), ("ages", 3600, 3600)])
    def test_patience_may_be_a_date_and_has_an_end(self, stage, kind, room, least, most):
        side = stage.channel(kind, room)
        side.post_when_ready("p.1", "hej", room=room)
        refused = side.first("not_posted")
        assert refused["code"] == "busy" and least <= refused["wait_s"] <= most

    def test_a_failing_server_is_left_in_peace_longer_each_time(self, stage, kind):
        side = stage.channel(kind, "broken")
        for wait_s in (2, 4):
            since = len(side.happened)
            side.post_when_ready("p.1", "hej", room="broken")
            refused = side.first("not_posted", since=since)
            assert (refused["code"], refused["wait_s"]) == ("busy", wait_s)

    def test_one_that_never_answers_holds_nobody_up(self, stage, kind):
        side = stage.channel(kind, "never", "ok")
        side.post_when_ready("stuck", "hej", room="never")
        until(lambda: stage.sent("never"))
        for number in range(3):
            side.post_when_ready(f"p.{number}", "hej", room="ok")
            side.first("posted", f"p.{number}")
        stuck = side.first("not_posted", "stuck")
        assert stuck["code"] == "busy" and "may have it" in stuck["text"]

    def test_a_redirect_is_not_followed(self, stage, kind):
        side = stage.channel(kind, "elsewhere")
        side.post_when_ready("p.1", "hej", room="elsewhere")
        assert side.first("not_posted")["code"] == "insecure"
        assert stage.elsewhere.requests == []

    @pytest.mark.parametrize("room,code", [
        ("gone", "gone"), ("secret", "unauthorised"), ("bad", "refused"), ("denied", "gone"), ("page", "gone"),
        ("unknown", "gone"), ("echo", "gone")])
    def test_what_a_refusal_means(self, stage, kind, room, code):
        side = stage.channel(kind, room)
        side.post_when_ready("p.1", "hej", room=room)
        refused = side.first("not_posted")
        assert refused["code"] == code
        assert "secret-part" not in refused["text"] and "hidden" not in refused["text"]
        if room != "bad":
            side.logged(TROUBLE[kind])

    def test_one_post_that_is_refused_is_given_up_and_the_next_waits(self, stage, kind):
        side = stage.channel(kind, "bad")
        for post, code in (("p.1", "refused"), ("p.2", "gone")):
            side.post_when_ready(post, "hej", room="bad")
            assert side.first("not_posted", post)["code"] == code
        assert "one post after the other" in side.logged(TROUBLE[kind])

    def test_a_json_that_says_yes_is_a_receipt(self, stage, kind):
        side = stage.channel(kind, "rocket")
        side.post_when_ready("p.1", "hej", room="rocket")
        side.first("posted")

    def test_a_burst_keeps_the_pace(self, stage, kind):
        pause_s = {"slack": 1, "teams": 0.25}[kind]
        side = stage.channel(kind, "ok-1", "ok-2")
        until(lambda: side.is_ready("ok-1"))
        began = time.monotonic()
        for number in range(3):
            for room in ("ok-1", "ok-2"):
                side.post_when_ready(f"{room}.{number}", "hej", room=room)
                side.first("posted", f"{room}.{number}")
        times = [when for path, _, when in stage.peer.requests if kind == "teams" or path.startswith("/ok-1")]
        # Each may arrive late, which makes the next one look early; so they are held against the first one's going.
        assert all(when - began >= number * pause_s for number, when in enumerate(times))


def test_slack_reads_a_task_as_text(stage):
    side = stage.channel("slack", "ok")
    link = {"text": "KLIK <1>|&", "url": "https://klik.example/?a=1&b=2"}
    side.post_when_ready("p.1", [HOSTILE, {"text": "Gul"}, " ", link], room="ok")
    side.first("posted")
    [sent] = stage.sent("ok")
    text = sent["blocks"][0]["text"]
    assert text["text"] == sent["text"] and text["verbatim"] is True and sent["blocks"][0]["block_id"] == "p.1"
    assert re.findall(r"<[^>]*>", sent["text"]) == ["<https://klik.example/?a=1&amp;b=2|KLIK &lt;1&gt;¦&amp;>"]
    task = sent["text"].split("*Gul*")[0]
    assert not set("@*_~`[]|<>\u0000\u202e") & set(task) and "://" not in task
    assert task.startswith("＠all &lt;!channel&gt; https∶//x․example ∗b∗")


def test_slack_cuts_what_is_too_long(stage):
    side = stage.channel("slack", "ok")
    side.post_when_ready("p.1", "Overskrift", "<&>" * 4000, room="ok")
    side.first("posted")
    [sent] = stage.sent("ok")
    assert len(sent["text"].encode()) <= 3000 and sent["text"].endswith("…")
    assert re.fullmatch(r"Overskrift\n(&lt;|&gt;|&amp;)+…", sent["text"])


def check_cards(bodies: list[dict]) -> list[dict]:
    """With the parser of Adaptive Cards itself."""
    lines = "".join(json.dumps(body) + "\n" for body in bodies)
    done = subprocess.run(["node", NODE / "adaptive_card_check.js"], input=lines, capture_output=True, text=True,
                          timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_teams_reads_a_task_as_text(stage):
    side = stage.channel("teams", "ok")
    side.post_when_ready("p.1", [{"text": "Opgave #121850"}],
                         [HOSTILE, {"text": "KLIK", "url": "https://klik.example/121850"}], room="ok")
    side.first("posted")
    [card] = check_cards(stage.sent("ok"))
    assert card["complaints"] == [] and card["first"] == "p.1"
    assert card["type"] == "application/vnd.microsoft.card.adaptive"
    title, task, link = card["runs"]
    assert title["text"] == "Opgave #121850"
    assert link == {"text": "KLIK", "url": "https://klik.example/121850"}
    assert task["url"] is None and "{{" not in task["text"] and "://" not in task["text"]
    assert not set("@*_~`[]|\u0000\u202e") & set(task["text"])


def test_teams_is_never_sent_more_than_it_takes(stage):
    side = stage.channel("teams", "ok")
    side.post_when_ready("p.1", "Overskrift", *['"\\æ' * 500 for _ in range(40)], room="ok")
    side.first("posted")
    [body] = stage.peer.bodies("/ok/T000/secret-part?sig=hidden")
    assert 20_000 < len(body) <= 28_000
    [card] = check_cards([json.loads(body)])
    assert card["complaints"] == [] and card["runs"][0]["text"] == "Overskrift" and card["runs"][-1]["text"] == "…"


def test_the_parser_of_cards_complains_of_a_bad_one():
    [card] = check_cards([{"attachments": [{"contentType": "x", "content": {
        "type": "AdaptiveCard", "version": "1.4", "body": [{"type": "TxtBlock"}]}}]}])
    assert card["complaints"]


class Slack:
    """Asks as Slack does."""

    def __init__(self, side: ChannelSide):
        line = side.logged("H420")
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)/slack", line).group(1))
        self._triggers = itertools.count()

    def request(self, body: str, when: float | None = None, secret: str = SECRET, signature: str | None = None,
                **headers) -> tuple[int, str]:
        timestamp = str(int(when or time.time()))
        signed = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request("POST", "/slack", body, {
            "Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature if signature is not None else f"v0={signed}", **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def ask(self, side: ChannelSide, text: str, line: str) -> tuple[dict, dict, float]:
        """Has a command answered with a line: what was heard, what is answered, and how long it took."""
        since, began = len(side.happened), time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(1) as executor:
            asking = executor.submit(self.request, form(text, f"trigger-{next(self._triggers)}"))
            said = side.first("said", since=since)
            side.post(f"a.{since}", line, answers=said["said"])
            status, answer = asking.result()
        assert status == 200
        return said, json.loads(answer), time.monotonic() - began


def form(text: str, trigger: str = "13345224609.738474920", response_url: str = "https://hooks.slack.com/commands/1",
         **more):
    return urllib.parse.urlencode({"command": "/klik", "text": text, "user_id": "U2147483697", "user_name": "anna",
                                   "trigger_id": trigger, "response_url": response_url, **more})


class SlowClients:
    """Most say nothing; each fourth sends a byte now and then, of a request that never ends."""

    def __init__(self, port: int, count: int):
        self.sent_away = 0  # at once, with a 503
        self.sockets = [socket.socket() for _ in range(count)]
        for each in self.sockets:  # all at once, and nobody waits until the one before is let in
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._trickle, daemon=True)
        self._thread.start()

    def _trickle(self):
        while not self._ending.wait(0.1):
            for each in self.sockets[::4]:
                try:
                    each.sendall(b"P")
                except OSError:
                    pass  # hung up on

    def are_hung_up_on(self, patience_s: float) -> bool:
        until_s = time.monotonic() + patience_s
        for each in self.sockets:
            each.settimeout(max(0.01, until_s - time.monotonic()))
            try:
                while said := each.recv(4096):
                    self.sent_away += b" 503 " in said
            except ConnectionError:
                pass
            except TimeoutError:
                return False
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ending.set()
        self._thread.join()
        for each in self.sockets:
            each.close()


class TestSlashCommand:
    def test_it_is_heard_with_the_id_of_the_user_and_answered_at_once(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack = Slack(side)

        def answered_at_once() -> bool:
            said, answer, _ = slack.ask(side, "fuldført 121850 æøå", "Afvist: <!channel> #130101 mangler")
            assert (said["room"], said["sender"], said["text"]) == ("", "U2147483697", "fuldført 121850 æøå")
            assert answer["response_type"] == "ephemeral"
            return answer["text"] == "Afvist: &lt;!channel&gt; #130101 mangler"

        until(answered_at_once)  # within the three seconds of Slack's, which a busy machine may take for itself
        side.first("posted")

    def test_what_takes_longer_goes_to_the_response_url_of_the_webhooks_server(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        status, text = Slack(side).request(form("mine", response_url=f"{stage.peer.url}/ok-commands/1"))
        assert status == 200 and "på vej" in json.loads(text)["text"]
        side.post("a.1", "dine opgaver", answers=side.first("said")["said"])
        [body] = until(lambda: stage.peer.bodies("/ok-commands/1"))
        assert json.loads(body)["text"] == "dine opgaver"

    def test_no_other_server_is_called(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        Slack(side).request(form("mine", response_url=f"{stage.elsewhere.url}/internal"))
        side.post("a.1", "dine opgaver", answers=side.first("said")["said"])
        assert side.first("not_posted")["code"] == "refused"
        side.logged("H423")
        assert stage.elsewhere.requests == []

    @pytest.mark.parametrize("wrong,status", [
        ({"secret": "guessed"}, 401), ({"signature": ""}, 401), ({"when": -301}, 401), ({"when": 3600}, 401)])
    def test_what_slack_did_not_sign_now_is_not_heard(self, stage, wrong, status):
        side = stage.channel("slack", "ok", commands=True)
        slack = Slack(side)
        if "when" in wrong:
            wrong = {"when": time.time() + wrong["when"]}
        assert slack.request(form("fuldført 1"), **wrong)[0] == status
        side.logged("H421")
        slack.request(form("fuldført 2", "t2"))
        until(lambda: side.all("said"))
        assert [each["text"] for each in side.all("said")] == ["fuldført 2"]

    def test_where_it_listens_has_to_be_free_and_should_be_this_machines(self, stage):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            side = stage.channel("slack", "ok", commands=True, listen=f"127.0.0.1:{taken.getsockname()[1]}")
            side.logged("H422")
            side.post_when_ready("p.1", "hej", room="ok")
            side.first("posted")
        stage.channel("slack", "ok", commands=True, listen="0.0.0.0:0").logged("H426")

    def test_each_reason_for_which_a_request_is_not_taken_is_logged(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack, now = Slack(side), time.time()
        slack.request(form("mine"), when=now - 301)
        slack.request(form("mine"), secret="guessed")
        slack.request(form("mine"), when=now)
        slack.request(form("mine"), when=now)
        lines = until(lambda: [line for line in side.log().splitlines() if "[H421]" in line][2:] and side.log())
        assert "five minutes ago" in lines and "did not sign it" in lines and "it came before" in lines

    def test_a_request_that_is_sent_again_is_taken_once(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack, now = Slack(side), time.time()
        assert slack.request(form("fuldført 1"), when=now)[0] == 200
        assert slack.request(form("fuldført 1"), when=now)[0] == 409
        slack.request(form("fuldført 2", "t2"))
        until(lambda: len(side.all("said")) >= 2)
        assert [each["text"] for each in side.all("said")] == ["fuldført 1", "fuldført 2"]

    def test_bodies_without_end_and_packed_ones_are_turned_away(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack = Slack(side)
        assert slack.request("x" * 10_000)[0] == 413
        assert slack.request(form("mine"), **{"Content-Encoding": "gzip"})[0] == 411
        with socket.create_connection(("127.0.0.1", slack.port)) as client:
            client.sendall(b"POST /slack HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            assert b" 411 " in client.recv(4096)
        assert side.all("said") == []

    def test_slow_clients_do_not_make_slack_wait(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack = Slack(side)

        def answered_in_time() -> bool:
            with SlowClients(slack.port, 100) as clients:
                _, answer, took_s = slack.ask(side, "mine", "dine opgaver")
                assert clients.are_hung_up_on(PATIENCE_S)
            return answer["text"] == "dine opgaver" and took_s < 3

        until(answered_in_time)  # a busy machine may take the three seconds for itself
        assert side.stop() == 0

    def test_more_than_can_be_served_are_sent_away_at_once(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        slack = Slack(side)

        def some_are_sent_away() -> bool:
            with SlowClients(slack.port, 300) as clients:
                assert clients.are_hung_up_on(PATIENCE_S)
                return 0 < clients.sent_away < 300

        until(some_are_sent_away, 2 * PATIENCE_S)  # a busy machine may let them in one by one
        assert slack.request(form("mine", "t2"))[0] == 200
        assert side.stop() == 0

    def test_an_answer_that_does_not_arrive_is_tried_again(self, stage):
        side = stage.channel("slack", "ok", commands=True)
        Slack(side).request(form("mine", response_url=f"{stage.peer.url}/broken-commands/1"))
        said = side.first("said")["said"]
        for attempt in range(2):
            since = len(side.happened)
            side.post("a.1", "dine opgaver", answers=said)
            refused = side.first("not_posted", since=since)
            assert (refused["code"], refused["logged"]) == ("busy", True)
        side.post("a.1", "dine opgaver", answers=said)
        side.first("posted", "a.1")
        assert "HTTP 500" in side.logged("H424") and "(ends H424" in side.logged("H425")
        assert len(stage.peer.bodies("/broken-commands/1")) == 3

    @pytest.mark.parametrize("how", ["gone", "denied", "elsewhere"])
    def test_an_answer_that_is_refused_is_not_called_delivered(self, stage, how):
        side = stage.channel("slack", "ok", commands=True)
        Slack(side).request(form("mine", response_url=f"{stage.peer.url}/{how}-commands/1"))
        side.post("a.1", "dine opgaver", answers=side.first("said")["said"])
        assert side.first("not_posted")["code"] == "refused"
        assert side.all("posted") == [] and stage.elsewhere.requests == []

    def test_it_comes_from_the_room_whose_id_or_name_it_has(self, stage):
        side = stage.channel("slack", "ok", commands=True, room_keys='id = "C024BE91L"')
        slack = Slack(side)
        for number, channel in enumerate([{"channel_id": "C024BE91L", "channel_name": "privategroup"},
                                          {"channel_id": "C9999999", "channel_name": "ok"},
                                          {"channel_id": "D0000001", "channel_name": "directmessage"}]):
            slack.request(form("hjælp", f"t{number}", **channel))
        until(lambda: len(side.all("said")) == 3)
        assert [each["near"] for each in side.all("said")] == ["ok", "ok", ""]
