"""Metrics (docs/metrics.md): what a klikd with real traffic tells Prometheus, and that documents, alert rules and
dashboard name what there is. promtool judges form and rules."""

import json
import re
import signal
import socket
import subprocess
import time
import urllib.request

import pytest
import yaml

import programs
from keyring import Keyring, Pair
from klik_wire import observed, until

EXAMPLES = programs.ROOT / "examples" / "prometheus"
RULES, RULES_TEST = EXAMPLES / "klikd.rules.yml", EXAMPLES / "klikd.rules.test.yml"
DASHBOARD = EXAMPLES / "klikd.dashboard.json"
PAGE = programs.ROOT / "docs" / "metrics.md"
OURS = r"\b(?:klikd|process)_[a-z_]+\b"
METRICS = '[metrics]\nlisten = "127.0.0.1:0"\n'


# What Grafana's value formats call them, of those that suit our metrics.
UNITS = {"short", "s", "bytes", "ops", "dateTimeFromNow"}
GRID_COLUMNS = 24


def dashboard() -> dict:
    return json.loads(DASHBOARD.read_text())


def dashboard_targets() -> list[dict]:
    """All that is asked of Prometheus: by the panels and for the marks in them."""
    board = dashboard()
    return ([target for panel in board["panels"] for target in panel["targets"]] +
            [mark["target"] for mark in board["annotations"]["list"]])


def promtool(*words, page: str | None = None) -> str:
    """What it finds; it has to end well."""
    run = subprocess.run(["promtool", *map(str, words)], input=page, capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


def place_of(daemon: programs.Klikd) -> str:
    return re.search(r"http://127\.0\.0\.1:\d+/metrics", daemon.logged("K106")).group()


def page_of(daemon: programs.Klikd) -> str:
    with urllib.request.urlopen(place_of(daemon), timeout=programs.PATIENCE_S) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        return answer.read().decode()


def samples(page: str) -> dict[str, float]:
    """By name and labels as they stand."""
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
            for line in page.splitlines() if line and not line.startswith("#")}


def names(page: str) -> set[str]:
    return set(re.findall(r"^# TYPE (\S+)", page, re.MULTILINE))


def without_suffix(name: str, known: set[str]) -> str:
    """The metric of a histogram's or summary's series."""
    stem = re.sub(r"_(bucket|sum|count)$", "", name)
    return name if name in known else stem


class Story:
    """A klikd with a platform, a plugin and clients, each of which has done something."""

    def __init__(self, running):
        self.folder = running.folder
        plugin = self.folder / "the-bot"
        plugin.write_text("#!/bin/sh\ncase \"$*\" in *--check-config*) exit 0 ;; esac\n"
                          "echo '<4>[X1] the tool is slow' >&2\nread line\n")
        plugin.chmod(0o700)
        self.platform = running.platform()
        self.config = self.folder / "klikd.toml"
        self.config.write_text(self.platform.config(METRICS + f'[plugins.bot]\nprogram = "{plugin}"\n'))
        self.daemon = running.klikd("--config", self.config)
        self.platform.subscribed()
        self.control = running.control(self.daemon)
        self.facts()
        self.requests()
        self.notices(running.control(self.daemon))

    def facts(self):
        self.platform.tell(1)
        self.platform.make(2)
        self.platform.tell(3)  # 2 is missing
        self.platform.tell_raw(4, self.platform.topic(4), b"\xc1")
        self.daemon.logged("K140")
        until(lambda: self.control.task(3))
        known = observed(10, title="A", status="Ikke påbegyndt", due_date="2024-02-05", assignee={"name": "Anna Holm"})
        assert self.control.put(known)["duplicate"] is False
        assert self.control.put(known)["duplicate"] is True
        refused = self.control.ask("put", event={**observed(11), "type": "dk.klik.nonsense.v1"})
        assert refused.verb == "error"

    def requests(self):
        for request_id, number, verb in (("r-1", 10, "request.accepted"), ("r-2", 77, "request.refused")):
            answer = self.control.ask("request", id=request_id, number=number, change={"status": "Påbegyndt"})
            assert answer.verb == verb, answer

    def notices(self, reader):
        """`mail` tells of the first notice of task 10, acknowledges that and no other."""
        self.control.advance_to("2024-02-06T08:01:00+01:00")
        reader.open("mail", "begin", kinds=["notification"])
        event = reader.next_event()
        while all(item["number"] != 10 for item in event["data"]["items"]):
            event = reader.next_event()
        item = next(item for item in event["data"]["items"] if item["number"] == 10)
        self.kind = item["kind"]
        answer = self.control.ask("report", event=event["id"], item=item["key"], outcome="bounced",
                                  person=event["data"]["recipient"]["person"])
        assert answer.verb == "report.ok", answer
        reader.acknowledge(event)
        self.control.ask("ping")


