import { countAddresses, v4End, v6End, type EndpointSet } from '../../net/endpoints.js';
import { serviceAxis, type ServiceSet } from '../../net/services.js';
import type { Segment } from '../../policy/model.js';
import { holdsMoreAddresses } from '../axis.js';
import type { Book, World } from '../book.js';
import { allServices } from '../../net/services.js';
import {
  dimension,
  regionOf,
  worlds,
  worldServices,
  type Coordinates,
  type WorldName,
} from '../coordinates.js';
import { countInts, intersectInts, uniteInts, withinInts, type IntSet } from '../engine/intset.js';
import { intersectRegions, type Point, type Region } from '../engine/region.js';
import { projectDecided } from '../project.js';

/** What makes an allow broad. */
export type Breadth = 'any-ends' | 'any-service' | 'sources' | 'destinations' | 'ports';

export interface BreadthLimits {
  readonly maxAddresses: number;
  readonly maxPorts: number;
  readonly pieces: number;
}

/** What is already known of the sets that rules share, for one pair of limits. */
export class SharedBreadths {
  /** Whether an end or a list of services is broad by itself. */
  readonly sets = new Map<object, boolean>();
  /** Whether an end is large as far as it counts: in the first world alone, in the second alone, in both. */
  readonly large: readonly Map<EndpointSet, boolean>[] = [new Map(), new Map(), new Map()];
}

/** In which respects what rule `id` decides is broad; those not listed are proven narrow, unless `undecided`. */
export interface BreadthFacts {
  readonly broad: readonly Breadth[];
  readonly undecided: boolean;
}

const ends = [dimension.source, dimension.destination] as const;

export function breadthOf(book: Book, id: number, limits: BreadthLimits): BreadthFacts {
  const survey = new Survey(book, id, limits.pieces);
  const broad: Breadth[] = [];
  const isFull = (cells: IntSet): boolean => countInts(cells) === book.coordinates.axis.end;
  const isLarge = (cells: IntSet): boolean =>
    holdsMoreAddresses(book.coordinates.axis, cells, limits.maxAddresses);
  if (ends.every((end) => survey.has(end, isFull))) broad.push('any-ends');
  if (survey.hasAnyService(undefined)) broad.push('any-service');
  if (survey.has(dimension.source, isLarge)) broad.push('sources');
  if (survey.has(dimension.destination, isLarge)) broad.push('destinations');
  if (survey.has(dimension.service, (services) => countPorts(services) > limits.maxPorts))
    broad.push('ports');
  return { broad, undecided: survey.undecided };
}

/**
 * The same for a rule that no other meets: it decides all that it matches, so that nothing need be searched. Many rules are
 * so, and many share their ends.
 */
export function breadthOfAll(
  book: Book,
  id: number,
  { maxAddresses, maxPorts }: BreadthLimits,
  { large }: SharedBreadths,
): BreadthFacts {
  const { source, destination, services } = book.rules[id];
  const [first, second] = book.worlds.map((world) => world.regions[id]);
  const known = large[first === undefined ? 1 : second === undefined ? 0 : 2];
  const sides = (d: number): IntSet => uniteInts(first?.[d] ?? [], second?.[d] ?? []);
  const isLarge = (set: EndpointSet, d: number): boolean =>
    recall(known, set, () => holdsMoreAddresses(book.coordinates.axis, sides(d), maxAddresses));
  const isWhole = (name: WorldName, region: Region | undefined): boolean =>
    region === undefined || withinInts(worldServices[name], region[dimension.service]);
  const broad: Breadth[] = [];
  if (ends.every((end) => countInts(sides(end)) === book.coordinates.axis.end)) broad.push('any-ends');
  if (isWhole(worlds[0], first) && isWhole(worlds[1], second)) broad.push('any-service');
  if (isLarge(source, dimension.source)) broad.push('sources');
  if (isLarge(destination, dimension.destination)) broad.push('destinations');
  if (countInts(services) > maxPorts && countPorts(sides(dimension.service)) > maxPorts) broad.push('ports');
  return broad.length === 0 ? narrow : { broad, undecided: false };
}

/** Not broad in any respect, as most rules are. */
export const narrow: BreadthFacts = { broad: [], undecided: false };

/** Whether what the rule matches is broad in any respect, so that what it decides may be. Cheap. */
export function mayBeBroad(
  book: Book,
  id: number,
  { maxAddresses, maxPorts }: BreadthLimits,
  { sets }: SharedBreadths,
): boolean {
  const rule = book.rules[id];
  const isBroadService = (services: ServiceSet): boolean =>
    countPorts(services) > maxPorts || worlds.some((name) => withinInts(worldServices[name], services));
  const isBroadEnd = (set: EndpointSet): boolean =>
    isAny(book.coordinates, set) || (set.v6.length === 0 ? countV4(set) : countAddresses(set)) > maxAddresses;
  return (
    (countInts(rule.services) > Math.min(maxPorts, fewServices) &&
      recall(sets, rule.services, isBroadService)) ||
    (rule.source.v6.length === 0 ? isBroadEnd(rule.source) : recall(sets, rule.source, isBroadEnd)) ||
    (rule.destination.v6.length === 0
      ? isBroadEnd(rule.destination)
      : recall(sets, rule.destination, isBroadEnd))
  );
}

