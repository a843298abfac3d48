import assert from 'node:assert/strict';
import { PolicyProject } from '../../../language/workspace.js';
import { dateOfTests } from '../../support/policies.js';

/** The codes that are found after an edit, and those that are found in the same text read for the first time. */
function codes(before: string, after: string): [string[], string[]] {
  const project = new PolicyProject(dateOfTests);
  const read = (text: string): string[] => {
    project.setFile('p.zoneflow', { text });
    const found = project
      .snapshot()
      .findings()
      .map(({ code }) => code);
    return found.sort();
  };
  read(before);
  const edited = read(after);
  project.removeFile('p.zoneflow');
  return [edited, read(after)];
}

describe('mistakes in rules after an edit elsewhere', () => {
  const zones = 'zone a { addresses = 10.0.0.0/24 }\nzone b { addresses = 10.0.1.0/24 }\n';

  it('are found where the service that they name is gone, though it was in error before', () => {
    const rule = 'allow a to b on tool\n';
    const [edited, anew] = codes(`${zones}service tool = tcp/70000\n${rule}`, `${zones}${rule}`);
    assert.deepEqual(edited, anew);
    assert.ok(edited.includes('unknown-name'));
  });

  it('are found where the group that they name is mended and holds nothing', () => {
    const rule = 'allow callers to b on https\n';
    const [edited, anew] = codes(
      `${zones}group callers = [a, callers]\n${rule}`,
      `${zones}group callers = a except a\n${rule}`,
    );
    assert.deepEqual(edited, anew);
    assert.ok(edited.includes('empty-rule'));
  });

  it('are found in what was written instead of a service', () => {
    const [edited, anew] = codes(`${zones}allow a to b on https\n`, `${zones}allow a to b on ["x", https]\n`);
    assert.deepEqual(edited, anew);
    assert.ok(edited.includes('invalid-value'));
  });
});
