#!/usr/bin/env node
// Prints what happens now, one JSON object a line, and every loss.
//
//   watch.mjs [--live tcp://127.0.0.1:7510] [--kind KIND]...

import { read, run, show } from './arguments.mjs';
import { BEAT_MS, Live } from './klik-client.mjs';

await run('watch', async () => {
  const { values } = read({
    live: { type: 'string', default: 'tcp://127.0.0.1:7510' },
    kind: { type: 'string', multiple: true },
  });
  const live = new Live(values.live, { kinds: values.kind });
  for (;;) {
    const item = await live.next(BEAT_MS);
    if (item?.event) show(item.event);
    else if (item?.gap) show({ lost: item.gap.kind, after: item.gap.after, up_to: item.gap.upTo });
    else if (item) show({ new_epoch: item.newEpoch });
  }
});
