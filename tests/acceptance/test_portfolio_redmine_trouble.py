"""klik-portfolio when Redmine, or what lies between, misbehaves: named in words, nothing lost, nothing twice."""

import contextlib
import itertools
import os
import random
import time

import pytest

import rude_proxy
from portfolio_story import NOTHING_TO_DO
from redmine_peer import KEYS
from redmine_story import SHOWN, pair, redmine, story, until  # noqa: F401 (fixtures)
from rude_proxy import RudeProxy, cut, done_but, half, late, late_answer, says, shortened


@pytest.fixture
def proxy(story):
    made = RudeProxy(story.redmine.port)
    story.configure(story.redmine.url, made.url)
    story.configure("[plugins.portfolio.redmine]", "[plugins.portfolio.redmine]\npatience_s = 3")
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
    "slow": (late(5), "takes too long"),
    "slow after": (late_answer(5), "takes too long"),
    "half a body": (half, "the connection broke"),
    "truncated": (shortened, "it is no JSON"),
    "HTML with 200": (says(200, rude_proxy.HTML, Content_Type="text/html"), "it is no JSON"),
    "another JSON": (says(200, b'{"status":"ok"}'), "lacks what was asked for"),
    "nothing": (says(200), "lacks what was asked for"),
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
    assert pair.request()["change"] == {"due_date": "2024-05-06"}
    until(lambda: 3 in pair.issues())
    pair.tell(2, due_date="2024-05-06")
    pair.at_rest()
    issues = pair.issues()
    assert sorted(issues) == [1, 2, 3] and issues[1]["subject"] == "Aftalen"
    assert pair.control.task(2)["due_date"] == issues[2]["due_date"] == "2024-05-06"
    assert pair.log().count("[F220]") == 1, pair.log()
    assert "[F220]" not in pair.health() and "[F221]" not in pair.health()


def test_a_tool_that_asks_for_peace_gets_it(pair, proxy):
    pair.apply()
    pair.serve()
    until(lambda: asked(proxy) and "[F101]" in pair.log())
    pair.at_rest()
    proxy.rude = lambda method, path, body: says(429, retry_after="6")
    until(lambda: "[F220]" in pair.log())
    told = asked(proxy)
    begun = time.monotonic()
    until(lambda: asked(proxy) > told)
    assert time.monotonic() - begun > 5
    pair.stop()


def test_apply_waits_where_it_asks_too_often_and_goes_on(story, proxy):
    for number in range(1, 7):
        story.tell(number, title=f"Opgave {number}", project="DUBU 3.0", status="I gang")
    writes = itertools.count(1)
    proxy.rude = lambda method, path, body: says(429) if method != "GET" and next(writes) % 4 == 0 else None
    done = story.run("apply")
    assert done.returncode == 0, done
    assert done.stderr.count("[F220]") == done.stderr.count("[F221]") == 1, done.stderr
    assert {number: story.status(number) for number in story.issues()} == dict.fromkeys(range(1, 7), "Running")
    assert story.run("plan").stdout == NOTHING_TO_DO


@pytest.mark.parametrize("seconds", [1, 3600])
def test_apply_waits_neither_for_ever_nor_for_an_hour(pair, proxy, seconds):
    proxy.rude = lambda method, path, body: says(429, retry_after=str(seconds))
    done = pair.run("apply")
    assert done.returncode == 2 and "Redmine answers 429" in done.stderr, done
    assert len(proxy.requests) == (4 if seconds == 1 else 1)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_not_followed_with_the_key(pair, proxy, elsewhere, status):
    proxy.rude = lambda method, path, body: says(status, location=elsewhere.url + path)
    done = pair.run("apply")
    assert done.returncode == 2 and "leads elsewhere" in done.stderr, done.stderr
    assert not elsewhere.requests
    assert KEYS["sync"] not in done.stderr + done.stdout
    proxy.rude = lambda method, path, body: None
    pair.apply()
    assert pair.run("plan").stdout == NOTHING_TO_DO


def test_one_issue_that_the_tool_cannot_take_does_not_keep_the_others_from_it(pair, proxy):
    pair.apply()
    pair.tell(3, title="Drift", project="DUBU 3.0", status="I gang")
    poison = f"/issues/{pair.issues()[1]['id']}.json"
    proxy.rude = lambda method, path, body: says(500) if method == "PUT" and path == poison else None
    pair.tell(1, title="Aftalen")
    pair.tell(2, title="Prøve")
    pair.serve()
    until(lambda: pair.status(3) == "Running" and pair.issues()[2]["subject"] == "Prøve")
    assert pair.issues()[1]["subject"] == "Kontrakt"
    until(lambda: "[F232]" in pair.log())
    proxy.rude = lambda method, path, body: None
    until(lambda: pair.issues()[1]["subject"] == "Aftalen")
    pair.at_rest()
    assert "[F220]" not in pair.log(), "the tool itself can be used"
    pair.stop()


