import { carryList, carryNumbers, type Lineage } from '../lineage.js';
import { breadthOf, narrow, type BreadthFacts, type BreadthLimits } from './breadth.js';
import { SetBreadths } from './breadth-sets.js';
import type { Book } from '../book.js';
import { isNearLimit, stepsOf } from './effort.js';
import type { RuleFacts } from './judge.js';
import type { Neighbourhoods } from './nearby.js';

/** What is asked of all rules alike. */
type Asked = Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'>;

/** What is known where the effort for all rules is spent, and a rule meets many others. */
const givenUp: BreadthFacts = { broad: [], undecided: true };

/**
 * How broad the allows of a book are that decide something: worked out where it is asked for, and kept. All of them
 * together may take some steps; in their order, so that it does not matter which is asked for first.
 */
export class Breadths {
  private known: (BreadthFacts | undefined)[] = [];
  /** Steps that each has cost. */
  private costs: Int32Array;
  /** What those have cost that come before `next`. */
  private spent = 0;
  private next = 0;
  /** What is left to look at where all else has been taken over. */
  private open: readonly number[] | undefined;
  private isTakenOver = false;
  private sets: SetBreadths | undefined;
  private asked: Asked | undefined;

  constructor(
    private readonly book: Book,
    private readonly facts: readonly RuleFacts[],
    private readonly near: Neighbourhoods,
    private readonly limits: Pick<BreadthLimits, 'pieces'> & { readonly steps: number },
  ) {
    this.costs = new Int32Array(book.rules.length);
  }

  /** Takes over what an earlier book knew of rules that meet the same rules as before: those not `affected`. */
  inherit(before: Breadths, lineage: Lineage, affected: Uint8Array): void {
    // Near the limit it matters which rule is looked at when, so that what is kept could differ from a fresh look.
    if (isNearLimit(before.spent, before.limits.steps)) return;
    this.asked = before.asked;
    this.known = carryList(before.known, lineage, undefined);
    carryNumbers(before.costs, lineage, this.costs);
    const open: number[] = [];
    for (let id = 0; id < affected.length; id++) {
      if (affected[id] === 0) continue;
      this.known[id] = undefined;
      this.costs[id] = 0;
      open.push(id);
    }
    if (!before.isDone()) return;
    this.isTakenOver = true;
    this.open = open;
    this.next = this.costs.length;
    // Not `for … of`, which makes objects for each of a hundred thousand.
    for (let id = 0; id < this.costs.length; id++) this.spent += this.costs[id];
  }

  /** Whether all rules but those that were affected are as broad as in the earlier book. */
  follows(asked: Asked): boolean {
    this.ask(asked);
    return this.isTakenOver;
  }

  /** In which respects an allow that decides something is broad. */
  of(id: number, asked: Asked): BreadthFacts {
    this.ask(asked);
    for (; this.next <= id; this.next++) this.look(this.next, this.asked!);
    return this.known[id] ?? narrow;
  }

  private ask({ maxAddresses, maxPorts }: Asked): void {
    if (this.asked?.maxAddresses !== maxAddresses || this.asked.maxPorts !== maxPorts) {
      this.asked = { maxAddresses, maxPorts };
      this.sets = undefined;
      this.forget();
    } else if (this.open !== undefined) {
      for (const id of this.open) this.look(id, this.asked);
      this.open = undefined;
      if (isNearLimit(this.spent, this.limits.steps)) this.forget();
    }
  }

  private forget(): void {
    this.known = [];
    this.open = undefined;
    this.isTakenOver = false;
    this.spent = this.next = 0;
  }

  /** Whether all that there is to know is known: nobody asks of the rules behind the last allow that decides something. */
  private isDone(): boolean {
    while (this.next < this.costs.length && !this.concerns(this.next)) this.next++;
    return this.next === this.costs.length && this.open === undefined;
  }

  private concerns(id: number): boolean {
    return this.book.rules[id].action === 'allow' && this.facts[id].state === 'deciding';
  }

  private look(id: number, asked: Asked): void {
    if (!this.concerns(id)) return;
    if (this.known[id] === undefined) {
      const before = stepsOf(this.book.work);
      this.known[id] = this.find(id, asked);
      this.costs[id] = stepsOf(this.book.work) - before;
    }
    this.spent += this.costs[id];
  }

  private find(id: number, asked: Asked): BreadthFacts {
    this.sets ??= new SetBreadths(asked);
    if (this.near.isAlone(id)) return this.sets.ofAll(this.book, id);
    if (!this.sets.mayBeBroad(this.book, id)) return narrow;
    if (this.spent >= this.limits.steps && !this.near.hasFew(id)) return givenUp;
    return breadthOf(this.near.around(id), id, { ...asked, pieces: this.limits.pieces });
  }
}
