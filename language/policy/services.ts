import { unlike } from '../net/address.js';
import { Pool } from '../net/pool.js';
import { normalise } from '../net/ranges.js';
import {
  allServices,
  builtInServices,
  isProtocol,
  portRange,
  protocolByNumber,
  protocolNames,
  protocols,
  type ServiceSet,
} from '../net/services.js';
import type { Expr } from '../syntax/tree.js';
import { closest } from '../text/spelling.js';
import { circleOf, maxCircle, namesOf, resolutionOrder } from './circles.js';
import { NamedSets } from './named.js';
import { placedAt, readBoolean, readProperties, readText } from './properties.js';
import { at, report, reportInvalid, reportUnknown, spellingIn, type Scope, type Site } from './scope.js';

/** The services of a policy by name, declared ones and those built in that are not declared anew. */
export interface ServiceTable {
  readonly sets: ReadonlyMap<string, ServiceSet>;
  /** Names of services declared with `encrypted = true`. */
  readonly encrypted: ReadonlySet<string>;
  /** The set of an expression where services stand; `undefined`, reported in the scope, where it is in error. */
  readonly read: (scope: Scope, site: Site, value: Expr) => ServiceSet | undefined;
  /** The sets of the names, those of protocols among them. */
  readonly names: NamedSets<ServiceSet>;
}

/** Resolves every declared service. A cycle is reported at each service that closes one. */
export function resolveServices(scope: Scope): ServiceTable {
  const declared = scope.declarations.byName.service;
  const sets = new Map<string, ServiceSet | undefined>();
  const open: string[] = [];
  const encrypted = new Set<string>();
  const read = reader(setOf);

  function setOf(to: Scope, site: Site, name: string, span: Expr['span']): ServiceSet | undefined {
    if (isProtocol(name)) return portRange(name);
    if (!declared.has(name)) return builtInServices.get(name) ?? unknownService(to, site, name, span);
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
  const names = new NamedSets<ServiceSet>();
  for (const name of serviceNames(scope)) names.put(name, table.get(name));
  // Whatever is declared, the word for a protocol stands for it.
  for (const name of protocolNames) names.put(name, shared(portRange(name)));
  return { sets: table, encrypted, read: lastingReader(names), names };
}

/** The set of a name; `undefined`, reported in the scope, where there is none or it is in error. */
type NameReader = (to: Scope, site: Site, name: string, span: Expr['span']) => ServiceSet | undefined;

/**
 * Reads sets once all services are resolved. Made apart from what resolved them: a table outlives the text that it was
 * made of by many edits, and must not keep it.
 */
const lastingReader = (names: NamedSets<ServiceSet>): ServiceTable['read'] =>
  reader((to, site, name, span) => {
    const set = names.of(name);
    if (set !== undefined || to.declarations.byName.service.has(name)) return set;
    return unknownService(to, site, name, span);
  });

const unknownService = (to: Scope, site: Site, name: string, span: Expr['span']): undefined =>
  reportUnknown(
    to,
    site,
    { text: name, span },
    'service',
    spellingIn(to, 'service', builtInServices.keys()),
  ) as undefined;

function reader(setOf: NameReader): ServiceTable['read'] {
  function read(to: Scope, site: Site, value: Expr): ServiceSet | undefined {
    switch (value.kind) {
      case 'any':
        return allServices;
      case 'name':
        return setOf(to, site, value.text, value.span);
      case 'service':
        return literal(to, site, value);
      case 'list': {
        const parts = value.elements.map((element) => read(to, site, element));
        return parts.includes(undefined) ? undefined : uniteServices(parts.map((part) => part!));
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
  return read;
}

const protocolWords: readonly string[] = [...Object.keys(protocols), 'protocol'];

/** Declared services first, then those built in: the order in which sets are named and names are offered. */
export function serviceNames(scope: Scope): Iterable<string> {
  return new Set([...scope.declarations.named('service').keys(), ...builtInServices.keys()]);
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
    reportUnknown(scope, site, protocol, 'protocol', (word) => closest(word, protocolWords));
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

/** Of equal sets the same object: a large policy has few, and what is worked out for one is found again for the others. */
const pool = new Pool<ServiceSet>((set) => set, 20_000);
const shared = (set: ServiceSet): ServiceSet => pool.of(set, itself);
const itself = (set: ServiceSet): ServiceSet => set;

/** What any of the sets holds. */
export function uniteServices(parts: readonly ServiceSet[]): ServiceSet {
  if (parts.length === 1) return parts[0];
  if (parts.length !== 2) return shared(normalise(parts.flat()));
  // Most lists name two ports.
  const [a, b] = parts[0][0] < parts[1][0] ? parts : [parts[1], parts[0]];
  const isApart = a.length === 2 && b.length === 2 && a[1] < b[0];
  return shared(isApart ? [a[0], a[1], b[0], b[1]] : normalise([...a, ...b]));
}

/**
 * The set of the literal that stands from `start` to `end` of `text`: `tcp/443`, `udp/67-68`. `undefined` where something
 * else does, or it has a mistake: `literal` tells.
 */
export function portsAt(text: string, start: number, end: number): ServiceSet | undefined {
  const protocol = literalProtocols.find((name) => text.startsWith(name, start));
  if (protocol === undefined || text.charCodeAt(start + protocol.length) !== slash) return undefined;
  let from = -1;
  let number = 0;
  let digits = 0;
  for (let i = start + protocol.length + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === dash && digits > 0 && from < 0) {
      from = number;
      number = digits = 0;
    } else if (code >= zero && code <= zero + 9 && digits < 5) {
      number = number * 10 + code - zero;
      digits++;
    } else return undefined;
  }
  if (from < 0) from = number;
  if (digits === 0 || from > number || number >= protocols[protocol].size) return undefined;
  return shared(portRange(protocol, from, number));
}

/** The protocols with ports. */
const literalProtocols = ['tcp', 'udp', 'sctp'] as const;
const zero = '0'.charCodeAt(0);
const dash = '-'.charCodeAt(0);
const slash = '/'.charCodeAt(0);
