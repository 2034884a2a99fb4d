"""Reminders reach people as mail (docs/reminders.md), against a real mail server."""

import datetime
import email.utils
import re
import socket
import sqlite3
import subprocess

import pytest

import keyring
import mail_side
import programs
from klik_wire import observed, until

NUMBER = 121850
PEOPLE = {"Anna Holm": "anna@korsbaek.example", "Carl Dam": "carl@korsbaek.example",
          "Lena Lind": "lena@korsbaek.example", "Kim Kær": "kim@korsbaek.example"}


class Post:
    """A klikd, a mail server, a klik-mail, and what a test needs of them."""

    def __init__(self, running, daemon, control):
        self.running, self.daemon, self.control = running, daemon, control
        self.folder = running.folder
        self.servers, self.mailers = [], []
        self.facts = 0

    def server(self, *flags) -> mail_side.MailServer:
        self.servers.append(mail_side.MailServer(self.folder / f"mails{len(self.servers)}", *flags))
        return self.servers[-1]

    def mailer(self, **settings) -> mail_side.Mailer:
        self.mailers.append(mail_side.Mailer(self.folder, self.daemon, self.servers[-1], **settings))
        return self.mailers[-1].start()

    def put(self, fact: dict):
        answer = self.control.put(fact)
        assert answer.verb == "put.ok", answer

    def has_role(self, name: str | None, address: str | None, role: str = "member", **data):
        self.facts += 1
        person = {"name": name} if name else {}
        if address:
            person["email"] = address
        self.put({"id": f"role-{self.facts}", "source": "/platform", "time": "2024-01-15T09:00:00Z",
                  "type": "dk.klik.role.assigned.v1",
                  "data": {"municipality": "9999", "role": role, "person": {**person, **data}}})

    def people(self, **addresses):
        """Anna does the tasks, Carl answers for them, Lena leads, Kim is the administrator."""
        for name, role in zip(PEOPLE, ("member", "member", "project_leader", "klik_administrator")):
            self.has_role(name, addresses.get(name.split()[0].lower(), PEOPLE[name]), role)
        self.has_role(None, "klik@korsbaek.example", "mailbox")

    def task(self, number=NUMBER, title="Nedsæt en projektgruppe", **fields):
        self.put(observed(number, **{"title": title, "due_date": "2024-03-04", "project": "FBS 2",
                                     "assignee": {"name": "Anna Holm"}, "responsible": {"name": "Carl Dam"}, **fields}))

    def outcomes(self, **keys) -> list[str | None]:
        return [row["outcome"] for row in self.control.rows("deliveries", **keys)]

    def settled(self):
        """Waits until klikd has heard of everything what became of it."""
        until(lambda: all(outcome not in (None, "deferred") for outcome in self.outcomes()))

    def day(self, date: str, hour: str = "08:00:00+01:00"):
        self.control.advance_to(f"{date}T{hour}")

    def delivery_events(self) -> list[dict]:
        self.control.open("deliveries", "begin", kinds=["system"])
        events = self.control.events_up_to(self.control.ask("ping")["head"])
        return [event["data"] for event in events if event["data"]["kind"] == "delivery"]

    def end(self):
        for mailer in self.mailers:
            mailer.kill()
        for server in self.servers:
            server.stop()


@pytest.fixture
def post(running, daemon, control):
    made = Post(running, daemon, control)
    yield made
    made.end()
    for mailer in made.mailers:
        print(f"--- log of klik-mail\n{mailer.log()}")


@pytest.fixture
def secured(post):
    """With STARTTLS and a login."""
    certificate, key = mail_side.make_certificate(post.folder)
    post.server("--certificate", certificate, "--key", key, "--user", mail_side.USER, "--password", mail_side.PASSWORD)
    return post


@pytest.fixture
def plain(post):
    post.server()
    return post


def at_localhost(post) -> dict:
    """The certificate is for that name."""
    return {"server": f"smtp://localhost:{post.servers[-1].port}", **mail_side.secure(post.folder)}


