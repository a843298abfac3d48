import type { Rule, Traffic } from '../policy/model.js';
import { seeing, treeOf, type Book, type Library, type World } from './book.js';
import { dimension } from './coordinates.js';
import { bottom, decidedBefore, levelOf } from './decided.js';
import { deciding, namedBefore, sharesOf, type Share } from './explain.js';
import { uniteInts } from './engine/intset.js';
import { intersectRegions } from './engine/region.js';
import type { ServiceSet } from '../net/services.js';
import { decidedBeforeAlong, projectUncovered, unionAlong, type Cover } from './project.js';

/** One rule's part of a question, and the services on which it has one. */
export interface ServicePart {
  /** `undefined`: no rule decides, which denies. */
  readonly rule: Rule | undefined;
  /** On each of them the rule decides some connection of the question, and is the first by place that does. */
  readonly services: ServiceSet;
}

/**
 * The parts of `explainTraffic`, in the same order, with the services of each; `complete` false where the budget ran out.
 * In steps, one for each rule.
 */
export function* explainServices(
  library: Library,
  traffic: Traffic,
  pieces: number,
): Generator<void, { parts: ServicePart[]; complete: boolean }> {
  const book = library.tiers;
  const shares = sharesOf(library, traffic);
  const parts: ServicePart[] = [];
  let complete = true;
  const note = (rule: Rule | undefined, coverOf: (world: World) => Cover, within: readonly Share[]): void => {
    let services: ServiceSet = [];
    for (const { world, region } of within) {
      const visit = ({ side }: { side: ServiceSet }): boolean => {
        services = uniteInts(services, side);
        return false;
      };
      complete =
        projectUncovered(book, world, coverOf(world), region, dimension.service, { pieces }, visit) &&
        complete;
    }
    if (services.length > 0) parts.push({ rule, services });
  };
  for (const id of deciding(book, shares, ['deny', 'allow'])) {
    note(book.rules[id], (world) => coverOfNamed(book, world, id), commonWith(shares, id));
    yield;
  }
  note(undefined, (world) => coverOfAll(book, world), shares);
  return { parts, complete };
}

/** What of the shares the rule matches. */
function commonWith(shares: readonly Share[], id: number): Share[] {
  return shares.flatMap(({ world, region }) => {
    const own = world.regions[id];
    const common = own && intersectRegions(own, region);
    return common === undefined ? [] : [{ world, region: common }];
  });
}

/** Covers where another rule than this one is named. */
function coverOfNamed(book: Book, world: World, id: number): Cover {
  const { tier, action } = book.rules[id];
  const before = seeing(book, 1, -1, 0, id);
  return {
    probe: namedBefore(book, world, id),
    along: (line) =>
      uniteInts(
        decidedBeforeAlong(book, world, levelOf(book, id), line, dimension.service),
        unionAlong(treeOf(world, tier, action), line, dimension.service, before),
      ),
  };
}

/** Covers where any rule decides. */
function coverOfAll(book: Book, world: World): Cover {
  const seen = seeing(book, 1);
  return {
    probe: decidedBefore(world, bottom, seen, seen),
    along: (line) => decidedBeforeAlong(book, world, bottom, line, dimension.service),
  };
}
