/**
 * Measures one policy from cold and prints the result as one line of JSON: one process for each row of the benchmark.
 *
 *   node out/test/perf/measure.js FOLDER EDITS PAIRWISE_SECONDS cpu|wall
 *
 * FOLDER holds the policy's files. Times are milliseconds, of the clock or of the processor. Where PAIRWISE_SECONDS is not
 * 0, the pairwise check runs too, for so long at most.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../language/findings.js';
import { PolicyProject } from '../../language/workspace.js';
import { anyEdit } from './edits.js';
import type { GeneratedFile } from './generate.js';
import { pairwiseShadowed } from './pairwise.js';

/** One row of the benchmark. Times in milliseconds, memory in megabytes. */
export interface Measured {
  readonly rules: number;
  readonly parse: number;
  readonly resolve: number;
  readonly names: number;
  readonly index: number;
  readonly check: number;
  readonly total: number;
  readonly memory: number;
  readonly findings: number;
  readonly undecided: number;
  readonly shadowed: number;
  /** From an edit of one rule to all findings. */
  readonly edits: readonly number[];
  readonly pairwise?: {
    readonly time: number;
    readonly looked: number;
    readonly missed: number;
    readonly wrong: number;
  };
}

const [folder, editCount, pairwiseSeconds, clock] = process.argv.slice(2);

/** Time of the chosen clock, milliseconds. */
function now(): number {
  if (clock !== 'cpu') return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measure(): Measured {
  const start = now();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.zoneflow'))
    .map((name): GeneratedFile => ({ path: name, text: readFileSync(path.join(folder, name), 'utf8') }));
  const project = new PolicyProject('2026-11-21');
  for (const { path: name, text } of files) project.setFile(name, { text });
  const parsed = now();
  const snapshot = project.snapshot();
  const { policy } = snapshot.resolved;
  const resolved = now();
  if (snapshot.syntaxErrorCount > 0) throw new Error('The generated policy does not parse.');
  const named = now();
  void snapshot.analysis;
  const indexed = now();
  const findings = snapshot.findings();
  const end = now();
  const memory = process.resourceUsage().maxRSS / 1024;
  const count = (code: string): number => findings.filter((finding) => finding.code === code).length;
  const pairwise = Number(pairwiseSeconds) > 0 ? comparePairwise() : undefined;
  return {
    rules: policy.rules.length + policy.rulesets.reduce((sum, { rules }) => sum + rules.length, 0),
    parse: parsed - start,
    resolve: resolved - parsed,
    names: named - resolved,
    index: indexed - named,
    check: end - indexed,
    total: end - start,
    memory,
    findings: findings.length,
    undecided: count('undecided-rule'),
    shadowed: count('shadowed-rule'),
    edits: timeEdits(project, files),
    ...(pairwise && { pairwise }),
  };

  function comparePairwise(): Measured['pairwise'] {
    const begun = now();
    const { shadowed, looked } = pairwiseShadowed(policy, begun + 1000 * Number(pairwiseSeconds), now);
    const time = now() - begun;
    const place = ({ file, start }: Finding['place']): string => `${file} ${start}`;
    const exact = new Set(
      findings.filter(({ code }) => code === 'shadowed-rule').map((finding) => place(finding.place)),
    );
    const claimed = new Set([...shadowed].map((rule) => place(policy.placeOf(rule))));
    return {
      time,
      looked,
      missed: [...exact].filter((at) => !claimed.has(at)).length,
      wrong: [...claimed].filter((at) => !exact.has(at)).length,
    };
  }
}

/** No more edits begin after this time, milliseconds: where each is a fresh look, a few say enough. */
const editTime = 20_000;

/** Edits rules one after the other, and asks for all findings after each. */
function timeEdits(project: PolicyProject, given: readonly GeneratedFile[]): number[] {
  const files = [...given];
  const next = anyEdit(7);
  const times: number[] = [];
  const start = now();
  for (let i = 0; i < Number(editCount) && now() - start < editTime; i++) {
    const edit = next(files);
    if (edit === undefined) break;
    files[edit.index] = edit.file;
    const begun = now();
    project.setFile(edit.file.path, { text: edit.file.text });
    project.snapshot().findings();
    times.push(now() - begun);
  }
  return times;
}

process.stdout.write(`${JSON.stringify(measure())}\n`);
