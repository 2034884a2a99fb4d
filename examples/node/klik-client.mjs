// A client of klikd on plain zeromq and @msgpack/msgpack, written from docs/protocol.md and nothing else.
//
//   Control   questions: put, request, query, snapshot, ping
//   Stream    a durable stream: every event once it is true, over any break
//   Live      events as they happen, with every loss told
//   tasks     all tasks as they are, and every change from there on, without hole or overlap
//
// Copy this file into your program.

import { Dealer, Subscriber } from 'zeromq';
import { decode, encode } from '@msgpack/msgpack';

export const BEAT_MS = 1000; // klikd's heartbeat and beat
const SILENT_BEATS = 3; // after which a new socket is made
const MAX_MESSAGE_BYTES = 1 << 20;
const MOST_CREDIT = 10_000;
const ZERO = '0'.repeat(20);

/** klikd answered `error` or `gone`; what it says is the message. */
export class Refused extends Error {
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/** klikd said nothing for as long as the caller would wait. */
export class NoAnswer extends Error {}

/** A socket with the options of docs/protocol.md 1. `keys`: {server, public, secret}, CURVE keys in Z85. */
function connect(Kind, endpoint, keys) {
  const socket = new Kind({
    linger: 0,
    maxMessageSize: MAX_MESSAGE_BYTES,
    handshakeInterval: 3000,
    heartbeatInterval: 1000,
    heartbeatTimeout: 3000,
    heartbeatTimeToLive: 3000,
    reconnectInterval: 100,
    reconnectMaxInterval: 5000,
    receiveHighWaterMark: 10_000,
    ...(Kind === Dealer ? { sendHighWaterMark: 10_000, sendTimeout: 0 } : {}),
    ...(keys ? { curveServerKey: keys.server, curvePublicKey: keys.public, curveSecretKey: keys.secret } : {}),
  });
  socket.connect(endpoint);
  return socket;
}

/** The next message's frames, or null when nothing came in time. */
async function receive(socket, timeoutMs) {
  socket.receiveTimeout = Math.max(0, Math.ceil(timeoutMs));
  try {
    return await socket.receive();
  } catch (failure) {
    if (failure.code === 'EAGAIN') return null;
    throw failure;
  }
}

/** A DEALER that is made anew when the old one seems dead. */
class Link {
  constructor(control, keys) {
    Object.assign(this, { control, keys });
    this.socket = connect(Dealer, control, keys);
  }

  renew() {
    this.socket.close();
    this.socket = connect(Dealer, this.control, this.keys);
  }

  async say(verb, message) {
    const payload = encode(message);
    if (payload.length > MAX_MESSAGE_BYTES) { // ZeroMQ would drop it without a word
      throw new Refused('too_large', `${payload.length} bytes; at most ${MAX_MESSAGE_BYTES} are taken`);
    }
    try {
      await this.socket.send([verb, payload]);
    } catch (failure) {
      if (failure.code !== 'EAGAIN') throw failure;
      throw new NoAnswer(`${this.control} does not take what is sent; is klikd running there?`);
    }
  }

  /** The next message: its verb, and its map or event. */
  async hear(timeoutMs) {
    const frames = await receive(this.socket, timeoutMs);
    return frames && { verb: frames[0].toString(), message: decode(frames.at(-1)) };
  }
}

/**
 * Questions, each answered before the next. All of them can be asked again, so that is what happens when klikd
 * is away for a while: the question goes out on a new socket until `patienceMs` is over.
 */
export class Control {
  #ref = 0;

  constructor(control, { keys, patienceMs = 30_000 } = {}) {
    this.link = new Link(control, keys);
    this.patienceMs = patienceMs;
  }

  close() {
    this.link.socket.close();
  }

  /** The answer's verb and map; an `error` is thrown. */
  async ask(verb, message = {}) {
    const until = Date.now() + this.patienceMs;
    for (;;) {
      const ref = ++this.#ref;
      await this.link.say(verb, { ...message, ref });
      const againAt = Math.min(until, Date.now() + SILENT_BEATS * BEAT_MS);
      for (let left; (left = againAt - Date.now()) > 0;) {
        const heard = await this.link.hear(left);
        if (heard?.message.ref === ref) return answered(heard);
      }
      if (Date.now() >= until) {
        throw new NoAnswer(`no answer to ${verb} from ${this.link.control}; is klikd running there?`);
      }
      this.link.renew();
    }
  }

  /** {`id`, `sequence`, `duplicate`}, once the fact is on disk. */
  async put(fact) {
    return (await this.ask('put', { event: fact })).message;
  }

  /** `wish`: `id`, `number`, `change`, and perhaps `base_revision`, `actor`, `lineage`, `reason`. */
  async request(wish) {
    const { verb, message } = await this.ask('request', wish);
    return { accepted: verb === 'request.accepted', answer: message };
  }

