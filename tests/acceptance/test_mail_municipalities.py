"""One klik-mail for all the municipalities of one klikd."""

import time

import pytest

import klik_wire
import mail_side
from klik_wire import observed, until

CODES = [f"{number:04d}" for number in range(101, 199)]  # as many as Denmark has


@pytest.fixture
def server(running):
    server = mail_side.MailServer(running.folder / "mails")
    yield server
    server.stop()


@pytest.fixture
def mailer(running, server):
    daemon = running.klikd(municipalities=[f"{code}=Kommune {code}" for code in CODES])
    mailer = mail_side.Mailer(running.folder, daemon, server, municipalities=CODES)
    yield mailer
    mailer.kill()


def write_to_everybody(running, daemon) -> list[klik_wire.Control]:
    """In each municipality somebody with an address there gets a trial."""
    controls = []
    for code in CODES:
        control = klik_wire.Control(running.context, daemon.control(code))
        running.clients.append(control)
        member = {**observed(1), "type": "dk.klik.role.assigned.v1",
                  "data": {"municipality": code, "role": "member",
                           "person": {"name": "Anna Holm", "email": f"anna@k{code}.example"}}}
        assert control.put(member).verb == "put.ok"
        [anna] = [row for row in control.rows("roles") if row["role"] == "member"]
        assert control.ask("admin", do="test_message", person=anna["id"]).verb == "admin.ok"
        controls.append(control)
    return controls


def test_each_gets_its_own_and_each_klikd_hears_of_it(running, server, mailer):
    mailer.start()
    controls = write_to_everybody(running, mailer.daemon)
    until(lambda: all([row["outcome"] for row in control.rows("deliveries")] == ["delivered"] for control in controls))

    mails = server.mails()
    assert sorted(mail.to for mail in mails) == [f"anna@k{code}.example" for code in CODES]
    assert len({mail.id for mail in mails}) == len(CODES)
    assert mailer.stop() == 0


def test_told_to_end_while_klikd_is_away_it_does_not_ask_all_of_them_first(mailer):
    mailer.start()
    mailer.logged("M101")
    mailer.daemon.kill()
    mailer.logged("M220")
    began = time.monotonic()
    assert mailer.stop() == 0
    print(f"ended after {time.monotonic() - began:.1f} s")
