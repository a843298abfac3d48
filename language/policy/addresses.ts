import { readLiteral } from '../net/address.js';
import {
  allAddresses,
  noEndpoints,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Expr } from '../syntax/tree.js';
import { at, reportInvalid, type Scope, type Site } from './scope.js';

/** The set of an address literal; `undefined`, reported, where it is none. */
export function addressSet(
  scope: Scope,
  site: Site,
  literal: Extract<Expr, { kind: 'address' }>,
): EndpointSet | undefined {
  const read = readLiteral(literal.from, literal.prefix, literal.to);
  if ('set' in read) return read.set;
  reportInvalid(scope, at(site, literal.span), read.problem, read.mended);
  return undefined;
}

/** The value of an `addresses` property: the set, or that it is `unclaimed`; `undefined` where part of it is in error. */
export function readAddresses(scope: Scope, site: Site, value: Expr): EndpointSet | 'unclaimed' | undefined {
  return value.kind === 'unclaimed' ? 'unclaimed' : literalSet(scope, site, value);
}

function literalSet(scope: Scope, site: Site, value: Expr): EndpointSet | undefined {
  switch (value.kind) {
    case 'any':
      return allAddresses;
    case 'address':
      return addressSet(scope, site, value);
    case 'list':
      return allOf(value.elements.map((element) => literalSet(scope, site, element)));
    case 'except': {
      const base = literalSet(scope, site, value.base);
      const without = literalSet(scope, site, value.without);
      return base && without && subtractEndpoints(base, without);
    }
    case 'missing':
      return undefined;
    case 'unclaimed':
      reportInvalid(
        scope,
        at(site, value.span),
        '`unclaimed` stands alone. Write `addresses = unclaimed` and nothing with it.',
      );
      return undefined;
    default: {
      const name = value.kind === 'name' ? ` To take in another zone, nest it, or declare a \`group\`.` : '';
      const message = `This is no address. Write an address, a CIDR block, a range, \`any\` or a list of these.${name}`;
      reportInvalid(scope, at(site, value.span), message);
      return undefined;
    }
  }
}

/** The union; `undefined` where one of the parts is. */
export function allOf(sets: readonly (EndpointSet | undefined)[]): EndpointSet | undefined {
  const known = sets.filter((set) => set !== undefined);
  if (known.length < sets.length) return undefined;
  return known.length === 0 ? noEndpoints : uniteEndpoints(known);
}
