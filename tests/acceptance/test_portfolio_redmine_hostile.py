"""What an operator, a restored backup and odd texts do to klik-portfolio on a real Redmine: no second issue ever."""

import html
import re
import shutil

import pytest

from portfolio_story import NOTHING_TO_DO
from redmine_story import pair, redmine, story, until  # noqa: F401 (fixtures)
from rude_proxy import RudeProxy


BLANKS = str.maketrans("\n\t", "  ")


def test_a_state_file_that_was_deleted_makes_no_second_issue(pair):
    pair.apply()
    before = pair.issues()
    shutil.rmtree(pair.state)
    pair.apply()
    assert pair.run("plan").stdout == NOTHING_TO_DO
    assert {n: each["id"] for n, each in pair.issues().items()} == {n: each["id"] for n, each in before.items()}


def test_a_state_file_of_a_backup_makes_no_second_issue_and_loses_no_change(pair, tmp_path):
    pair.apply()
    shutil.copytree(pair.state, tmp_path / "backup")
    pair.tell(1, title="Aftalen")
    pair.tell(3, title="Drift", project="DUBU 3.0", status="I gang", due_date="2024-06-03")
    pair.apply()
    pair.change(3, due_date="2024-06-10")
    pair.apply()
    assert until(pair.carry_out) == [(3, {"due_date": "2024-06-10"})]
    pair.apply()
    shutil.rmtree(pair.state)
    shutil.copytree(tmp_path / "backup", pair.state)
    pair.apply()
    issues = pair.issues()
    assert sorted(issues) == [1, 2, 3] and issues[3]["due_date"] == "2024-06-10"
    pair.change(3, due_date="2024-06-17")  # the number of its request was used before the backup came back
    pair.apply()
    assert until(pair.carry_out) == [(3, {"due_date": "2024-06-17"})]
    pair.apply()
    assert pair.run("plan").stdout == NOTHING_TO_DO
    assert pair.control.task(3)["due_date"] == pair.issues()[3]["due_date"] == "2024-06-17"


@pytest.mark.parametrize("title", ["!billede.png! \"her\":http://x.example {{toc}} #12 @hanne", "Møde 🎉", "æ" * 300,
                                   "To\nlinjer\tog mere", "<script>alert(1)</script>"])
def test_a_title_of_any_kind_comes_to_rest(story, title):
    story.tell(1, title=title, project="DUBU 3.0", status="I gang")
    story.apply()
    assert story.run("plan").stdout == NOTHING_TO_DO
    assert story.issues()[1]["subject"] == (title if len(title) <= 255 else title[:254] + "…").translate(BLANKS)


def test_a_redmine_below_a_path(pair):
    proxy = RudeProxy(pair.redmine.port, below="/redmine")
    try:
        pair.configure(pair.redmine.url, proxy.url)
        assert pair.run("check").stdout == f"{pair.project}: ok\n"
        pair.apply()
        assert pair.run("plan").stdout == NOTHING_TO_DO
    finally:
        proxy.stop()


def test_two_projects_of_klik_in_one_of_the_tool(pair):
    pair.configure("[plugins.portfolio.fields]", f'"Aula" = "{pair.project}"\n[plugins.portfolio.fields]')
    pair.tell(9, title="Skole", project="Aula", status="I gang", prerequisites=[1])
    pair.apply()
    assert sorted(pair.issues()) == [1, 2, 9]
    assert pair.run("plan").stdout == NOTHING_TO_DO


TRAPS = ('Se #{id}, (@hanne) og user:hanne; {{{{toc}}}} !http://x.example/b.png! ![b](http://x.example/b.png) '
         '"her":http://x.example/ [her](http://x.example/) [[Wiki]]')


def as_read(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", "", page)).replace("\u2060", "").split())


def made_of_signs(page: str) -> list[str]:
    """But for addresses that stand there as what they are."""
    own = re.sub(r'<a [^>]*href="([^"]*)"[^>]*>\1</a>', "", page)
    return re.findall(r"<(?:a|img|ul)\b[^>]*>", own)


@pytest.mark.parametrize("formatting", ["textile", "markdown", "common_mark"])
def test_a_text_of_a_task_is_shown_as_it_is_and_mentions_nobody(pair, formatting):
    pair.configure('title = "out"', 'title = "out"\ndescription = "out"')
    pair.apply()
    first, second = (pair.issues()[number]["id"] for number in (1, 2))
    text = TRAPS.format(id=second)
    pair.tell(1, title=text, description=text)
    pair.apply()
    pair.change(2, status="Running")  # which KLIK refuses, with a comment that has the title of the first
    until(lambda: pair.apply() and pair.comments(2))
    assert pair.issue(1)["subject"] == text and text in pair.comments(2)[0]
    pair.at_rest()
    with pair.redmine.texts_in(formatting):
        person = pair.redmine.done("POST", "/issues.json", key="hanne", body={"issue": {
            "project_id": pair.project, "subject": "x", "description": text}})["issue"]["id"]
        made = pair.redmine.texts_of_page(person)[0]
        for sign in ("user-mention", 'class="issue', "<img", "http://x.example/"):
            assert sign in made, (sign, made)  # so that it can be seen when nothing is made of them
        (description,), (comment,) = pair.redmine.texts_of_page(first), pair.redmine.texts_of_page(second)
        for page in (description, comment):
            assert not made_of_signs(page), page
        assert as_read(description) == text
        assert f"#1 »{text}«" in as_read(comment), "the number is KLIK's, not that of an issue"