@pytest.fixture
def story(running):
    return Story(running)


def test_what_happened_is_in_the_metrics(story):
    found = until(lambda: (page := samples(page_of(story.daemon))) and
                  page['klikd_client_lag_records{municipality="9999",client="mail"}'] > 0 and page)

    def of(name, **labels):
        return found[name + ("{" + ",".join(f'{k}="{v}"' for k, v in labels.items()) + "}" if labels else "")]

    def here(name, **labels):
        return of(name, municipality="9999", **labels)

    assert here("klikd_facts_total", outcome="taken") >= 3
    assert here("klikd_facts_total", outcome="duplicate") == 1
    assert here("klikd_facts_total", outcome="quarantined") == 1
    assert here("klikd_facts_total", outcome="refused") == 1
    assert here("klikd_gaps_open") >= 1 and here("klikd_facts_missing") >= 1
    assert here("klikd_quarantined_messages") == 1
    assert here("klikd_tasks") == 3
    assert here("klikd_platform_last_fact_timestamp_seconds") > 1.7e9
    assert here("klikd_client_oldest_undelivered_seconds", client="mail") >= 0
    assert here("klikd_open_streams") == 1
    assert of("klikd_decisions_total", outcome="refused", reason="unknown_task") == 1
    assert of("klikd_notifications_total", kind=story.kind, outcome="bounced") == 1
    assert of("klikd_notifications_total", kind=story.kind, outcome="published") >= 1
    assert of("klikd_plugin_up", plugin="bot") == 1 and of("klikd_plugin_warning", plugin="bot") == 1
    assert of("klikd_journal_sync_seconds_count") > 0
    assert of("klikd_journal_bytes") > 4096
    assert of("klikd_read_only") == 0
    records = sum(here("klikd_events_total", kind=kind)
                  for kind in ("internal", "state", "notification", "request", "system"))
    assert records == int(story.control.ask("ping")["head"])


def test_promtool_has_nothing_to_say_of_them(story):
    page = page_of(story.daemon)
    assert promtool("check", "metrics", page=page) == ""
    assert "invalid" not in page and "Anna" not in page, "no personal data"


def test_each_metric_is_documented_and_each_name_in_a_document_is_a_metric(story):
    exported = names(page_of(story.daemon))
    rows = re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(), re.MULTILINE)
    assert sorted(rows) == sorted(exported)
    rules = yaml.safe_load(RULES.read_text())["groups"][0]["rules"]
    expressions = [rule["expr"] for rule in rules] + [target["expr"] for target in dashboard_targets()]
    named = {without_suffix(name, exported) for text in expressions for name in re.findall(OURS, text)}
    assert named - exported == set()


def test_each_query_of_the_dashboard_is_one(tmp_path):
    """promtool reads it as the expression of a rule."""
    queries = [target["expr"] for target in dashboard_targets()]
    text = yaml.safe_dump({"groups": [{"name": "dashboard", "rules": [
        {"record": f"query_{i}", "expr": query.replace("$__rate_interval", "5m")} for i, query in enumerate(queries)]}]})
    file = tmp_path / "dashboard.yml"
    file.write_text(text)
    assert f"{len(queries)} rules found" in promtool("check", "rules", file)


def places(panel: dict) -> set[tuple[int, int]]:
    at = panel["gridPos"]
    return {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}


def test_the_panels_of_the_dashboard_stand_beside_each_other():
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: dict[tuple[int, int], str] = {}
    for panel in panels:
        for place in places(panel):
            assert 0 <= place[0] < GRID_COLUMNS and place[1] >= 0, panel["title"]
            assert taken.setdefault(place, panel["title"]) == panel["title"]


