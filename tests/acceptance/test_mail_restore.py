"""klikd is restored from a backup (docs/journal.md): klik-mail loses nothing, and mails nothing twice."""

import pytest

import restoring
from klik_wire import until
from test_mail import Post


class Restored(Post):
    """A klikd on sockets that stay, one task for each reader."""

    def __init__(self, running, sockets):
        self.sockets = sockets
        daemon = running.klikd(*sockets)
        super().__init__(running, daemon, running.control(daemon))
        self.copy = self.folder / "copy.db"
        self.server()

    def reader(self, number: int, *tasks: int):
        self.has_role(f"Læser {number}", f"reader-{number}@korsbaek.example")
        for task in tasks or (number,):
            self.task_of(number, task)

    def task_of(self, reader: int, task: int):
        self.task(task, f"Opgave {task}", due_date="2024-06-28", assignee={"name": f"Læser {reader}"},
                  responsible={"name": f"Læser {reader}"})

    def back_up(self):
        restoring.back_up(self.folder / "data", self.copy)

    def restore(self, clock: str, new_epoch: bool):
        self.daemon.stop()
        restoring.put_back(self.folder / "data", self.copy, new_epoch)
        self.daemon = self.running.klikd(*self.sockets, clock=clock)
        self.control = self.running.control(self.daemon)
        for mailer in self.mailers:
            mailer.daemon = self.daemon

    def readers(self) -> list[int]:
        return sorted(int(mail.to.split("-")[1].split("@")[0]) for mail in self.servers[0].mails())


@pytest.fixture
def post(running, private_sockets):
    made = Restored(running, private_sockets)
    yield made
    made.end()
    for mailer in made.mailers:
        print(f"--- log of klik-mail\n{mailer.log()}")


@pytest.mark.parametrize("new_epoch", [True, False], ids=["with a new epoch", "as it is"])
def test_what_a_restored_klikd_tells_reaches_people_also_where_klik_mail_kept_running(post, new_epoch):
    post.reader(1)
    post.day("2024-02-02")
    post.mailer()
    until(lambda: post.readers() == [1])
    post.settled()
    post.back_up()
    for number in range(2, 12):
        post.reader(number)
    post.day("2024-02-05")
    until(lambda: post.readers() == list(range(1, 12)))
    post.restore("2024-02-06T09:00:00+01:00", new_epoch)
    post.reader(50)
    post.day("2024-02-07")
    until(lambda: post.readers() == [*range(1, 12), 50])
