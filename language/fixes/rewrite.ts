import { sameRule } from '../analysis/lineage.js';
import type { TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Rule, Traffic } from '../policy/model.js';
import { readTraffic } from '../policy/traffic.js';
import type { RuleItem } from '../syntax/tree.js';
import { changeFile, type Snapshot } from '../workspace.js';
import { textOf } from './parts.js';
import type { FixSubject } from './subject.js';

/**
 * What edits would make of the text, read anew. Only the changed file is parsed, and only the changed rules resolved: what
 * any other rule says depends on its own text, the blocks around it and the names of the policy, and those are compared.
 */

/** A rule as its text would say it after edits. */
export interface Reread {
  /** On one line, without a name and properties. */
  readonly text: string;
  readonly traffic: Traffic;
}

/** What a rule says after edits of its text; `undefined` where they would make a mistake or touch any other statement. */
export function rewritten(subject: FixSubject, edits: readonly TextEdit[]): Reread | undefined {
  const { snapshot, file, item, node } = subject;
  const fresh = edited(file, edits);
  const { items } = fresh.tree;
  if (items.length !== file.tree.items.length || !keepsItems(file, fresh, (i) => (i === item ? -1 : i))) {
    return undefined;
  }
  const now = items[item];
  if (now.kind !== 'rule' || now.action !== node.action || now.properties.length !== node.properties.length)
    return undefined;
  return fresh.tree.parents[item] === file.tree.parents[item]
    ? reread(snapshot, fresh, item, now)
    : undefined;
}

/**
 * The one rule that an insertion into a file adds beside another, in the same block; `undefined` where it would add
 * anything else or change a statement that is there.
 */
export function addedBeside(
  snapshot: Snapshot,
  file: SourceFile,
  beside: number,
  edit: TextEdit,
): (Reread & Pick<RuleItem, 'action'>) | undefined {
  const fresh = edited(file, [edit]);
  // The new rule stands right after the one that it was put behind.
  const at = beside + 1;
  const { items, parents } = fresh.tree;
  if (items.length !== file.tree.items.length + 1) return undefined;
  if (!keepsItems(file, fresh, (i) => (i < at ? i : i + 1))) return undefined;
  const added = items[at];
  if (added.kind !== 'rule' || parents[at] !== parents[beside]) return undefined;
  const read = reread(snapshot, fresh, at, added);
  return read && { ...read, action: added.action };
}

/** Whether a rule says just this of connections. */
export function says({ traffic: a }: Reread, rule: Rule, b: Traffic): boolean {
  return sameRule({ ...rule, ...a }, { ...rule, ...partsOf(b) });
}

/** A rule's traffic without all else. */
export function partsOf({ source, destination, services, identities, conditions }: Traffic): Traffic {
  return { source, destination, services, identities, conditions };
}

function edited(file: SourceFile, edits: readonly TextEdit[]): SourceFile {
  const starts = edits.map(({ place }) => place.start);
  const ends = edits.map(({ place }) => place.end);
  const [start, end] = [Math.min(...starts), Math.max(...ends)];
  let text = file.text.slice(start, end);
  for (const { place, newText } of [...edits].sort((a, b) => b.place.start - a.place.start))
    text = text.slice(0, place.start - start) + newText + text.slice(place.end - start);
  const whole = file.text.slice(0, start) + text + file.text.slice(end);
  // Lines that know their change spare the search for it, which takes long in a long text.
  return changeFile(file, whole, file.lines.edited(whole, start, end, text.length - (end - start)));
}

/** Whether each item of a file, at its new index (-1: not asked), has the same words and stands in the same block. */
function keepsItems(file: SourceFile, fresh: SourceFile, newIndex: (item: number) => number): boolean {
  const { items, parents } = file.tree;
  if (fresh.tree.problems.length > file.tree.problems.length) return false;
  return items.every((_, item) => {
    const now = newIndex(item);
    if (now < 0) return true;
    const parent = parents[item] < 0 ? -1 : newIndex(parents[item]);
    return fresh.tree.parents[now] === parent && sameItem(file, item, fresh, now);
  });
}

const sameItem = (a: SourceFile, i: number, b: SourceFile, j: number): boolean =>
  a.tree.items[i] === b.tree.items[j] ||
  (a.tree.items[i].kind === b.tree.items[j].kind && ownText(a, i) === ownText(b, j));

const ownText = ({ text, tree }: SourceFile, item: number): string =>
  text.slice(tree.starts[item], tree.starts[item] + tree.items[item].length);

function reread(snapshot: Snapshot, file: SourceFile, item: number, node: RuleItem): Reread | undefined {
  const { declarations, tables } = snapshot.resolved;
  const scope = { declarations, findings: [] };
  const traffic = readTraffic(scope, tables, { file, item }, node);
  if (traffic === undefined || scope.findings.length + node.problems.length > 0) return undefined;
  return { text: textOf({ file, item }, { span: node.body }), traffic };
}