def days(first: str, last: str):
    day, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    while day <= end:
        yield day
        day += datetime.timedelta(days=1)


def day_of(mail) -> str:
    return email.utils.parsedate_to_datetime(mail["Date"]).date().isoformat()


def test_the_ladder_of_the_reference_page_arrives_each_step_once_at_the_right_people_in_danish(secured):
    secured.people()
    secured.task()
    secured.mailer(**at_localhost(secured))
    for day in days("2024-02-02", "2024-04-01"):
        summer = day >= datetime.date(2024, 3, 31)
        secured.day(day.isoformat(), "12:00:00+02:00" if summer else "12:00:00+01:00")
        secured.settled()
    mails = secured.servers[0].mails()
    anna, carl, lena = (PEOPLE[name] for name in ("Anna Holm", "Carl Dam", "Lena Lind"))
    late = [(date, "Frist overskredet", who) for date in ("2024-03-12", "2024-03-19", "2024-03-26")
            for who in (anna, carl, lena)]
    assert sorted((day_of(mail), mail.subject.split(":")[0], mail.to) for mail in mails) == sorted([
        ("2024-02-02", "Ny opgave", anna), ("2024-02-02", "Ny opgave", carl),
        ("2024-02-19", "Påmindelse", anna), ("2024-02-26", "Påmindelse", anna), ("2024-03-01", "Påmindelse", anna),
        ("2024-03-05", "Frist overskredet", anna), *late])
    assert len({mail.id for mail in mails}) == len(mails)
    for mail in mails:
        check_letter(mail)
    first, *others = secured.servers[0].to(anna)
    assert first["In-Reply-To"] is None
    for before, mail in zip([first, *others], others):
        assert mail["In-Reply-To"] == before.id and mail["References"].split()[-1] == before.id
        assert mail["References"].split()[0] == first.id
    assert set(secured.outcomes()) == {"delivered"}


def check_letter(mail):
    assert mail["From"] == "KLIK i Korsbæk <klik@korsbaek.example>"
    assert mail.message["To"].addresses[0].addr_spec == mail.to
    assert mail.message["To"].addresses[0].display_name in PEOPLE
    assert mail["Auto-Submitted"] == "auto-generated" and mail["List-Id"] == "KLIK <klik.korsbaek.example>"
    assert mail["Importance"] == ("high" if mail.subject.startswith("Frist") else None)
    assert mail.subject.endswith(": Nedsæt en projektgruppe (#121850)")
    colour = {"Ny opgave": "Grøn", "Påmindelse": "Gul", "Frist overskredet": "Rød"}[mail.subject.split(":")[0]]
    assert mail.text.startswith(f"{colour} · #121850 Nedsæt en projektgruppe\n")
    assert f"<strong>{colour}</strong>" in mail.html and '<html lang="da">' in mail.html
    for shown in (mail.text, mail.html):
        assert "4. marts 2024" in shown and "Det kan du gøre: " in shown
        assert "https://klik.example/task/121850" in shown
        assert re.search("Du får beskeden som (udfører|ansvarlig|projektleder)", shown)


def first_mail_to_anna(post):
    """A task that is new, told with the next run."""
    post.people()
    post.task(responsible={"name": "Anna Holm"})
    post.day("2024-02-02")


def test_a_server_that_is_down_for_an_hour_loses_nothing_and_is_complained_of_once(plain):
    plain.servers[0].stop()
    mailer = plain.mailer()
    first_mail_to_anna(plain)
    mailer.logged("M210")
    for tries, minute in enumerate(range(10, 60, 10), 2):
        plain.day("2024-02-02", f"08:{minute}:00+01:00")
        until(lambda: of_what_waits(mailer, "tries") == [tries])  # never more than five minutes between two
    assert plain.outcomes() == [None] and mailer.log().count("[M210]") == 1
    plain.servers[0].start()
    plain.day("2024-02-02", "09:00:00+01:00")
    mailer.logged("M211")
    plain.settled()
    (mail,) = plain.servers[0].mails()
    assert mail["Date"] == "Fri, 02 Feb 2024 08:00:00 +0000" and plain.outcomes() == ["delivered"]


