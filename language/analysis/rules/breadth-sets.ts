import { countAddresses, v4End, v6End, type EndpointSet } from '../../net/endpoints.js';
import type { ServiceSet } from '../../net/services.js';
import type { Book } from '../book.js';
import { dimension, worldServices, type Coordinates, type WorldName } from '../coordinates.js';
import { countInts, uniteInts, withinInts, type IntSet } from '../engine/intset.js';
import type { Region } from '../engine/region.js';
import { countPorts, narrow, type Breadth, type BreadthFacts, type BreadthLimits } from './breadth.js';

/**
 * How broad rules are by their sets alone, for one pair of limits: all that need be looked at for most rules. What is
 * known of a set that takes long to look at is kept, as many rules share theirs.
 */
export class SetBreadths {
  private readonly known = new Map<object, boolean>();

  constructor(private readonly limits: Pick<BreadthLimits, 'maxAddresses' | 'maxPorts'>) {}

  /** Whether what the rule matches is broad in any respect, so that what it decides may be. */
  mayBeBroad({ rules, coordinates }: Book, id: number): boolean {
    const { source, destination, services } = rules[id];
    return (
      this.isBroadService(services) ||
      this.isBroadEnd(source, coordinates) ||
      this.isBroadEnd(destination, coordinates)
    );
  }

  /**
   * In which respects a rule that no other meets is broad: it decides all that it matches, so that nothing need be
   * searched.
   */
  ofAll(book: Book, id: number): BreadthFacts {
    if (!this.mayBeBroad(book, id)) return narrow;
    const { source, destination, services } = book.rules[id];
    const four = book.worlds[0].regions[id];
    const six = book.worlds[1].regions[id];
    const { maxAddresses, maxPorts } = this.limits;
    const broad: Breadth[] = [];
    if (isFull(book, four, six, dimension.source) && isFull(book, four, six, dimension.destination))
      broad.push('any-ends');
    if (isAnyService('four', four) && isAnyService('six', six)) broad.push('any-service');
    if (countInWorlds(source, four, six) > maxAddresses) broad.push('sources');
    if (countInWorlds(destination, four, six) > maxAddresses) broad.push('destinations');
    if (
      countInts(services) > maxPorts &&
      countPorts(uniteInts(four?.[dimension.service] ?? none, six?.[dimension.service] ?? none)) > maxPorts
    )
      broad.push('ports');
    return broad.length === 0 ? narrow : { broad, undecided: false };
  }

  private isBroadService(services: ServiceSet): boolean {
    const { maxPorts } = this.limits;
    const count = countInts(services);
    // Neither so many ports, nor as many services as the world with fewer of them has in all.
    if (count <= maxPorts && count < fewServices) return false;
    let answer = this.known.get(services);
    if (answer === undefined) {
      answer =
        countPorts(services) > maxPorts ||
        withinInts(worldServices.four, services) ||
        withinInts(worldServices.six, services);
      this.known.set(services, answer);
    }
    return answer;
  }

  private isBroadEnd(set: EndpointSet, coordinates: Coordinates): boolean {
    if (set.v6.length === 0) return countV4(set) > this.limits.maxAddresses;
    let answer = this.known.get(set);
    if (answer === undefined) {
      answer = isAny(coordinates, set) || countAddresses(set) > this.limits.maxAddresses;
      this.known.set(set, answer);
    }
    return answer;
  }
}

const none: IntSet = [];

const fewServices = Math.min(countInts(worldServices.four), countInts(worldServices.six));

/** Whether the regions of a rule in the two worlds hold all that there is on one side. */
function isFull(book: Book, four: Region | undefined, six: Region | undefined, d: number): boolean {
  if (four === undefined || six === undefined) return false;
  return (
    withinInts(book.worlds[0].space.full[d], four[d]) && withinInts(book.worlds[1].space.full[d], six[d])
  );
}

const isAnyService = (world: WorldName, region: Region | undefined): boolean =>
  region === undefined || withinInts(worldServices[world], region[dimension.service]);

/** How many addresses of an end of a rule count: those of a family in which it matches something. */
function countInWorlds(set: EndpointSet, four: Region | undefined, six: Region | undefined): number | bigint {
  if (six === undefined || set.v6.length === 0) return four === undefined ? 0 : countV4(set);
  return countAddresses(four === undefined ? { ...set, v4: [] } : set);
}

/** Without big numbers: there may be a set for each of a hundred thousand rules. */
function countV4({ v4 }: EndpointSet): number {
  let count = 0;
  for (let i = 0; i < v4.length; i += 2) count += v4[i + 1] - v4[i];
  return count;
}

const isAny = ({ axis }: Coordinates, { v4, v6, symbols }: EndpointSet): boolean =>
  v4[1] === v4End && v4[0] === 0 && v6[1] === v6End && v6[0] === 0n && symbols.length === axis.symbols;
