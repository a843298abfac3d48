import { describe } from '../checks/report.js';
import type { TextEdit } from '../findings.js';
import { compareVerdicts, type Difference } from '../fixes/compare.js';
import { deletionOf } from '../fixes/deletion.js';
import { blockIndent, blockOf, putIntoBlock, putNewBlock } from '../fixes/block.js';
import { insert, lineBreak } from '../fixes/edits.js';
import { proofPieces } from '../fixes/subject.js';
import { ruleOf } from '../ide/statements.js';
import type { SourceFile } from '../names/declarations.js';
import { tiers, type Rule } from '../policy/model.js';
import type { Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { joined, setIn } from './lines.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { isFree } from '../ide/edits.js';

/**
 * Moves rules, items of a file, into each tier that not all of them are in. Proven on the engine: the title says whether
 * verdicts change, with a connection each way.
 */
export function* moveToTiers(
  snapshot: Snapshot,
  file: SourceFile,
  items: readonly number[],
): Generator<Refactoring[], void> {
  const rules = items.map((item) => ruleOf(snapshot.resolved.policy, file, item));
  if (rules.length === 0 || rules.some((rule) => rule === undefined || rule.tier < 0)) return;
  for (const tier of tiers.keys()) {
    const moved = items.filter((_item, i) => rules[i]!.tier !== tier);
    const own = rules.filter((rule) => rule !== undefined && rule.tier !== tier) as Rule[];
    const edits = moved.length === 0 ? undefined : editsFor(file, moved, tier);
    if (edits === undefined) continue;
    const pairs = own.map((rule) => [rule, { ...rule, tier }] as const);
    const difference = compareVerdicts(snapshot.analysis.library, pairs, { pieces: proofPieces });
    const what = moved.length === 1 ? 'this rule' : `these ${moved.length} rules`;
    const title = `Move ${what} into tier \`${tiers[tier]}\`${effect(difference)}`;
    yield [{ title, kind: refactoringKinds.move, edits }];
  }
}

/** What a change does to verdicts, to go on with after what it is. */
export function effect({ denied, allowed, undecided }: Difference): string {
  const news = [
    ...(denied ? [`newly denied, such as ${describe(denied)}`] : []),
    ...(allowed ? [`newly allowed, such as ${describe(allowed)}`] : []),
  ];
  if (news.length > 0) return `; verdicts change: ${news.join('; ')}`;
  return undecided ? '; whether verdicts change was too much to decide' : ' (no verdict changes)';
}

/** The edits; `undefined` where the text is laid out so that the rules would land elsewhere. */
function editsFor(file: SourceFile, items: readonly number[], tier: number): TextEdit[] | undefined {
  const going = new Set(items);
  const deletions = deletionOf(file, going);
  const emptied = emptiedBlocks(file, going, deletions);
  const gone = [...emptied.values()].flat();
  const block = blockOf(file, tier, (item) => !emptied.has(item));
  const indent = block !== undefined || tiers[tier] !== 'application' ? blockIndent : '';
  const moved = deletions
    .map(({ place }) => setIn(file, place.start, place.end, indent))
    .join(lineBreak(file));
  const arrival =
    block === undefined ? putAtTop(file, tier, items[0], moved) : putIntoBlock(file, block, moved);
  if (!isFree(file, arrival.place.start, block ?? -1)) return undefined;
  return joined([
    ...deletions.filter(({ place }) => !gone.some((other) => holds(other, place))),
    ...gone,
    arrival,
  ]);
}

const holds = ({ place: outer }: TextEdit, inner: TextEdit['place']): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** The blocks that hold nothing any more, with the edits that take them out. One with a comment of its own stays. */
function emptiedBlocks(
  file: SourceFile,
  going: ReadonlySet<number>,
  deletions: readonly TextEdit[],
): Map<number, TextEdit[]> {
  const { parents, comments } = file.tree;
  const blocks = new Set([...going].map((item) => parents[item]).filter((parent) => parent >= 0));
  const emptied = new Map<number, TextEdit[]>();
  for (const block of blocks) {
    if (parents.some((parent, item) => parent === block && !going.has(item))) continue;
    const edits = deletionOf(file, new Set([block]));
    const isKept = (comment: Span): boolean =>
      edits.some((edit) => holds(edit, { ...comment, file: file.path })) &&
      !deletions.some((edit) => holds(edit, { ...comment, file: file.path }));
    if (!comments.some(isKept)) emptied.set(block, edits);
  }
  return emptied;
}

/** In no block: behind the one that the rules come from. In a new block: at the end of the file. */
function putAtTop(file: SourceFile, tier: number, item: number, moved: string): TextEdit {
  const { text, lines, tree } = file;
  if (tiers[tier] === 'application') {
    const nl = lineBreak(file);
    const from = tree.parents[item] >= 0 ? tree.parents[item] : item;
    const line = lines.lineAt(tree.ends[from]);
    const isCrowded = text.slice(lines.lineStart(line + 1), lines.lineEnd(line + 1)).trim() !== '';
    return insert(file, lines.lineEnd(line), nl + nl + moved + (isCrowded ? nl : ''));
  }
  return putNewBlock(file, tier, moved);
}
