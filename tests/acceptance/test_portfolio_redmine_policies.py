"""Both sides change the same field (docs/portfolio.md, "The mapping"): what each policy makes of it in a real Redmine."""

import datetime

from klik_wire import observed
from portfolio_story import NOTHING_TO_DO
from redmine_story import pair, redmine, story  # noqa: F401 (fixtures)

KLIKS, HANNES = "2024-03-11", "2024-03-25"


def both_change_the_due_date(pair, policy: str):
    rule = 'due_date = { direction = "both", conflict = "klik_wins" }'
    pair.configure(rule, rule.replace("klik_wins", policy))
    pair.apply()
    pair.tell(1, due_date=KLIKS)
    pair.change(1, due_date=HANNES)


def due_dates(pair) -> tuple[str, str]:
    return pair.control.task(1)["due_date"], pair.issues()[1]["due_date"]


def test_klik_wins_and_the_issue_says_what_it_had(pair):
    both_change_the_due_date(pair, "klik_wins")
    assert "11-03-2024 (forskellig på de to sider, og KLIK har ret)" in pair.run("plan").stdout
    pair.apply()
    assert pair.carry_out() == [] and due_dates(pair) == (KLIKS, KLIKS)
    (said,) = pair.comments(1)
    assert "slutdato var »25-03-2024« her og er nu »11-03-2024«" in said, said
    assert pair.run("plan").stdout == NOTHING_TO_DO


def test_the_tool_wins_and_klik_is_asked(pair):
    both_change_the_due_date(pair, "tool_wins")
    pair.apply()
    assert pair.carry_out() == [(1, {"due_date": HANNES})]
    pair.apply()
    assert due_dates(pair) == (HANNES, HANNES) and not pair.comments(1)
    assert pair.run("plan").stdout == NOTHING_TO_DO


def test_the_newest_is_that_of_redmine_where_somebody_changed_it_later(pair):
    both_change_the_due_date(pair, "newest")  # klikd's virtual clock is in 2024
    pair.apply()
    assert pair.carry_out() == [(1, {"due_date": HANNES})]
    pair.apply()
    assert due_dates(pair) == (HANNES, HANNES)


def test_the_newest_is_that_of_klik_where_its_fact_is_later(pair):
    both_change_the_due_date(pair, "newest")
    later = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    pair.control.advance_to(later)
    assert pair.control.put(observed(1, when=later, due_date="2024-03-18")).verb == "put.ok"
    pair.apply()
    assert pair.carry_out() == [] and due_dates(pair) == ("2024-03-18", "2024-03-18")


def test_where_somebody_has_to_choose_both_stay_until_they_are_the_same(pair):
    both_change_the_due_date(pair, "ask")
    for _ in range(2):
        assert pair.apply() == "intet at gøre\n"
        assert pair.carry_out() == [] and due_dates(pair) == (KLIKS, HANNES)
        said = pair.run("plan").stdout
        assert said.startswith("#1 Kontrakt [") and "nogen skal vælge og rette den ene" in said, said
    pair.change(1, due_date=KLIKS)
    pair.apply()
    assert pair.run("plan").stdout == NOTHING_TO_DO
    pair.change(1, due_date="2024-04-01")  # by one side alone it is a change as any other
    pair.apply()
    assert pair.carry_out() == [(1, {"due_date": "2024-04-01"})]
