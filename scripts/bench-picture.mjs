/**
 * Measures the picture in a real browser and prints one table.
 *
 *   npm run bench:picture [-- --times N]
 *
 * `--times` sets how often the first view is timed. Times are of the code as compiled in `out`, bundled on the way.
 */
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Problem, runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

const compiled = path.join(root, 'out/test/perf/picture.js');

await runProgram(async () => {
  const { values } = parseArgs({ options: { times: { type: 'string', default: '5' } } });
  if (!existsSync(compiled)) throw new Problem('The benchmark is not compiled. Run npm run typecheck first.');
  const { measurePicture } = await import(compiled);
  console.log(
    `Node ${process.version}, ${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}\n`,
  );
  const rows = await measurePicture(Number(values.times), (text) => process.stderr.write(`${text} …\n`));
  console.log(line('measure', 'p50', 'p95', 'target', ''));
  for (const { measure, unit, values: times, target } of rows) {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    const cells = [at(0.5), at(0.95)].map((value) => `${value.toFixed(unit === 'px' ? 1 : 0)} ${unit}`);
    const verdict =
      target === null ? ['', ''] : [`${target} ${unit}`, at(0.95) <= target ? 'reached' : 'MISSED'];
    console.log(line(measure, ...cells, ...verdict));
  }
});

function line(measure, ...cells) {
  return [measure.padEnd(48), ...cells.map((cell) => cell.padStart(10))].join('');
}