  /** All rows, page by page. */
  async query(what, keys = {}) {
    const rows = [];
    for (let after = {}; ;) {
      const page = (await this.ask('query', { what, ...keys, ...after })).message;
      rows.push(...page.rows);
      if (!page.next) return rows;
      after = { after: page.next };
    }
  }

  /** Epoch, sequence, and the state event of each task. Where contact is lost it begins anew. */
  async snapshot() {
    for (;;) {
      const begin = (await this.ask('snapshot', { kinds: ['state'], credit: MOST_CREDIT })).message;
      const rows = await this.#rowsOf(begin);
      if (rows) return { epoch: begin.epoch, sequence: begin.sequence, rows };
      this.link.renew();
    }
  }

  async #rowsOf({ epoch }) {
    const rows = [];
    for (let heard; (heard = await this.link.hear(SILENT_BEATS * BEAT_MS));) {
      const { verb, message } = answered(heard);
      if (verb === 'snapshot.end') return rows;
      if (verb !== 'snapshot.row') continue;
      rows.push(message);
      if (rows.length % (MOST_CREDIT / 2) === 0) { // each row costs one credit
        await this.link.say('ack', { epoch, sequence: ZERO, credit: MOST_CREDIT / 2 });
      }
    }
    return null;
  }

  async ping() {
    return (await this.ask('ping')).message;
  }
}

function answered(heard) {
  if (heard.verb === 'error') throw new Refused(heard.message.code, heard.message.text);
  return heard;
}

const later = (a, b) => (a > b ? a : b);

/**
 * A municipality's events in order, at least once, over any break of either side. Acknowledge what you have
 * dealt with: after a break it goes on behind that. Within the life of this object no event comes twice. Call
 * `next` at least every ten seconds.
 *
 * `start`: `acked` (behind the last acknowledged event), `begin`, `end` or a sequence. `startWhenNew`: where a
 * name begins that klikd does not know; without it that is Refused with `not_found`. `tell` hears `connecting`
 * and `connected`.
 */
export class Stream {
  epoch = null;
  complete = ZERO; // all up to here was returned by `next`, or is none of ours
  acked = ZERO;

  constructor(control, name, { start = 'acked', startWhenNew, kinds, credit = 1000, keys, tell } = {}) {
    Object.assign(this, { name, start, startWhenNew, kinds, credit, tell });
    this.link = new Link(control, keys);
  }

  close() {
    this.link.socket.linger = 1000; // the last ack leaves before the program ends
    this.link.socket.close();
  }

  async #open() {
    this.tell?.('connecting');
    this.opened = false;
    this.owed = 0; // credit that is used up and not yet returned
    this.sent = ZERO; // klikd has sent all up to here on this connection
    await this.#say('open', {
      name: this.name, from: this.start, credit: this.credit, ...(this.kinds ? { kinds: this.kinds } : {}),
    });
    this.heardAt = Date.now();
  }

  async #openAnew() {
    this.link.renew();
    await this.#open();
  }

  async #say(verb, message) {
    await this.link.say(verb, message);
    this.saidAt = Date.now();
  }

  /** All up to this event has been dealt with. */
  async ack(event) {
    this.acked = later(this.acked, event.sequence);
    await this.#returnCredit();
  }

  /** Only what was sent on this connection can be acknowledged on it. */
  async #returnCredit() {
    if (!this.opened) return;
    const sequence = this.acked < this.sent ? this.acked : this.sent;
    const credit = this.owed;
    this.owed = 0;
    await this.#say('ack', { epoch: this.epoch, sequence, credit });
  }

  async * [Symbol.asyncIterator]() {
    for (;;) {
      const event = await this.next(BEAT_MS);
      if (event) yield event;
    }
  }

  /** The next event, or null when the time is over. While klikd is away it goes on trying. */
  async next(timeoutMs) {
    if (this.heardAt === undefined) await this.#open();
    const until = Date.now() + timeoutMs;
    for (;;) {
      const heard = await this.link.hear(Math.min(until - Date.now(), BEAT_MS / 2));
      const event = heard && await this.#take(heard.verb, heard.message);
      // A pong alone does not tell that the stream is open: klikd may have been started again.
      if (Date.now() - this.heardAt > SILENT_BEATS * BEAT_MS) await this.#openAnew();
      else if (Date.now() - this.saidAt > BEAT_MS) await this.#say('ping', {});
      if (event || Date.now() >= until) return event;
    }
  }

  /** The event, if it is a new one; everything else is dealt with here. */
  async #take(verb, message) {
    if (['event', 'heartbeat', 'opened'].includes(verb)) this.heardAt = Date.now();
    if (verb === 'event' && this.opened) return this.#takeEvent(message);
    if (verb === 'heartbeat' && this.opened) {
      this.sent = later(this.sent, message.sent);
      this.complete = later(this.complete, message.sent);
    } else if (verb === 'opened') {
      this.#takeOpened(message);
    } else if (verb === 'error') {
      await this.#takeError(message);
    } else if (verb === 'gone') {
      throw new Refused('gone', `the journal begins at ${message.first}; take a snapshot`);
    }
    return null;
  }

  async #takeEvent(event) {
    this.owed += 1;
    this.sent = event.sequence;
    if (this.owed * 2 >= this.credit) await this.#returnCredit();
    if (event.sequence <= this.complete) return null; // sent again after a break
    this.complete = event.sequence;
    return event;
  }

  #takeOpened({ epoch, start }) {
    if (this.epoch !== null && this.epoch !== epoch) {
      throw new Refused('wrong_epoch', 'klikd has another journal than before; take a snapshot');
    }
    this.epoch = epoch;
    this.start = 'acked';
    this.opened = true;
    this.sent = start;
    this.acked = later(this.acked, start);
    this.complete = later(this.complete, start);
    this.tell?.('connected');
  }

  async #takeError({ code, text, about }) {
    if (code === 'timeout' || code === 'busy' || (code === 'not_found' && about === 'ack')) {
      await this.#openAnew(); // klikd has ended the session, or was started again
    } else if (code === 'not_found' && this.epoch !== null) {
      this.start = this.acked; // klikd ended before it had stored where we began
      await this.#openAnew();
    } else if (code === 'not_found' && this.startWhenNew) {
      this.start = this.startWhenNew;
      this.startWhenNew = undefined;
      await this.#openAnew();
    } else {
      throw new Refused(code, text);
    }
  }
}