/** Fewer services than any world has in all. */
const fewServices = 65_536;

function recall<T extends object>(known: Map<object, boolean>, set: T, test: (set: T) => boolean): boolean {
  let answer = known.get(set);
  if (answer === undefined) known.set(set, (answer = test(set)));
  return answer;
}

const isAny = ({ axis }: Coordinates, { v4, v6, symbols }: EndpointSet): boolean =>
  v4[1] === v4End && v4[0] === 0 && v6[1] === v6End && v6[0] === 0n && symbols.length === axis.symbols;

/**
 * Whether rule `id` decides connections from one zone to another on every service that their families carry; then one of
 * them.
 */
export function anyServiceBetween(
  book: Book,
  id: number,
  from: Segment,
  to: Segment,
  pieces: number,
): Point | undefined | 'undecided' {
  const survey = new Survey(book, id, pieces);
  const traffic = { source: from.set, destination: to.set, services: allServices, identities: undefined };
  const found = survey.hasAnyService((world) =>
    regionOf(book.coordinates, { ...traffic, conditions: [] }, world.name),
  );
  return survey.undecided && !found ? 'undecided' : found ? survey.example : undefined;
}

/** Without big numbers: there may be a set for each of a hundred thousand rules. */
function countV4({ v4 }: EndpointSet): number {
  let count = 0;
  for (let i = 0; i < v4.length; i += 2) count += v4[i + 1] - v4[i];
  return count;
}

const countPorts = (services: IntSet): number =>
  countInts(intersectInts(services, [serviceAxis.tcp, serviceAxis.icmp]));

/** Projections of what one rule decides, worked out no further than a question needs. */
class Survey {
  undecided = false;
  /** A connection found on the way. */
  example: Point | undefined;

  constructor(
    private readonly book: Book,
    private readonly id: number,
    private readonly pieces: number,
  ) {}

  /** Whether the projection onto a dimension satisfies a test that only grows truer the larger the projection is. */
  has(d: number, test: (side: IntSet) => boolean): boolean {
    const most = this.book.worlds.reduce<IntSet>(
      (sum, world) => uniteInts(sum, world.regions[this.id]?.[d] ?? []),
      [],
    );
    if (!test(most)) return false;
    let side: IntSet = [];
    // A world that can satisfy the test by itself comes first, so that the others need not be looked at.
    const promising = this.book.worlds.filter((world) => test(world.regions[this.id]?.[d] ?? []));
    for (const world of [...promising, ...this.book.worlds.filter((other) => !promising.includes(other))]) {
      const region = world.regions[this.id];
      if (region === undefined) continue;
      const ended = this.project(world, region, d, (found) => test((side = uniteInts(side, found))));
      if (test(side)) return true;
      if (!ended) this.undecided = true;
    }
    return false;
  }

  /** Whether, within a part of each world, every service that the part's families carry is decided on. */
  hasAnyService(partOf: ((world: World) => Region | undefined) | undefined): boolean {
    const parts = this.book.worlds.flatMap((world) => {
      const own = world.regions[this.id];
      const part = partOf?.(world);
      const region = own && (partOf === undefined ? own : part && intersectRegions(own, part));
      return region === undefined ? [] : [{ world, region }];
    });
    const isWhole = ({ world, region }: (typeof parts)[number]): boolean =>
      withinInts(worldServices[world.name], region[dimension.service]);
    if (!parts.some(isWhole)) return false;
    let services: IntSet = [];
    let wanted: IntSet = [];
    for (const part of parts) {
      const { world, region } = part;
      const all = worldServices[world.name];
      const whole = isWhole(part);
      let decides = false;
      const ended = this.project(world, region, dimension.service, (found) => {
        services = uniteInts(services, found);
        decides = true;
        return !whole || withinInts(all, services);
      });
      // A world in which the rule matches less counts where it decides anything there.
      if (decides && !whole) return false;
      if (decides) wanted = uniteInts(wanted, all);
      if (!ended) this.undecided = true;
    }
    return wanted.length > 0 && withinInts(wanted, services);
  }

  private project(world: World, region: Region, d: number, enough: (found: IntSet) => boolean): boolean {
    return projectDecided(
      this.book,
      world,
      this.id,
      region,
      d,
      { pieces: this.pieces },
      ({ point, side }) => {
        this.example ??= point;
        return enough(side);
      },
      d < dimension.service,
    );
  }
}