def test_the_dashboard_is_as_grafana_documents_it():
    """Its "Dashboard JSON model"; what has no meaning there would be passed over without a word."""
    board = dashboard()
    assert 8 <= len(board["uid"]) <= 40 and "id" not in board, "imported, it gets an id of that Grafana"
    variables = {variable["name"]: variable for variable in board["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource" and variables["datasource"]["query"] == "prometheus"
    source = {"type": "prometheus", "uid": "${datasource}"}
    asks = [*board["panels"], *board["annotations"]["list"], variables["municipality"]]
    assert all(each["datasource"] == source for each in asks)
    for panel in board["panels"]:
        assert panel["type"] in ("stat", "timeseries") and panel["title"], panel
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS, panel["title"]
        names = [target["refId"] for target in panel["targets"]]
        assert len(set(names)) == len(names) > 0, panel["title"]
        assert all(target["datasource"] == source for target in panel["targets"])
    used = set(re.findall(r"\$\{?(\w+)", DASHBOARD.read_text()))
    assert used - set(variables) == {"__all", "__rate_interval"}, "Grafana's own, and ours"


def test_the_alert_rules_are_sound_and_each_fires():
    assert "SUCCESS" in promtool("check", "rules", RULES)
    assert "SUCCESS" in promtool("test", "rules", RULES_TEST)
    alerts = {rule["alert"] for rule in yaml.safe_load(RULES.read_text())["groups"][0]["rules"]}
    fired = {label for test in yaml.safe_load(RULES_TEST.read_text())["tests"] for step in test["promql_expr_test"]
             for sample in step["exp_samples"] for label in re.findall(r'alertname="(\w+)"', sample["labels"])}
    assert fired == alerts
    assert set(re.findall(r"\bKlikd[A-Z]\w+", PAGE.read_text())) == alerts


def test_a_stranger_and_a_broken_rule_set_show(running):
    rules = running.folder / "rules.toml"
    rules.write_text('[colour]\nyellow = "14d"\n')
    ring = Keyring(running.folder)
    ring.config.write_text(f'rules = "{rules}"\n' + ring.config.read_text() + METRICS)
    daemon = running.klikd("--config", ring.config)

    def shows(name: str, value: int):
        until(lambda: samples(page_of(daemon))[name] == value)

    shows("klikd_connections_refused_total", 0)
    ring.control(running, daemon, Pair())
    until(lambda: samples(page_of(daemon))["klikd_connections_refused_total"] >= 1)
    shows('klikd_reload_refused{what="rules"}', 0)
    rules.write_text('[colour]\nyelow = "14d"\n')
    daemon.signal(signal.SIGHUP)
    shows('klikd_reload_refused{what="rules"}', 1)
    rules.write_text('[colour]\nyellow = "30d"\n')
    daemon.signal(signal.SIGHUP)
    shows('klikd_reload_refused{what="rules"}', 0)


def test_they_are_off_unless_they_are_wanted(running):
    daemon = running.klikd()
    running.control(daemon).ask("ping")
    assert "K106" not in daemon.log()


@pytest.mark.parametrize("listen, words", [
    ("0.0.0.0:9664", "this machine alone"), ("192.0.2.7:9664", "this machine alone"), ("127.0.0.1", "has no port"),
    ("127.0.0.1:40000", "below 32768")])
def test_only_this_machine_reads_them(tmp_path, listen, words):
    config = tmp_path / "klikd.toml"
    config.write_text(f'[metrics]\nlisten = "{listen}"\n')
    run = subprocess.run([programs.BIN / "klikd", "--config", config, "--check-config"], capture_output=True, text=True,
                         timeout=programs.PATIENCE_S)
    assert run.returncode == 1
    assert "klikd.toml:2: `metrics.listen`" in run.stderr and words in run.stderr


@pytest.fixture
def silent():
    """Opens connections that begin to ask and say no more."""
    opened = []

    def connect(daemon: programs.Klikd, count: int):
        port = int(re.search(r":(\d+)/", place_of(daemon)).group(1))
        for _ in range(count):
            opened.append(socket.create_connection(("127.0.0.1", port)))
            opened[-1].sendall(b"GET /metrics HT")

    yield connect
    for each in opened:
        each.close()


@pytest.fixture
def measured(running):
    """A klikd with metrics and nothing else."""
    config = running.folder / "klikd.toml"
    config.write_text(METRICS)
    return running.klikd("--config", config)


def test_who_asks_and_says_no_more_holds_up_nobody(running, measured, silent):
    silent(measured, 20)
    control = running.control(measured)
    for number in range(1, 50):
        assert control.put(observed(number)).verb == "put.ok"
    until(lambda: 'outcome="taken"} 49' in page_of(measured))


@pytest.mark.parametrize("connections", [0, 3])
def test_klikd_ends_within_two_seconds_with_them_as_well(measured, silent, connections):
    page_of(measured)
    silent(measured, connections)
    began = time.monotonic()
    assert measured.stop() == 0
    assert time.monotonic() - began < 2  # the requirement itself
