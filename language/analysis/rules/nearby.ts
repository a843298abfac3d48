import { present, seeing, type Book, type World } from '../book.js';
import type { Entry, Index } from '../engine/index.js';
import { List } from '../engine/list.js';

/** A rule that meets more rules than this in a world is judged with the indexes over all rules. */
const few = 64;

const many = 'many';

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
    return { ...this.book, worlds: this.book.worlds.map((world, i) => this.local(world, entries[i])) };
  }

  /** Whether no other rule meets rule `id`. */
  isAlone(id: number): boolean {
    const entries = this.entriesAround(id);
    return (
      entries !== undefined &&
      entries.every((list) => list.length === 0 || (list.length === 1 && list[0].id === id))
    );
  }

  private entriesAround(id: number): readonly (readonly Entry[])[] | undefined {
    const known = (this.known[id] ??= this.find(id) ?? many);
    return known === many ? undefined : known;
  }

  private find(id: number): readonly (readonly Entry[])[] | undefined {
    const filter = seeing(this.book, present.removable);
    const found: (readonly Entry[])[] = [];
    for (const world of this.book.worlds) {
      const region = world.regions[id];
      const met = region === undefined ? [] : world.all.fewMeeting(region, filter, few);
      if (met === undefined) return undefined;
      found.push(met);
    }
    return found;
  }

  private local(world: World, entries: readonly Entry[]): World {
    if (this.book.ruleset !== undefined) {
      const actions = world.actions.map((_, i) =>
        this.list(
          world,
          entries.filter(({ id }) => this.book.keys[id] === i - 3),
        ),
      );
      return { ...world, trees: [this.list(world, entries)], actions };
    }
    const lists: Entry[][] = [];
    for (const entry of entries) (lists[this.book.keys[entry.id]] ??= []).push(entry);
    const trees = world.trees.map((_, i) =>
      lists[i] === undefined ? this.none : this.list(world, lists[i]),
    );
    return { ...world, trees };
  }

  private list(world: World, entries: readonly Entry[]): Index {
    return new List(entries, world.space, this.book.work);
  }
}