def test_an_issue_that_is_made_after_we_gave_it_up_is_taken_away_again(story, proxy):
    story.tell(1, title="Kontrakt", project="DUBU 3.0", status="I gang")
    in_a_queue = []
    proxy.rude = lambda method, path, body: in_a_queue.append if (method, path) == ("POST", "/issues.json") else None
    given_up = story.run("apply")
    assert "[F232]" in given_up.stderr and given_up.returncode == 1 and not story.issues(), given_up
    assert "der ingen sag fik, eller hvis sag ikke er rørt: 1;" in given_up.stdout
    proxy.rude = lambda method, path, body: None
    story.apply()
    (kept,) = story.issues().values()
    status, _, _ = in_a_queue[0]()
    assert status == 201
    assert len(subjects_in_order(story)) == 2
    assert "1 skrevet" in story.apply()
    assert subjects_in_order(story) == ["Kontrakt"] and story.issues()[1]["id"] == kept["id"]
    assert story.status(1) == "Running" and story.run("plan").stdout == NOTHING_TO_DO


def subjects_in_order(story) -> list[str]:
    issues = story.redmine.done("GET", f"/issues.json?project_id={story.project}&status_id=*&sort=id")["issues"]
    return [each["subject"] for each in issues]


def agree(story, numbers):
    issues = story.issues()
    assert sorted(issues) == list(numbers)
    for number in numbers:
        task, issue = story.control.task(number), issues[number]
        assert issue["status"]["name"] in SHOWN[task["status"]] and issue["due_date"] == task["due_date"], (
            number, task, issue, story.log())
        assert issue["subject"] == task["title"]
        comments = story.comments(number)
        assert len(set(comments)) == len(comments), "said twice"


def some_change(story, some: random.Random, numbers):
    number, date = some.choice(numbers), f"2024-03-{some.randrange(1, 29):02}"
    match some.randrange(5):
        case 0:
            story.tell(number, status=some.choice(["Ikke påbegyndt", "I gang", "Afsluttet"]))
        case 1:
            story.tell(number, due_date=date, title=f"Opgave {number} til {date}")
        case 2:
            story.try_to_change(number, due_date=date)
        case 3:
            story.try_to_change(number, status=some.choice(["Planned", "Running", "Done"]))
        case 4:
            story.carry_out()


@pytest.mark.parametrize("seed", range(1, 1 + int(os.environ.get("KLIK_TROUBLE_SEEDS", "1"))))
def test_whatever_fails_in_between_both_sides_agree_when_it_is_quiet(story, proxy, seed):
    some = random.Random(seed)
    numbers = range(1, 6)
    faults = [fault for fault, _ in FAULTS.values()]
    proxy.rude = lambda method, path, body: some.choice(faults) if some.random() < 0.08 else None
    for number in numbers:
        story.tell(number, title=f"Opgave {number}", project="DUBU 3.0", status="I gang", due_date="2024-03-04")
    for _ in range(14):
        done = story.run("apply")
        assert done.returncode in (0, 1, 2), done.stderr
        for _ in range(2 if story.issues() else 0):
            with_item = [number for number in numbers if number in story.issues()]
            some_change(story, some, with_item)
    proxy.rude = lambda method, path, body: None

    def quiet():
        story.carry_out()
        story.apply()
        said = story.run("plan").stdout
        return said == NOTHING_TO_DO
    until(quiet)
    agree(story, numbers)


@pytest.fixture
def watched(pair):
    """Kept in step by a service that klikd has started; beside it a second project, which has no trouble."""
    other = pair.redmine.project()
    pair.configure("[plugins.portfolio.fields]", f'"Aula" = "{other}"\n[plugins.portfolio.fields]')
    pair.apply()
    pair.serve_by_klikd()
    pair.other = other
    return pair


def subjects(story, project: str) -> set[str]:
    issues = story.redmine.done("GET", f"/issues.json?project_id={project}&status_id=*")["issues"]
    return {each["subject"] for each in issues}


