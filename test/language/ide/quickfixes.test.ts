import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSeverity, type Finding, type Fix } from '../../../language/findings.js';
import { quickFixes } from '../../../language/ide/index.js';
import { withoutFix } from '../../../language/ide/fixes/reasons.js';
import type { Snapshot } from '../../../language/workspace.js';
import { testFixtures } from '../../support/fixtures.js';
import { applyEdits, showFiles } from '../../support/ide.js';
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

describe('quick fixes', () => {
  it('are there for every finding, or it is said why not', () => {
    const shown = readFileSync(path.join(projectRoot, 'test/fixtures/quick-fixes.txt'), 'utf8');
    const mended = Object.keys(defaultSeverity).filter((code) =>
      shown.split('\n').some((line) => line.startsWith(`${code}: `)),
    );
    const expected = Object.keys(defaultSeverity).filter((code) => !(code in withoutFix));
    assert.deepEqual(mended.sort(), expected.sort());
  });
});
