import type { CancellationToken } from 'vscode-languageserver';
import { policyTests, runTest, type TestNode } from '../../language/ide/index.js';
import type { Snapshot } from '../../language/workspace.js';
import { toLocation, type PlaceReader } from '../convert/diagnostics.js';
import { normalUri } from '../convert/uris.js';
import type { DocumentParams, RunTestsParams, TestEntry, TestOutcome, TestsResult } from '../protocol.js';
import type { Session } from '../session.js';

/** `zoneflow/tests`: the tests and intents of a policy. */
export async function tests(session: Session, { uri }: DocumentParams): Promise<TestsResult | null> {
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined) return null;
  const snapshot = policy.snapshot();
  const reader = session.readerOf(policy, snapshot);
  const entries = policyTests(snapshot).map((node) => entryOf(reader, node));
  return { policy: policy.files.name, root: policy.root.uri, tests: entries };
}

const entryOf = (reader: PlaceReader, { id, kind, label, place, children }: TestNode): TestEntry => ({
  id,
  kind,
  label,
  location: toLocation(reader, place),
  children: children.map((child) => entryOf(reader, child)),
});

/** `zoneflow/runTests`: whether expectations and intents hold, all on one state of the policy. */
export async function runTests(
  session: Session,
  { uri, ids }: RunTestsParams,
  token: CancellationToken,
): Promise<TestOutcome[] | null> {
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined) return null;
  const snapshot = policy.snapshot();
  const reader = session.readerOf(policy, snapshot);
  const wanted = ids && new Set(ids);
  const outcomes: TestOutcome[] = [];
  for (const node of statements(snapshot)) {
    if (wanted && !wanted.has(node.id)) continue;
    outcomes.push(outcomeOf(reader, snapshot, node));
    await session.host.breathe();
    if (token.isCancellationRequested) break;
  }
  return outcomes;
}

const statements = (snapshot: Snapshot): TestNode[] =>
  policyTests(snapshot).flatMap((node) => (node.kind === 'test' ? node.children : [node]));

function outcomeOf(reader: PlaceReader, snapshot: Snapshot, node: TestNode): TestOutcome {
  const { state, message, related } = runTest(snapshot, node);
  const deciding = related.map(({ place, rule, message: said }) => ({
    label: rule ?? said,
    location: toLocation(reader, place),
  }));
  return { id: node.id, state, message, location: toLocation(reader, node.place), deciding };
}
