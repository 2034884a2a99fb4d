// The colour by json-rules-engine: rules that an administrator could change without a programmer.

import { Engine } from 'json-rules-engine';
import { daysLeft, isOpen } from './tasks.mjs';

const when = (colour, ...days) => ({
  conditions: {
    all: [
      { fact: 'open', operator: 'equal', value: true },
      ...days.map(([operator, value]) => ({ fact: 'days_left', operator, value })),
    ],
  },
  event: { type: colour },
});

const engine = new Engine([
  when('red', ['lessThan', 0]),
  when('yellow', ['greaterThanInclusive', 0], ['lessThanInclusive', 14]),
  when('green', ['greaterThan', 14]),
]);

export async function colourByRules(status, dueDate, day) {
  const { events } = await engine.run({ open: isOpen(status), days_left: daysLeft(dueDate, day) });
  return events[0]?.type ?? 'none';
}
