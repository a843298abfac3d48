import type { Lineage } from '../lineage.js';
import { breadthOf, mayBeBroad, type BreadthFacts, type BreadthLimits } from './breadth.js';
import type { Book } from '../book.js';
import type { Neighbourhoods } from './nearby.js';

const narrow: BreadthFacts = { broad: [], undecided: false };

/** How broad the rules of a book are: worked out where it is asked for, and kept. */
export class Breadths {
  private readonly known = new Map<number, BreadthFacts>();
  /** What is known of the sets that rules share. */
  private readonly sets = new Map<object, boolean>();
  private limits: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'> | undefined;

  constructor(
    private readonly book: Book,
    private readonly near: Neighbourhoods,
    private readonly pieces: number,
  ) {}

  /** Takes over what an earlier book knew of rules that meet the same rules as before: those that `isSame` holds of. */
  inherit(before: Breadths, { newIds }: Lineage, isSame: (id: number) => boolean): void {
    this.limits = before.limits;
    for (const [oldId, facts] of before.known) {
      const id = newIds[oldId];
      if (id >= 0 && isSame(id)) this.known.set(id, facts);
    }
  }

  /** In which respects an allow that decides something is broad. */
  of(id: number, { maxAddresses, maxPorts }: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'>): BreadthFacts {
    if (this.limits?.maxAddresses !== maxAddresses || this.limits.maxPorts !== maxPorts) {
      this.known.clear();
      this.sets.clear();
      this.limits = { maxAddresses, maxPorts };
    }
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const limits = { maxAddresses, maxPorts, pieces: this.pieces, sets: this.sets };
    if (!mayBeBroad(this.book, id, limits)) return narrow;
    const facts = breadthOf(this.near.around(id), id, limits);
    this.known.set(id, facts);
    return facts;
  }
}