/**
 * Events as they happen, best effort. A loss shows by an event's `previous`, and by the beat where the last ones
 * were lost. `next` gives {event}, {gap: {kind, after, upTo}} or {newEpoch}.
 */
export class Live {
  #ready = [];
  #last = new Map(); // by kind: all up to here came, or is told as lost
  #epoch = null;

  constructor(live, { kinds, keys } = {}) {
    Object.assign(this, { live, kinds, keys });
    this.#connect();
  }

  #connect() {
    this.socket = connect(Subscriber, this.live, this.keys);
    this.socket.subscribe('klik/v1/');
    this.heardAt = Date.now();
  }

  close() {
    this.socket.close();
  }

  /** A gap comes before the event that shows it. null when the time is over. */
  async next(timeoutMs) {
    const until = Date.now() + timeoutMs;
    while (this.#ready.length === 0) {
      const frames = await receive(this.socket, Math.min(until - Date.now(), BEAT_MS / 2));
      if (frames) {
        this.heardAt = Date.now();
        this.#take(frames[0].toString(), decode(frames[1]));
      } else if (Date.now() - this.heardAt > SILENT_BEATS * BEAT_MS) {
        this.socket.close();
        this.#connect();
      } else if (Date.now() >= until) {
        return null;
      }
    }
    return this.#ready.shift();
  }

  #take(topic, message) {
    if (this.#epoch !== null && this.#epoch !== message.epoch) {
      this.#last.clear();
      this.#ready.push({ newEpoch: message.epoch });
    }
    this.#epoch = message.epoch;
    const kind = topic.split('/')[3];
    if (kind === 'beat') {
      for (const [each, head] of Object.entries(message.heads)) this.#reach(each, head, head);
    } else if (this.#reach(kind, message.previous, message.sequence)) {
      this.#ready.push({ event: message });
    }
  }

  #reach(kind, previous, sequence) {
    if (this.kinds && !this.kinds.includes(kind)) return false;
    const last = this.#last.get(kind) ?? previous;
    if (previous > last) this.#ready.push({ gap: { kind, after: last, upTo: previous } });
    this.#last.set(kind, later(last, sequence));
    return true;
  }
}

/** The state event of each task as it is now, then each change, without hole or overlap, for ever. */
export async function* tasks(control, name, { keys } = {}) {
  const questions = new Control(control, { keys });
  const { epoch, sequence, rows } = await questions.snapshot();
  questions.close();
  const newest = new Map(rows.map((row) => [row.subject, row.sequence]));
  yield* rows;
  const stream = new Stream(control, name, { start: sequence, kinds: ['state'], keys });
  try {
    for await (const event of stream) {
      if (event.epoch !== epoch) {
        throw new Refused('wrong_epoch', 'klikd has another journal than before; take a snapshot');
      }
      if (event.sequence > (newest.get(event.subject) ?? ZERO)) yield event;
      await stream.ack(event);
    }
  } finally {
    stream.close();
  }
}
