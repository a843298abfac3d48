import { intent, test } from '../checks/intents.js';
import type { Finding, Related } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Place } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { expectationOf, neverOf } from './statements.js';

/** A `test`, an `expect` in it, or a `never`, as it stands in the text; one in error is there, too. */
export interface TestNode {
  /** Made of its own text and that of the test around it; equal ones are numbered by place. */
  readonly id: string;
  readonly kind: 'test' | 'expect' | 'never';
  readonly label: string;
  readonly place: Place;
  readonly children: readonly TestNode[];
  /** Where it stands: an item of a file's tree. */
  readonly file: SourceFile;
  readonly item: number;
}

/** Whether an `expect` or a `never` holds. `broken`: it is in error, or describes no connection. */
export interface TestVerdict {
  readonly state: 'holds' | 'failed' | 'undecided' | 'broken';
  /** The fact, then the remedy; empty where it holds. */
  readonly message: string;
  /** The rules that decide the counter-example. */
  readonly related: readonly Related[];
}

type Draft = TestNode & { readonly children: Draft[] };

/** All tests and intents of a policy, by place. */
export function policyTests(snapshot: Snapshot): TestNode[] {
  const tests: Draft[] = [];
  const known = new Map<string, number>();
  for (const file of snapshot.files) {
    const blocks = new Map<number, Draft>();
    const { items, parents } = file.tree;
    for (let item = 0; item < items.length; item++) {
      const { kind } = items[item];
      if (kind !== 'test' && kind !== 'expect' && kind !== 'never') continue;
      const parent = blocks.get(parents[item]);
      const node = nodeOf(file, item, kind, parent, known);
      if (kind === 'test') blocks.set(item, node);
      (parent?.children ?? tests).push(node);
    }
  }
  return tests;
}

function nodeOf(
  file: SourceFile,
  item: number,
  kind: TestNode['kind'],
  parent: Draft | undefined,
  known: Map<string, number>,
): Draft {
  const label = labelOf(file, item);
  const own = kind === 'never' ? label : `${kind} ${label}`;
  const text = parent ? `${parent.id} / ${own}` : own;
  const count = (known.get(text) ?? 0) + 1;
  known.set(text, count);
  const { starts, ends } = file.tree;
  const place = { file: file.path, start: starts[item], end: ends[item] };
  return { id: count === 1 ? text : `${text} #${count}`, kind, label, place, children: [], file, item };
}

/** The title of a test; of the others the text on one line, without the word that all of them begin with. */
function labelOf({ text, tree }: SourceFile, item: number): string {
  const node = tree.items[item];
  if (node.kind === 'test') return node.title ?? 'test';
  const written = text.slice(tree.starts[item], tree.starts[item] + node.length);
  const folded = written.replace(/\s+/g, ' ').trim();
  return node.kind === 'expect' ? folded.replace(/^expect /, '') : folded;
}

/** Whether an expectation or an intent holds now; a whole test has no verdict of its own, and holds. */
export function runTest(snapshot: Snapshot, { kind, file, item }: TestNode): TestVerdict {
  if (kind === 'test') return holds;
  const { resolved, analysis } = snapshot;
  const expectation = kind === 'expect' ? expectationOf(resolved.policy, file, item) : undefined;
  const never = kind === 'never' ? neverOf(resolved.policy, file, item) : undefined;
  if (expectation) return verdictOf(test(analysis, expectation));
  if (never) return verdictOf(intent(analysis, never));
  const message =
    'The statement is in error, so nothing is proven. The findings on its line say what to mend.';
  return { state: 'broken', message, related: [] };
}

const holds: TestVerdict = { state: 'holds', message: '', related: [] };

function verdictOf([finding]: readonly Finding[]): TestVerdict {
  if (finding === undefined) return holds;
  const { code, message, related = [] } = finding;
  const state = code === 'empty-rule' ? 'broken' : code === 'undecided-rule' ? 'undecided' : 'failed';
  return { state, message, related };
}
