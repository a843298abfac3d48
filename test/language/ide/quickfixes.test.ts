import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSeverity, type Finding, type Fix } from '../../../language/findings.js';
import { quickFixes, quickFixesInSteps } from '../../../language/ide/index.js';
import { withoutFix } from '../../../language/ide/fixes/reasons.js';
import type { Snapshot } from '../../../language/workspace.js';
import { testFixtures } from '../../support/fixtures.js';
import { applyEdits, showFiles } from '../../support/ide.js';
import { onlyFile } from '../../support/markers.js';
import { openPolicy } from '../../support/policies.js';
import { anyTierRules, anyTraffic, type TinyRule } from '../../support/tiny.js';
import { rulesText, tinyNames, trafficText } from '../../support/tinytext.js';
import { projectRoot } from '../../support/sources.js';

const fixesOf = (snapshot: Snapshot, finding: Finding): Fix[] => [
  ...(finding.fixes ?? []),
  ...quickFixes(snapshot, finding),
];

const isMending = ({ title }: Fix): boolean => !title.startsWith('Silence');

testFixtures('quick-fixes', ({ snapshot, files }, question) => {
  const offered = snapshot.findings().flatMap((finding) =>
    fixesOf(snapshot, finding)
      .filter(isMending)
      .map((fix) => ({ ...fix, code: finding.code })),
  );
  if (question === '')
    return [
      ...new Set(offered.map(({ code, title, preferred }) => `${code}: ${title}${preferred ? ' !' : ''}`)),
    ].join('\n');
  const chosen = offered.find(({ code, title }) => `${code}: ${title}`.startsWith(question));
  if (chosen === undefined) return 'not offered';
  if (chosen.goTo) return `→ ${files[chosen.goTo.file].slice(chosen.goTo.start, chosen.goTo.end)}`;
  return showFiles(applyEdits(files, chosen.edits));
});

/** Rules of the tiers, and an intent that they may break. */
const brokenIntents = fc
  .tuple(anyTierRules(6), anyTraffic)
  .filter(([, wanted]) => isFilled(wanted))
  .map(([rules, wanted]) => {
    const never = trafficText({ ...wanted, identities: undefined, condition: false });
    return `${tinyNames}${rulesText(rules.filter(isFilled))}never ${never}\n`;
  });

const isFilled = ({ source, destination }: Pick<TinyRule, 'source' | 'destination'>): boolean =>
  source.length > 0 && destination.length > 0;

describe('quick fixes', () => {
  it('deny what an intent forbids, so that it holds', () => {
    let denied = 0;
    fc.assert(
      fc.property(brokenIntents, (text) => {
        const snapshot = openPolicy({ [onlyFile]: text });
        const finding = snapshot.findings().find(({ code }) => code === 'intent-violated');
        const fix = finding && quickFixes(snapshot, finding).find(({ title }) => title.startsWith('Deny it'));
        if (fix === undefined) return;
        denied++;
        const after = openPolicy(applyEdits({ [onlyFile]: text }, fix.edits)).findings();
        const codes = after.map(({ code }) => code);
        assert.ok(
          !codes.includes('intent-violated') && !codes.includes('syntax-error'),
          `${fix.title}\n${text}`,
        );
      }),
      { numRuns: 60 },
    );
    assert.ok(denied > 5);
  });

  it('are there for every finding, or it is said why not', () => {
    const shown = readFileSync(path.join(projectRoot, 'test/fixtures/quick-fixes.txt'), 'utf8');
    const mended = Object.keys(defaultSeverity).filter((code) =>
      shown.split('\n').some((line) => line.startsWith(`${code}: `)),
    );
    const expected = Object.keys(defaultSeverity).filter((code) => !(code in withoutFix));
    assert.deepEqual(mended.sort(), expected.sort());
  });

  it('are looked for in steps, one for each way to mend a finding', () => {
    const text = 'zone a\nzone b\ndeny a to b on any\nallow a to b on https\nallow a to b on ssh';
    const snapshot = openPolicy({ 'a.zoneflow': text });
    const shadowed = snapshot.findings().find(({ code }) => code === 'shadowed-rule')!;
    const steps = quickFixesInSteps(snapshot, shadowed);
    let count = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) count++;
    assert.ok(count >= 3);
    assert.deepEqual(step.value, quickFixes(snapshot, shadowed));
  });
});
