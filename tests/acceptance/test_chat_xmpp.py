"""The channel `xmpp` of klik-chat in rooms of a real Prosody, with people on python3-slixmpp."""

import signal
import socket
import threading

import pytest

from channel_side import ChannelSide
from klik_wire import until
from prosody_peer import DOMAIN, ROOMS, Prosody
from xmpp_person import ROOM, Person

SECRET, KLIK = "hemmeligt-ord", f"klik@{DOMAIN}"
HOSTILE = "@all <!channel> https://x.example *b* _i_ [a](b) <b>&amp;\u0000\u202e end"


def config(folder, port: int, ca_file="", jid: str = KLIK, more: str = "") -> str:
    password = folder / "password"
    password.write_text(SECRET)
    password.chmod(0o600)
    ca = f'ca_file = "{ca_file}"' if ca_file else ""
    return (f'[plugins.chat.channels.rum]\nkind = "xmpp"\njid = "{jid}"\npassword_file = "{password}"\n'
            f'server = "127.0.0.1:{port}"\n{ca}\n{more}\n')


class Stage:
    """Prosody, the channel, and people; all of it ends with the test."""

    def __init__(self, folder):
        self.folder = folder
        self.ends = []

    def prosody(self, **more) -> Prosody:
        server = Prosody(self.folder / "prosody", **more)
        self.ends.append(server.stop)
        for name in ("klik", "anna", "mads"):
            server.register(name, SECRET)
        return server

    def person(self, server, name: str = "anna", nick: str = "Anna") -> Person:
        person = Person(server, name, SECRET, nick)
        self.ends.append(person.end)
        return person

    def channel(self, server, *rooms: str, more: str = "", ca_file="") -> ChannelSide:
        side = ChannelSide(self.folder, config(self.folder, server.port, ca_file or server.authority.certificate,
                                               more=more), "rum", *(rooms or (ROOM,)))
        self.ends.append(side.kill)
        return side

    def meeting(self, **more):
        """Anna in the room, and the channel with her."""
        server = self.prosody(**more)
        anna = self.person(server)
        anna.enter()
        side = self.channel(server)
        anna.sees("KLIK")
        until(lambda: side.is_ready(ROOM))
        return server, anna, side

    def end(self):
        for each in reversed(self.ends):
            each()


@pytest.fixture
def stage(tmp_path):
    made = Stage(tmp_path)
    yield made
    made.end()
    if (tmp_path / "channel.log").exists():
        print((tmp_path / "channel.log").read_text())


def test_a_post_stands_in_the_room_with_its_id_and_thread_and_the_room_is_the_receipt(stage):
    _, anna, side = stage.meeting()
    side.post("9999.7", "Opgave #121850 er påbegyndt", [{"text": "Gul"}, ": 3 dage"], room=ROOM, thread="121850")
    assert side.first("posted") == {"posted": "9999.7", "place": "9999.7"}
    [seen] = until(lambda: anna.in_room("KLIK"))
    assert (seen.id, seen.thread) == ("9999.7", "121850")
    assert seen.body == "Opgave #121850 er påbegyndt\nGul: 3 dage"


def test_a_post_that_replaces_another_corrects_it_also_the_second_time(stage):
    _, anna, side = stage.meeting()
    side.post("a", "Gul", room=ROOM)
    side.post("b", "Rød", room=ROOM, replaces=side.first("posted", "a")["place"])
    side.post("c", room=ROOM, replaces=side.first("posted", "b")["place"])
    until(lambda: len(anna.in_room("KLIK")) == 3)
    assert [(each.id, each.replaces, each.body) for each in anna.in_room("KLIK")] == [
        ("a", "", "Gul"), ("b", "a", "Rød"), ("c", "a", "–")]


def test_text_of_a_task_is_no_markup_no_link_and_no_mention(stage):
    _, anna, side = stage.meeting()
    side.post("h", [HOSTILE, " ", {"text": "KLIK", "url": "https://klik.example/121850"}], room=ROOM)
    side.first("posted", "h")
    [seen] = until(lambda: anna.in_room("KLIK"))
    assert seen.body == ("＠all <!channel> https∶//x․example ∗b∗ ＿i＿ ［a］(b) <b>&amp;\ufffd\ufffd end "
                         "KLIK https://klik.example/121850")
    assert seen.element("{urn:xmpp:styling:0}unstyled") is not None


