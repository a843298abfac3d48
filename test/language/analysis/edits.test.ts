import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Finding } from '../../../language/findings.js';
import { PolicyProject } from '../../../language/workspace.js';
import { anyEdit } from '../../perf/edits.js';
import { generatePolicy, sorts, type GeneratedFile } from '../../perf/generate.js';
import { dateOfTests } from '../../support/policies.js';

function openProject(files: readonly GeneratedFile[]): PolicyProject {
  const project = new PolicyProject(dateOfTests);
  for (const { path, text } of files) project.setFile(path, { text });
  return project;
}

const found = (project: PolicyProject): readonly Finding[] => project.snapshot().findings();

/** How many rules are judged again after each of some edits, in ascending order. The files change with them. */
function judgedAfter(files: GeneratedFile[], { seed, edits }: { seed: number; edits: number }): number[] {
  const project = openProject(files);
  found(project);
  const next = anyEdit(seed);
  const judged: number[] = [];
  for (let i = 0; i < edits; i++) {
    const edit = next(files)!;
    files[edit.index] = edit.file;
    project.setFile(edit.file.path, { text: edit.file.text });
    found(project);
    judged.push(project.snapshot().analysis.work.judged);
  }
  return judged.sort((a, b) => a - b);
}

describe('findings after edits of the text', () => {
  it('are those of the same text read for the first time', () => {
    const policies = fc.record({
      sort: fc.constantFrom(...sorts),
      rules: fc.integer({ min: 3, max: 80 }),
      seed: fc.nat(),
      edits: fc.integer({ min: 1, max: 6 }),
    });
    fc.assert(
      fc.property(policies, ({ sort, rules, seed, edits }) => {
        const files = generatePolicy(sort, rules, seed);
        const project = openProject(files);
        found(project);
        const next = anyEdit(seed);
        for (let i = 0; i < edits; i++) {
          const edit = next(files);
          if (edit === undefined) return;
          files[edit.index] = edit.file;
          project.setFile(edit.file.path, { text: edit.file.text });
          assert.deepEqual(found(project), found(openProject(files)));
        }
      }),
      { numRuns: Number(process.env.ZONEFLOW_RUNS ?? 100) },
    );
  }).timeout(600_000);

  it('come from judging again only the rules that the edit can affect', () => {
    const files = generatePolicy('segments', 10_000);
    const judged = judgedAfter(files, { seed: 3, edits: 20 });
    assert.ok(judged[10] <= 10, `half of the edits judge ${judged[10]} rules or more`);
    assert.ok(judged[19] <= 1_000, `an edit judged ${judged[19]} rules`);
  }).timeout(60_000);
});

describe('an edit of a firewall with many wildcards', () => {
  it('has only the rules judged again that it can affect', () => {
    const files = generatePolicy('firewall', 5_000);
    const judged = judgedAfter(files, { seed: 5, edits: 10 });
    assert.ok(judged[5] <= 30, `half of the edits judge ${judged[5]} rules or more`);
    assert.ok(judged[9] <= 2_500, `an edit judged ${judged[9]} rules`);
  }).timeout(60_000);
});

describe('work for a policy of a company', () => {
  const workFor = (rules: number): { nodes: number; pieces: number; examined: number } => {
    const { analysis } = openProject(generatePolicy('segments', rules)).snapshot();
    analysis.books();
    return { ...analysis.work };
  };

  it('is about one piece for each question, and one look at the index for each rule', () => {
    const { pieces, examined } = workFor(8_000);
    assert.ok(pieces < 8_000, `${pieces} pieces`);
    assert.ok(examined < 5 * 8_000, `${examined} comparisons`);
  }).timeout(60_000);

  it('grows no worse than n log n', () => {
    const small = workFor(1_000).nodes;
    const large = workFor(8_000).nodes;
    const limit = (8 * Math.log2(8_000)) / Math.log2(1_000);
    assert.ok(large <= 1.3 * limit * small, `${small} nodes for 1,000 rules, ${large} for 8,000`);
  }).timeout(60_000);

  it('grows with n log n and with what there is to tell, on a firewall with many wildcards', () => {
    for (const rules of [2_000, 4_000, 8_000]) {
      const { analysis } = openProject(generatePolicy('firewall', rules)).snapshot();
      // Pairs of wild rules that oppose each other are told, up to a limit for each rule, and their number is a square.
      let told = 0;
      for (const { facts } of analysis.books()) {
        for (const { conflict, exception, masked, blame } of facts)
          for (const others of [conflict?.numbers, exception?.numbers, masked?.numbers, blame])
            told += others?.length ?? 0;
      }
      const { nodes, examined, pieces } = analysis.work;
      const steps = nodes + examined + 16 * pieces;
      const limit = rules * Math.log2(rules) + 60 * told;
      assert.ok(
        steps <= limit,
        `${steps} steps for ${rules} rules with ${told} others told of; limit ${limit}`,
      );
    }
  }).timeout(60_000);

  it('ends where nearly all rules meet, and says what stays undecided', () => {
    const project = openProject(generatePolicy('worst', 4_000));
    const { analysis } = project.snapshot();
    analysis.books();
    const { nodes, pieces } = analysis.work;
    assert.ok(nodes + 16 * pieces < 1.2 * analysis.limits.steps, `${nodes} nodes, ${pieces} pieces`);
  }).timeout(60_000);

  it('ends where rules are near all others and meet none, and where all that they allow is very much', () => {
    const seldom = (i: number): string => `[tcp/${1 + ((7 * i) % 60_000)}, udp/${1 + ((11 * i) % 60_000)}]`;
    const ordered = (count: number, rule: (i: number) => string): string =>
      `ruleset edge {\n${Array.from({ length: count }, (_, i) => rule(i)).join('\n')}\n}\n`;
    const wide = (i: number): string =>
      `10.${i % 250}.0.0-10.255.255.255 to 10.${(3 * i) % 250}.0.0-10.255.255.255`;
    for (const text of [
      ordered(15_000, (i) => `${i % 2 ? 'allow' : 'deny'} any to any on ${seldom(i)}`),
      ordered(3_000, (i) => `${i % 2 ? 'allow' : 'deny'} ${wide(i)} on tcp/${1 + ((7 * i) % 9_000)}-40000`),
    ]) {
      const project = openProject([{ path: 'a.zoneflow', text }]);
      const { analysis } = project.snapshot();
      found(project);
      const { nodes, examined, pieces } = analysis.work;
      const steps = nodes + examined + 16 * pieces;
      assert.ok(steps < 2 * analysis.limits.steps, `${steps} steps`);
    }
  }).timeout(120_000);
});
