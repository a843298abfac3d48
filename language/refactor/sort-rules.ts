import type { TextEdit } from '../findings.js';
import { commentFrom } from '../fixes/deletion.js';
import { replace } from '../fixes/edits.js';
import type { SourceFile } from '../names/declarations.js';
import type { RuleItem } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { finished, sortInSteps } from '../text/steps.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { keyOf } from '../ide/values.js';

/**
 * Sorts the rules of each paragraph of the block that an item stands in: what is stronger first, then by source,
 * destination and services. In tiers the order of lines means nothing; rulesets stay as they are. A comment above a rule
 * or behind it moves with it; one with a blank line below stays as a heading.
 */
export function sortBlock(file: SourceFile, item: number): Refactoring[] {
  const { items, parents } = file.tree;
  const block = items[item].kind === 'tier' ? item : parents[item];
  if (items[item].kind !== 'tier' && items[item].kind !== 'rule') return [];
  const isMeant = (parent: number): boolean => parent === block;
  const edits = hasMore(file, isMeant, mostAtOnce) ? [] : finished(sortedIn(file, isMeant));
  const where = block < 0 ? 'the rules outside tiers' : 'the rules of this block';
  return edits.length === 0 ? [] : [{ title: `Sort ${where}`, kind: refactoringKinds.rewrite, edits }];
}

/** The same for all blocks of a file, in steps. */
export function* sortFile(file: SourceFile): Generator<void, Refactoring[]> {
  const edits = yield* sortedIn(file, () => true);
  return edits.length === 0
    ? []
    : [{ title: 'Sort the rules of all tiers', kind: refactoringKinds.organize, edits }];
}

/** A longer block is sorted with the whole file only: to say what may be done at a place must take no time. */
const mostAtOnce = 1_000;

/** A rule with the comments that move with it, in whole lines; without the last line break. */
interface Unit extends Span {
  readonly item: number;
  readonly node: RuleItem;
}

/** Items looked at in one step. */
const inOneStep = 500;

/** Whether more than `most` rules are meant. */
function hasMore({ tree }: SourceFile, isMeant: (block: number) => boolean, most: number): boolean {
  const { items, parents } = tree;
  let count = 0;
  for (let item = 0; item < items.length && count <= most; item++)
    if (items[item].kind === 'rule' && isMeant(parents[item])) count++;
  return count > most;
}

/** The edits; none where nothing is to be sorted. */
function* sortedIn(file: SourceFile, isMeant: (block: number) => boolean): Generator<void, TextEdit[]> {
  const edits: TextEdit[] = [];
  for (const units of yield* paragraphs(file, isMeant)) {
    // What rules are compared by is worked out before they are: all at once that would be a long step.
    for (let i = 0; i < units.length; i++) {
      wordsOf(units[i].node);
      if (i % inOneStep === inOneStep - 1) yield;
    }
    const sorted = yield* sortInSteps(units, (a, b) => compareRules(a.node, b.node) || a.start - b.start);
    for (const edit of editsFor(file, units, sorted)) edits.push(edit);
    yield;
  }
  return edits;
}

/** One edit for each rule that moves; in a long paragraph one for each run of them, as an editor takes long for thousands. */
function editsFor(file: SourceFile, units: readonly Unit[], sorted: readonly Unit[]): TextEdit[] {
  const edits: TextEdit[] = [];
  const textOf = ({ start, end }: Span): string => file.text.slice(start, end);
  for (let i = 0; i < units.length; i++) {
    if (units[i] === sorted[i]) continue;
    const first = i;
    let text = textOf(sorted[i]);
    while (units.length > mostAtOnce && i + 1 < units.length && units[i + 1] !== sorted[i + 1]) {
      text += textOf({ start: units[i].end, end: units[i + 1].start }) + textOf(sorted[++i]);
    }
    edits.push(replace(file, { start: units[first].start, end: units[i].end }, text));
  }
  return edits;
}

/** Rules on lines of their own that follow each other without a gap. */
function* paragraphs(file: SourceFile, isMeant: (block: number) => boolean): Generator<void, Unit[][]> {
  const { items, parents } = file.tree;
  const result: Unit[][] = [];
  let last: { readonly block: number; readonly end: number; readonly item: number } | undefined;
  for (let item = 0; item < items.length; item++) {
    if (item % inOneStep === inOneStep - 1) yield;
    const node = items[item];
    const block = parents[item];
    const parent = block < 0 ? undefined : items[block].kind;
    if (node.kind !== 'rule' || (parent !== undefined && parent !== 'tier') || !isMeant(block)) continue;
    const unit = unitOf(file, item, node);
    if (unit === undefined) continue;
    const { lines } = file;
    const follows =
      last?.block === block &&
      last.item === item - 1 &&
      lines.lineAt(unit.start) === lines.lineAt(last.end) + 1;
    if (follows) result.at(-1)!.push(unit);
    else result.push([unit]);
    last = { block, end: unit.end, item };
  }
  return result;
}

/** `undefined` where something else stands on the lines of the rule. */
function unitOf(file: SourceFile, item: number, node: RuleItem): Unit | undefined {
  const { lines, text, tree } = file;
  const first = lines.lineStart(lines.lineAt(tree.starts[item]));
  const end = lines.lineEnd(lines.lineAt(tree.ends[item]));
  const behind = tree.comments[commentFrom(tree.comments, tree.ends[item])] as Span | undefined;
  const rest = text.slice(tree.ends[item], behind && behind.start < end ? behind.start : end);
  const isAlone =
    text.slice(first, tree.starts[item]).trim() === '' &&
    rest.trim() === '' &&
    (behind === undefined || behind.start >= end || behind.end === end);
  if (!isAlone) return undefined;
  return { start: withCommentsAbove(file, first), end, item, node };
}

/** Start of the lines of comments right above a line. */
function withCommentsAbove({ lines, text, tree }: SourceFile, first: number): number {
  let start = first;
  for (let at = commentFrom(tree.comments, first) - 1; at >= 0; at--) {
    const comment = tree.comments[at];
    const own = lines.lineStart(lines.lineAt(comment.start));
    const isAbove =
      comment.end <= start &&
      lines.lineAt(comment.end) === lines.lineAt(start) - 1 &&
      text.slice(own, comment.start).trim() === '' &&
      text.slice(comment.end, start).trim() === '';
    if (!isAbove) break;
    start = own;
  }
  return start;
}

const strengths = { pass: 0, deny: 1, allow: 2 } as const;

function compareRules(a: RuleItem, b: RuleItem): number {
  const difference = strengths[a.action] - strengths[b.action];
  if (difference !== 0) return difference;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const at = left.findIndex((word, i) => word !== right[i]);
  return at < 0 ? 0 : left[at] < right[at] ? -1 : 1;
}

const words = new WeakMap<RuleItem, readonly string[]>();

/** What rules are compared by. Worked out once for an item: it depends on the item's text alone. */
function wordsOf(node: RuleItem): readonly string[] {
  let known = words.get(node);
  if (known === undefined) {
    const { source, destination, services, identities, conditions } = node;
    const parts = [source, destination, services, identities, conditions];
    words.set(node, (known = parts.map((value) => (value ? keyOf(value) : ''))));
  }
  return known;
}