def test_a_command_is_heard_with_the_persons_jid_and_the_rooms_id(stage):
    _, anna, side = stage.meeting()
    anna.say("fuldført 121850", message_id="m1")
    said = side.first("said")
    assert (said["room"], said["sender"], said["text"]) == (ROOM, f"anna@{DOMAIN}", "fuldført 121850")
    assert said["said"].startswith("r:") and said["said"].endswith(f" anna@{DOMAIN}")


def test_what_is_said_to_klik_alone_is_answered_to_whom_said_it(stage):
    _, anna, side = stage.meeting()
    anna.say("mine", to=f"{ROOM}/KLIK", kind="chat", message_id="p1")
    through_room = side.first("said")
    anna.say("hjælp", to=KLIK, kind="chat", message_id="p2")
    directly = side.first("said", since=side.happened.index(through_room) + 1)
    for said in (through_room, directly):
        assert (said["room"], said["sender"]) == ("", f"anna@{DOMAIN}")
    side.post("x1", "dine opgaver", answers=through_room["said"])
    side.post("x2", "sådan", answers=directly["said"])
    side.first("posted", "x1"), side.first("posted", "x2")
    answers = {(ROOM, "dine opgaver"), (KLIK, "sådan")}
    until(lambda: answers <= {(each.sender.bare, each.body) for each in list(anna.messages) if each.type == "chat"})


def test_an_answer_to_one_alone_does_not_go_to_who_took_the_nickname(stage):
    server, anna, side = stage.meeting()
    mads = stage.person(server, "mads", "Mads")
    mads.enter()
    anna.say("mine", to=f"{ROOM}/KLIK", kind="chat", message_id="p1")
    said = side.first("said")
    anna.enter(nick="Ravn")
    mads.enter(nick="Anna")
    side.post("barrier", "alle", room=ROOM)  # the room has told KLIK of both by then
    side.first("posted", "barrier")
    side.post("secret", "dine opgaver", answers=said["said"])
    side.first("posted", "secret")
    side.post("behind", "alle igen", room=ROOM)
    until(lambda: any(each.body == "alle igen" for each in list(mads.messages)))
    [answer] = until(lambda: [each for each in list(anna.messages) if each.body == "dine opgaver"])
    assert (answer.type, answer.sender.bare) == ("chat", KLIK)
    assert not any(each.body == "dine opgaver" for each in mads.messages)


def test_history_is_not_heard(stage):
    server = stage.prosody()
    anna = stage.person(server)
    anna.enter()
    anna.say("fuldført 1", message_id="old")
    until(lambda: anna.in_room("Anna"))
    side = stage.channel(server)
    anna.sees("KLIK")
    anna.say("status 2", message_id="new", more="<delay xmlns='urn:xmpp:delay' stamp='2024-01-01T00:00:00Z'/>")
    anna.say("status 3", message_id="newer")
    assert side.first("said")["text"] == "status 3"


def test_what_is_changed_afterwards_is_no_command_and_an_answer_is_heard_without_what_it_quotes(stage):
    _, anna, side = stage.meeting()
    anna.say("status 1", message_id="m1")
    anna.say("fuldført 1", message_id="m2", more="<replace xmlns='urn:xmpp:message-correct:0' id='m1'/>")
    quoted = "> KLIK\n> #7 Ærø: blokeret\n"
    anna.say(f"{quoted}fuldført 7", message_id="m3", more=(
        f"<reply xmlns='urn:xmpp:reply:0' to='{ROOM}/KLIK' id='x'/><fallback xmlns='urn:xmpp:fallback:0' "
        f"for='urn:xmpp:reply:0'><body start='0' end='{len(quoted)}'/></fallback><thread>7</thread>"))
    until(lambda: len(side.all("said")) >= 2)
    assert [each["text"] for each in side.all("said")] == ["status 1", "fuldført 7"]


def test_another_klik_in_the_room_is_not_heard(stage):
    _, anna, side = stage.meeting()
    anna.say("status 1", more="<said xmlns='urn:klik:chat:1'/>")
    anna.say("status 2")
    assert side.first("said")["text"] == "status 2"


