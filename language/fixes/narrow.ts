import { endpointsOf } from '../analysis/axis.js';
import { present, seeing, treeOf, type Book, type World } from '../analysis/book.js';
import { dimension, regionOf } from '../analysis/coordinates.js';
import { bestHolder } from '../analysis/decided.js';
import { findUncovered, type Budget } from '../analysis/engine/cover.js';
import { holdsInt, subtractInts, uniteInts, type IntSet } from '../analysis/engine/intset.js';
import { intersectRegions, withinRegion, type Region } from '../analysis/engine/region.js';
import { projectDecided } from '../analysis/project.js';
import type { Fix, TextEdit } from '../findings.js';
import { subtractEndpoints, type EndpointSet } from '../net/endpoints.js';
import { subtract } from '../net/ranges.js';
import type { Traffic } from '../policy/model.js';
import { fix } from './edits.js';
import { withExcept, writePart, type Part } from './parts.js';
import { keepsVerdicts, regionIn } from './proof.js';
import { rewritten, says } from './rewrite.js';
import { elementsOf, listOf, writeEnds, writeServices } from './sets.js';
import { proofPieces, type FixSubject } from './subject.js';

/**
 * Narrows an allow to what it decides, where that is one product of sets that names and a few literals can say. Proven:
 * what it says after is exactly what it decides, so that no verdict changes.
 */
export function narrow(subject: FixSubject): Fix[] {
  if (subject.rule.action !== 'allow' || subject.facts.state !== 'deciding') return [];
  const budget: Budget = { pieces: proofPieces };
  const decided = decidedProducts(subject, budget);
  const traffic = decided && fewestChanges(subject, decided);
  if (traffic === undefined || !keepsVerdicts(subject, traffic, budget)) return [];
  const edits = editsFor(subject, traffic);
  const after = edits && rewritten(subject, edits);
  if (edits === undefined || after === undefined || !says(after, subject.rule, traffic)) return [];
  return [fix(`Narrow this rule to what it decides: \`${after.text}\``, ...edits)];
}

/** What a rule decides in each world of its book, where that is one region; `undefined` where it is not, or unknown. */
function decidedProducts({ near, id }: FixSubject, budget: Budget): (Region | undefined)[] | undefined {
  const book = near.around(id);
  const products: (Region | undefined)[] = [];
  for (const world of book.worlds) {
    const whole = regionIn(book, world, id);
    const hull = whole && hullOf(book, world, id, whole, budget);
    if (hull === 'undecided') return undefined;
    if (hull !== undefined && !isFree(book, world, id, hull, budget)) return undefined;
    products.push(hull);
  }
  return products;
}

/** The least region that holds all that a rule decides in a world; `undefined` where that is nothing. */
function hullOf(
  book: Book,
  world: World,
  id: number,
  whole: Region,
  budget: Budget,
): Region | undefined | 'undecided' {
  const hull: IntSet[] = [];
  for (let d = 0; d < whole.length; d++) {
    let side: IntSet = [];
    const ended = projectDecided(book, world, id, whole, d, budget, (stretch) => {
      side = uniteInts(side, stretch.side);
      return false;
    });
    if (!ended) return 'undecided';
    if (side.length === 0) return undefined;
    hull.push(side);
  }
  return hull;
}

/** Whether nothing before the rule decides any of the region. */
function isFree(book: Book, world: World, id: number, region: Region, budget: Budget): boolean {
  if (book.ruleset !== undefined)
    return world.trees[0].meeting(region, seeing(book, present.removable, -1, 0, id)).length === 0;
  const seen = seeing(book, present.removable);
  const { tier } = book.rules[id];
  for (const stronger of ['pass', 'deny'] as const)
    if (treeOf(world, tier, stronger).meeting(region, seen).length > 0) return false;
  for (let earlier = 0; earlier < tier; earlier++) {
    const passes = treeOf(world, earlier, 'pass');
    for (const action of ['deny', 'allow'] as const) {
      const isPassed = treeOf(world, earlier, action)
        .meeting(region, seen)
        .every((entry) => {
          const common = intersectRegions(entry.region, region)!;
          const probe = (point: readonly number[], piece: Region): Region | undefined =>
            bestHolder(passes, point, piece, seen);
          return findUncovered(common, probe, world.space, budget, book.work) === 'covered';
        });
      if (!isPassed) return false;
    }
  }
  return true;
}

/** In the order in which they are tried: a change of one part reads better than one of several. */
const parts: readonly Part[] = ['services', 'source', 'destination', 'identities', 'conditions'];

const choices: readonly (readonly Part[])[] = Array.from({ length: (1 << parts.length) - 1 }, (_, bits) =>
  parts.filter((_, i) => ((bits + 1) >> i) & 1),
).sort((a, b) => a.length - b.length);

