import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import { PolicyProject, type Snapshot } from '../../language/workspace.js';
import { dateOfTests } from '../support/policies.js';

/** Bytes in use after everything that can go has gone. */
function bytesInUse(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What one rule of the simplest kind may take, its text, its tree and all that is known of it included. */
const mostBytesOfRule = 1_400;

/** What a weak reference was made of stays until the work at hand is done. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('memory', () => {
  it('does not grow with the number of edits: no edit keeps the text before it', async () => {
    const rule = (i: number): string =>
      `allow zone-with-a-long-name to zone-with-a-long-name on tcp/${10_000 + i}\n`;
    let text = `zone zone-with-a-long-name\n${Array.from({ length: 3_000 }, (_, i) => rule(i)).join('')}// ${'x'.repeat(1_000_000)}\n`;
    const project = new PolicyProject(dateOfTests);
    const edit = async (i: number): Promise<void> => {
      text = text.replace(rule(i), rule(i).replace('tcp', 'udp'));
      project.setFile('a.zoneflow', { text });
      assert.equal(project.snapshot().resolved.ruleCount, 3_000);
      await rest();
    };
    for (let i = 0; i < 20; i++) await edit(i);
    const before = bytesInUse();
    for (let i = 20; i < 140; i++) await edit(i);
    const grown = (bytesInUse() - before) / 1_000_000;
    // Each text has more than a million characters; what an edit may leave behind is a few kilobytes.
    assert.ok(grown < 40, `${grown.toFixed(0)} MB more after 120 edits`);
  }).timeout(60_000);

  it('is let go of by a policy that has been checked after an edit: nothing keeps the state before it', async () => {
    const text = 'zone a { addresses = 10.0.1.0/24 }\nallow a to internet on tcp/443\n';
    const project = new PolicyProject(dateOfTests);
    const checked = (text: string): { now: Snapshot; kept: Record<string, WeakRef<object>> } => {
      project.setFile('a.zoneflow', { text });
      const now = project.snapshot();
      now.findings();
      const kept = { policy: now.resolved.policy, analysis: now.analysis, items: now.files[0].tree.items };
      return { now, kept: Object.fromEntries(Object.entries(kept).map(([k, v]) => [k, new WeakRef(v)])) };
    };
    const first = checked(text).kept;
    const second = checked(text.replace('443', '444')).kept;
    await rest();
    // The state just before is compared with; that before it is nobody's.
    checked(text.replace('443', '445'));
    await rest();
    const { now } = checked(text.replace('443', '446'));
    // A collection ends what an earlier one, still at work in other threads, has marked as in use.
    for (let i = 0; i < 2; i++) {
      await rest();
      bytesInUse();
    }
    // What names stand for is still what it was in the first state, and yet nothing of that state is left.
    for (const kept of [first, second])
      for (const [name, reference] of Object.entries(kept)) assert.equal(reference.deref(), undefined, name);
    assert.equal(now.resolved.ruleCount, 1);
  });

  it('of a checked policy is in proportion to its rules, and little for each', () => {
    const checked = (rules: number): PolicyProject => {
      const lines = Array.from({ length: rules }, (_, i) => `allow a to b on tcp/${1 + 2 * i}\n`);
      const project = new PolicyProject(dateOfTests);
      project.setFile('a.zoneflow', { text: `${zones}${lines.join('')}` });
      project.snapshot().findings();
      return project;
    };
    const zones = 'zone a { addresses = 10.0.0.0/24 }\nzone b { addresses = 10.0.1.0/24 }\n';
    checked(100);
    const rules = 20_000;
    const before = bytesInUse();
    const project = checked(rules);
    const each = (bytesInUse() - before) / rules;
    assert.ok(each < mostBytesOfRule, `${each.toFixed(0)} bytes for each rule`);
    assert.equal(project.snapshot().resolved.ruleCount, rules);
  }).timeout(60_000);
});
