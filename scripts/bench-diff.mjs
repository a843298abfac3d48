/**
 * Measures the comparison of generated policies with changed ones and prints one table.
 *
 *   npm run bench:diff                                  all rows
 *   npm run bench:diff -- --sorts segments --rules 10000
 *
 * Every row is a process of its own, so that nothing is warm. What has changed is compiled first.
 */
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { importCompiled } from './lib/compiled.mjs';
import { runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

const compiled = path.join(root, 'out/test/perf/compare.js');
const run = promisify(execFile);
const widths = [9, 7, 11, 8, 9, 8, 7, 10, 8];
const row = (cells) => cells.map((cell, i) => String(cell).padStart(widths[i])).join(' ');

await runProgram(async () => {
  const { values } = parseArgs({
    options: {
      sorts: { type: 'string', default: 'segments,firewall,worst' },
      rules: { type: 'string', default: '1000,10000' },
    },
  });
  const { changes } = await importCompiled('test/perf/compare.js');
  console.log(`Node ${process.version}, ${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}`);
  console.log('Times in ms: reading both texts, and comparing them.\n');
  console.log(
    row(['sort', 'rules', 'change', 'read', 'compare', 'allowed', 'denied', 'undecided', 'pieces']),
  );
  for (const sort of values.sorts.split(',')) {
    for (const rules of values.rules.split(',').map(Number)) {
      for (const change of changes) {
        const program = `import { measureComparison } from ${JSON.stringify(compiled)}; console.log(JSON.stringify(measureComparison(...${JSON.stringify([sort, rules, change])})));`;
        const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program]);
        const { read, compare, allowed, denied, undecided, pieces } = JSON.parse(stdout);
        const times = [Math.round(read), Math.round(compare)];
        console.log(row([sort, rules, change, ...times, allowed, denied, undecided, pieces]));
      }
    }
  }
});
