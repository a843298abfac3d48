import { allServices, serviceAxis } from '../../net/services.js';
import type { Segment } from '../../policy/model.js';
import { countAddresses } from '../axis.js';
import type { Book, World } from '../book.js';
import { dimension, regionOf, worldServices } from '../coordinates.js';
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
    countAddresses(book.coordinates.axis, cells) > limits.maxAddresses;
  if (ends.every((end) => survey.has(end, isFull))) broad.push('any-ends');
  if (survey.hasAnyService(undefined)) broad.push('any-service');
  if (survey.has(dimension.source, isLarge)) broad.push('sources');
  if (survey.has(dimension.destination, isLarge)) broad.push('destinations');
  if (survey.has(dimension.service, (services) => countPorts(services) > limits.maxPorts))
    broad.push('ports');
  return { broad, undecided: survey.undecided };
}

/** Not broad in any respect, as most rules are. */
export const narrow: BreadthFacts = { broad: [], undecided: false };

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

/** How many ports of tcp, udp and sctp services have. */
export const countPorts = (services: IntSet): number =>
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