def test_a_nickname_is_nobody(stage):
    """A forged member: the room knows whose a nickname is, whatever it says, and whatever its presence claims."""
    server, anna, side = stage.meeting()
    mads = stage.person(server, "mads", "Mads")
    forged = ("<x xmlns='http://jabber.org/protocol/muc#user'>"
              f"<item jid='anna@{DOMAIN}/x' affiliation='owner' role='moderator'/><status code='110'/></x>")
    mads.enter(nick=f"anna@{DOMAIN}", more=forged)
    mads.say("fuldført 121850", more=f"<stanza-id xmlns='urn:xmpp:sid:0' by='{ROOM}' id='stolen'/>")
    said = side.first("said")
    assert said["sender"] in (f"mads@{DOMAIN}", "")
    assert "stolen" not in said["said"]
    side.post("still-in", "her", room=ROOM)
    side.first("posted", "still-in")


def test_a_room_that_hides_its_people_vouches_for_nobody(stage):
    _, anna, side = stage.meeting(public_jids=False)
    anna.say("fuldført 121850")
    assert side.first("said")["sender"] == ""
    side.logged("H331")


def test_a_taken_nickname_is_followed_by_another(stage):
    server = stage.prosody()
    anna = stage.person(server)
    anna.enter(nick="KLIK")
    side = stage.channel(server)
    anna.sees("KLIK-2")
    side.post_when_ready("n", "hej", room=ROOM)
    side.first("posted", "n")
    assert until(lambda: anna.in_room("KLIK-2"))
    assert "KLIK-2" in side.logged("H332")


@pytest.mark.parametrize("what", ["kicked", "banned", "destroyed"])
def test_out_of_the_room_is_named(stage, what):
    _, anna, side = stage.meeting()
    if what == "kicked":
        anna.set_role("KLIK", "none")
    elif what == "banned":
        anna.set_affiliation(KLIK, "outcast")
    else:
        anna.destroy()
    words = {"kicked": "sent out", "banned": "banned", "destroyed": "closed down"}[what]
    assert words in side.logged("H320")
    until(lambda: [each["ready"] for each in side.all("ready")][:2] == [True, False])
    if what == "kicked":
        anna.sees("KLIK")
        side.logged("H321")
    else:
        side.post("late", "hej", room=ROOM)
        assert side.first("not_posted")["code"] == {"banned": "unauthorised", "destroyed": "gone"}[what]


def test_a_room_that_is_not_there_is_not_made(stage):
    server, room = stage.prosody(), f"stavefejl@{ROOMS}"
    side = stage.channel(server, room)
    assert "there is no such room" in side.logged("H320")
    side.post("x", "hej", room=room)
    assert side.first("not_posted")["code"] == "gone"
    anna = stage.person(server)
    anna.enter()
    assert not anna.finds(room)
    anna.enter(room)
    assert room in anna.made, "nobody was there before her, not for a moment"
    until(lambda: side.is_ready(room))
    side.logged("H321")


def test_a_visitor_without_a_voice_is_told_so(stage):
    _, anna, side = stage.meeting()
    anna.set_role("KLIK", "visitor")
    anna.say("?")
    side.first("said")  # the room has gone on since
    side.post("x", "hej", room=ROOM)
    assert side.first("not_posted", "x")["code"] == "unauthorised"


