#!/usr/bin/env node
// Prints a municipality's events and goes on behind the last one acknowledged, however either side ends.
//
//   subscriber.mjs [--control tcp://127.0.0.1:7511] [--name NAME] [--kind KIND]... [--limit N]
//
// With `--kind notification` it prints who is told what, in Danish; a mailer would send it there.

import { read, run } from './arguments.mjs';
import { Stream } from './klik-client.mjs';

function line(event) {
  if (event.type !== 'dk.klik.notification.v1') return JSON.stringify(event.data);
  const told = event.data.items.map((item) => item.text.da).join('; ');
  return `${event.data.recipient.person}: ${told}`;
}

await run('subscriber', async () => {
  const { values } = read({
    control: { type: 'string', default: 'tcp://127.0.0.1:7511' },
    name: { type: 'string', default: 'example-subscriber' },
    kind: { type: 'string', multiple: true },
    start: { type: 'string', default: 'begin' }, // of a new name; who delivers would say end
    limit: { type: 'string', default: '0' },
  });
  const stream = new Stream(values.control, values.name, {
    startWhenNew: values.start, kinds: values.kind, tell: (what) => console.error(what),
  });
  let count = 0;
  for await (const event of stream) {
    console.log(event.sequence.replace(/^0+/, ''), event.time, event.type, line(event));
    await stream.ack(event); // only after it has been dealt with
    if (++count === Number(values.limit)) break;
  }
  stream.close();
});
