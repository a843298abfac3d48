import type { Connection } from '../../../language/findings.js';
import { isEmptySet, subtractEndpoints } from '../../../language/net/endpoints.js';
import { within } from '../../../language/net/ranges.js';
import type { Change } from '../../../language/diff/model.js';
import type { Policy } from '../../../language/policy/model.js';
import { decide, kindOf, kindsOf, type Decision, type Kinds } from '../../support/bruteforce.js';
import {
  endAtoms,
  pointOf,
  policyOf,
  serviceAtoms,
  universe,
  type TinyPoint,
  type TinyRule,
} from '../../support/tiny.js';

/** A tiny policy whose two symbols, two identities and one condition are called as it says. */
export interface NamedTiny {
  readonly rules: readonly TinyRule[];
  readonly rulesets: readonly (readonly TinyRule[])[];
  readonly symbols: readonly string[];
  readonly identities: readonly string[];
  readonly condition: string;
}

export const policyWith = ({ rules, rulesets, symbols, identities, condition }: NamedTiny): Policy => ({
  ...policyOf(rules, rulesets),
  symbols,
  identities,
  conditions: [condition],
});

/** One connection by names: addresses by their atoms. */
export interface NamedPoint {
  readonly source: number | string;
  readonly destination: number | string;
  readonly service: number;
  readonly identity: string | null;
  readonly holds: ReadonlySet<string>;
}

const firstSymbol = endAtoms.findIndex(({ symbols }) => symbols.length > 0);

/** Every connection that either of two policies knows, or could: all names of both, each once. */
export function jointUniverse(a: NamedTiny, b: NamedTiny): NamedPoint[] {
  const symbols = [...new Set([...a.symbols, ...b.symbols])];
  const identities = [null, ...new Set([...a.identities, ...b.identities])];
  const conditions = [...new Set([a.condition, b.condition])];
  const holding = conditions.reduce<string[][]>(
    (sets, name) => [...sets, ...sets.map((set) => [...set, name])],
    [[]],
  );
  const points: NamedPoint[] = [];
  // A point of the tiny universe whose symbols are the first stands for all that differ in symbols alone.
  const isModel = (end: number): boolean => end !== firstSymbol + 1;
  const ends = (end: number): (number | string)[] => (end === firstSymbol ? symbols : [end]);
  for (const point of universe) {
    if (point.identity !== -1 || point.condition) continue;
    if (!isModel(point.source) || !isModel(point.destination)) continue;
    for (const source of ends(point.source))
      for (const destination of ends(point.destination))
        for (const identity of identities)
          for (const set of holding)
            points.push({ source, destination, service: point.service, identity, holds: new Set(set) });
  }
  return points;
}

/** The connection in a policy's own numbers; `undefined` where the policy does not have an end of it. */
export function pointIn(policy: NamedTiny, point: NamedPoint): TinyPoint | undefined {
  const end = (name: number | string): number =>
    typeof name === 'number'
      ? name
      : policy.symbols.includes(name)
        ? firstSymbol + policy.symbols.indexOf(name)
        : -1;
  const [source, destination] = [end(point.source), end(point.destination)];
  if (source < 0 || destination < 0) return undefined;
  // An identity that the policy does not have is in no list of a rule.
  const known = point.identity === null ? -1 : policy.identities.indexOf(point.identity);
  const identity = point.identity !== null && known < 0 ? -2 : known;
  return {
    source,
    destination,
    service: point.service,
    identity,
    condition: point.holds.has(policy.condition),
  };
}

/** Who decides connections of the tiers, or of a ruleset. */
export function deciderOf(policy: NamedTiny, ruleset?: number): (point: NamedPoint) => Decision | undefined {
  const rules = ruleset === undefined ? policy.rules : (policy.rulesets[ruleset] ?? []);
  const kinds: Kinds = kindsOf(rules, ruleset !== undefined);
  return (point) => {
    const own = pointIn(policy, point);
    return own && decide(kinds, kindOf(rules, own));
  };
}

/** Whether a change holds a connection. `policy` is the one that allows it. */
export function isIn(change: Change, policy: NamedTiny, point: NamedPoint): boolean {
  const own = pointIn(policy, point);
  if (own === undefined) return false;
  const { source, destination, services } = atomsOf(change);
  return (
    source[own.source] &&
    destination[own.destination] &&
    services[own.service] &&
    (change.identities === undefined || change.identities.includes(point.identity)) &&
    change.conditions.every(({ name, holds }) => point.holds.has(name) === holds)
  );
}

interface Atoms {
  readonly source: readonly boolean[];
  readonly destination: readonly boolean[];
  readonly services: readonly boolean[];
}
const known = new WeakMap<Change, Atoms>();

/** Which atoms the sets of a change hold. */
function atomsOf(change: Change): Atoms {
  let atoms = known.get(change);
  if (atoms === undefined) {
    atoms = {
      source: endAtoms.map((atom) => isEmptySet(subtractEndpoints(atom, change.source))),
      destination: endAtoms.map((atom) => isEmptySet(subtractEndpoints(atom, change.destination))),
      services: serviceAtoms.map((atom) => within(atom, change.services)),
    };
    known.set(change, atoms);
  }
  return atoms;
}

/** The point of an example. */
export function namedPointOf(policy: NamedTiny, connection: Connection): NamedPoint {
  const isSymbol = (end: string): boolean => policy.symbols.includes(end);
  const plain = { ...connection, identity: null, conditions: [] };
  const asAtoms = (end: string): string => (isSymbol(end) ? '10.0.0.1' : end);
  const { source, destination, service } = pointOf({
    ...plain,
    source: asAtoms(connection.source),
    destination: asAtoms(connection.destination),
  });
  return {
    source: isSymbol(connection.source) ? connection.source : source,
    destination: isSymbol(connection.destination) ? connection.destination : destination,
    service,
    identity: connection.identity,
    holds: new Set(connection.conditions),
  };
}
