import type { TextEdit } from '../findings.js';
import { deletionOf } from '../fixes/deletion.js';
import { replace } from '../fixes/edits.js';
import { textOf } from '../fixes/parts.js';
import { listOf } from '../fixes/sets.js';
import { itemAt, thingAt } from '../ide/at.js';
import { declarationsOf } from '../ide/definition.js';
import { itemsWith } from '../ide/occurrences.js';
import { builtInServices, formatLiterals } from '../net/services.js';
import type { Declaration, SourceFile } from '../names/declarations.js';
import { parse } from '../syntax/parse.js';
import type { Expr } from '../syntax/tree.js';
import { touches } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import type { PlacedSpot } from './extract.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { holdsKind, spotsOf } from '../ide/values.js';

/** Writes what a service or group stands for in its place: at the use at `offset`, and at all uses. */
export function inline(snapshot: Snapshot, path: string, offset: number): Refactoring[] {
  const thing = thingAt(snapshot, path, offset);
  if (thing?.kind !== 'name' || (thing.namespace !== 'service' && thing.namespace !== 'segment')) return [];
  const { name, namespace } = thing;
  const declared = declarationsOf(snapshot, { namespace, name });
  if (declared.length === 0 && namespace === 'service') return inlineBuiltIn(snapshot, name, path, offset);
  const content = declared.length === 1 ? contentOf(declared[0]) : undefined;
  if (content === undefined) return [];
  const { file, item, kind } = declared[0];
  const uses = usesOf(snapshot, name, kind === 'group' ? 'ends' : 'services');
  const isCircle = uses.some((use) => use.file === file && use.item === item);
  if (uses.length === 0 || isCircle) return [];
  const refactoring = (title: string, places: readonly PlacedSpot[], goes: boolean): Refactoring[] => {
    const edits = places.map((use) => write(use, content));
    if (goes) edits.push(...deletionOf(file, new Set([item])));
    return [{ title, kind: refactoringKinds.inline, edits }];
  };
  const here = uses.filter((use) => holdsOffset(use, path, offset));
  // What is declared as encrypted would be taken for something else under its ports alone.
  const mayGo = !content.isEncrypted;
  const what = `${kind} \`${name}\``;
  if (uses.length === 1) return mayGo ? refactoring(`Inline ${what} and delete it`, uses, true) : [];
  return [
    ...(here.length > 0 ? refactoring(`Inline ${what} here`, here, false) : []),
    ...(mayGo ? refactoring(`Inline ${what} at all ${uses.length} uses and delete it`, uses, true) : []),
  ];
}

/** What a service or group is declared as. */
interface Content {
  /** On one line. */
  readonly text: string;
  readonly value: Pick<Expr, 'kind'>;
  readonly isEncrypted: boolean;
}

function contentOf({ file, item }: Declaration): Content | undefined {
  const node = file.tree.items[item];
  if ((node.kind !== 'service' && node.kind !== 'group') || node.problems.length > 0) return undefined;
  const { value } = node;
  if (holdsKind(value, 'missing')) return undefined;
  const isEncrypted = node.kind === 'service' && node.properties.some(({ key }) => key.text === 'encrypted');
  const text = textOf({ file, item }, value);
  // Line breaks can stand for commas in a label map.
  const isWhole = parse(`${node.kind} x = ${text}`).items.every(({ problems }) => problems.length === 0);
  return isWhole ? { text, value, isEncrypted } : undefined;
}

function inlineBuiltIn(snapshot: Snapshot, name: string, path: string, offset: number): Refactoring[] {
  const set = builtInServices.get(name);
  const file = snapshot.file(path);
  if (set === undefined || file === undefined) return [];
  const item = itemAt(file.tree, offset);
  if (item < 0) return [];
  const use = usesIn(file, item, name, 'services').find((one) => holdsOffset(one, path, offset));
  if (use === undefined) return [];
  const text = listOf(formatLiterals(set));
  const edits = [write(use, { text, value: { kind: 'list' } })];
  return [{ title: `Write \`${name}\` as \`${text}\``, kind: refactoringKinds.inline, edits }];
}

/** The places where a name is used, by place. */
function usesOf(snapshot: Snapshot, name: string, role: PlacedSpot['role']): PlacedSpot[] {
  return snapshot.files.flatMap((file) =>
    [...itemsWith(file, name)].flatMap((item) => usesIn(file, item, name, role)),
  );
}

function usesIn(file: SourceFile, item: number, name: string, role: PlacedSpot['role']): PlacedSpot[] {
  return [...spotsOf(file.tree.items[item])]
    .filter((spot) => spot.role === role && spot.value.kind === 'name' && spot.value.text === name)
    .map((spot) => ({ ...spot, file, item }));
}

const holdsOffset = ({ file, item, value }: PlacedSpot, path: string, offset: number): boolean =>
  file.path === path && touches(value.span, offset - file.tree.starts[item]);

/** An `except` takes brackets where it stands beside another. */
function write(use: PlacedSpot, { text, value }: Pick<Content, 'text' | 'value'>): TextEdit {
  const { file, item, around } = use;
  const start = file.tree.starts[item];
  const { span } = use.value;
  const newText = value.kind === 'except' && around?.kind === 'except' ? `[${text}]` : text;
  return replace(file, { start: start + span.start, end: start + span.end }, newText);
}