def test_a_server_that_is_down_for_days_is_given_up_and_that_is_reported(plain):
    plain.servers[0].stop()
    mailer = plain.mailer(give_up_days=2)
    first_mail_to_anna(plain)
    mailer.logged("M210")
    plain.day("2024-02-05")
    mailer.logged("M204")
    plain.settled()
    (row,) = plain.control.rows("deliveries")
    assert row["outcome"] == "failed" and row["detail"].startswith("given up after 2 day(s)")


def test_a_wrong_password_keeps_everything_waiting_and_stands_nowhere(secured):
    settings = at_localhost(secured)
    mail_side.secure(secured.folder, "forkert ord")
    mailer = secured.mailer(**settings)
    first_mail_to_anna(secured)
    line = mailer.logged("M210")
    assert "refuses the user name or the password (535" in line
    assert secured.outcomes() == [None]
    mail_side.secure(secured.folder)
    assert mailer.stop() == 0
    mailer.start()
    secured.settled()
    assert secured.servers[0].count() == 1
    for file in (mailer.log_file, mailer.state / "mail.db"):
        for secret in ("forkert ord", mail_side.PASSWORD, "anna@", "Anna"):
            assert secret.encode() not in file.read_bytes()


@pytest.mark.parametrize("name, ca, words", [("localhost", False, "signed by nobody whom `ca_file`"),
                                             ("other", True, "for another name than the one in `server`")])
def test_a_certificate_that_nobody_knows_or_for_another_name_is_not_sent_to(post, name, ca, words):
    certificate, key = mail_side.make_certificate(post.folder, name)
    post.server("--certificate", certificate, "--key", key, "--user", mail_side.USER, "--password", mail_side.PASSWORD)
    mailer = post.mailer(**{**at_localhost(post), "ca_file": str(certificate) if ca else None})
    first_mail_to_anna(post)
    assert f"its certificate is {words}" in mailer.logged("M210")
    assert post.outcomes() == [None] and post.servers[0].count() == 0


def test_a_server_without_tls_is_sent_nothing(plain):
    mail_side.make_certificate(plain.folder)
    mailer = plain.mailer(**at_localhost(plain))
    first_mail_to_anna(plain)
    assert "offers no TLS" in mailer.logged("M210")
    assert plain.servers[0].count() == 0


def test_a_port_with_the_other_kind_of_tls_is_named(post):
    """As 465 and 587 are mixed up: who has TLS from the start waits for the client to speak first."""
    certificate, key = mail_side.make_certificate(post.folder)
    post.server("--certificate", certificate, "--key", key, "--user", mail_side.USER, "--password", mail_side.PASSWORD)
    mailer = post.mailer(**{**at_localhost(post), "tls": None, "server": f"smtps://localhost:{post.servers[0].port}"})
    first_mail_to_anna(post)
    assert "`server` begins with smtp://" in mailer.logged("M210")
    mailer.kill()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer.configure(server=f"smtp://127.0.0.1:{silent.getsockname()[1]}", timeout_s=1)
        assert "needs smtps:// in `server`" in mailer.start().logged("M210", 2)


def test_tls_from_the_start(post):
    certificate, key = mail_side.make_certificate(post.folder)
    post.server("--certificate", certificate, "--key", key, "--user", mail_side.USER, "--password", mail_side.PASSWORD,
                "--tls")
    post.mailer(**{**at_localhost(post), "tls": None, "server": f"smtps://localhost:{post.servers[0].port}"})
    first_mail_to_anna(post)
    post.settled()
    assert post.servers[0].count() == 1


