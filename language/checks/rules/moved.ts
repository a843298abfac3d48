import type { JudgedBook } from '../../analysis/index.js';
import { knownChange, type SourceFile } from '../../names/declarations.js';
import type { Policy, Rule } from '../../policy/model.js';
import { differenceOf } from '../../text/change.js';
import { firstThat } from '../../text/search.js';
import type { CheckInput } from '../report.js';

/** The files of the states of which books have been told, which are not kept for that. */
const files = new WeakMap<object, ReadonlyMap<string, WeakRef<SourceFile>>>();

const known = new WeakMap<object, Uint8Array>();

/**
 * By id of the rules of a book 1 for those that may stand elsewhere than in the book that it came out of: all in files that
 * have changed, from the change on. To ask so many rules one by one would take long.
 */
export function movedRules(judged: JudgedBook, policy: Policy, input: CheckInput): Uint8Array {
  let moved = known.get(judged.token);
  if (moved === undefined) {
    const before = judged.origin && files.get(judged.origin.token);
    moved = findMoved(judged.book.rules, policy, input.files, before);
    // A rule that was read anew may end elsewhere, though it stands before the change.
    const fresh = judged.origin?.fresh;
    for (let id = fresh?.indexOf(1) ?? -1; id >= 0; id = fresh!.indexOf(1, id + 1)) moved[id] = 1;
    files.set(judged.token, new Map(input.files.map((file) => [file.path, new WeakRef(file)])));
    known.set(judged.token, moved);
  }
  return moved;
}

function findMoved(
  rules: readonly Rule[],
  policy: Policy,
  now: readonly SourceFile[],
  before: ReadonlyMap<string, WeakRef<SourceFile>> | undefined,
): Uint8Array {
  const moved = new Uint8Array(rules.length);
  const starts = new Map(now.map((file) => [file.path, changedFrom(before?.get(file.path)?.deref(), file)]));
  // Rules are by place: those of one file stand together, in the order of their places.
  for (let first = 0; first < rules.length;) {
    const { file } = rules[first];
    const start = starts.get(file) ?? 0;
    const end = firstThat(first, rules.length, (id) => rules[id].file !== file);
    moved.fill(
      1,
      firstThat(first, end, (id) => policy.placeOf(rules[id]).end > start),
      end,
    );
    first = end;
  }
  return moved;
}

/** From where on a file is not as it was before. */
function changedFrom(before: SourceFile | undefined, now: SourceFile): number {
  if (before === now) return Infinity;
  if (before === undefined) return 0;
  return (knownChange(before, now) ?? differenceOf(before.text, now.text)).start;
}
