import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './sources.js';

/** Numbers that look random and are the same for the same seed: below 1, from 0. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type Random = () => number;

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export const oneOf = <T>(random: Random, choices: readonly T[]): T => choices[below(random, choices.length)];

/** A sample policy: its texts by path. */
export interface Sample {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Every sample folder with policy files, the faulty twins too; `zoneflow.json` is among the files where there is one. */
export function samplePolicies(): Sample[] {
  const folder = path.join(projectRoot, 'samples');
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll(path.sep, '/'),
  );
  const folders = new Set(
    all.filter((name) => name.endsWith('.zoneflow')).map((name) => path.posix.dirname(name)),
  );
  return [...folders].sort().map((name) => {
    const own = all
      .filter((file) => path.posix.dirname(file) === name && /(\.zoneflow|\/zoneflow\.json)$/.test(file))
      .sort();
    return {
      name,
      files: new Map(
        own.map((file) => [path.posix.basename(file), readFileSync(path.join(folder, file), 'utf8')]),
      ),
    };
  });
}

/** Pieces of text that a mutation puts in: words of the language, its signs, and what editors and clipboards bring. */
const pieces = [
  ...'zone workload service group team identity condition labels tier ruleset flow allow deny pass to on as when any except unclaimed never reaches within test expect'.split(
    ' ',
  ),
  ...'{ } [ ] ( ) = , . : / | # " // /* */ - _ \\ 0 9 10.0.0.0/8 10.0.0.1/24 fd00::/8 :: 1.2.3.4-1.2.3.9 tcp/443 tcp/ 2027-03-31 2027-99-99'.split(
    ' ',
  ),
  '\n',
  '\r\n',
  '\r',
  '\t',
  ' ',
  '\u0000',
  '\uFEFF',
  '\u2028',
  '😀',
  '\ud83d',
  'ä',
  '[['.repeat(20),
  '{'.repeat(20),
  '"\\',
  'addresses = ',
  'members = { a: b }',
  '// zoneflow-ignore conflict: x',
  'x'.repeat(300),
  '99999999999999999999',
];

/** One change of a text: `length` characters from `offset` give way to `insert`. */
export interface Mutation {
  readonly offset: number;
  readonly length: number;
  readonly insert: string;
}

/** A change such as a person, a clumsy tool or a broken disk makes. */
export function mutation(random: Random, text: string): Mutation {
  const offset = below(random, text.length + 1);
  const some = Math.min(text.length - offset, below(random, 30));
  const elsewhere = below(random, text.length + 1);
  const chunk = text.slice(elsewhere, elsewhere + below(random, 200));
  return oneOf<() => Mutation>(random, [
    () => ({ offset, length: 1, insert: '' }),
    () => ({ offset, length: some, insert: '' }),
    () => ({ offset, length: 0, insert: oneOf(random, pieces) }),
    () => ({ offset, length: 0, insert: ` ${oneOf(random, pieces)} ` }),
    () => ({ offset, length: some, insert: oneOf(random, pieces) }),
    () => ({ offset, length: 0, insert: chunk }),
    () => ({ offset, length: Math.min(text.length - offset, below(random, 400)), insert: chunk }),
    () => ({ offset, length: 1, insert: String.fromCharCode(below(random, 0x250)) }),
  ])();
}

export const mutate = (text: string, { offset, length, insert }: Mutation): string =>
  text.slice(0, offset) + insert + text.slice(offset + length);