def test_an_address_that_is_refused_is_marked_and_the_notice_goes_down_the_chain(plain):
    plain.people(anna="nobody@korsbaek.example", carl=None)
    plain.has_role("Carl Dam", PEOPLE["Carl Dam"])
    plain.task()
    plain.mailer()
    plain.day("2024-02-19")
    plain.settled()
    plain.day("2024-02-19", "08:10:00+01:00")
    plain.settled()
    (mail,) = [mail for mail in plain.servers[0].to(PEOPLE["Carl Dam"]) if mail.subject.startswith("Påmindelse")]
    assert "post til udføreren kom retur" in mail.text and "Beskeden går til dig som ansvarlig" in mail.text
    bounced = [row for row in plain.control.rows("deliveries") if row["outcome"] == "bounced"]
    assert {row["detail"] for row in bounced} == {"550 5.1.1 at RCPT"}
    run = programs.klikctl(plain.daemon, "deliveries", "--person", "Anna Holm")
    assert "kom retur" in run.stdout and "Anna Holm" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("address, detail", [
    ("spam@korsbaek.example", "554 5.6.0 at the end of the mail"),
    ("policy@korsbaek.example", "550 5.7.1 at RCPT"),
])
def test_a_mail_that_is_refused_for_itself_does_not_mark_the_address(plain, address, detail):
    plain.people(anna=address)
    plain.task(responsible={"name": "Anna Holm"})
    plain.mailer()
    plain.day("2024-02-02")
    plain.settled()
    (row,) = plain.control.rows("deliveries")
    assert (row["outcome"], row["detail"]) == ("failed", detail)
    assert not any(row["bounced"] for row in plain.control.rows("roles"))


def test_a_recipient_who_is_refused_for_now_is_tried_again_and_holds_up_nobody(plain):
    plain.people(anna="later@korsbaek.example")
    plain.task()
    plain.mailer()
    plain.day("2024-02-02")
    until(lambda: sorted(map(str, plain.outcomes())) == ["deferred", "delivered"])
    assert [mail.to for mail in plain.servers[0].mails()] == [PEOPLE["Carl Dam"]]
    plain.day("2024-02-02", "08:00:29+01:00")
    assert plain.servers[0].count() == 1
    plain.day("2024-02-02", "08:00:30+01:00")
    plain.settled()
    assert [mail.to for mail in plain.servers[0].mails()] == [PEOPLE["Carl Dam"], "later@korsbaek.example"]


def test_a_recipient_who_is_always_refused_for_now_is_given_up_after_five_days(plain):
    plain.people(anna="busy@korsbaek.example")
    plain.task(responsible={"name": "Anna Holm"})
    mailer = plain.mailer()
    plain.day("2024-02-02")
    until(lambda: plain.outcomes() == ["deferred"])
    tries = 1
    for day in range(3, 7):
        plain.day(f"2024-02-0{day}", "07:00:00+01:00")
        tries += 1
        mailer.logged("M202", tries)
    plain.day("2024-02-07", "08:00:00+01:00")
    plain.settled()
    (row,) = plain.control.rows("deliveries")
    assert row["outcome"] == "failed" and "451 4.7.1 at RCPT" in row["detail"]
    said = [event["outcome"] for event in plain.delivery_events()]
    assert said == ["deferred", "failed"], "once each"


def test_a_connection_that_breaks_within_the_mail_gives_the_same_message_again(plain):
    plain.people(anna="broken@korsbaek.example")
    plain.task(responsible={"name": "Anna Holm"})
    mailer = plain.mailer()
    plain.day("2024-02-02")
    assert "the connection broke at the end of the mail" in mailer.logged("M202")
    plain.day("2024-02-02", "08:01:00+01:00")
    plain.settled()
    (mail,) = plain.servers[0].mails()
    assert mail.to == "broken@korsbaek.example"


def test_a_slow_server_keeps_klik_mail_from_nothing_else(plain):
    plain.people(anna="slow@korsbaek.example")
    plain.task(responsible={"name": "Anna Holm"})
    mailer = plain.mailer()
    mailer.logged("M101")  # there is an outbox
    plain.day("2024-02-02")
    until(lambda: waiting(mailer) == [1])
    plain.task(2, responsible={"name": "Carl Dam"}, assignee={"name": "Carl Dam"})
    plain.day("2024-02-05")
    until(lambda: waiting(mailer) == [1, 0])  # taken while the first is under way
    (plain.servers[0].folder / "release").touch()
    plain.settled()
    assert [mail.to for mail in plain.servers[0].mails()] == ["slow@korsbaek.example", PEOPLE["Carl Dam"]]


