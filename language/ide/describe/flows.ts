import { effectiveServices } from '../../analysis/effective.js';
import { deciding, sharesOf } from '../../analysis/explain.js';
import type { Analysis } from '../../analysis/index.js';
import { allEndpoints, isEmptySet, subtractEndpoints, type EndpointSet } from '../../net/endpoints.js';
import { allServices } from '../../net/services.js';
import type { Rule, Traffic } from '../../policy/model.js';

/** Allow rules that really allow something across the border of a set of ends, by place. */
export interface Crossing {
  readonly rules: readonly Rule[];
  /** False where more rules meet the set than were looked at. */
  readonly complete: boolean;
}

/** A hover has to be there at once: more rules than this are not looked at. */
const mostRules = 48;
/** Pieces of a rule looked at before it is taken to allow something. */
const pieces = 200;

/** Rules that allow connections into `set` from outside it. */
export function flowsInto(analysis: Analysis, set: EndpointSet): Crossing {
  return crossing(analysis, { destination: set }, (rule) => [subtractEndpoints(rule.source, set), set]);
}

/** Rules that allow connections out of `set`. */
export function flowsOutOf(analysis: Analysis, set: EndpointSet): Crossing {
  return crossing(analysis, { source: set }, (rule) => [set, subtractEndpoints(rule.destination, set)]);
}

type Ends = readonly [source: EndpointSet, destination: EndpointSet];

function crossing(
  { library, policy }: Analysis,
  part: Partial<Traffic>,
  endsOf: (rule: Rule) => Ends,
): Crossing {
  const all = allEndpoints(policy.symbols.length);
  const traffic: Traffic = {
    source: all,
    destination: all,
    services: allServices,
    identities: undefined,
    conditions: [],
    ...part,
  };
  const ids = deciding(library.tiers, sharesOf(library, traffic), ['allow']);
  const rules: Rule[] = [];
  for (const id of ids.slice(0, mostRules)) {
    const rule = policy.rules[id];
    const [source, destination] = endsOf(rule);
    if (isEmptySet(source) || isEmptySet(destination)) continue;
    const services = effectiveServices(library, id, source, destination, pieces);
    if (services === undefined || services.length > 0) rules.push(rule);
  }
  return { rules, complete: ids.length <= mostRules };
}
