import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSeverity } from '../../language/findings.js';
import { formatText } from '../../language/format/format.js';
import type { Snapshot } from '../../language/workspace.js';
import { inShort, openSample, reported, samplePolicies } from '../support/policies.js';
import { projectRoot } from '../support/sources.js';

const { sound, faulty } = samplePolicies();

describe('samples', () => {
  it('are all there', () => {
    assert.deepEqual(sound, ['boutique', 'campus', 'edge-firewall', 'plant', 'shop', 'sketch']);
    assert.deepEqual(
      faulty,
      sound.map((name) => `faulty/${name}`),
    );
  });

  for (const name of [...sound, ...faulty]) {
    it(`${name} reports its baseline`, () => {
      compareWithBaseline(name, openSample(name));
    });

    it(`${name} is laid out as the formatter does it`, () => {
      for (const { path: file, text } of openSample(name).files) assert.equal(formatText(text), text, file);
    });
  }

  for (const name of sound) {
    it(`${name} has no mistake`, () => {
      // An edge firewall's rule set is there for its anomalies; no sample may hold an error.
      const tolerated = name === 'edge-firewall' ? ['hint', 'info', 'warning'] : ['hint', 'info'];
      const mistakes = reported(openSample(name)).filter(({ severity }) => !tolerated.includes(severity));
      assert.deepEqual(mistakes.map(inShort), []);
    });
  }
});

describe('faulty twins', () => {
  for (const name of faulty) {
    it(`${name} reports what is marked, and nothing else`, () => {
      const snapshot = openSample(name);
      const found = [...new Set(reported(snapshot).map(inShort))];
      assert.deepEqual(found.sort(), expectedFindings(snapshot));
    });
  }

  it('show every finding', () => {
    const shown = faulty.flatMap((name) =>
      expectedFindings(openSample(name)).map((mark) => mark.split(' ')[1]),
    );
    // It takes a policy that is too hard to decide, and samples are there to be read.
    const missing = Object.keys(defaultSeverity).filter(
      (code) => !shown.includes(code) && code !== 'undecided-rule',
    );
    assert.deepEqual(missing, []);
  });
});

/** What the marks `// expect: CODE, CODE` ask for on the line after them. */
function expectedFindings(snapshot: Snapshot): string[] {
  const marks = snapshot.files.flatMap(({ path: file, text }) =>
    text.split('\n').flatMap((line, index) => {
      const codes = /^\s*\/\/ expect: (.+)$/.exec(line)?.[1] ?? '';
      return codes
        .split(',')
        .flatMap((code) => (code.trim() === '' ? [] : [`${file}:${index + 2} ${code.trim()}`]));
    }),
  );
  return marks.sort();
}

/**
 * Compares a policy's findings with the file that keeps them, so that every change of behaviour is a change that
 * somebody reads. `UPDATE_BASELINES=1` writes the files anew.
 */
function compareWithBaseline(name: string, snapshot: Snapshot): void {
  const file = path.join(projectRoot, 'test/baselines', `${name}.json`);
  const findings = reported(snapshot);
  const { ruleCount } = snapshot.resolved;
  const report = { findings, rules: ruleCount, files: snapshot.files.length };
  const text = `${JSON.stringify(report, undefined, 1)}\n`;
  if (process.env.UPDATE_BASELINES === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  assert.ok(
    existsSync(file),
    `${name} has no baseline. Run the tests once with UPDATE_BASELINES=1, and read what it wrote.`,
  );
  assert.deepEqual(JSON.parse(text), JSON.parse(readFileSync(file, 'utf8')));
}