def waiting(mailer) -> list[int]:
    """Of what waits, whether it is under way."""
    return of_what_waits(mailer, "under_way")


def of_what_waits(mailer, column: str) -> list[int]:
    with sqlite3.connect(f"file:{mailer.state}/mail.db?mode=ro", uri=True) as outbox:
        return [row[0] for row in outbox.execute(f"SELECT {column} FROM waiting ORDER BY id")]


def overdue_for_everybody(post):
    """Anna, Carl and Lena are told that the task is overdue."""
    post.people()
    post.task()
    post.day("2024-03-12")


def complete(post):
    """Anna and Carl hear of the change itself, Lena that her notice does not hold any more."""
    post.put(observed(NUMBER, when="2024-03-12T08:00:00Z", status="completed"))
    post.day("2024-03-12", "12:00:00+01:00")


def test_a_notice_that_no_longer_holds_is_followed_up_in_its_thread(plain):
    plain.mailer()
    overdue_for_everybody(plain)
    plain.settled()
    complete(plain)
    plain.settled()
    overdue, withdrawn = plain.servers[0].to(PEOPLE["Lena Lind"])
    assert withdrawn.subject == "Gælder ikke længere: Nedsæt en projektgruppe (#121850)"
    assert withdrawn["In-Reply-To"] == withdrawn["References"] == overdue.id
    assert "opgaven er lukket" in withdrawn.text and "Du skal ikke gøre mere." in withdrawn.text
    run = programs.klikctl(plain.daemon, "deliveries", "--task", NUMBER, "--person", "Lena Lind")
    assert "sendt og trukket tilbage" in run.stdout, run.stdout + run.stderr


def test_a_notice_that_was_not_sent_yet_and_its_withdrawal_are_both_dropped_and_reported(plain):
    plain.servers[0].stop()
    mailer = plain.mailer()
    overdue_for_everybody(plain)
    mailer.logged("M210")
    complete(plain)
    until(lambda: any(row["kind"] == "withdrawn" and row["outcome"] for row in plain.control.rows("deliveries")))
    plain.servers[0].start()
    plain.day("2024-03-12", "13:00:00+01:00")
    plain.settled()
    lena = [row for row in plain.control.rows("deliveries") if row["role"] == "project_leader"]
    assert any(mail.subject.startswith("Ny status") for mail in plain.servers[0].to(PEOPLE["Anna Holm"]))
    assert [(row["kind"], row["outcome"], row["detail"]) for row in lena] == [
        ("overdue", "failed", "taken back before it was sent"),
        ("withdrawn", "failed", "not sent: what it takes back was not sent either")]
    assert plain.servers[0].to(PEOPLE["Lena Lind"]) == []


def test_a_person_without_an_address_is_reported_and_the_next_in_the_chain_hears_of_it(plain):
    plain.people(anna=None)
    plain.facts += 100
    plain.task(assignee={"name": "Otto Uden"})
    plain.mailer()
    plain.day("2024-02-19")
    plain.settled()
    plain.day("2024-02-19", "08:10:00+01:00")
    plain.settled()
    otto = [row for row in plain.control.rows("deliveries") if row["outcome"] == "bounced"]
    assert {row["detail"] for row in otto} == {"no address is known"}
    (mail,) = [mail for mail in plain.servers[0].to(PEOPLE["Carl Dam"]) if mail.subject.startswith("Påmindelse")]
    assert "fordi vi ikke kender en mailadresse på udføreren" in mail.text
    run = programs.klikctl(plain.daemon, "deliveries", "--person", "Otto Uden")
    assert "ingen mailadresse kendes" in run.stdout and "kom retur" not in run.stdout, run.stdout + run.stderr


