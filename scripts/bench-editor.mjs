/**
 * Measures the language server as an editor meets it: the process that ships, over stdio, while somebody types.
 *
 *   npm run bench:editor                                 1,000, 10,000 and 100,000 lines
 *   npm run bench:editor -- --lines 1000,10000 --edits 200
 *
 * `--edits N` sets how many keystrokes are timed (200); `--requests N` how many of each other request (100);
 * `--memory-edits N` after how many keystrokes memory is read (1000); `--starts N` how often the server is started (5).
 * `--warm-up N` sets how many keystrokes, and half as many requests of each other kind, come before what is timed (200):
 * the column `first` has their p95, as a server that has just been started is slower until V8 has compiled what it runs often.
 *
 * `--cpu` counts what the server's main thread has had of a processor instead of the clock, for a machine that does
 * other work as well (Linux only).
 *
 * Every size is one file, a rule on nearly every line: the worst case, as what is done for one file grows with it.
 * Times are from the first byte sent to the last received, the pause in which the server waits for more typing
 * included. Each target is printed beside what was measured; `!` marks what misses it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from './build.mjs';
import { importCompiled } from './lib/compiled.mjs';
import { runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

/** Rows of the table: a title, what is measured, and the target for 1,000, 10,000 and 100,000 lines in milliseconds. */
const rows = [
  ['keystroke → syntax and name findings', 'quick', [10, 25, 60]],
  ['keystroke → findings on the whole policy', 'whole', [50, 150, 1_000]],
  ['completion after a keystroke', 'completion', [8, 15, 30]],
  ['hover', 'hover', [5, 5, 15]],
  ['definition', 'definition', [5, 5, 15]],
  ['references', 'references', [10, 25, 100]],
  ['rename', 'rename', [10, 25, 100]],
  ['semantic tokens: range', 'tokensRange', [5, 5, 5]],
  ['semantic tokens: delta after a keystroke', 'tokensDelta', [5, 5, 5]],
  ['semantic tokens: full', 'tokensFull', [20, 80, 400]],
  ['start → first findings', 'start', [300, 450, 1_500]],
  ['start → findings on the whole policy', 'startWhole', []],
  ['longest wait of a hover during a check', 'wait', [50, 50, 50]],
];
const sizes = [1_000, 10_000, 100_000];

/** Most memory of the server after the edits, MB. */
const memoryTargets = [90, 120, 350];

/**
 * Titles of the bundles that are weighed, their files, and the target in KB of 1,024 bytes, minified. A file that consists of
 * parts is weighed with those that it cannot start without: what it imports, and what the modules named here import.
 */
const weighed = [
  ['server, what it starts with', ['server/main-node.mjs', 'server/start-node'], 400],
  ['extension', ['client/extension.cjs'], 250],
  ['webview without elkjs', ['client/webview/main.js', 'client/webview/layout-worker.js'], 150],
];

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: sizes.join(',') },
      'warm-up': { type: 'string', default: '200' },
      edits: { type: 'string', default: '200' },
      requests: { type: 'string', default: '100' },
      'memory-edits': { type: 'string', default: '1000' },
      starts: { type: 'string', default: '5' },
      cpu: { type: 'boolean', default: false },
    },
  });
  const effort = {
    warmUp: Number(values['warm-up']),
    edits: Number(values.edits),
    requests: Number(values.requests),
    starts: Number(values.starts),
    memoryEdits: Number(values['memory-edits']),
    idleSeconds: 5,
  };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zoneflow-bench-'));
  try {
    const weights = await weigh(folder);
    const { measureServer } = await importCompiled('test/perf/editor/measure.js');
    const clock = values.cpu ? 'cpu' : 'wall';
    const program = { nodeArguments: [], path: path.join(folder, 'server/main-node.mjs'), clock };
    console.log(`Times in ms of ${values.cpu ? 'the processor' : 'the clock'}.`);
    console.log(
      `Node ${process.version}, ${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}\n`,
    );
    for (const lines of values.lines.split(',').map(Number))
      report(lines, effort, await measureServer(program, lines, effort));
    reportSizes(weights);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Makes the bundles that ship, and says how much of each is not elkjs: bytes, plain and zipped. */
async function weigh(folder) {
  const metafiles = await build({ production: true, dist: folder });
  const outputs = new Map(metafiles.flatMap((metafile) => Object.entries(metafile.outputs)));
  const weights = new Map();
  for (const [title, files] of weighed) {
    const sum = { plain: 0, zipped: 0 };
    for (const part of partsOf(outputs, files)) {
      const { bytes, inputs } = outputs.get(part);
      const elk = Object.entries(inputs).filter(([name]) => name.includes('node_modules/elkjs'));
      sum.plain += elk.reduce((rest, [, { bytesInOutput }]) => rest - bytesInOutput, bytes);
      sum.zipped += elk.length > 0 ? Number.NaN : gzipSync(await readFile(path.resolve(root, part))).length;
    }
    weights.set(title, sum);
  }
  return weights;
}

/** The files with these names, or names that begin so, and all that they import at once. */
function partsOf(outputs, files) {
  const isMeant = (name) => files.some((file) => name.includes(`/${file}`) && !name.endsWith('.map'));
  const parts = new Set([...outputs.keys()].filter(isMeant));
  for (const part of parts)
    for (const { path: target, kind } of outputs.get(part).imports)
      if (kind === 'import-statement' && outputs.has(target)) parts.add(target);
  return parts;
}

function report(lines, effort, { first, warm }) {
  const size = sizes.indexOf(lines);
  console.log(`${lines.toLocaleString('en')} lines, ${effort.edits} keystrokes`);
  console.log(row(['ms', 'p50', 'p95', 'longest', 'target', '', 'first']));
  for (const [title, name, targets] of rows) {
    const p95 = quantile(warm[name], 0.95);
    const target = targets[size];
    console.log(
      row([
        title,
        ...[quantile(warm[name], 0.5), p95, quantile(warm[name], 1)].map((time) => time?.toFixed(1) ?? ''),
        target ?? '',
        p95 > target ? '!' : '',
        quantile(first[name], 0.95)?.toFixed(1) ?? '',
      ]),
    );
  }
  const [early, late] = [warm.memoryEarly[0], warm.memory[0]];
  const target = memoryTargets[size];
  const missed = late > target ? '!' : '';
  const edits = effort.memoryEdits.toLocaleString('en');
  console.log(
    row([
      `memory in MB, before and after ${edits} more keystrokes`,
      early.toFixed(0),
      late.toFixed(0),
      '',
      target ?? '',
      missed,
    ]),
  );
  console.log(
    row([
      'processor time at rest, ms per second',
      warm.idle[0].toFixed(1),
      '',
      '',
      0,
      warm.idle[0] > 0 ? '!' : '',
    ]),
  );
  console.log('');
}

/** What that share of the times does not exceed; `undefined` where there are none. */
function quantile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function reportSizes(weights) {
  console.log(row(['KB, minified', 'plain', 'gzip', '', 'target']));
  for (const [title, , target] of weighed) {
    const [plain, zipped] = [weights.get(title).plain / 1024, weights.get(title).zipped / 1024];
    console.log(
      row([
        title,
        plain.toFixed(0),
        Number.isNaN(zipped) ? '' : zipped.toFixed(0),
        '',
        target,
        plain > target ? '!' : '',
      ]),
    );
  }
}

function row([title, ...cells]) {
  return [title.padEnd(52), ...cells.map((cell) => String(cell).padStart(8))].join(' ').trimEnd();
}
