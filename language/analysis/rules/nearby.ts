import { present, seeing, type Book, type World } from '../book.js';
import type { Entry, Index, Regions } from '../engine/index.js';
import type { Meetings } from '../engine/join.js';
import { List } from '../engine/list.js';
import { holdsPoint } from '../engine/region.js';
import { corner } from '../engine/space.js';

/** A rule that meets more rules than this in a world is judged with the indexes over all rules. */
const few = 64;

const many = 'many';

const nobody: readonly Entry[] = [];

/** No other rule meets the rule: so it is with most, and one list of nobody does for all of them. */
const alone: readonly (readonly Entry[])[] = [nobody, nobody];

const noIndexes: readonly Index[] = [];

const noIds = new Int32Array(0);

/**
 * For each rule the book of the rules that meet it: all that has a say in what is found about it. Most rules meet very
 * few others, so that after one query of a tree everything about them is settled on lists. A rule that meets many is
 * judged by the whole book; the answers are the same.
 */
export class Neighbourhoods {
  /** By rule id: the rules that meet it in each world, `many`, or nothing where nobody asked yet. */
  private readonly known: (readonly (readonly Entry[])[] | typeof many | undefined)[] = [];
  /** For each world which rules meet, once all have been looked at together. */
  private all: readonly Meetings[] | undefined;
  private readonly none: Index;

  constructor(readonly book: Book) {
    this.none = new List([], book.worlds[0].space, book.work);
  }

  /** Looks at all rules together, which costs far less than to ask for each; in steps. For a book that is opened anew. */
  *lookAtAll(): Generator<void, void> {
    const all: Meetings[] = [];
    for (const world of this.book.worlds) {
      const steps = world.all.meetings(few - 1);
      if (steps === undefined) return;
      all.push(yield* steps);
    }
    this.all = all;
  }

  /** The book to judge rule `id` by. */
  around(id: number): Book {
    const entries = this.entriesAround(id);
    if (entries === undefined) return this.book;
    const { ruleset, rules, keys, numbers, worlds, coordinates, states, isDated, work } = this.book;
    const local = worlds.map((world, i) =>
      this.local(world, entries === alone ? withOwn(world.regions, id, noIds) : entries[i]),
    );
    return { ruleset, rules, keys, numbers, worlds: local, coordinates, states, isDated, work };
  }

  /** By world the rules that meet rule `id`, itself included, by id; `undefined` where they are many. */
  entries(id: number): readonly (readonly Entry[])[] | undefined {
    return this.entriesAround(id);
  }

  /** Whether no other rule meets rule `id`. */
  isAlone(id: number): boolean {
    if (this.all !== undefined) return this.isAloneIn(this.all, id);
    return this.entriesAround(id) === alone;
  }

  /** Whether so few rules meet rule `id` that all about it is settled on lists. */
  hasFew(id: number): boolean {
    if (this.all !== undefined) return !this.all.some((meetings) => meetings.isCrowded(id));
    return this.entriesAround(id) !== undefined;
  }

  /** Ids of the rules that meet rule `id`, itself included, by place; `undefined` where they are many. */
  meeting(id: number): readonly number[] | undefined {
    const entries = this.entriesAround(id);
    if (entries === undefined) return undefined;
    if (entries === alone) return [id];
    const lists = entries.filter(({ length }) => length > 0);
    if (lists.length === 1) return lists[0].map((entry) => entry.id);
    return [...new Set(lists.flatMap((list) => list.map((entry) => entry.id)))].sort((a, b) => a - b);
  }

  /**
   * Which of the rules that meet rule `id` match the example point of what it matches, as far as those are few: where no
   * stronger one does, the rule decides that connection; where nobody does, nothing else would.
   */
  rivals(id: number): 'nobody' | 'weaker' | 'stronger' | 'unknown' {
    const { worlds } = this.book;
    const at = worlds[0].regions[id] !== undefined ? 0 : worlds[1].regions[id] !== undefined ? 1 : -1;
    const entries = at < 0 ? undefined : this.entriesAround(id);
    if (entries === undefined) return 'unknown';
    if (entries === alone) return 'nobody';
    const { regions, space } = this.book.worlds[at];
    const point = corner(regions[id]!, space);
    let rivals: 'nobody' | 'weaker' = 'nobody';
    for (const other of entries[at]) {
      if (other.id === id || !holdsPoint(other.region, point)) continue;
      if (this.mayDecideBefore(other.id, id)) return 'stronger';
      rivals = 'weaker';
    }
    return rivals;
  }

  private mayDecideBefore(other: number, id: number): boolean {
    return this.book.ruleset === undefined ? this.book.keys[other] < this.book.keys[id] : other < id;
  }

  private entriesAround(id: number): readonly (readonly Entry[])[] | undefined {
    const known = (this.known[id] ??= (this.all ? this.recall(this.all, id) : this.find(id)) ?? many);
    return known === many ? undefined : known;
  }

  private isAloneIn(all: readonly Meetings[], id: number): boolean {
    for (const meetings of all) if (!meetings.isAlone(id)) return false;
    return true;
  }

  private recall(all: readonly Meetings[], id: number): readonly (readonly Entry[])[] | undefined {
    if (this.isAloneIn(all, id)) return alone;
    for (const meetings of all) if (meetings.isCrowded(id)) return undefined;
    return this.book.worlds.map(({ regions }, i) => withOwn(regions, id, all[i].others(id)));
  }

  private find(id: number): readonly (readonly Entry[])[] | undefined {
    const filter = seeing(this.book, present.removable);
    const found: (readonly Entry[])[] = [];
    let isAlone = true;
    for (const world of this.book.worlds) {
      const region = world.regions[id];
      const met = region === undefined ? nobody : world.all.fewMeeting(region, filter, few);
      if (met === undefined) return undefined;
      if (met.length > 1 || (met.length === 1 && met[0].id !== id)) isAlone = false;
      found.push(met);
    }
    return isAlone ? alone : found;
  }

  private local(world: World, entries: readonly Entry[]): World {
    // Of a ruleset nobody asks by action where few rules meet: the rules themselves are at hand.
    if (this.book.ruleset !== undefined)
      return withLists(world, [new List(entries, world.space, this.book.work)], noIndexes);
    const trees = new Array<Index>(world.trees.length).fill(this.none);
    for (const [key, list] of byKey(entries, this.book.keys))
      trees[key] = new List(list, world.space, this.book.work);
    return withLists(world, trees, noIndexes);
  }
}

/** Entries by the keys of their rules. Most rules that meet are few, so that a map costs more than to look through a list. */
function byKey(entries: readonly Entry[], keys: Int8Array): [number, Entry[]][] {
  const lists: [number, Entry[]][] = [];
  for (const entry of entries) {
    const key = keys[entry.id];
    const list = lists.find(([known]) => known === key);
    if (list === undefined) lists.push([key, [entry]]);
    else list[1].push(entry);
  }
  return lists;
}

/** A world with other indexes for questions. Field by field: a spread takes ten times as long. */
function withLists(world: World, trees: readonly Index[], actions: readonly Index[]): World {
  const { name, space, regions, all, parts } = world;
  return { name, space, regions, all, parts, trees, actions };
}

/** The entry with an id and others, by id. */
function withOwn(regions: Regions, id: number, others: Int32Array): readonly Entry[] {
  if (regions[id] === undefined) return nobody;
  const found: Entry[] = [];
  const take = (id: number): unknown => found.push({ id, region: regions[id]! });
  let at = 0;
  for (; at < others.length && others[at] < id; at++) take(others[at]);
  take(id);
  for (; at < others.length; at++) take(others[at]);
  return found;
}