def test_titles_cannot_write_headers_and_may_have_any_length_that_klikd_takes(plain):
    plain.people()
    plain.mailer()
    nasty = 'Æ "quoted" <b>\r\nBcc: all@korsbaek.example\r\n\r\nNew body =?utf-8?q?x?= 👩‍💻'
    anna = {"name": "Anna Holm"}
    taken = plain.control.put(observed(1, title=nasty, assignee=anna, responsible=anna))
    long = "👷 " + "Lang titel " * 181
    plain.task(2, title=long, responsible={"name": "Carl Dam"}, assignee={"name": "Carl Dam"})
    refused = plain.control.put(observed(3, title="x" * 10_000, assignee={"name": "Anna Holm"}))
    assert refused.verb == "error" and refused["code"] == "malformed", "klikd says so to whoever sent it"
    plain.day("2024-02-02")
    plain.settled()
    if taken.verb == "put.ok":
        (mail,) = [mail for mail in plain.servers[0].to(PEOPLE["Anna Holm"]) if "(#1)" in mail.subject]
        assert mail["Bcc"] is None and "Bcc: all@" in mail.subject
        assert "<b>" not in mail.html and "&lt;b&gt;" in mail.html and "👩‍💻" in mail.text
    (mail,) = plain.servers[0].to(PEOPLE["Carl Dam"])
    assert long.strip() in mail.text.replace("\n", " ") and len(mail.subject) < 150 and "…" in mail.subject


def test_letters_of_other_alphabets_in_addresses(plain):
    plain.people(anna="anna@korsbæk.example", carl="jørgen@korsbaek.example")
    plain.task()
    plain.mailer()
    plain.day("2024-02-02")
    plain.settled()
    (mail,) = plain.servers[0].to("anna@xn--korsbk-tua.example")
    assert mail["To"].endswith("<anna@xn--korsbk-tua.example>")
    refused = [row for row in plain.control.rows("deliveries") if row["outcome"] == "bounced"]
    assert refused and all("only those of ASCII are sent to" in row["detail"] for row in refused)


def test_english_for_who_reads_english(plain):
    plain.people()
    plain.has_role("Anna Holm", PEOPLE["Anna Holm"], "translator", language="en")
    plain.task(responsible={"name": "Anna Holm"})
    plain.mailer()
    plain.day("2024-02-02")
    plain.settled()
    (mail,) = plain.servers[0].mails()
    assert mail.subject.startswith("New task: ") and "You are told as assignee" in mail.text
    assert mail.text.startswith("Green · #121850")


def test_a_trial_reaches_somebody_and_what_became_of_it_is_told(plain):
    plain.people(carl="nobody@korsbaek.example")
    plain.mailer()
    run = programs.klikctl(plain.daemon, "test-message", "Anna Holm")
    assert run.returncode == 0 and re.search(r"^Prøven til Anna Holm \(p\d+\) er sendt", run.stdout), run.stdout + run.stderr
    run = programs.klikctl(plain.daemon, "test-message", "Carl Dam")
    assert run.returncode == 1 and "kom retur, og adressen er mærket: 550" in run.stdout, run.stdout + run.stderr
    assert programs.klikctl(plain.daemon, "test-message", "p-nobody-has").returncode != 0
    until(lambda: len(plain.delivery_events()) == 2)
    assert [event["outcome"] for event in plain.delivery_events()] == ["delivered", "bounced"]
    (mail,) = plain.servers[0].mails()
    assert mail.subject == "Prøve" and mail.to == PEOPLE["Anna Holm"]
    assert any(row["bounced"] for row in plain.control.rows("roles")), "Carl's address is marked"
    assert plain.control.rows("deliveries") == []


