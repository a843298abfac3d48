import { allEndpoints, isEmptySet, type EndpointSet } from '../net/endpoints.js';
import type { Policy, Traffic } from '../policy/model.js';
import type { Book, Library, World } from './book.js';
import { dimension, endpointCells, regionOf } from './coordinates.js';
import { deciding } from './explain.js';
import { holdsInt, intersectInts, meetsInts, subtractInts, uniteInts, type IntSet } from './engine/intset.js';
import { intersectRegions, withSide, type Point, type Region } from './engine/region.js';
import type { Hop, Outcome } from './intent.js';
import { projectDecided } from './project.js';
import { decidersAt } from './verdict.js';
import { connectionAt } from './witness.js';

/** Cells that a hop newly arrived at, all by connections like that of `point`, which the rules of `world` allow. */
interface Arrival {
  readonly cells: IntSet;
  readonly point: Point;
  readonly world: World;
}

/** A search that has not found a chain yet. */
interface Search {
  readonly library: Library;
  readonly book: Book;
  readonly traffic: Traffic;
  /** What a hop may be, from anywhere to anywhere. */
  readonly everywhere: readonly { readonly world: World; readonly region: Region }[];
  readonly target: IntSet;
  readonly workloads: readonly { readonly set: EndpointSet; readonly cells: IntSet }[];
  /** What each hop newly arrived at. */
  readonly hops: Arrival[][];
  arrived: IntSet;
  complete: boolean;
  readonly pieces: number;
}

/**
 * Whether a chain of at most `hops` allowed connections leads from the source of `traffic` to its destination: breadth
 * first over exact sets of cells, so a chain found is a shortest one. Services, identities and conditions of `traffic`
 * hold for every connection of a chain.
 */
export function reachOf(library: Library, traffic: Traffic, hops: number, pieces: number): Outcome {
  if (isEmptySet(traffic.source) || isEmptySet(traffic.destination)) return { state: 'empty' };
  const search: Search = {
    library,
    book: library.tiers,
    traffic,
    everywhere: everywhereOf(library, traffic),
    target: allCells(library, traffic.destination),
    workloads: library.policy.segments
      .filter((segment) => segment.kind === 'workload')
      .map(({ set }) => ({ set, cells: allCells(library, set) })),
    hops: [],
    arrived: [],
    complete: true,
    pieces,
  };
  let sources: IntSet = allCells(library, traffic.source);
  let explored: IntSet = [];
  while (sources.length > 0 && search.hops.length < hops) {
    const last = hop(search, sources);
    if (last !== undefined) return { state: 'violated', hops: chain(search, last) };
    explored = uniteInts(explored, sources);
    const here = search.hops[search.hops.length - 1].reduce<IntSet>(
      (sum, { cells }) => uniteInts(sum, cells),
      [],
    );
    sources = subtractInts(goingOn(search, here), explored);
  }
  return { state: search.complete ? 'holds' : 'undecided' };
}

function allCells(library: Library, set: EndpointSet): IntSet {
  const cells = endpointCells(library.coordinates, set);
  return uniteInts(cells.four, cells.six);
}

/** One hop from the given cells; returns the arrival that lies in the target, if one does. */
function hop(search: Search, sources: IntSet): Arrival | undefined {
  const arrivals: Arrival[] = [];
  search.hops.push(arrivals);
  const shares = sharesFrom(search, sources);
  for (const id of deciding(search.book, shares, ['allow'])) {
    for (const { world, region } of shares) {
      const own = world.regions[id];
      const common = own && intersectRegions(own, region);
      const rest = common && withSide(common, dimension.destination, subtractInts(common[1], search.arrived));
      if (rest === undefined) continue;
      let last: Arrival | undefined;
      const ended = projectDecided(
        search.book,
        world,
        id,
        rest,
        dimension.destination,
        { pieces: search.pieces },
        ({ point, side }) => {
          const arrival = { cells: side, point, world };
          arrivals.push(arrival);
          search.arrived = uniteInts(search.arrived, side);
          if (meetsInts(side, search.target)) last = arrival;
          return last !== undefined;
        },
      );
      if (last !== undefined) return last;
      search.complete &&= ended;
    }
  }
  return undefined;
}

function sharesFrom({ everywhere }: Search, sources: IntSet): { world: World; region: Region }[] {
  return everywhere.flatMap(({ world, region }) => {
    const ends = world.space.full[dimension.destination];
    const share = withSide(region, dimension.source, intersectInts(sources, ends));
    return share === undefined ? [] : [{ world, region: share }];
  });
}

function everywhereOf({ coordinates, policy, tiers }: Library, traffic: Traffic): Search['everywhere'] {
  const whole = { ...traffic, ...anyEnds(policy) };
  return tiers.worlds.flatMap((world) => {
    const region = regionOf(coordinates, whole, world.name);
    return region === undefined ? [] : [{ world, region }];
  });
}

const anyEnds = (policy: Policy): Pick<Traffic, 'source' | 'destination'> => {
  const any = allEndpoints(policy.symbols.length);
  return { source: any, destination: any };
};

/** The cells from which a chain goes on: those arrived at, and every cell of a workload that holds one of them. */
function goingOn({ workloads }: Search, arrived: IntSet): IntSet {
  let cells = arrived;
  for (const workload of workloads)
    if (meetsInts(workload.cells, arrived)) cells = uniteInts(cells, workload.cells);
  return cells;
}

/** A chain that ends with the last arrival in the target, found from its end back to its start. */
function chain(search: Search, last: Arrival): Hop[] {
  const hops: Hop[] = [];
  let step: Step = {
    arrival: last,
    cell: intersectInts(last.cells, search.target)[0],
    within: search.traffic.destination,
  };
  for (let at = search.hops.length - 1; at >= 0; at--) {
    const before = at === 0 ? undefined : stepBefore(search, at - 1, step.arrival.point[dimension.source]);
    hops.unshift(hopOf(search, step, before === undefined ? search.traffic.source : before.within));
    if (before !== undefined) step = before;
  }
  return hops;
}

/** The end of one hop of a chain: the arrival, the cell in it, and what the address taken from the cell must lie in. */
interface Step {
  readonly arrival: Arrival;
  readonly cell: number;
  readonly within: EndpointSet | undefined;
}

/** How a chain came to stand at a cell after a hop: it arrived there, or elsewhere at the same workload. */
function stepBefore(search: Search, hop: number, cell: number): Step {
  const arrivals = search.hops[hop];
  const direct = arrivals.find(({ cells }) => holdsInt(cells, cell));
  if (direct !== undefined) return { arrival: direct, cell, within: undefined };
  for (const workload of search.workloads) {
    if (!holdsInt(workload.cells, cell)) continue;
    const arrival = arrivals.find(({ cells }) => meetsInts(cells, workload.cells));
    if (arrival === undefined) continue;
    return { arrival, cell: intersectInts(arrival.cells, workload.cells)[0], within: workload.set };
  }
  throw new Error('A chain goes on from where no hop arrived.');
}

function hopOf({ library, book, traffic }: Search, step: Step, source: EndpointSet | undefined): Hop {
  const { arrival, cell } = step;
  const point = arrival.point.map((x, d) => (d === dimension.destination ? cell : x));
  const ends = { source, destination: step.within, conditions: traffic.conditions };
  return {
    connection: connectionAt(library.policy, library.coordinates, point, ends),
    rules: decidersAt(book, arrival.world, point),
  };
}
