import assert from 'node:assert/strict';
import type { ClientCapabilities } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphResult } from '../../server/protocol.js';
import type { FuzzEditor } from './fuzzeditor.js';
import type { Harness } from './harness.js';
import type { LspClient } from './lspclient.js';
import { below, oneOf, type Random } from './mutate.js';
import { followUps, paramsOf, questions } from './questions.js';

/** What is asked of a whole document. */
const aboutDocuments = [
  ...['documentSymbol', 'foldingRange', 'formatting', 'semanticTokens/full', 'codeLens', 'inlayHint'],
  ...['documentLink', 'codeAction', 'diagnostic'],
].map((name) => `textDocument/${name}`);

/** Of a policy with mistakes the picture stays as it was before them, which a new server does not know. */
const aboutPictures = ['graph', 'graphAt', 'graphTarget', 'reach', 'chain', 'pair'].map(
  (name) => `zoneflow/${name}`,
);

const aboutPolicies = ['graph', 'tests', 'runTests'].map((name) => `zoneflow/${name}`);

/** About places in a document. Symbols of the workspace are those of all policies that one has had to do with. */
const aboutPlaces = questions.filter((question) => question !== 'workspace/symbol');

/** So many of these are asked of each document. */
const places = 12;

/** How often a question is asked again while the answers differ: both servers may be busy with a check. */
const patience = 100;

/** Asks a server that has been through much and one that is new the same things, and fails where the answers differ. */
export async function agreesWithNewServer(
  harness: Harness,
  capabilities: ClientCapabilities,
  rootUri: string,
  session: FuzzEditor,
  random: Random,
  what: string,
): Promise<void> {
  const fresh = await harness.start(capabilities, { rootUri });
  for (const name of session.open) await fresh.open(session.uri(name), session.files.get(name)!);
  for (const name of session.open) {
    const uri = session.uri(name);
    const document = TextDocument.create(uri, 'zoneflow', 1, session.files.get(name)!);
    const position = (): ReturnType<TextDocument['positionAt']> =>
      document.positionAt(below(random, document.getText().length + 1));
    const asked: [string, object][] = [...aboutDocuments, ...aboutPolicies].map((question) => {
      const range = { start: { line: 0, character: 0 }, end: document.positionAt(Infinity) };
      return [question, { ...paramsOf(random, uri, position()), range, previousResultId: undefined }];
    });
    for (let i = 0; i < places; i++)
      asked.push([oneOf(random, aboutPlaces), paramsOf(random, uri, position())]);
    const drawn = await fresh.request<GraphResult | null>('zoneflow/graph', { uri });
    for (const [question, params] of asked) {
      if (drawn?.problems !== 0 && aboutPictures.includes(question)) continue;
      await sameAnswer(
        [session.client, fresh],
        question,
        params,
        `${what}: ${question} ${JSON.stringify(params)}`,
      );
    }
  }
  assert.deepEqual(fresh.log, []);
  await fresh.stop();
}

async function sameAnswer(
  servers: readonly LspClient[],
  question: string,
  params: object,
  what: string,
): Promise<void> {
  for (let tries = 0; ; tries++) {
    const [ours, theirs] = await Promise.all(servers.map((server) => answerOf(server, question, params)));
    if (JSON.stringify(ours) === JSON.stringify(theirs) || tries === patience)
      return assert.deepEqual(ours, theirs, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function answerOf(server: LspClient, question: string, params: object): Promise<unknown> {
  try {
    const answer = await server.request<unknown>(question, params);
    const list = Array.isArray(answer) ? (answer as object[]) : [];
    const next: unknown[] = [];
    for (const [method, key] of followUps[question] ?? [])
      for (const one of list.slice(0, 3))
        next.push(timeless(await server.request(method, key === undefined ? one : { [key]: one })));
    return [timeless(answer), next];
  } catch (error) {
    return (error as Error).message;
  }
}

/** An answer without what two servers number for themselves. */
const timeless = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer ?? null, (key, value: unknown) =>
      ['resultId', 'version', 'ms', 'durationMs'].includes(key) ? undefined : value,
    ),
  );
