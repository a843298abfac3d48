import assert from 'node:assert/strict';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { finished } from '../../language/text/steps.js';
import { PolicyProject } from '../../language/workspace.js';
import { choose, rank } from '../../server/diagnostics/choice.js';
import { earlyFindings, lateOf } from '../../server/diagnostics/early.js';
import { fullCapabilities, Harness } from '../support/harness.js';
import { initialize, serveInProcess } from '../support/inprocess.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const twice = 'allow web to app on https\nallow web to app on [https, ssh]\n';

describe('server: findings before the rules have been checked', () => {
  const harness = new Harness();
  afterEach(harness.end);

  /** What is told early after a change of the text, as words: code and the text it is about. */
  function early(before: string, after: string, wasChecked = true): string[] {
    const project = new PolicyProject('2026-11-21');
    project.setFile('p.zoneflow', { text: before });
    const old = project.snapshot();
    const last = wasChecked ? { snapshot: old, late: lateOf(old.findings()) } : undefined;
    project.setFile('p.zoneflow', { text: after });
    return (
      finished(earlyFindings(project.snapshot(), last, () => undefined)).get('p.zoneflow')?.findings ?? []
    )
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, place }) => `${code}: ${after.slice(place.start, place.end).split(' on ')[0]}`);
  }

  it('are those of the text and the names, at once', () => {
    assert.deepEqual(early('', `${zones}allow web to ap on https\n${twice}`, false), ['unknown-name: ap']);
  });

  it('keep what was said of rules that are still as they were, where they are now', () => {
    assert.deepEqual(early(zones + twice, `// new\n${zones}${twice}`), ['redundant-rule: allow web to app']);
    assert.deepEqual(early(zones + twice, `${zones}${twice}allow web to ap on https\n`), [
      'redundant-rule: allow web to app',
      'unknown-name: ap',
    ]);
  });

  it('say nothing of a rule that has been changed', () => {
    assert.deepEqual(early(zones + twice, zones + twice.replace('https\n', 'dns\n')), []);
  });

  it('leave it open whether a comment silences anything', () => {
    const silenced = `// zoneflow-ignore redundant-rule: for the audit\n${twice}`;
    assert.deepEqual(early(zones, zones + silenced), []);
  });

  it('of thousands are those that weigh most, the first by place, and it is counted how many there are besides', () => {
    const rules = (from: number): string =>
      Array.from({ length: 1_200 }, (_, i) => `allow web to app on tcp/${from + i}\n`).join('');
    const before = zones + rules(1) + rules(1);
    const project = new PolicyProject('2026-11-21');
    project.setFile('p.zoneflow', { text: before });
    const old = project.snapshot();
    const told = old.findings();
    const last = { snapshot: old, late: lateOf(told) };
    assert.ok(told.length >= 1_200, `${told.length} findings`);
    const after = before.replace('tcp/1\n', 'tcp/1\nallow web to ap on https\n');
    project.setFile('p.zoneflow', { text: after });
    const { findings, left } = finished(earlyFindings(project.snapshot(), last, () => undefined)).get(
      'p.zoneflow',
    )!;
    assert.equal(findings.length, 999);
    assert.equal(left, told.length + 1 - 999);
    assert.equal(findings.filter(({ code }) => code === 'unknown-name').length, 1);
    assert.deepEqual(
      findings.map(({ place }) => place.start),
      findings.map(({ place }) => place.start).sort((a, b) => a - b),
    );
    for (const { code, place } of findings.filter(({ code }) => code === 'redundant-rule'))
      assert.match(after.slice(place.start, place.end), /^allow web to app on tcp/, code);
  });

  it('of thousands begin with those around the last edit: an editor marks the first few hundred alone', () => {
    const rules = (from: number): string =>
      Array.from({ length: 1_200 }, (_, i) => `allow web to app on tcp/${from + i}\n`).join('');
    const project = new PolicyProject('2026-11-21');
    const before = zones + rules(1) + rules(1);
    project.setFile('p.zoneflow', { text: before });
    const old = project.snapshot();
    const told = old.findings();
    const last = { snapshot: old, late: lateOf(told) };
    const after = `${before}allow web to ap on https\n`;
    project.setFile('p.zoneflow', { text: after });
    const now = project.snapshot();
    const at = (): number => before.length;
    for (const chosen of [finished(earlyFindings(now, last, at)), choose(rank(now.findings()), at)]) {
      const { findings, left } = chosen.get('p.zoneflow')!;
      assert.equal(findings.length, 999);
      assert.equal(left, told.length + 1 - 999);
      assert.equal(new Set(findings).size, 999);
      const marked = findings.slice(0, 60).map(({ place }) => after.slice(place.start, place.end));
      assert.ok(marked.includes('ap'), 'the mistake just made');
      assert.ok(marked.includes('allow web to app on tcp/1200'), 'the rule before it');
      assert.ok(findings.some(({ place }) => after.startsWith('allow web to app on tcp/1\n', place.start)));
    }
  });

  it('come first for a long text, and the client is told to ask again', async () => {
    const uri = 'untitled:Long';
    const padding = `// ${'-'.repeat(97)}\n`.repeat(2_100);
    const client = serveInProcess();
    const askedAgain = new Promise<void>((resolve) => {
      client.onRequest((method) => {
        if (method === 'workspace/diagnostic/refresh') resolve();
        return null;
      });
    });
    const codes = async (): Promise<unknown> => {
      const report = await client.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      const items: readonly Diagnostic[] = report.kind === 'full' ? report.items : [];
      return items.filter(({ severity }) => severity! < 3).map(({ code }) => code);
    };
    await initialize(client, fullCapabilities);
    const text = `${padding}${zones}allow web to app on https\n`;
    const textDocument = { uri, languageId: 'zoneflow', version: 1, text };
    await client.sendNotification('textDocument/didOpen', { textDocument });
    await client.sendRequest('zoneflow/check', { uri });
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${padding}${zones}allow web to ap on https\n${twice}` }],
    });
    assert.deepEqual(await codes(), ['unknown-name']);
    await askedAgain;
    assert.deepEqual(await codes(), ['unknown-name', 'redundant-rule']);
    await client.sendRequest('shutdown');
    client.dispose();
  });

  it('are not told to a client that could not be told to ask again', async () => {
    const client = await harness.start({ textDocument: fullCapabilities.textDocument });
    const padding = `// ${'-'.repeat(97)}\n`.repeat(2_100);
    const uri = 'untitled:Long';
    await client.open(uri, padding + zones + twice);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    assert.ok(report.kind === 'full' && report.items.some(({ code }) => code === 'redundant-rule'));
  });
});
