import { writeFileSync } from 'node:fs';
import type Mocha from 'mocha';

/** What a run of tests came to; `scripts/test.mjs` sums these over all its stages. */
export interface Counts {
  passed: number;
  failed: number;
}

interface Failure {
  title: string;
  error: unknown;
}

/**
 * Reports a run that is about to start: a line for each group when it ends, then the failures in full.
 *
 * The counts go as JSON into the file that the variable ZONEFLOW_RESULTS names, if it names one. Lines go out through
 * `console` alone, since that is all that leaves VS Code's extension host; `prefix` marks them there among what VS Code
 * itself has to say.
 */
export function reportRun(runner: Mocha.Runner, prefix = ''): void {
  const print = (text: string): void => console.log(text.replace(/^/gm, prefix));
  const counts: Counts = { passed: 0, failed: 0 };
  const failures: Failure[] = [];
  runner.on('pass', () => counts.passed++);
  runner.on('fail', (test, error: unknown) => {
    counts.failed++;
    failures.push({ title: test.titlePath().join(' › '), error });
    print(`  ✗ ${test.titlePath().join(' › ')}`);
  });
  runner.on('suite end', (suite) => {
    if (suite.parent?.root) print(describeGroup(suite));
  });
  runner.on('end', () => {
    failures.forEach((failure, index) => print(`\n${describeFailure(failure, index + 1)}`));
    saveCounts(counts);
  });
}

function describeGroup(group: Mocha.Suite): string {
  let [passed, total, milliseconds] = [0, 0, 0];
  group.eachTest((test) => {
    total++;
    milliseconds += test.duration ?? 0;
    if (test.isPassed()) passed++;
  });
  const slow = milliseconds > 2000 ? `, ${Math.round(milliseconds / 1000)} s` : '';
  return `  ${passed === total ? '✓' : '✗'} ${group.title} (${passed}/${total}${slow})`;
}

/** An error's stack starts with its message; an assertion's comparison is part of that message. */
function describeFailure({ title, error }: Failure, number: number): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `  ${number}) ${title}\n${text.replace(/^/gm, '     ')}`;
}

function saveCounts(counts: Counts): void {
  const file = process.env['ZONEFLOW_RESULTS'];
  if (file) writeFileSync(file, JSON.stringify(counts));
}
