import { placeOfItem, type Declared, type SourceFile } from '../names/declarations.js';
import type { Item, ItemKind } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { BestFew } from './choose.js';
import { shorten } from './markdown.js';
import type { DocumentSymbol, PolicySymbol, SymbolKind } from './model.js';

/**
 * Where a file has more rules, those without a name are left out, and where more than so many have one, all: nobody looks
 * through them, and an editor, which asks after every pause in typing, would take seconds.
 */
const mostRules = 20_000;

/** Items looked at in one step. */
const atOnce = 500;

/** The outline of a file. Properties of zones are left out, and so is what could not be read. */
export function documentSymbols(snapshot: Snapshot, path: string): DocumentSymbol[] {
  return finished(documentSymbolsInSteps(snapshot, path));
}

/** The same in steps. */
export function* documentSymbolsInSteps(snapshot: Snapshot, path: string): Generator<void, DocumentSymbol[]> {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const { items, starts, ends, parents } = file.tree;
  const roots: DocumentSymbol[] = [];
  const children = new Map<number, DocumentSymbol[]>();
  const isShown = shownRules(items);
  for (let index = 0; index < items.length; index++) {
    if (index % atOnce === atOnce - 1) yield;
    const item = items[index];
    const kind = kindOf(item.kind);
    if (kind === undefined || (item.kind === 'rule' && !isShown(item))) continue;
    const own: DocumentSymbol[] = [];
    const nameSpan = nameSpanOf(item, starts[index]);
    const span = { start: starts[index], end: ends[index] };
    children.set(index, own);
    (children.get(parents[index]) ?? roots).push({
      ...textOf(file, index),
      kind,
      span,
      nameSpan,
      children: own,
    });
  }
  return roots;
}

type RuleItem = Extract<Item, { kind: 'rule' }>;

/** Which rules of a file are not too many to be shown. */
function shownRules(items: readonly Item[]): (rule: RuleItem) => boolean {
  let [count, named] = [0, 0];
  for (const item of items) {
    if (item.kind !== 'rule') continue;
    count++;
    // Whether it has a name is looked at only where that counts.
    if (count > mostRules) break;
  }
  if (count <= mostRules) return () => true;
  for (const item of items) if (item.kind === 'rule' && item.flow !== undefined && ++named > mostRules) break;
  return named > mostRules ? () => false : ({ flow }) => flow !== undefined;
}

const kindOf = (kind: ItemKind): SymbolKind | undefined =>
  kind === 'property' || kind === 'bad' ? undefined : kind;

function nameSpanOf(item: Item, start: number): Span {
  const ident = item.kind === 'rule' ? item.flow : 'name' in item ? item.name : undefined;
  const span =
    ident?.span ??
    (item.kind === 'rule' ? item.actionSpan : { start: 0, end: Math.min(item.length, item.kind.length) });
  return { start: start + span.start, end: start + Math.max(span.end, span.start + 1) };
}

function textOf(file: SourceFile, index: number): { name: string; detail: string | undefined } {
  const item = file.tree.items[index];
  const start = file.tree.starts[index];
  const whole = (): string => shorten(file.text.slice(start, start + item.length));
  switch (item.kind) {
    case 'rule': {
      const body = shorten(file.text.slice(start + item.body.start, start + item.body.end));
      return item.flow
        ? { name: item.flow.text, detail: body }
        : { name: body || item.action, detail: undefined };
    }
    case 'test':
      return { name: shorten(item.title ?? '') || 'test', detail: 'test' };
    case 'zone':
    case 'condition':
      return { name: item.name?.text ?? item.kind, detail: item.title && shorten(item.title) };
    case 'tier':
      return { name: `tier ${item.name?.text ?? ''}`.trim(), detail: undefined };
    case 'labels':
      return { name: 'labels', detail: shorten(item.keys.map(({ key }) => key.text).join(', ')) };
    case 'never':
    case 'expect':
      return { name: whole(), detail: undefined };
    case 'property':
    case 'bad':
      return { name: item.kind, detail: undefined };
    default:
      return { name: item.name?.text ?? item.kind, detail: item.kind };
  }
}

/** More are of no use in a list, and cost time to send. */
const mostSymbols = 256;

/** Declarations of the policy whose names hold the letters of `query` in order, best matches first. */
export function policySymbols(snapshot: Snapshot, query: string): PolicySymbol[] {
  const wanted = query.toLowerCase().replace(/\s/g, '');
  const best = new BestFew<Found>(mostSymbols);
  for (const { file, declared, items } of snapshot.resolved.declarations.files) {
    for (const [index, each] of declared.entries()) {
      const score = scoreOf(each.name.toLowerCase(), wanted);
      if (score !== undefined && kindOf(each.kind) !== undefined)
        best.offer({ file, declared: each, item: items[index], score }, score, 0);
    }
  }
  const found = best.list().sort((a, b) => a.score - b.score);
  return found.map(({ file, declared: { name, kind, parent }, item }) => ({
    name,
    kind: kindOf(kind)!,
    container: parent?.name,
    place: placeOfItem(file, item),
  }));
}

/** A declaration that fits, its place not yet worked out. */
interface Found {
  readonly file: SourceFile;
  readonly declared: Declared;
  readonly item: number;
  readonly score: number;
}

/** How far a name is from what was typed, 0 for the name itself; `undefined` where its letters are not in it. */
function scoreOf(name: string, wanted: string): number | undefined {
  if (name === wanted) return 0;
  const own = name.slice(name.lastIndexOf('.') + 1);
  if (own === wanted) return 1;
  if (own.startsWith(wanted)) return 2 + name.length / 1000;
  if (name.includes(wanted)) return 4 + name.length / 1000;
  let at = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = name.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    gaps += next - at - 1;
    at = next;
  }
  return 10 + gaps + name.length / 1000;
}
