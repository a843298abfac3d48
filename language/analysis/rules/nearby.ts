import { present, seeing, type Book, type World } from '../book.js';
import type { Entry, Index } from '../engine/index.js';
import { List } from '../engine/list.js';

/** A rule that meets more rules than this in a world is judged with the indexes over all rules. */
const few = 64;

const many = 'many';

const nobody: readonly Entry[] = [];

/** No other rule meets the rule: so it is with most, and one list of nobody does for all of them. */
const alone: readonly (readonly Entry[])[] = [nobody, nobody];

const noIndexes: readonly Index[] = [];

/**
 * For each rule the book of the rules that meet it: all that has a say in what is found about it. Most rules meet very
 * few others, so that after one query of a tree everything about them is settled on lists. A rule that meets many is
 * judged by the whole book; the answers are the same.
 */
export class Neighbourhoods {
  /** By rule id: the rules that meet it in each world, `many`, or nothing where nobody asked yet. */
  private readonly known: (readonly (readonly Entry[])[] | typeof many | undefined)[];
  private readonly none: Index;

  constructor(private readonly book: Book) {
    this.known = book.rules.map(() => undefined);
    this.none = new List([], book.worlds[0].space, book.work);
  }

  /** The book to judge rule `id` by. */
  around(id: number): Book {
    const entries = this.entriesAround(id);
    if (entries === undefined) return this.book;
    const { ruleset, rules, keys, worlds, coordinates, states, isDated, work } = this.book;
    const own = (world: World): readonly Entry[] =>
      world.entries.slice(id, id + 1).filter((entry) => entry !== undefined);
    const local = worlds.map((world, i) => this.local(world, entries === alone ? own(world) : entries[i]));
    return { ruleset, rules, keys, worlds: local, coordinates, states, isDated, work };
  }

  /** Whether no other rule meets rule `id`. */
  isAlone(id: number): boolean {
    const entries = this.entriesAround(id);
    return entries === alone;
  }

  /** Whether so few rules meet rule `id` that all about it is settled on lists. */
  hasFew(id: number): boolean {
    return this.entriesAround(id) !== undefined;
  }

  private entriesAround(id: number): readonly (readonly Entry[])[] | undefined {
    const known = (this.known[id] ??= this.find(id) ?? many);
    return known === many ? undefined : known;
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
    if (this.book.ruleset !== undefined) {
      const actions = world.actions.map((_, i) =>
        this.list(
          world,
          entries.filter(({ id }) => this.book.keys[id] === i - 3),
        ),
      );
      return withLists(world, [this.list(world, entries)], actions);
    }
    const lists: Entry[][] = [];
    for (const entry of entries) (lists[this.book.keys[entry.id]] ??= []).push(entry);
    const trees = world.trees.map((_, i) =>
      lists[i] === undefined ? this.none : this.list(world, lists[i]),
    );
    return withLists(world, trees, noIndexes);
  }

  private list(world: World, entries: readonly Entry[]): Index {
    return new List(entries, world.space, this.book.work);
  }
}

/** A world with other indexes for questions. Field by field: a spread takes ten times as long. */
function withLists(world: World, trees: readonly Index[], actions: readonly Index[]): World {
  const { name, space, regions, entries, all, parts } = world;
  return { name, space, regions, entries, all, parts, trees, actions };
}
