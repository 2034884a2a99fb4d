// What the programs of this folder share.

import { parseArgs } from 'node:util';
import { NoAnswer, Refused } from './klik-client.mjs';

/** {values, positionals} of the command line. */
export function read(options) {
  return parseArgs({ options, allowPositionals: true });
}

export function show(thing) {
  console.log(JSON.stringify(thing));
}

/** Runs the program; a refusal is a sentence and exit code 1. */
export async function run(name, main) {
  try {
    process.exitCode = await main() ?? 0;
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof NoAnswer)) throw failure;
    console.error(`${name}: ${failure.message}`);
    process.exitCode = 1;
  }
}
