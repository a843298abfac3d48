import { decidedBy, deciding, firstIn, sharesOf } from '../../analysis/explain.js';
import type { Analysis } from '../../analysis/index.js';
import { isWitness } from '../../analysis/engine/cover.js';
import { allEndpoints, subtractEndpoints, type EndpointSet } from '../../net/endpoints.js';
import { allServices } from '../../net/services.js';
import type { Rule } from '../../policy/model.js';

/** Allow rules that really allow something across the border of a set of ends, by place. */
export interface Crossing {
  readonly rules: readonly Rule[];
  /** False where more rules meet the set than were looked at, or what one of them does would have taken too long to find out. */
  readonly complete: boolean;
}

/** A hover has to be there at once: more rules than this are not looked at. */
const mostRules = 48;
/** Pieces of one rule that are looked at. */
const pieces = 200;

/** Rules that allow connections into `set` from outside it. */
export function flowsInto(analysis: Analysis, set: EndpointSet): Crossing {
  return crossing(analysis, outside(analysis, set), set);
}

/** Rules that allow connections out of `set`. */
export function flowsOutOf(analysis: Analysis, set: EndpointSet): Crossing {
  return crossing(analysis, set, outside(analysis, set));
}

const outside = ({ policy }: Analysis, set: EndpointSet): EndpointSet =>
  subtractEndpoints(allEndpoints(policy.symbols.length), set);

function crossing({ library, policy }: Analysis, source: EndpointSet, destination: EndpointSet): Crossing {
  const ends = { source, destination };
  const shares = sharesOf(library, { ...ends, services: allServices, identities: undefined, conditions: [] });
  const ids = deciding(library.tiers, shares, ['allow']);
  const rules: Rule[] = [];
  let complete = ids.length <= mostRules;
  for (const id of ids.slice(0, mostRules)) {
    // One connection is enough: which others the rule allows there is not shown.
    const found = firstIn(shares, (share) => decidedBy(library.tiers, share, id, { pieces }));
    if (isWitness(found)) rules.push(policy.rules[id]);
    else if (found === 'undecided') complete = false;
  }
  return { rules, complete };
}