class TestServersThatAreNotSafe:
    def test_a_certificate_for_another_name(self, stage):
        server = stage.prosody(certificate_for="other.example")
        side = stage.channel(server)
        assert "its certificate is not accepted" in side.logged("H310")
        assert "klik@" not in server.log().split("prosody")[-1] and "Authenticated" not in server.log()

    def test_a_certificate_of_an_unknown_authority(self, stage):
        server = stage.prosody()
        (stage.folder / "strangers").mkdir()
        side = stage.channel(server, ca_file=stranger(stage.folder / "strangers"))
        assert "its certificate is not accepted" in side.logged("H310")
        assert "Authenticated" not in server.log()

    def test_a_server_without_tls_gets_no_password(self, stage):
        server = stage.prosody(tls=False)
        side = stage.channel(server)
        assert "offers no TLS" in side.logged("H310")
        side.post("x", "hej", room=ROOM)
        assert side.first("not_posted")["code"] == "unreachable"
        assert "Authenticated" not in server.log()

    def test_somebody_who_takes_the_tls_out_hears_no_password(self, stage):
        with PlainServer() as server:
            side = ChannelSide(stage.folder, config(stage.folder, server.port), "rum", ROOM)
            stage.ends.append(side.kill)
            assert "offers no TLS" in side.logged("H310")
        assert b"stream:stream" in server.heard and b"<auth" not in server.heard and b"klik" not in server.heard

    def test_a_handshake_that_stops_holds_nobody_up(self, stage):
        with PlainServer(features=b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>") as server:
            side = ChannelSide(stage.folder, config(stage.folder, server.port), "rum", ROOM)
            stage.ends.append(side.kill)
            until(lambda: b"<starttls" in server.heard)
            until(lambda: len(server.heard.split(b"</starttls>")[-1]) or b"\x16" in server.heard)
            side.post("x", "hej", room=ROOM)
            assert side.first("not_posted")["code"] == "unreachable"
            assert "does not answer in time" in side.logged("H310")
            assert side.stop() == 0

    def test_a_wrong_password(self, stage):
        server = stage.prosody()
        side = ChannelSide(stage.folder, config(stage.folder, server.port, server.authority.certificate,
                                                jid=f"nobody@{DOMAIN}"), "rum", ROOM)
        stage.ends.append(side.kill)
        assert "refuses the login" in side.logged("H310")


def stranger(folder):
    from prosody_peer import Authority
    return Authority(folder / "authority").certificate


class PlainServer:
    """Says what it is told to in the clear, and keeps what it hears."""

    def __init__(self, features: bytes = b"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                         b"<mechanism>PLAIN</mechanism></mechanisms>"):
        self.features = features
        self.heard = b""

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client):
        while data := client.recv(65536):
            self.heard += data
            if b"<stream:stream" in data:
                client.sendall(b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' version='1.0' "
                               b"xmlns:stream='http://etherx.jabber.org/streams' from='chat.example'>"
                               b"<stream:features>" + self.features + b"</stream:features>")
            elif b"<starttls" in data:
                client.sendall(b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


def test_a_server_that_limits_is_not_pressed(stage):
    _, anna, side = stage.meeting(rate="10kb/s")
    wanted = [f"p.{number}" for number in range(150)]
    waiting = list(wanted)
    until(lambda: hand_over(side, waiting) == len(wanted))
    until(lambda: [each.id for each in anna.in_room("KLIK")] == wanted)
    assert "H310" not in side.log()


def test_ten_restarts_under_load_leave_every_post_in_the_room_with_its_id(stage):
    server, anna, side = stage.meeting()
    anna.history = 100  # she may be back after KLIK, and what KLIK had from the server she may not have had
    wanted, waiting = [f"p.{number}" for number in range(1000)], []
    for round_number in range(10):
        waiting += wanted[round_number * 100:round_number * 100 + 100]
        how = signal.SIGKILL if round_number % 2 else signal.SIGTERM
        server_goes = threading.Timer(0.01 * round_number, server.stop, [how])
        server_goes.start()
        hand_over(side, waiting)
        server_goes.join()
        anna.present.clear()
        server.start()
        until(lambda: all(f"{ROOM}/{nick}" in anna.present for nick in ("Anna", "KLIK")))
    until(lambda: hand_over(side, waiting) == len(wanted))
    until(lambda: set(wanted) <= {each.id for each in anna.in_room("KLIK")})
    print(f"{len(wanted)} posts, {len(side.all('not_posted'))} not posted at first")
    assert all(each.body == f"Hændelse {each.id}" for each in anna.in_room("KLIK"))


def hand_over(side, waiting: list[str]) -> int:
    """Posts what waits, as the plugin does: what is not known to be in the room stays and is posted again."""
    before, handed = len(side.happened), []
    for post_id in waiting:
        if not side.is_ready(ROOM):
            break
        side.post(post_id, f"Hændelse {post_id}", room=ROOM)
        handed.append(post_id)
    for post_id in handed:
        until(lambda: side_knows(side, post_id, before))
    posted = {each["posted"] for each in side.all("posted")}
    waiting[:] = [each for each in waiting if each not in posted]
    return len(posted)


def side_knows(side, post_id: str, since: int) -> bool:
    return any(post_id in (each.get("posted"), each.get("not_posted")) for each in list(side.happened)[since:])