def named_and_over(story, trouble, *words: str, begins="[F222]", ends="[F223]", others_go_on=True, ways=1):
    """While it lasts, the log names it once, or each of its `ways`, and health says it in words; then it is over by
    itself."""
    with trouble:
        story.tell(1, title="Aftalen", due_date="2024-03-25", status="Afsluttet")
        story.tell(3, title="Drift", project="DUBU 3.0", status="Ikke påbegyndt")
        story.tell(9, title="Skole", project="Aula", status="I gang")
        until(lambda: begins in story.log())
        for word in words:
            assert word in story.log(), (word, story.log())
            until(lambda: word in story.health())  # of several troubles that last the latest is shown
        if others_go_on:
            until(lambda: subjects(story, story.other) == {"Skole"})
        assert story.control.task(1)["status"] == "completed"
    until(lambda: ends in story.log())
    until(lambda: story.run("plan").stdout == NOTHING_TO_DO)
    issues = story.issues()
    assert sorted(issues) == [1, 2, 3] and subjects(story, story.other) == {"Skole"}
    assert (issues[1]["subject"], issues[1]["status"]["name"], issues[1]["due_date"]) == ("Aftalen", "Done", "2024-03-25")
    assert (issues[2]["subject"], issues[2]["status"]["name"]) == ("Test", "Planned")
    assert begins not in story.health()
    told = [line for line in story.log().splitlines() if begins in line and f"project {story.other}:" not in line]
    assert 1 <= len(told) <= ways, told


def test_a_project_that_is_archived_for_a_while_loses_nothing(watched):
    named_and_over(watched, watched.redmine.archived(watched.project), "closed or archived", watched.project)
    assert "[F230]" not in watched.log(), "nothing was deleted"


def test_a_project_that_is_closed_for_a_while_loses_nothing(watched):
    named_and_over(watched, watched.redmine.closed(watched.project), "is closed in Redmine", watched.project)
    assert "[F231]" not in watched.log(), "nothing was refused"


def test_a_status_that_is_renamed_and_renamed_back(watched):
    named_and_over(watched, watched.redmine.renamed_status("Done", "Finished"), "`Done`", begins="[F224]", ends="[F233]")


def test_a_key_that_may_only_read_for_a_while(watched):
    named_and_over(watched, watched.redmine.role_of("sync", watched.project, "Reporter"), "Edit issues", begins="[F224]",
                   ends="[F233]")


def test_a_tracker_that_is_taken_out_of_the_project_for_a_while(watched):
    named_and_over(watched, watched.redmine.changed_project(watched.project, tracker_ids=[]), "tracker `Municipal task`",
                   begins="[F224]", ends="[F233]")


def test_a_custom_field_that_is_taken_out_of_the_project_for_a_while(watched):
    named_and_over(watched, watched.redmine.changed_project(watched.project, issue_custom_field_ids=[]), "`KLIK`")


def test_a_field_that_is_required_there_is_named_once_until_it_has_a_default_value(watched):
    named_and_over(watched, watched.redmine.required_field(watched.project, "Afdeling"), "Afdeling cannot be blank",
                   "default value", begins="[F246]", ends="[F247]")
    assert "[F232]" not in watched.log(), "it is not said of each task"


def test_check_names_a_field_that_is_required_there(pair):
    with pair.redmine.required_field(pair.project, "Område"):
        assert pair.run("check").stdout == f"{pair.project}: ok\n", "only an administrator may list custom fields"
        pair.use_key(KEYS["admin"])
        checked = pair.run("check")
        assert checked.returncode == 1 and "det brugerdefinerede felt `Område`" in checked.stdout, checked.stdout
        pair.use_key(KEYS["sync"])
        assert "der ingen sag fik, eller hvis sag ikke er rørt: 2;" in pair.apply(code=1)
        assert not pair.issues()
        checked = pair.run("check")
        assert checked.returncode == 1 and "Område cannot be blank" in checked.stdout, checked.stdout
        assert ": ok" not in checked.stdout
        assert "Område cannot be blank" in pair.run("plan").stdout
    pair.apply()
    assert sorted(pair.issues()) == [1, 2]
    assert pair.run("check").stdout == f"{pair.project}: ok\n"


def test_an_api_that_is_switched_off_for_a_while(watched):
    named_and_over(watched, watched.redmine.without_api(), "REST is switched off", begins="[F220]", ends="[F221]",
                   others_go_on=False)


@contextlib.contextmanager
def away(redmine):
    redmine.stop()
    try:
        yield
    finally:
        redmine.start()


def test_a_redmine_that_is_away_for_a_while(watched):
    named_and_over(watched, away(watched.redmine), watched.redmine.url, begins="[F220]", ends="[F221]",
                   others_go_on=False, ways=2)  # a call may be under way when it ends


@contextlib.contextmanager
def wrong_key(story):
    """As when somebody makes a new one in Redmine, and changes his mind."""
    change = "UPDATE tokens SET value = ? WHERE value = ?"
    story.redmine.administer(change, "f" * 40, KEYS["sync"])
    try:
        yield
    finally:
        story.redmine.administer(change, KEYS["sync"], "f" * 40)


def test_a_key_that_is_wrong_for_a_while(watched):
    named_and_over(watched, wrong_key(watched), "401", "the API key is wrong", begins="[F220]", ends="[F221]",
                   others_go_on=False)
