import assert from 'node:assert/strict';
import type { DocumentDiagnosticReport, Position } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../../language/findings.js';
import { formatText } from '../../language/format/format.js';
import { buildGraph } from '../../language/graph/build.js';
import { PolicyProject, type Snapshot } from '../../language/workspace.js';
import { Harness, fullCapabilities } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';
import {
  below,
  mutate,
  mutation,
  oneOf,
  randomNumbers,
  samplePolicies,
  type Random,
} from '../support/mutate.js';
import { firstOf, followUps, paramsOf, questions } from '../support/questions.js';

const isLong = process.env['ZONEFLOW_LONG'] === '1';
const inProcess = isLong ? 12_000 : 300;
const overProtocol = isLong ? 8_000 : 200;
const today = '2026-11-21';

/** So many changes pile up before a text is as it was again. */
const pile = 12;

function checkPlaces(snapshot: Snapshot, findings: readonly Finding[]): void {
  const places = findings.flatMap(({ place, related = [], fixes = [] }) => [
    place,
    ...related.map((other) => other.place),
    ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.place)),
  ]);
  for (const { file, start, end } of places) {
    const length = snapshot.file(file)?.text.length ?? Infinity;
    assert.ok(start >= 0 && start <= end && end <= length, `${file} ${start}-${end} of ${length}`);
  }
}

describe('fuzz', () => {
  const harness = new Harness();
  afterEach(harness.end);
  const samples = samplePolicies();

  it(`the engine takes ${inProcess} mutated samples`, () => {
    const random = randomNumbers(1);
    for (let done = 0; done < inProcess;) {
      const sample = oneOf(random, samples);
      const project = new PolicyProject(today);
      for (const [file, text] of sample.files) setText(project, file, text);
      const path = oneOf(random, [...sample.files.keys()]);
      let text = sample.files.get(path)!;
      for (let i = 0; i < pile && done < inProcess; i++, done++) {
        text = mutate(text, mutation(random, text));
        tryText(project, path, text, `mutation ${done} of ${sample.name}/${path}`);
      }
    }
  }).timeout(0);

  it(`the server takes ${overProtocol} edits with requests in between, and says in the end what a new one would`, async () => {
    const random = randomNumbers(2);
    const client = await harness.start(fullCapabilities);
    for (let done = 0; done < overProtocol;) {
      const sample = oneOf(random, samples);
      const folder = harness.folder(Object.fromEntries(sample.files));
      const path = oneOf(
        random,
        [...sample.files.keys()].filter((name) => name.endsWith('.zoneflow')),
      );
      const uri = folder.uri(path);
      let text = sample.files.get(path)!;
      await client.open(uri, text);
      for (let i = 0; i < pile && done < overProtocol; i++, done++) {
        text = await editOver(client, random, uri, text);
      }
      const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      assert.deepEqual(
        codesAt(report),
        expected(new Map([...sample.files, [path, text]]), path),
        `${sample.name}/${path}`,
      );
      await client.close(uri);
    }
    assert.ok(client.isAlive);
    assert.deepEqual(client.log, []);
  }).timeout(0);
});

function setText(project: PolicyProject, path: string, text: string): void {
  if (path === 'zoneflow.json') project.setConfig({ text });
  else project.setFile(path, { text });
}

function tryText(project: PolicyProject, path: string, text: string, what: string): void {
  try {
    setText(project, path, text);
    const snapshot = project.snapshot();
    checkPlaces(snapshot, snapshot.findings());
    buildGraph(snapshot.analysis);
    const once = formatText(text);
    assert.equal(formatText(once), once, 'formatting twice');
  } catch (error) {
    throw new Error(`${what}: ${JSON.stringify(text)}`, { cause: error });
  }
}

/** Sends one edit as an incremental change, now and then a request after it. */
async function editOver(client: LspClient, random: Random, uri: string, text: string): Promise<string> {
  const document = TextDocument.create(uri, 'zoneflow', 1, text);
  const { offset, length, insert } = mutation(random, text);
  const range = { start: document.positionAt(offset), end: document.positionAt(offset + length) };
  await client.change(uri, { range, text: insert });
  const changed = TextDocument.update(document, [{ range, text: insert }], 2);
  if (random() < 0.4)
    await askSomething(client, random, uri, changed.positionAt(below(random, changed.getText().length + 1)));
  return changed.getText();
}

async function askSomething(
  client: LspClient,
  random: Random,
  uri: string,
  position: Position,
): Promise<void> {
  const question = oneOf(random, quiet);
  const first = firstOf(await client.request<unknown>(question, paramsOf(random, uri, position)));
  for (const [next, key] of first ? (followUps[question] ?? []) : [])
    await client.request(next, key === undefined ? first! : { [key]: first });
}

/** Questions that no text makes it right to refuse. */
const quiet = questions.filter((question) => !/ename/.test(question));

function codesAt(report: DocumentDiagnosticReport): unknown {
  assert.equal(report.kind, 'full');
  return report.items.map(({ code, range }) => [code, range.start.line, range.start.character]);
}

/** What an engine that reads the files for the first time finds in one of them. */
function expected(files: ReadonlyMap<string, string>, path: string): unknown {
  const project = new PolicyProject(new Date().toISOString().slice(0, 10));
  for (const [file, text] of files) setText(project, file, text);
  const snapshot = project.snapshot();
  return snapshot
    .findings()
    .filter(({ place }) => place.file === path)
    .map(({ code, place }) => {
      const { line, column } = snapshot.linesOf(path)!.positionAt(place.start);
      return [code, line, column];
    });
}
