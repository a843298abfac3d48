/**
 * The encoded tokens of a file by item, in pages of some hundred items: an edit makes the page anew that it stands in, and
 * all others are the same objects as before.
 */
export type TokenPages = readonly TokenPage[];

/** The items of a page in the order of the file. */
export interface TokenPage {
  /** How many numbers each item takes. */
  readonly counts: Uint32Array;
  /** The numbers of all, one item after the other. */
  readonly data: Uint32Array;
}

/** What is put in the place of items, in the same form. */
export interface TokenRun {
  readonly counts: readonly number[];
  readonly data: readonly number[];
}

/** Pages after a replacement. */
export interface Replaced {
  readonly pages: TokenPages;
  /** How many numbers stand before what has been replaced. */
  readonly start: number;
  /** The numbers that have been replaced. */
  readonly gone: Uint32Array;
}

/** A page is made of so many items, and has at most twice as many after edits. */
const pageLength = 256;

/** Puts others in the place of the items `from` to `to` (exclusive). */
export function replaceItems(pages: TokenPages, from: number, to: number, put: TokenRun): Replaced {
  const [first, last] = [find(pages, from), find(pages, to)];
  const head = pages[first.page] ?? emptyPage;
  const tail = pages[last.page] ?? emptyPage;
  const counts = joined([head.counts.subarray(0, first.item), put.counts, tail.counts.subarray(last.item)]);
  const data = joined([head.data.subarray(0, first.number), put.data, tail.data.subarray(last.number)]);
  const old = pages.slice(first.page, last.page + 1).map((page) => page.data);
  const all = joined(old);
  return {
    pages: [...pages.slice(0, first.page), ...paged(counts, data), ...pages.slice(last.page + 1)],
    start: first.before + first.number,
    gone: all.subarray(first.number, last.before - first.before + last.number),
  };
}

/** The numbers of all items as JSON takes them. By hand: `Array.from` takes ten times as long for a million of them. */
export function allNumbers(pages: TokenPages): number[] {
  const list = new Array<number>(pages.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of pages) for (let i = 0; i < data.length; i++) list[at++] = data[i];
  return list;
}

/** Index of the last item before `index` that has tokens, -1 where none has. */
export function lastWithTokens(pages: TokenPages, index: number): number {
  let { page, item } = find(pages, index);
  let at = index;
  for (; page >= 0; item = pages[--page]?.counts.length) {
    for (; item > 0; at--) if (pages[page].counts[--item] > 0) return at - 1;
  }
  return -1;
}

const emptyPage: TokenPage = { counts: new Uint32Array(0), data: new Uint32Array(0) };

/** Where an item begins: its page, its place in it, that of its first number, and how many numbers earlier pages have. */
interface ItemPlace {
  readonly page: number;
  readonly item: number;
  readonly number: number;
  readonly before: number;
}

/** At a border between two pages it is the end of the first. */
function find(pages: TokenPages, index: number): ItemPlace {
  let page = 0;
  let item = index;
  let before = 0;
  for (; page + 1 < pages.length && item > pages[page].counts.length; page++) {
    item -= pages[page].counts.length;
    before += pages[page].data.length;
  }
  let number = 0;
  for (let i = 0; i < item; i++) number += pages[page].counts[i];
  return { page, item, number, before };
}

function* paged(counts: Uint32Array, data: Uint32Array): Generator<TokenPage> {
  const isLong = counts.length > 2 * pageLength;
  let start = 0;
  for (let from = 0; from < counts.length;) {
    const to = isLong ? Math.min(counts.length, from + pageLength) : counts.length;
    const own = counts.slice(from, to);
    const end = start + own.reduce((sum, count) => sum + count, 0);
    yield { counts: own, data: data.slice(start, end) };
    [from, start] = [to, end];
  }
}

function joined(lists: readonly ArrayLike<number>[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
