import v8 from 'node:v8';

/**
 * An editor has many servers. Left alone, V8 lets garbage grow to several times what is in use before it looks for it, and
 * what is new to 32 MB; a little more work for the collector keeps memory at less than half of that. To be imported
 * before anything else: a young generation that has grown does not shrink, so its growth is stopped before it begins.
 */
const thrift = ['--heap-growing-percent=40', '--semi-space-growth-factor=1'];

for (const flag of thrift) v8.setFlagsFromString(flag);
