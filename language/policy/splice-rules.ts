import { noteListChanged, type ListChanged } from '../text/lists.js';
import { firstFrom } from '../text/search.js';
import type { ResolvedRule } from './resolved-rule.js';

/** Rules by place, each with the index of its item. */
interface Rules {
  readonly all: readonly ResolvedRule[];
  readonly items: Int32Array;
}

/** The rules of a file before an edit. */
interface Before extends Rules {
  /** Indexes of the items, sorted, that are read after every edit. */
  readonly again: readonly number[];
}

/** The rules that have been read after an edit, those that it put in and those that always are, with their items. */
interface Read {
  readonly rules: readonly ResolvedRule[];
  readonly items: readonly number[];
}

/** The rules of a file after an edit: what has been read comes in the place of what it was before, the rest stays. */
export function spliceRules(before: Before, changed: ListChanged, read: Read): Rules {
  const gone = indexesRead(before, changed);
  if (changed.moved === 0 && isAt(read.items, before.items, gone)) return replaced(before, gone, read);
  // Where each that has been read is put in.
  const places = read.items.map((item) => firstFrom(before.items, oldItem(item, changed)));
  const count = before.all.length - gone.length + read.rules.length;
  const all = new Array<ResolvedRule>(count);
  const items = new Int32Array(count);
  let from = 0;
  let to = 0;
  let skipped = 0;
  const copyUpTo = (index: number): void => {
    for (; from < index; from++) {
      if (from === gone[skipped]) skipped++;
      else {
        const item = before.items[from];
        all[to] = before.all[from];
        items[to++] = item < changed.start ? item : item + changed.moved;
      }
    }
  };
  for (let i = 0; i < read.rules.length; i++) {
    const item = read.items[i];
    copyUpTo(places[i]);
    read.rules[i].lastIndex = to;
    all[to] = read.rules[i];
    items[to++] = item;
  }
  copyUpTo(before.all.length);
  if (gone.length + places.length === 0) return { all: before.all, items };
  const start = Math.min(gone[0] ?? Infinity, places[0] ?? Infinity);
  const behind = Math.max((gone.at(-1) ?? -1) + 1, places.at(-1) ?? 0);
  const grown = count - before.all.length;
  noteListChanged(before.all, all, { start, end: behind + grown, moved: grown });
  return { all, items };
}

/** The item before the edit that one after it stands where it was, or the first of those that it stands in the place of. */
const oldItem = (item: number, { start, end, moved }: ListChanged): number =>
  item < start ? item : item < end ? start : item - moved;

/** The indexes, sorted, of the rules whose items have gone or are read again. */
function indexesRead({ items, again }: Before, { start, end, moved }: ListChanged): number[] {
  const indexes: number[] = [];
  const add = (item: number): void => {
    const index = firstFrom(items, item);
    if (items[index] === item) indexes.push(index);
  };
  let next = 0;
  for (; next < again.length && again[next] < start; next++) add(again[next]);
  for (let index = firstFrom(items, start); items[index] < end - moved; index++) indexes.push(index);
  for (; next < again.length; next++) if (again[next] >= end - moved) add(again[next]);
  return indexes;
}

const isAt = (read: readonly number[], items: Int32Array, indexes: readonly number[]): boolean =>
  read.length === indexes.length && read.every((item, i) => item === items[indexes[i]]);

/** The same rules but for some, which the ones that have been read replace. */
function replaced({ all, items }: Rules, indexes: readonly number[], { rules }: Read): Rules {
  if (indexes.length === 0) return { all, items };
  const now = all.slice();
  for (let i = 0; i < indexes.length; i++) {
    rules[i].lastIndex = indexes[i];
    now[indexes[i]] = rules[i];
  }
  noteListChanged(all, now, { start: indexes[0], end: indexes[indexes.length - 1] + 1, moved: 0 });
  return { all: now, items };
}