/** The traffic that is just the decided regions, with as few parts as possible other than the rule says them. */
function fewestChanges(subject: FixSubject, decided: readonly (Region | undefined)[]): Traffic | undefined {
  const { rule, near, id } = subject;
  const book = near.around(id);
  if (book.worlds.every((world, i) => sameRegion(regionIn(book, world, id), decided[i]))) return undefined;
  const target = trafficOf(subject, decided);
  if (target === undefined) return undefined;
  const original: Traffic = rule;
  for (const choice of choices) {
    const traffic: Traffic = {
      source: (choice.includes('source') ? target : original).source,
      destination: (choice.includes('destination') ? target : original).destination,
      services: (choice.includes('services') ? target : original).services,
      identities: (choice.includes('identities') ? target : original).identities,
      conditions: (choice.includes('conditions') ? target : original).conditions,
    };
    const fits = book.worlds.every((world, i) =>
      sameRegion(regionOf(book.coordinates, traffic, world.name), decided[i]),
    );
    if (fits) return traffic;
  }
  return undefined;
}

const sameRegion = (a: Region | undefined, b: Region | undefined): boolean =>
  a === undefined || b === undefined ? a === b : withinRegion(a, b) && withinRegion(b, a);

/**
 * What the rule says without what it does not decide, part by part; `undefined` where no rule can say that. What matches
 * nothing, such as the IPv6 half of an `any` across from IPv4, stays: to leave it out would be words without effect.
 */
function trafficOf(
  { book, rule, id }: FixSubject,
  decided: readonly (Region | undefined)[],
): Traffic | undefined {
  const { axis, conditions } = book.coordinates;
  const whole = book.worlds.map((world) => regionIn(book, world, id));
  const gone = (d: number): IntSet => subtractInts(sideOf(whole, d), sideOf(decided, d));
  const identities = identitiesOf(sideOf(decided, dimension.identity), book.coordinates.identities);
  if (identities === undefined) return undefined;
  const asked = new Set(rule.conditions);
  for (let i = 0; i < conditions.length; i++) {
    const values = sideOf(decided, dimension.conditions + i);
    if (!holdsInt(values, 0)) asked.add(conditions[i]);
    else if (!holdsInt(values, 1)) return undefined;
  }
  return {
    source: subtractEndpoints(rule.source, endpointsOf(axis, gone(dimension.source))),
    destination: subtractEndpoints(rule.destination, endpointsOf(axis, gone(dimension.destination))),
    services: subtract(rule.services, gone(dimension.service)),
    identities: identities.length === book.coordinates.identities ? rule.identities : identities,
    conditions: [...asked].sort((a, b) => a - b),
  };
}

/** One side of the regions of all worlds together. */
const sideOf = (regions: readonly (Region | undefined)[], d: number): IntSet =>
  regions.reduce<IntSet>((sum, region) => (region === undefined ? sum : uniteInts(sum, region[d])), []);

/** Indexes of identities; one for each of `count` where the side is all of them and none; `undefined` where no `as` says it. */
function identitiesOf(side: IntSet, count: number): number[] | undefined {
  const indexes: number[] = [];
  for (let i = 0; i < side.length; i += 2)
    for (let at = side[i]; at < side[i + 1]; at++) indexes.push(at - 1);
  return indexes.length < count && indexes[0] === -1 ? undefined : indexes;
}

/** The edits that write the parts in which the traffic differs from the rule. */
function editsFor(subject: FixSubject, traffic: Traffic): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const part of textOrder) {
    if (traffic[part] === subject.rule[part]) continue;
    const text = wordsFor(subject, part, traffic);
    const edit = text === undefined ? undefined : writePart(subject, part, text);
    if (edit === undefined) return undefined;
    const last = edits.at(-1);
    // `as` and `when` that are both new are one insertion: they would change places as two.
    if (last?.place.start === edit.place.start)
      edits[edits.length - 1] = { ...last, newText: last.newText + edit.newText };
    else edits.push(edit);
  }
  return edits;
}

const textOrder: readonly Part[] = ['source', 'destination', 'services', 'identities', 'conditions'];

function wordsFor(subject: FixSubject, part: Part, traffic: Traffic): string | undefined {
  const { policy } = subject.snapshot.resolved;
  switch (part) {
    case 'source':
    case 'destination':
      return writeEnds(policy, traffic[part]) ?? endsLeftOut(subject, part, traffic[part]);
    case 'services':
      return writeServices(policy, traffic.services);
    case 'identities':
      return traffic.identities && listOf(traffic.identities.map((index) => policy.identities[index]));
    case 'conditions':
      return listOf(traffic.conditions.map((index) => policy.conditions[index]));
  }
}

/** What is written, except what goes. */
function endsLeftOut(
  subject: FixSubject,
  part: 'source' | 'destination',
  set: EndpointSet,
): string | undefined {
  const gone = elementsOf(subject.snapshot.resolved.policy, subtractEndpoints(subject.rule[part], set));
  return gone && withExcept(subject, subject.node[part], gone);
}
