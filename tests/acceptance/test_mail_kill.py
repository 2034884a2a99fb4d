"""kill -9 of klik-mail under load: no notice is lost, and a mail that comes twice has the same Message-ID."""

import collections
import random

import pytest

import mail_side
from klik_wire import observed, until

SEED = 20240202
KILLS = 100
READERS = 250
MOST_MAILS_BETWEEN_KILLS = 4


def tell(control, reader: int):
    """Somebody with an address and a task."""
    name = f"Læser {reader}"
    role = {"id": f"role-{reader}", "source": "/platform", "time": "2024-01-15T09:00:00Z",
            "type": "dk.klik.role.assigned.v1",
            "data": {"municipality": "9999", "role": "member",
                     "person": {"name": name, "email": f"reader-{reader}@korsbaek.example"}}}
    task = observed(reader, title=f"Opgave {reader}", due_date="2024-06-28", assignee={"name": name})
    for fact in (role, task):
        assert control.put(fact).verb == "put.ok"


@pytest.fixture
def mailing(running, daemon):
    server = mail_side.MailServer(running.folder / "mails")
    mailer = mail_side.Mailer(running.folder, daemon, server)
    yield server, mailer
    mailer.kill()
    server.stop()


def test_a_hundred_kills_under_load_lose_no_notice_and_double_only_the_same_message(control, mailing):
    server, mailer = mailing
    chance = random.Random(SEED)
    for reader in range(1, READERS + 1):
        tell(control, reader)
    control.advance_to("2024-02-02T08:00:00+01:00")
    for _ in range(KILLS):
        mailer.start()
        goal = min(READERS, server.count() + chance.randint(0, MOST_MAILS_BETWEEN_KILLS))
        until(lambda: server.count() >= goal)
        mailer.kill()
    mailer.start()
    until(lambda: [row["outcome"] for row in control.rows("deliveries")].count("delivered") == READERS)

    ids = collections.defaultdict(list)
    for mail in server.mails():
        ids[mail.to].append(mail.id)
    assert sorted(ids) == sorted(f"reader-{reader}@korsbaek.example" for reader in range(1, READERS + 1))
    assert all(len(set(same)) == 1 for same in ids.values()), "twice, but as one message"
    assert len({same[0] for same in ids.values()}) == READERS
    doubles = sum(len(same) - 1 for same in ids.values())
    assert doubles <= KILLS, "one at most for each kill"
    control.open("reports", "begin", kinds=["system"])
    events = control.events_up_to(control.ask("ping")["head"])
    reports = [event["data"]["item"] for event in events if event["data"]["kind"] == "delivery"]
    assert len(reports) == len(set(reports)) == READERS
    print(f"{KILLS} kills, {READERS} notices, {doubles} mails twice")
