/**
 * Measures the picture in a real browser and prints one table.
 *
 *   npm run bench:picture [-- --times N]
 *
 * `--times` sets how often the first view is timed. The code is compiled and bundled on the way.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { importCompiled } from './lib/compiled.mjs';
import { runProgram } from './lib/progress.mjs';

await runProgram(async () => {
  const { values } = parseArgs({ options: { times: { type: 'string', default: '5' } } });
  const { measurePicture } = await importCompiled('test/perf/picture.js');
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
