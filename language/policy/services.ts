import { unlike } from '../net/address.js';
import { normalise } from '../net/ranges.js';
import {
  allServices,
  builtInServices,
  isProtocol,
  portRange,
  protocolByNumber,
  protocols,
  type ServiceSet,
} from '../net/services.js';
import type { Expr } from '../syntax/tree.js';
import { circleOf, maxCircle, namesOf, resolutionOrder } from './circles.js';
import { placedAt, readBoolean, readProperties, readText } from './properties.js';
import { at, namesIn, report, reportInvalid, reportUnknown, type Scope, type Site } from './scope.js';

/** The services of a policy by name, declared ones and those built in that are not declared anew. */
export interface ServiceTable {
  readonly sets: ReadonlyMap<string, ServiceSet>;
  /** Names of services declared with `encrypted = true`. */
  readonly encrypted: ReadonlySet<string>;
  /** The set of an expression where services stand; `undefined`, reported in the scope, where it is in error. */
  readonly read: (scope: Scope, site: Site, value: Expr) => ServiceSet | undefined;
  /** The set of a name; `undefined` where it has none, or is in error. */
  readonly named: (name: string) => ServiceSet | undefined;
}

/** Resolves every declared service. A cycle is reported at each service that closes one. */
export function resolveServices(scope: Scope): ServiceTable {
  const declared = scope.declarations.byName.service;
  const sets = new Map<string, ServiceSet | undefined>();
  const open: string[] = [];
  const encrypted = new Set<string>();

  function byName(to: Scope, site: Site, name: string, span: Expr['span']): ServiceSet | undefined {
    if (isProtocol(name)) return portRange(name);
    const declaration = declared.get(name);
    if (declaration === undefined) {
      const builtIn = builtInServices.get(name);
      if (builtIn === undefined) reportUnknown(to, site, { text: name, span }, 'service', serviceNames(to));
      return builtIn;
    }
    if (open.includes(name) || (open.length >= maxCircle && !sets.has(name))) {
      const message = `This service stands for itself: ${circleOf(open, name)}. Take it out of one of them.`;
      report(to, 'cyclic-reference', at(site, span), message);
      return undefined;
    }
    return ofDeclaration(name);
  }

  function ofDeclaration(name: string): ServiceSet | undefined {
    if (sets.has(name)) return sets.get(name);
    const { file, item } = declared.get(name)!;
    const node = file.tree.items[item];
    if (node.kind !== 'service') return undefined;
    open.push(name);
    const set = read(scope, { file, item }, node.value);
    open.pop();
    sets.set(name, set);
    return set;
  }

  function read(to: Scope, site: Site, value: Expr): ServiceSet | undefined {
    switch (value.kind) {
      case 'any':
        return allServices;
      case 'name':
        return byName(to, site, value.text, value.span);
      case 'service':
        return literal(to, site, value);
      case 'list': {
        const parts = value.elements.map((element) => read(to, site, element));
        return parts.includes(undefined) ? undefined : shared(normalise(parts.flatMap((part) => part!)));
      }
      case 'missing':
        return undefined;
      case 'except':
        reportInvalid(
          to,
          at(site, value.span),
          '`except` does not go with services. List the services that are meant.',
        );
        return undefined;
      default:
        reportInvalid(
          to,
          at(site, value.span),
          'This is no service. Write a service, `tcp/443`, a list or `any`.',
        );
        return undefined;
    }
  }

  const parts = (name: string): readonly string[] => {
    const { file, item } = declared.get(name)!;
    const node = file.tree.items[item];
    return node.kind === 'service' ? namesOf(node.value).filter((part) => declared.has(part)) : [];
  };
  for (const name of resolutionOrder(declared.keys(), parts)) ofDeclaration(name);
  for (const [name, { file, item, namePlace }] of declared) {
    ofDeclaration(name);
    const node = file.tree.items[item];
    if (node.kind !== 'service') continue;
    if (isProtocol(name))
      reportInvalid(
        scope,
        namePlace,
        `\`${name}\` is a protocol and no name of a service. Choose another name.`,
      );
    const site = { file, item };
    const properties = readProperties(scope, 'service', placedAt(site, node.properties));
    if (readBoolean(scope, properties, 'encrypted')) encrypted.add(name);
    readText(scope, properties, 'category');
  }
  const table = new Map<string, ServiceSet>();
  for (const name of serviceNames(scope)) {
    const set = declared.has(name) ? sets.get(name) : builtInServices.get(name);
    if (set !== undefined) table.set(name, set);
  }
  const named = (name: string): ServiceSet | undefined => (isProtocol(name) ? undefined : table.get(name));
  return { sets: table, encrypted, read, named };
}

/** Declared services first, then those built in: the order in which sets are named and names are offered. */
export function serviceNames(scope: Scope): Iterable<string> {
  return new Set([...namesIn(scope, 'service'), ...builtInServices.keys()]);
}

function literal(
  scope: Scope,
  site: Site,
  value: Extract<Expr, { kind: 'service' }>,
): ServiceSet | undefined {
  const { protocol, from, to } = value;
  const fail = (message: string, mended?: string): undefined =>
    reportInvalid(scope, at(site, value.span), message, mended) as undefined;
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  if (protocol.text === 'protocol') {
    if (from !== to) return fail('`protocol/` takes one number. Write a list: `[protocol/50, protocol/51]`.');
    return from > 255
      ? fail(`IP protocols have the numbers 0 to 255${unlike(from)}. Correct it.`)
      : protocolByNumber(from);
  }
  if (!isProtocol(protocol.text)) {
    reportUnknown(scope, site, protocol, 'protocol', [...Object.keys(protocols), 'protocol']);
    return undefined;
  }
  const { part, size } = protocols[protocol.text];
  if (part === 'type' && from !== to)
    return fail(
      `${protocol.text} types have no ranges. List them: \`[${protocol.text}/0, ${protocol.text}/8]\`.`,
    );
  if (Math.max(from, to) >= size)
    return fail(
      `A ${protocol.text} ${part} is at most ${size - 1}${unlike(Math.max(from, to))}. Correct it.`,
    );
  if (from > to) {
    const mended = `${protocol.text}/${to}-${from}`;
    return fail(`The range ends before it begins. Swap its ends: \`${mended}\`.`, mended);
  }
  return shared(portRange(protocol.text, from, to));
}

const ranges = new Map<number, ServiceSet>();
const lists = new Map<string, ServiceSet>();
const maxKnown = 20_000;

/** Of equal sets the same object: a large policy has few, and what is worked out for one is found again for the others. */
function shared(set: ServiceSet): ServiceSet {
  return set.length === 2 ? first(ranges, set[0] * 2 ** 18 + set[1], set) : first(lists, set.join(), set);
}

function first<K>(known: Map<K, ServiceSet>, key: K, set: ServiceSet): ServiceSet {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= maxKnown) known.clear();
  known.set(key, set);
  return set;
}
