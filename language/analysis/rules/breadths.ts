import type { Lineage } from '../lineage.js';
import { breadthOf, narrow, type BreadthFacts, type BreadthLimits } from './breadth.js';
import { SetBreadths } from './breadth-sets.js';
import type { Book } from '../book.js';
import type { Neighbourhoods } from './nearby.js';

/** How broad the rules of a book are: worked out where it is asked for, and kept. */
export class Breadths {
  private known: (BreadthFacts | undefined)[];
  private sets: SetBreadths | undefined;
  private limits: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'> | undefined;

  constructor(
    private readonly book: Book,
    private readonly near: Neighbourhoods,
    private readonly pieces: number,
  ) {
    this.known = unknown(book);
  }

  /** Takes over what an earlier book knew of rules that meet the same rules as before: those that `isSame` holds of. */
  inherit(before: Breadths, { oldIds }: Lineage, isSame: (id: number) => boolean): void {
    this.limits = before.limits;
    for (let id = 0; id < oldIds.length; id++)
      if (oldIds[id] >= 0 && isSame(id)) this.known[id] = before.known[oldIds[id]];
  }

  /** In which respects an allow that decides something is broad. */
  of(id: number, limits: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'>): BreadthFacts {
    const { maxAddresses, maxPorts } = limits;
    if (this.limits?.maxAddresses !== maxAddresses || this.limits.maxPorts !== maxPorts) {
      this.known = unknown(this.book);
      this.sets = undefined;
      this.limits = { maxAddresses, maxPorts };
    }
    return (this.known[id] ??= this.find(id, limits));
  }

  private find(
    id: number,
    { maxAddresses, maxPorts }: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'>,
  ): BreadthFacts {
    this.sets ??= new SetBreadths({ maxAddresses, maxPorts });
    if (this.near.isAlone(id)) return this.sets.ofAll(this.book, id);
    return this.sets.mayBeBroad(this.book, id)
      ? breadthOf(this.near.around(id), id, { maxAddresses, maxPorts, pieces: this.pieces })
      : narrow;
  }
}

const unknown = ({ rules }: Book): undefined[] => new Array<undefined>(rules.length).fill(undefined);
