/**
 * Runs everything that says whether Zoneflow is sound, one stage after the other, and ends with `N passed, N failed`.
 *
 *   npm test                                  all stages
 *   npm run test:unit -- --grep TEXT          the named stages, and only tests whose title holds the text
 *
 * `--long` makes the property tests and fuzzers run for minutes; `--electron` takes a desktop VS Code for the e2e stage.
 * A failing stage does not keep the later ones from running.
 */
import { parseArgs } from 'node:util';
import { Problem, runProgram } from './lib/progress.mjs';
import { runStage, stages } from './lib/stages.mjs';

await runProgram(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { long: { type: 'boolean' }, electron: { type: 'boolean' }, grep: { type: 'string' } },
  });
  checkNode();
  const total = { passed: 0, failed: 0 };
  let sought = 0;
  for (const stage of chosen(positionals)) {
    const { passed, failed } = await runStage(stage, values);
    total.passed += passed;
    total.failed += failed;
    if (stage.takes?.includes('grep')) sought += passed + failed;
  }
  if (values.grep && sought === 0) throw new Problem(`The title of no test holds ${values.grep}.`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
});

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Problem(`The tests need Node 20.19 or newer; this is ${process.version}.`);
}

function chosen(names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length === 0) return stages.filter(({ name }) => names.length === 0 || names.includes(name));
  const known = stages.map(({ name }) => name).join(', ');
  throw new Problem(`There is no stage ${unknown.join(', ')}. The stages: ${known}.`);
}
