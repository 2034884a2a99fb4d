// A service in Node.js that does a part of klikd's job, as one would write it:
//
//   node in_node.mjs INLET FOLDER MOST [rules]
//
// Takes facts off the PUB at INLET, drops what it knows, applies the rule, commits each fact and the event that
// follows to SQLite, and publishes the event then. At most MOST facts are committed together. With `rules` the
// colour comes from json-rules-engine.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Decoder, Encoder } from '@msgpack/msgpack';
import Database from 'better-sqlite3';
import { Publisher, Subscriber } from 'zeromq';
import { Tasks, colourOf, stateOf, statusOf, today } from './tasks.mjs';

const QUEUE = 10_000; // klikd's own
const [inlet, folder, most, rules] = process.argv.slice(2);
const colour = rules ? (await import('./colour_rules.mjs')).colourByRules : colourOf;

const encoder = new Encoder();
const decoder = new Decoder();
const database = new Database(join(folder, 'klik.sqlite'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec(`
  CREATE TABLE IF NOT EXISTS journal (epoch TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS fact (
    sequence INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL, UNIQUE (source, id)
  );
  CREATE TABLE IF NOT EXISTS event (sequence INTEGER PRIMARY KEY, topic TEXT NOT NULL, payload BLOB NOT NULL);
`);
database
  .prepare('INSERT INTO journal SELECT ? WHERE NOT EXISTS (SELECT 1 FROM journal)')
  .run(randomBytes(8).toString('hex'));
const epoch = database.prepare('SELECT epoch FROM journal').pluck().get();
let sequence = database.prepare('SELECT coalesce(max(sequence), 0) FROM event').pluck().get();
const begin = database.prepare('BEGIN');
const commit = database.prepare('COMMIT');
const addFact = database.prepare('INSERT OR IGNORE INTO fact (source, id, payload) VALUES (?, ?, ?)');
const addEvent = database.prepare('INSERT INTO event VALUES (?, ?, ?)');

const tasks = new Tasks();
for (const payload of database.prepare('SELECT payload FROM fact ORDER BY sequence').pluck().iterate()) {
  tasks.apply(decoder.decode(payload));
}

const digits = (number) => String(number).padStart(20, '0');

function stateEvent(cause, time, data) {
  const previous = digits(sequence);
  const own = digits(++sequence);
  return encoder.encode({
    specversion: '1.0',
    id: `${epoch}.${own}`,
    source: '/klik/9999',
    type: 'dk.klik.task.state.v1',
    subject: String(data.number),
    time,
    datacontenttype: 'application/msgpack',
    sequence: own,
    previous,
    epoch,
    causationid: cause,
    data,
  });
}

/** The events of these facts, committed together. A transaction of its own making, as a rule may have to be awaited. */
async function take(payloads) {
  const day = today();
  const time = new Date().toISOString();
  const events = [];
  begin.run();
  for (const payload of payloads) {
    const fact = decoder.decode(payload);
    const isNew = addFact.run(fact.source, fact.id, payload).changes === 1;
    const task = isNew ? tasks.apply(fact) : null;
    if (!task) continue;
    const status = statusOf(task.fields);
    const state = stateOf(task, status, await colour(status, task.fields.due_date, day));
    const topic = `klik/v1/9999/state/${state.number}`;
    const event = stateEvent(fact.id, time, state);
    addEvent.run(sequence, topic, event);
    events.push([topic, event]);
  }
  commit.run();
  return events;
}

/** Waits for a fact, and takes what else has come. */
async function batch(socket) {
  socket.receiveTimeout = -1;
  const payloads = [(await socket.receive())[1]];
  socket.receiveTimeout = 0;
  try {
    while (payloads.length < most) payloads.push((await socket.receive())[1]);
  } catch (failure) {
    if (failure.code !== 'EAGAIN') throw failure;
  }
  return payloads;
}

const facts = new Subscriber({ receiveHighWaterMark: QUEUE });
facts.subscribe('platform/v1/');
facts.connect(inlet);
const state = new Publisher({ sendHighWaterMark: QUEUE });
await state.bind('tcp://127.0.0.1:*');
console.log(state.lastEndpoint);
for (;;) {
  for (const event of await take(await batch(facts))) await state.send(event);
}
