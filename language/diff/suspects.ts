import { seeing, type Book, type World } from '../analysis/book.js';
import type { Filter } from '../analysis/engine/index.js';
import { LazyTree } from '../analysis/engine/list.js';
import { intersectRegions, peel, type Region } from '../analysis/engine/region.js';
import type { Rule } from '../policy/model.js';

/** A side of a comparison: a book of rules, and which of them the other one does not have. */
export interface Side {
  readonly book: Book;
  readonly changed: readonly boolean[];
}

/** More suspicious parts of a rule than this are not looked at one by one, but with the rest of it. */
const mostSuspects = 64;

/**
 * Where two books may differ in one world: a connection that no changed rule matches is matched by the same rules in both,
 * so it has the same verdict.
 */
export class Suspects {
  private readonly index: LazyTree;
  private readonly seen: Filter;

  /** `more` are further regions in which verdicts may differ. */
  constructor(one: Side, other: Side, world: number, more: readonly Region[]) {
    const regions = changedRegions(one, other, world, more);
    this.index = new LazyTree(regions, one.book.worlds[world].space, one.book.work);
    this.seen = { ...seeing(one.book, 1), states: new Uint8Array(regions.length), below: regions.length };
  }

  /** The parts of a region in which verdicts may differ; they may overlap. */
  within(region: Region): readonly Region[] {
    const met = this.index.fewMeeting(region, this.seen, mostSuspects);
    return met === undefined ? [region] : met.map((entry) => intersectRegions(entry.region, region)!);
  }
}

function changedRegions(one: Side, other: Side, world: number, more: readonly Region[]): Region[] {
  const regions = [...more];
  const worldOf = ({ book }: Side): World => book.worlds[world];
  const theirs = new Map<string, Region>();
  other.book.rules.forEach((rule, id) => {
    const region = other.changed[id] ? worldOf(other).regions[id] : undefined;
    if (region === undefined) return;
    // In a ruleset a rule at another place is another rule.
    if (other.book.ruleset === undefined) theirs.set(twinKey(rule), region);
    else regions.push(region);
  });
  one.book.rules.forEach((rule, id) => {
    const own = one.changed[id] ? worldOf(one).regions[id] : undefined;
    if (own === undefined) return;
    const key = twinKey(rule);
    const twin = theirs.get(key);
    if (twin === undefined) regions.push(own);
    else {
      theirs.delete(key);
      // What both match decides the same in both.
      peel(own, twin, regions);
      peel(twin, own, regions);
    }
  });
  return [...regions, ...theirs.values()];
}

const twinKey = ({ tier, action, name }: Rule): string => `${tier}/${action}/${name}`;
