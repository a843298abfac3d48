import type { TextEdit } from '../findings.js';
import { indentAt, replace } from '../fixes/edits.js';
import { textOf } from '../fixes/parts.js';
import { declarationAtTop } from '../ide/fixes/declare.js';
import { shorten } from '../ide/markdown.js';
import { itemsWith } from '../ide/occurrences.js';
import type { SourceFile } from '../names/declarations.js';
import type { Expr } from '../syntax/tree.js';
import type { Snapshot } from '../workspace.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { isFreeAtTop } from '../ide/edits.js';
import { holdsComment, holdsKind, keyOf, spotsOf, writtenText, type Spot } from '../ide/values.js';
import { unusedName, wordFor } from '../ide/unused-name.js';

/** A value in the text of a policy. */
export interface PlacedSpot extends Spot {
  readonly file: SourceFile;
  readonly item: number;
}

/** A service for a literal or a list of services: here, or wherever the same is written. */
export function extractService(snapshot: Snapshot, spot: PlacedSpot): Refactoring[] {
  const { value, role, isDeclaration } = spot;
  if (role !== 'services' || isDeclaration || (value.kind !== 'service' && value.kind !== 'list')) return [];
  return extractAs(snapshot, spot, 'service');
}

/** A group for a list of ends, or for one with an `except`. One that holds labels stays: rules by label are judged apart. */
export function extractGroup(snapshot: Snapshot, spot: PlacedSpot): Refactoring[] {
  const { value, role, isDeclaration, around } = spot;
  if (role !== 'ends' || isDeclaration || (value.kind !== 'list' && value.kind !== 'except')) return [];
  // A list that is all of a list says no more than that one.
  if (around?.kind === 'list' && around.elements.length === 1) return [];
  return holdsKind(value, 'labels') ? [] : extractAs(snapshot, spot, 'group');
}

function extractAs(snapshot: Snapshot, spot: PlacedSpot, kind: 'service' | 'group'): Refactoring[] {
  const { file, item, value } = spot;
  if (holdsKind(value, 'any', 'missing', 'unclaimed') || isEmptyList(value)) return [];
  const namespace = kind === 'group' ? 'segment' : 'service';
  const name = unusedName(snapshot, namespace, wordFor(value));
  const head = `${kind} ${name} = `;
  const declaration = declarationAtTop(
    snapshot,
    { namespace, file, item },
    kind,
    head + setOut(file, item, writtenText(file, item, value)),
  );
  if (!isFreeAtTop(snapshot, declaration)) return [];
  const refactoring = (title: string, places: readonly TextEdit[]): Refactoring[] => {
    const edits = [declaration, ...places];
    const start = declaration.newText.indexOf(head) + kind.length + 1;
    const focus = { edit: 0, start, end: start + name.length, rename: true };
    return [{ title, kind: refactoringKinds.extract, edits, focus }];
  };
  const here = `Extract ${kind} \`${name}\` from \`${shorten(textOf({ file, item }, value))}\``;
  const all = alike(snapshot, spot);
  return [
    ...refactoring(here, [writeName(spot, name)]),
    ...(all.length > 1
      ? refactoring(
          `${here} wherever the same is written (${all.length} places)`,
          all.map((one) => writeName(one, name)),
        )
      : []),
  ];
}

/** A value of a statement as it is laid out where no block is around it. */
function setOut(file: SourceFile, item: number, text: string): string {
  const indent = indentAt(file, file.tree.starts[item]);
  return indent === '' || text.includes('/*') ? text : text.replaceAll(`\n${indent}`, '\n');
}

const isEmptyList = (value: Expr): boolean => value.kind === 'list' && value.elements.length === 0;

/** Writes a name in place of a value. */
export function writeName({ file, item, value: { span } }: PlacedSpot, name: string): TextEdit {
  const start = file.tree.starts[item];
  return replace(file, { start: start + span.start, end: start + span.end }, name);
}

/** Looked at more closely than this no value is searched for. */
const mostPlaces = 2_000;

/** This and all values of the policy that are written alike, in order; those with comments in them stay as they are. */
export function alike(snapshot: Snapshot, spot: PlacedSpot): PlacedSpot[] {
  const { value, role } = spot;
  const key = keyOf(value);
  const word = longestWord(writtenText(spot.file, spot.item, value));
  const found: PlacedSpot[] = [];
  for (const file of snapshot.files) {
    for (const item of itemsWith(file, word)) {
      const node = file.tree.items[item];
      if (node.problems.length > 0 || found.length > mostPlaces) continue;
      for (const other of spotsOf(node)) {
        if (other.role !== role || other.isDeclaration || keyOf(other.value) !== key) continue;
        const start = file.tree.starts[item];
        const isSame =
          file === spot.file && item === spot.item && other.value.span.start === value.span.start;
        const { span } = other.value;
        if (isSame || !holdsComment(file, start + span.start, start + span.end))
          found.push({ ...other, file, item });
      }
    }
  }
  return withoutInner(found);
}

const longestWord = (text: string): string =>
  (text.replace(/\/\/.*|\/\*[^]*?\*\//g, ' ').match(/[\w.-]+/g) ?? [text]).reduce((a, b) =>
    b.length > a.length ? b : a,
  );

/** Without values inside others of the list: `[[a]]` holds nothing but itself twice over only by chance, but may. */
function withoutInner(spots: readonly PlacedSpot[]): PlacedSpot[] {
  const result: PlacedSpot[] = [];
  for (const spot of spots) {
    const last = result.at(-1);
    const isInner =
      last?.file === spot.file && last.item === spot.item && spot.value.span.start < last.value.span.end;
    if (!isInner) result.push(spot);
  }
  return result;
}
