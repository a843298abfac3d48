import { createRequire } from 'node:module';
import v8 from 'node:v8';

/**
 * Node keeps its own modules compiled, for the flags that it was started with. Those that the server needs are loaded before
 * flags change, or they would be compiled anew.
 */
const needed = ['fs/promises', 'net', 'os', 'path', 'url', 'util'];
const load = createRequire(import.meta.url);
for (const name of needed) load(`node:${name}`);
// The streams make up their minds, and load what they take, when they are first looked at.
if (process.argv.includes('--stdio')) void [process.stdin, process.stdout];

/**
 * An editor has many servers. Left alone, V8 lets garbage grow to several times what is in use before it looks for it, and
 * what is new to 32 MB; a little more work for the collector keeps memory at less than half of that. To be imported
 * before anything else: a young generation that has grown does not shrink, so its growth is stopped before it begins.
 */
v8.setFlagsFromString('--heap-growing-percent=40');
limitYoung(true);

/** How large the space for what is new may become for each character of text, and at most, whatever there is. Bytes. */
const youngPerCharacter = 8;
const mostYoung = 32 * 2 ** 20;

/**
 * Lets the space for what is new grow with the open documents, which hold so many characters together: an edit of a large
 * one makes much that stays, and a collector that comes too often moves all of it. To be called now and then: it is V8 that
 * doubles the space, when it finds that much stays, and goes on until told that it is enough.
 */
export function tendYoung(characters: number): void {
  limitYoung(youngSize() >= Math.min(mostYoung, characters * youngPerCharacter));
}

const youngSize = (): number =>
  v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;

function limitYoung(isLimited: boolean): void {
  v8.setFlagsFromString(`--semi-space-growth-factor=${isLimited ? 1 : 2}`);
}
