/**
 * Measures Zoneflow on generated policies and prints one table.
 *
 *   npm run bench                                       all rows
 *   npm run bench -- --sorts segments --rules 1000,10000
 *
 * `--sorts` and `--rules` choose rows; `--edits N` sets how many edits are timed; `--pairwise N` how many seconds the
 * pairwise check of other tools may take (0 leaves it out); `--cpu` counts time of the processor instead of the clock,
 * for a machine that does other work as well; `--profile DIR` writes a profile of each row there.
 *
 * Every row is a process of its own, so that nothing is warm. What has changed is compiled first.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { importCompiled } from './lib/compiled.mjs';
import { Problem, runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

const compiled = path.join(root, 'out/test/perf');
const run = promisify(execFile);

/** Column titles with their widths. */
const columns = [
  ['sort', 9],
  ['rules', 7],
  ['parse', 6],
  ['resolve', 8],
  ['names', 6],
  ['index', 6],
  ['check', 7],
  ['total', 7],
  ['edit p50', 9],
  ['p95', 7],
  ['MB', 5],
  ['findings', 9],
  ['shadowed', 9],
  ['undecided', 10],
  ['| pairwise', 12],
  ['missed', 7],
  ['wrong', 6],
];

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      sorts: { type: 'string', default: 'segments,firewall,worst' },
      rules: { type: 'string', default: '1000,10000,100000' },
      edits: { type: 'string', default: '60' },
      pairwise: { type: 'string', default: '30' },
      profile: { type: 'string' },
      cpu: { type: 'boolean', default: false },
    },
  });
  const { generatePolicy, sorts } = await importCompiled('test/perf/generate.js');
  console.log(`Node ${process.version}, ${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}`);
  console.log(
    `Times in ms of ${values.cpu ? 'the processor' : 'the clock'}; the check itself is index + check.\n`,
  );
  console.log(heading());
  for (const sort of values.sorts.split(',')) {
    if (!sorts.includes(sort)) throw new Problem(`There is no sort ${sort}. The sorts: ${sorts.join(', ')}.`);
    for (const rules of values.rules.split(',').map(Number))
      console.log(line(sort, rules, await measure(generatePolicy(sort, rules), values)));
  }
});

async function measure(files, { edits, pairwise, cpu, profile }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zoneflow-bench-'));
  try {
    for (const file of files) {
      const target = path.join(folder, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.text);
    }
    const program = [path.join(compiled, 'measure.js'), folder, edits, pairwise, cpu ? 'cpu' : 'wall'];
    const options = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const { stdout } = await run(process.execPath, [...options, ...program], { maxBuffer: 2 ** 24 });
    return JSON.parse(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function heading() {
  return row(columns.map(([title]) => title));
}

function row(cells) {
  return cells.map((cell, i) => String(cell).padStart(columns[i][1])).join(' ');
}

function line(sort, rules, measured) {
  const { parse, resolve, names, index, check, total, memory, findings, shadowed, undecided } = measured;
  const sorted = [...measured.edits].sort((a, b) => a - b);
  const at = (share) => (sorted.length === 0 ? '' : sorted[Math.ceil(share * sorted.length) - 1].toFixed(1));
  const times = [parse, resolve, names, index, check, total].map((time) => Math.round(time));
  const counts = [Math.round(memory), findings, shadowed, undecided];
  return row([sort, rules, ...times, at(0.5), at(0.95), ...counts, ...pairwiseCells(measured)]);
}

/** A check that was cut short says how much of the policy it saw; what it missed cannot be told then. */
function pairwiseCells({ pairwise, rules }) {
  if (pairwise === undefined) return ['|', '', ''];
  const cut = pairwise.looked < rules;
  if (!cut) return [`| ${Math.round(pairwise.time)}`, pairwise.missed, pairwise.wrong];
  return [`| > ${Math.round(pairwise.time)}`, '?', '?'];
}