def test_a_dry_run_prints_what_would_be_sent_and_changes_nothing(plain):
    first_mail_to_anna(plain)
    mailer = mail_side.Mailer(plain.folder, plain.daemon, plain.servers[0])
    for _ in range(2):
        run = mailer.run("--dry-run")
        assert run.returncode == 0, run.stderr
        assert "To: Anna Holm <anna@korsbaek.example>" in run.stdout and "Ny opgave" in run.stdout
        assert "1 mail(s) would be sent." in run.stdout
    assert plain.servers[0].count() == 0 and not mailer.state.exists() and plain.outcomes() == [None]


def test_the_configuration_is_checked_with_the_line_of_each_mistake(plain):
    mailer = mail_side.Mailer(plain.folder, plain.daemon, plain.servers[0])
    good = mailer.run("--check-config")
    assert (good.returncode, good.stdout) == (0, "klik-mail: ok\n"), good.stderr
    mailer.configure(server="smtp://mail.example", user="klik", give_up_days=0, colour="red", **{"from": "nobody"})
    bad = mailer.run("--check-config")
    assert bad.returncode == 78
    said = bad.stderr.splitlines()
    for line, words in ((3, "only for a server on this machine"), (4, "`plugins.mail.from` must"),
                        (7, "needs `password_file`"), (8, "from 1 to 30"),
                        (9, "there is no key `plugins.mail.colour`")):
        assert any(f"mail.toml:{line}: " in each and words in each for each in said), (line, said)


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_password_that_others_can_read_is_refused(plain, mode):
    mailer = mail_side.Mailer(plain.folder, plain.daemon, plain.servers[0])
    mail_side.make_certificate(plain.folder)
    settings = mail_side.secure(plain.folder)
    (plain.folder / "password").chmod(mode)
    mailer.configure(**settings)
    run = mailer.run("--check-config")
    assert run.returncode == 78 and "chmod 600" in run.stderr and mail_side.PASSWORD not in run.stderr


def test_two_of_them_do_not_work_on_one_folder(plain):
    mailer = plain.mailer()
    mailer.logged("M101")
    second = mailer.run()
    assert second.returncode == 3 and "is in use by another one" in second.stderr


def test_a_klikd_that_was_started_again_is_found_again(running, private_sockets):
    daemon = running.klikd(*private_sockets)
    post = Post(running, daemon, running.control(daemon))
    try:
        post.server()
        mailer = post.mailer()
        first_mail_to_anna(post)
        post.settled()
        assert programs.klikctl(daemon, "test-message", "Anna Holm").returncode == 0
        daemon.kill()
        mailer.logged("M220")
        daemon = running.klikd(*private_sockets, clock="2024-02-02T09:00:00+01:00")
        mailer.logged("M221")
        post.control = running.control(daemon)
        post.task(2, assignee={"name": "Carl Dam"}, responsible={"name": "Carl Dam"})
        post.day("2024-02-05")
        post.settled()
        sent_to = [mail.to for mail in post.servers[0].mails()]
        assert sent_to == [PEOPLE["Anna Holm"], PEOPLE["Anna Holm"], PEOPLE["Carl Dam"]]
    finally:
        post.end()


@pytest.mark.parametrize("rights, complaint", [
    (["read", "report", "deliver"], None),
    (["read", "report"], "does not say whom to write to"),
    (["read", "deliver"], "does not take reports"),
])
def test_with_keys_it_needs_the_rights_to_read_to_ask_for_names_and_to_report(running, rights, complaint):
    keys = keyring.Keyring(running.folder)
    operator = keys.authorise("operator", keyring.RIGHTS)
    keys.authorise("mail", rights).write(running.folder / "mail.key")
    (running.folder / "server.pub").write_text(keys.server.text())
    daemon = running.klikd("--config", keys.config)
    post = Post(running, daemon, keys.control(running, daemon, operator))
    try:
        post.server()
        mailer = post.mailer(key="mail.key", server_key="server.pub")
        first_mail_to_anna(post)
        if complaint:
            assert complaint in mailer.logged("M222")
            assert post.outcomes() == [None]
        else:
            post.settled()
            assert post.servers[0].count() == 1
    finally:
        post.end()
