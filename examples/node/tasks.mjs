#!/usr/bin/env node
// Lists tasks, follows them, asks for changes, and tells klikd what the platform has; one JSON object a line.
//
//   tasks.mjs [--control tcp://127.0.0.1:7511] list [KEY=VALUE...]
//   tasks.mjs follow NAME                      every task as it is, then each change
//   tasks.mjs ask ID NUMBER FIELD=VALUE...     ends with 1 when the rules refuse it
//   tasks.mjs put ID TIME MUNICIPALITY NUMBER FIELD=VALUE...
//
// VALUE is JSON where it can be read as such, and else text: status=Påbegyndt prerequisites=[1,2] due_date=null

import { read, run, show } from './arguments.mjs';
import { Control, tasks } from './klik-client.mjs';

function value(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function pairs(words) {
  return Object.fromEntries(words.map((word) => {
    const [key, ...rest] = word.split('=');
    return [key, value(rest.join('='))];
  }));
}

const what = {
  async list(control, words) {
    (await new Control(control).query('tasks', pairs(words))).forEach(show);
  },
  async follow(control, [name]) {
    for await (const event of tasks(control, name)) show(event);
  },
  async ask(control, [id, number, ...fields]) {
    const { accepted, answer } = await new Control(control).request({
      id, number: Number(number), change: pairs(fields),
    });
    show(answer);
    return accepted ? 0 : 1;
  },
  async put(control, [id, time, municipality, number, ...fields]) {
    show(await new Control(control).put({
      specversion: '1.0', id, source: '/example', type: 'dk.klik.task.observed.v1', time,
      data: { municipality, number: Number(number), ...pairs(fields) },
    }));
  },
};

await run('tasks', async () => {
  const { values, positionals: [name, ...words] } = read({
    control: { type: 'string', default: 'tcp://127.0.0.1:7511' },
  });
  if (!Object.hasOwn(what, name ?? '')) {
    console.error(`tasks: say one of ${Object.keys(what).join(', ')}`);
    return 2;
  }
  return what[name](values.control, words);
});
