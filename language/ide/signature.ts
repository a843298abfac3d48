import { lex, spanOf } from '../syntax/lexer.js';
import type { ExpectItem, Item, NeverItem, RuleItem } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { commentAt, lastItem } from './at.js';

/** The parts of a statement, and which of them stands at the cursor. */
export interface Signature {
  readonly label: string;
  /** By position; none overlaps another. */
  readonly parts: readonly { readonly span: Span; readonly markdown: string }[];
  /** Index of the part that the cursor is in. */
  readonly active: number;
}

/** A part of a statement: the word that begins it, the whole of it as it is shown, and what may be written. */
type Part = readonly [word: string, shown: string, markdown: string, optional?: 'optional'];

const ends =
  '`any`, a zone, workload or group, an address, a label map, or a list of these, perhaps `except` …';
const source: Part = ['', 'SOURCE', `Who starts the connection: ${ends}`];
const destination: Part = ['to', 'to DESTINATION', `To whom: ${ends}`];
const services: Part = ['on', 'on SERVICES', 'A service, `tcp/443`, a list of these, or `any`.'];
const narrowing: readonly Part[] = [
  ['as', 'as IDENTITIES', 'Only initiators with one of these identities; left out: any or none.', 'optional'],
  ['when', 'when CONDITIONS', 'Conditions that must all hold; left out: any.', 'optional'],
];
const properties: Part = [
  '{',
  '{ properties }',
  '`owner`, `purpose`, `ticket`, `expires`, `review`, `log`, `evidence`: each `key = value`.',
  'optional',
];
const direct: readonly Part[] = [
  source,
  destination,
  ['on', 'on SERVICES', 'Left out: all services.', 'optional'],
];
const chained: readonly Part[] = [
  source,
  ['reaches', 'reaches DESTINATION', destination[2]],
  [
    'within',
    'within N hops',
    'The longest chain of connections looked at; left out: of any length.',
    'optional',
  ],
];

/** What a rule, intent or expectation is made of, where `offset` is in one; `undefined` elsewhere. */
export function signatureAt(snapshot: Snapshot, path: string, offset: number): Signature | undefined {
  const file = snapshot.file(path);
  if (file === undefined || commentAt(file, offset)) return undefined;
  const item = lastItem(file.tree, offset - 1);
  const node = file.tree.items[item] as Item | undefined;
  if (node?.kind !== 'rule' && node?.kind !== 'never' && node?.kind !== 'expect') return undefined;
  const read = readClauses(file.text.slice(file.tree.starts[item], offset));
  if (read === undefined) return undefined;
  const { head, parts } = formOf(node, read.words.includes('reaches'));
  const active = parts.findIndex(([word]) => word === (read.words.at(-1) ?? ''));
  return active < 0 ? undefined : { ...layOut(head, parts), active };
}

/** How a statement begins, and its parts. */
function formOf(
  node: RuleItem | NeverItem | ExpectItem,
  isChained: boolean,
): { readonly head: string; readonly parts: readonly Part[] } {
  switch (node.kind) {
    case 'rule':
      return { head: node.action, parts: [source, destination, services, ...narrowing, properties] };
    case 'never':
      return { head: 'never', parts: isChained ? chained : direct };
    case 'expect':
      return {
        head: `expect ${node.expected ?? 'allow|deny'}`,
        parts: [source, destination, services, ...narrowing],
      };
  }
}

function layOut(head: string, parts: readonly Part[]): Omit<Signature, 'active'> {
  let label = head;
  const spans = parts.map(([, shown, markdown, optional]) => {
    label += optional ? ' [' : ' ';
    const start = label.length;
    label += shown;
    const span = { start, end: label.length };
    if (optional) label += ']';
    return { span, markdown };
  });
  return { label, parts: spans };
}

const clauses = new Set(['to', 'reaches', 'on', 'as', 'when', 'within']);

/** The words of the clauses before the end of a text, outside brackets; `undefined` where the statement has ended. */
function readClauses(text: string): { readonly words: readonly string[] } | undefined {
  const { tokens } = lex(text);
  const words: string[] = [];
  const open: string[] = [];
  for (const [i, { image }] of tokens.entries()) {
    const before = i === 0 ? '' : tokens[i - 1].image;
    if (image === '[' || image === '{') {
      open.push(image);
      // A brace after a word of a clause begins a label map, any other the properties.
      const isMap = clauses.has(before) || before === '[' || before === ',' || before === 'except' || i <= 1;
      if (image === '{' && open.length === 1 && !isMap) words.push('{');
    } else if (image === ']' || image === '}') {
      open.pop();
      if (open.length === 0 && words.at(-1) === '{') return undefined;
    } else if (open.length === 0 && clauses.has(image)) words.push(image);
  }
  const last = tokens.at(-1);
  const gap = last ? text.slice(spanOf(last).end) : text;
  return open.length === 0 && /[\r\n]/.test(gap) ? undefined : { words };
}
