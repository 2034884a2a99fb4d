"""A person at an XMPP program, on python3-slixmpp, in a thread of its own."""

import asyncio
import threading
import xml.etree.ElementTree as ElementTree

import slixmpp
from slixmpp.xmlstream import ET

from klik_wire import PATIENCE_S, until
from prosody_peer import DOMAIN, ROOMS

ROOM = f"opgaver@{ROOMS}"


class Message:
    """One that stood in a room, or was said to the person alone."""

    def __init__(self, stanza):
        self.xml: ElementTree.Element = stanza.xml
        self.sender = stanza["from"]
        self.type = stanza["type"]
        self.id = stanza["id"]
        self.body = stanza["body"]

    def element(self, name: str) -> ElementTree.Element | None:
        return self.xml.find(f".//{name}")

    @property
    def nick(self) -> str:
        return self.sender.resource

    @property
    def thread(self) -> str:
        return self.xml.findtext("{jabber:client}thread", "")

    @property
    def replaces(self) -> str:
        found = self.element("{urn:xmpp:message-correct:0}replace")
        return found.get("id") if found is not None else ""

    def __repr__(self):
        return f"{self.sender} {self.id}: {self.body}"


class Person(slixmpp.ClientXMPP):
    def __init__(self, prosody, name: str, password: str, nick: str):
        # slixmpp makes its queues on the loop of the thread that it is made in.
        self._loop_of_person = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop_of_person)
        super().__init__(f"{name}@{DOMAIN}", password)
        self.loop = self._loop_of_person
        self.nick = nick
        self.history = 0  # so many messages of before it wants to see where it enters
        self.messages: list[Message] = []
        self.present: set[str] = set()
        self.made: set[str] = set()  # rooms that were not there before
        self.ca_certs = str(prosody.authority.certificate)
        self.register_plugin("xep_0045")
        self.add_event_handler("session_start", lambda _: self.send_presence())
        self.add_event_handler("message", self._heard)
        self.add_event_handler("presence", self._saw)
        self.add_event_handler("disconnected", self._again)
        self._port = prosody.port
        self._ending = False
        self._rooms: dict[str, str] = {}
        self.add_event_handler("session_start", self._back_in)
        self.connect(address=("127.0.0.1", self._port))
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def _again(self, _):
        if not self._ending:
            self.present.clear()
            self.loop.call_later(0.2, lambda: self.connect(address=("127.0.0.1", self._port)))

    def _back_in(self, _):
        for room, nick in self._rooms.items():
            self._send_entry(room, nick)

    def _go_in(self, room: str, nick: str, more: str):
        self._rooms[room] = nick
        self._send_entry(room, nick, more)

    def _heard(self, stanza):
        self.messages.append(Message(stanza))

    def _saw(self, stanza):
        codes = {each.get("code") for each in stanza.xml.iter("{http://jabber.org/protocol/muc#user}status")}
        if "201" in codes:
            self.made.add(stanza["from"].bare)
        if stanza["type"] == "unavailable":
            self.present.discard(str(stanza["from"]))
        elif stanza["type"] != "error":
            self.present.add(str(stanza["from"]))

    def run_soon(self, work):
        self.loop.call_soon_threadsafe(work)

    def _send_entry(self, room: str, nick: str, more: str = ""):
        self.send_raw(f"<presence to='{room}/{nick}'><x xmlns='http://jabber.org/protocol/muc'>"
                      f"<history maxstanzas='{self.history}'/></x>{more}</presence>")

    def enter(self, room: str = ROOM, nick: str = "", more: str = ""):
        """And waits until the room shows it."""
        nick = nick or self.nick
        until(lambda: self.is_connected() and self.sessionstarted)
        self.run_soon(lambda: self._go_in(room, nick, more))
        until(lambda: f"{room}/{nick}" in self.present)

    def finds(self, room: str) -> bool:
        """Whether there is such a room."""
        asked = asyncio.run_coroutine_threadsafe(self["xep_0030"].get_info(jid=room, timeout=PATIENCE_S), self.loop)
        try:
            return bool(asked.result(PATIENCE_S))
        except slixmpp.exceptions.IqError as refusal:
            assert refusal.condition == "item-not-found", refusal
            return False

    def sees(self, nick: str, room: str = ROOM):
        until(lambda: f"{room}/{nick}" in self.present)

    def say(self, text: str, to: str = ROOM, kind: str = "groupchat", message_id: str = "", more: str = ""):
        message = ET.Element("message", {"to": to, "type": kind, **({"id": message_id} if message_id else {})})
        ET.SubElement(message, "body").text = text
        xml = ET.tostring(message, encoding="unicode").replace("</message>", more + "</message>")
        self.run_soon(lambda: self.send_raw(xml))

    def set_affiliation(self, jid: str, affiliation: str, room: str = ROOM):
        self.run_soon(lambda: self.send_raw(
            f"<iq to='{room}' type='set' id='a'><query xmlns='http://jabber.org/protocol/muc#admin'>"
            f"<item affiliation='{affiliation}' jid='{jid}'/></query></iq>"))

    def set_role(self, nick: str, role: str, room: str = ROOM):
        self.run_soon(lambda: self.send_raw(
            f"<iq to='{room}' type='set' id='r'><query xmlns='http://jabber.org/protocol/muc#admin'>"
            f"<item role='{role}' nick='{nick}'/></query></iq>"))

    def destroy(self, room: str = ROOM):
        self._rooms.pop(room)
        self.run_soon(lambda: self.send_raw(
            f"<iq to='{room}' type='set' id='d'><query xmlns='http://jabber.org/protocol/muc#owner'>"
            "<destroy/></query></iq>"))

    def in_room(self, nick: str, room: str = ROOM) -> list[Message]:
        """What that nickname has said in the room, in order."""
        return [each for each in list(self.messages)
                if each.type == "groupchat" and each.body and str(each.sender) == f"{room}/{nick}"]

    def end(self):
        self._ending = True
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _close(self):
        self.abort()
        others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)
